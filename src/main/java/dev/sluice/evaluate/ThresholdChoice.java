package dev.sluice.evaluate;

import dev.sluice.spec.ThresholdSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The probability from which on the positive one of two classes is predicted.
 *
 * @param asked for what the config asks, in words, such as {@code precision 0.95}
 * @param reached whether this is reached; otherwise the threshold is {@link #USUAL}
 * @param why it is not reached, a sentence without a full stop
 * @param validation the decisions about the rows that chose it; empty if none did
 */
public record ThresholdChoice(
    double value,
    String asked,
    boolean reached,
    Optional<String> why,
    Optional<Ranking.Decisions> validation) {
  public static final double USUAL = 0.5;
  private static final int FEWEST_ROWS = 5; // predicted; a share of fewer says little

  /**
   * @param rows the positive class of the rows that choose it
   */
  public static ThresholdChoice of(ThresholdSpec spec, Ranking rows) {
    List<Ranking.Decisions> all = IntStream.range(0, rows.size()).mapToObj(rows::at).toList();
    if (spec.value().isPresent()) {
      double value = spec.value().get();
      return new ThresholdChoice(
          value, "the value " + Numbers.plain(value), true, Optional.empty(), Optional.empty());
    }
    if (spec.precision().isPresent()) {
      double least = spec.precision().get();
      return reaching(
          "precision",
          least,
          all,
          at -> at.given() >= FEWEST_ROWS,
          at -> at.precision().number().orElse(0),
          Comparator.comparingLong(Ranking.Decisions::found));
    }
    if (spec.recall().isPresent()) {
      return reaching(
          "recall",
          spec.recall().get(),
          all,
          at -> true,
          at -> at.recall().number().orElse(0),
          Comparator.comparingDouble(Ranking.Decisions::threshold));
    }
    if (spec.highest().isPresent()) {
      boolean f1 = spec.highest().get() == ThresholdSpec.Highest.F1;
      return best(
          f1 ? "the highest F1" : "the highest balanced accuracy",
          all,
          at -> f1 ? at.f1().number().orElse(0) : balancedAccuracy(at));
    }
    ThresholdSpec.Cost cost = spec.cost().orElseThrow();
    return best(
        "the lowest cost, %s for a false positive and %s for a false negative"
            .formatted(Numbers.plain(cost.falsePositive()), Numbers.plain(cost.falseNegative())),
        all,
        at -> -cost.falsePositive() * at.wrong() - cost.falseNegative() * (at.rows() - at.found()));
  }

  private static double balancedAccuracy(Ranking.Decisions at) {
    double ofOthers = at.others() == 0 ? 0 : (double) (at.others() - at.wrong()) / at.others();
    return (at.recall().number().orElse(0) + ofOthers) / 2;
  }

  private static ThresholdChoice reaching(
      String name,
      double least,
      List<Ranking.Decisions> all,
      Predicate<Ranking.Decisions> enough,
      ToDoubleFunction<Ranking.Decisions> score,
      Comparator<Ranking.Decisions> preferred) {
    String asked = name + " " + Numbers.plain(least);
    return all.stream()
        .filter(enough)
        .filter(at -> score.applyAsDouble(at) >= least)
        .max(preferred)
        .map(at -> chosen(asked, at))
        .orElseGet(
            () ->
                missed(
                    asked,
                    all.stream().filter(enough).mapToDouble(score).max().stream()
                        .mapToObj(
                            most ->
                                "No threshold reaches %s on the validation part with at least %s rows; the highest is %s"
                                    .formatted(asked, FEWEST_ROWS, Numbers.plain(most, 4)))
                        .findFirst()));
  }

  /** Of equal ones the highest threshold. */
  private static ThresholdChoice best(
      String asked, List<Ranking.Decisions> all, ToDoubleFunction<Ranking.Decisions> score) {
    return all.stream()
        .max(Comparator.comparingDouble(score).thenComparingDouble(Ranking.Decisions::threshold))
        .map(at -> chosen(asked, at))
        .orElseGet(() -> missed(asked, Optional.empty()));
  }

  private static ThresholdChoice chosen(String asked, Ranking.Decisions at) {
    return new ThresholdChoice(at.threshold(), asked, true, Optional.empty(), Optional.of(at));
  }

  private static ThresholdChoice missed(String asked, Optional<String> why) {
    return new ThresholdChoice(
        USUAL,
        asked,
        false,
        Optional.of(
            why.orElse(
                "No threshold can be chosen by %s: fewer than %s rows of the validation part have the positive class or are predicted as it"
                    .formatted(asked, FEWEST_ROWS))),
        Optional.empty());
  }

  /** All of it in words, without a full stop. */
  public String sentence(String positive) {
    if (!reached) {
      return why.orElseThrow()
          + ". The threshold stays %s; require less, or train a better model"
              .formatted(Numbers.plain(USUAL));
    }
    return "'%s' is predicted from a probability of %s, chosen by %s"
            .formatted(positive, Numbers.plain(value, 6), asked)
        + validation
            .map(
                at ->
                    ": on the validation part precision %s and recall %s, of %s rows"
                        .formatted(
                            Numbers.plain(at.precision().number().orElseThrow(), 4),
                            Numbers.plain(at.recall().number().orElseThrow(), 4),
                            at.rows() + at.others()))
            .orElse("");
  }
}
