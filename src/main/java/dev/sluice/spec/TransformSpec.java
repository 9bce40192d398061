package dev.sluice.spec;

import java.util.Optional;

/** A transform of a column's values before scaling. Open: a plug-in may register further kinds. */
public interface TransformSpec {
  /**
   * The same with settings from elsewhere in the config.
   *
   * @param season data.time.season
   * @return empty if it needs a season and has none
   */
  default Optional<TransformSpec> inSeasons(Optional<Integer> season) {
    return Optional.of(this);
  }

  @Doc("The natural logarithm. Values must be above 0.")
  record Log() implements TransformSpec {}

  @Doc("log(1 + x). Values must be above -1.")
  record Log1p() implements TransformSpec {}

  @Doc(
      "The difference from the previous row. A forecast adds up the differences, starting"
          + " from the last known value.")
  record Difference() implements TransformSpec {}

  @Doc(
      "The Box-Cox transform, (x^lambda - 1) / lambda, or the logarithm if lambda is 0 (Box"
          + " and Cox 1964). Values must be above 0.")
  record BoxCox(
      @Doc(
              "The exponent. 1 keeps the shape, 0.5 is like the square root, 0 is the logarithm. If"
                  + " omitted, the value between -1 and 2 under which the training rows are most likely"
                  + " to be normally distributed.")
          @Range(min = -5, max = 5)
          @Example("0.3")
          Optional<Double> lambda)
      implements TransformSpec {}

  @Doc(
      "The difference from the row one season before. A forecast adds that row, known or"
          + " forecast.")
  record SeasonalDifference(
      @Doc("The number of rows in one season. If omitted, data.time.season.")
          @Range(min = 1, max = 1_000_000)
          @Example("12")
          Optional<Integer> season)
      implements TransformSpec {
    @Override
    public Optional<TransformSpec> inSeasons(Optional<Integer> usual) {
      return season.or(() -> usual).map(rows -> new SeasonalDifference(Optional.of(rows)));
    }
  }
}
