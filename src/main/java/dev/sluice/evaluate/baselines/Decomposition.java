package dev.sluice.evaluate.baselines;

import java.util.Optional;

/**
 * A classical additive decomposition, as decompose of R computes it: the trend is the centred
 * moving average over one season, the season the mean distance to it, the rest what remains.
 *
 * @param trend (rows); NaN for half a season at either end
 * @param season (rows)
 * @param rest (rows); NaN where the trend is
 */
public record Decomposition(double[] trend, double[] season, double[] rest) {
  private static final int FEWEST_SEASONS = 3;

  /**
   * @param season rows in one season
   * @return empty if there is no season, or fewer than three of them: in two, each place of a
   *     season has one distance from the trend, which leaves no remainder
   */
  public static Optional<Decomposition> of(double[] y, int season) {
    if (season < 2 || y.length < FEWEST_SEASONS * season) {
      return Optional.empty();
    }
    double[] trend = Season.trend(y, season);
    double[] pattern = Season.pattern(y, season, false);
    double[] repeated = new double[y.length];
    double[] rest = new double[y.length];
    for (int t = 0; t < y.length; t++) {
      repeated[t] = pattern[t % season];
      rest[t] = y[t] - trend[t] - repeated[t];
    }
    return Optional.of(new Decomposition(trend, repeated, rest));
  }
}
