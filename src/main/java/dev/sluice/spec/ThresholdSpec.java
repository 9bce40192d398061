package dev.sluice.spec;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The probability from which on the positive one of two classes is predicted. */
@Doc(
    "The probability from which on the positive one of two classes is predicted: exactly one of"
        + " `precision`, `recall`, `highest` and `cost`, by which the validation part chooses it, or"
        + " a `value`.")
@ExactlyOneOf({"precision", "recall", "highest", "cost", "value"})
public record ThresholdSpec(
    @Doc(
            "The lowest threshold whose precision is at least this, so that recall is as high as it"
                + " can be.")
        @Example("0.95")
        @Range(min = 0, max = 1, above = true)
        Optional<Double> precision,
    @Doc("The highest threshold whose recall is at least this.")
        @Example("0.9")
        @Range(min = 0, max = 1, above = true)
        Optional<Double> recall,
    @Doc("The threshold with the highest score.") @Example("f1") Optional<Highest> highest,
    @Doc("The threshold whose mistakes cost least.") @Example("{false_negative: 5}")
        Optional<Cost> cost,
    @Doc("This threshold.") @Example("0.3") @Range(min = 0, max = 1, above = true, below = true)
        Optional<Double> value) {

  /** The metric to maximize. */
  public enum Highest {
    @Doc("Of the positive class.")
    F1,
    @Doc("The mean recall of both classes.")
    BALANCED_ACCURACY
  }

  @Doc("What a mistake costs, in any unit.")
  public record Cost(
      @Doc("Of a row of the other class that is given the positive one.")
          @Default("1")
          @Range(min = 0, above = true)
          double falsePositive,
      @Doc("Of a row of the positive class that is given the other one.")
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
