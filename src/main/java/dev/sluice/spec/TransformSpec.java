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

  @Doc("The natural logarithm; needs values above 0.")
  record Log() implements TransformSpec {}

  @Doc("log(1 + x); needs values above -1.")
  record Log1p() implements TransformSpec {}

  @Doc("The change from the row before; a forecast adds the changes up from the last known value.")
  record Difference() implements TransformSpec {}

  @Doc(
      "(x^lambda - 1) / lambda, for a lambda of 0 the logarithm (Box and Cox 1964); needs values"
          + " above 0.")
  record BoxCox(
      @Doc(
              "1 leaves the shape, 0.5 is as the root, 0 as the logarithm. Left out: the one"
                  + " between -1 and 2 under which the training rows are most likely to be normal.")
          @Range(min = -5, max = 5)
          @Example("0.3")
          Optional<Double> lambda)
      implements TransformSpec {}

  @Doc(
      "The change from the row one season before; a forecast adds it to that row, known or"
          + " forecast.")
  record SeasonalDifference(
      @Doc("The rows in one season. Left out: data.time.season.")
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
