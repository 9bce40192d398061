package dev.sluice.evaluate;

/**
 * What was known when each window was forecast. Windows share the rows: nothing is copied.
 *
 * @param values the target columns from their first row on, original units, equally spaced;
 *     (columns, rows); not copied, never written
 * @param cutoffs the index of the last known row of each window; (windows)
 * @param horizon steps to forecast
 * @param gap rows between the last known one and the first one forecast: step h, counted from 1, is
 *     the row cutoff + gap + h
 */
public record SeriesHistory(double[][] values, int[] cutoffs, int horizon, int gap) {
  public SeriesHistory {
    if (horizon < 1 || gap < 0) {
      throw new IllegalArgumentException("horizon " + horizon + ", gap " + gap);
    }
    for (int cutoff : cutoffs) {
      if (cutoff < 0 || cutoff >= values[0].length) {
        throw new IllegalArgumentException(
            "the cutoff %s is none of %s rows".formatted(cutoff, values[0].length));
      }
    }
  }

  /** The earliest cutoff; the last row if there are no windows. */
  int earliestCutoff() {
    int earliest = values[0].length - 1;
    for (int cutoff : cutoffs) {
      earliest = Math.min(earliest, cutoff);
    }
    return earliest;
  }
}
