package dev.sluice.evaluate.baselines;

import java.util.Arrays;
import java.util.Optional;

/**
 * Naive 2 of the M competitions (Makridakis, Spiliotis and Assimakopoulos, The M4 competition,
 * 2020, and its R code). If the season is significant, the forecast is the last value divided by
 * its seasonal index and multiplied by the index of the row to forecast; else it is the last value.
 * The indices are those of a classical decomposition of the rows up to the first cutoff,
 * multiplicative if all values are above 0.
 *
 * @param season rows in one season; 1 for none
 */
record Naive2(int season) {
  private static final int FEWEST_SEASONS = 3;

  /**
   * @return (windows, steps, columns)
   */
  double[][][] forecast(SeriesHistory history) {
    int columns = history.columns();
    double[][][] forecast = new double[history.windows()][history.horizon()][columns];
    for (int c = 0; c < columns; c++) {
      double[] y = history.values()[c];
      double[] known = known(history, c);
      boolean ratios = Arrays.stream(known).allMatch(value -> value > 0);
      boolean seasonal = Season.isThere(known, season, FEWEST_SEASONS);
      double[] index = seasonal ? Season.pattern(known, season, ratios) : new double[season];
      for (int w = 0; w < forecast.length; w++) {
        int cutoff = history.cutoffs()[w];
        double last = index[cutoff % season];
        for (int h = 0; h < history.horizon(); h++) {
          double ahead = index[(cutoff + history.gap() + h + 1) % season];
          forecast[w][h][c] =
              seasonal && ratios ? y[cutoff] / last * ahead : y[cutoff] - last + ahead;
        }
      }
    }
    return forecast;
  }

  /** Why it repeats the last value of all columns, a sentence; empty if it adjusts one of them. */
  Optional<String> note(SeriesHistory history) {
    for (int c = 0; c < history.columns(); c++) {
      if (Season.isThere(known(history, c), season, FEWEST_SEASONS)) {
        return Optional.empty();
      }
    }
    String why =
        season < Season.SHORTEST
            ? "the season is unknown or has fewer than %s rows".formatted(Season.SHORTEST)
            : history.earliestCutoff() + 1 < FEWEST_SEASONS * season
                ? "fewer than %s seasons of %s rows come before the first window"
                    .formatted(FEWEST_SEASONS, season)
                : "no season of %s rows is significant".formatted(season);
    return Optional.of("It repeats the last value: %s.".formatted(why));
  }

  private static double[] known(SeriesHistory history, int column) {
    return Arrays.copyOf(history.values()[column], history.earliestCutoff() + 1);
  }
}
