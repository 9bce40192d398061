package dev.sluice.spec;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The probability from which on the positive one of two classes is predicted. */
@Doc(
    "The decision threshold for two classes: the probability from which the positive"
        + " class is predicted. Set exactly one key. With `precision`, `recall`, `highest` and"
        + " `cost`, it is chosen on the validation part; `value` is fixed.")
@ExactlyOneOf({"precision", "recall", "highest", "cost", "value"})
public record ThresholdSpec(
    @Doc(
            "Chooses the lowest threshold with at least this precision, so that recall is as high"
                + " as possible.")
        @Example("0.95")
        @Range(min = 0, max = 1, above = true)
        Optional<Double> precision,
    @Doc("Chooses the highest threshold with at least this recall.")
        @Example("0.9")
        @Range(min = 0, max = 1, above = true)
        Optional<Double> recall,
    @Doc("Chooses the threshold with the highest score of this metric.") @Example("f1")
        Optional<Highest> highest,
    @Doc("Chooses the threshold whose errors cost least.") @Example("{false_negative: 5}")
        Optional<Cost> cost,
    @Doc("A fixed threshold.") @Example("0.3") @Range(min = 0, max = 1, above = true, below = true)
        Optional<Double> value) {

  /** The metric to maximize. */
  public enum Highest {
    @Doc("The F1 of the positive class.")
    F1,
    @Doc("The mean recall of both classes.")
    BALANCED_ACCURACY
  }

  @Doc("The cost of an error, in any unit.")
  public record Cost(
      @Doc(
              "The cost of a false positive: a row of the other class that is predicted as"
                  + " positive.")
          @Default("1")
          @Range(min = 0, above = true)
          double falsePositive,
      @Doc(
              "The cost of a false negative: a row of the positive class that is predicted as the"
                  + " other class.")
          @Default("1")
          @Range(min = 0, above = true)
          double falseNegative) {}

  public ThresholdSpec {
    List<String> given =
        Stream.of(
                precision.map(x -> "precision"),
                recall.map(x -> "recall"),
                highest.map(x -> "highest"),
                cost.map(x -> "cost"),
                value.map(x -> "value"))
            .flatMap(Optional::stream)
            .toList();
    if (given.isEmpty()) {
      throw new InvalidSpecException(
          "",
          "needs one of precision, recall, highest, cost, value",
          "for example {precision: 0.95}");
    }
    if (given.size() > 1) {
      throw new InvalidSpecException(
          given.get(1), String.join(" and ", given) + " exclude each other", "keep one of them");
    }
  }
}
