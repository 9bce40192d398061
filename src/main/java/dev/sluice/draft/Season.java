package dev.sluice.draft;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * The length of a season in rows, and the reason.
 *
 * @param rows two at least
 */
record Season(int rows, String why) {
  private static final double LEAST = 0.3; // correlation of rows one season apart
  private static final double DEVIATIONS = 3; // of noise; for lags of no known cycle
  private static final double RISE = 0.1; // above the lowest correlation at shorter lags
  private static final double NEAR = 0.05; // difference of correlations that may be due to noise
  private static final double ERRORS = 2.5; // the same of a multiple, in standard errors
  private static final double WIDTH = 0.1; // width of a peak, as a share of its lag
  private static final int LONGEST = 2016; // a week of five-minute steps; the time grows with it
  private static final double ROUNDING = 1e-24; // of squares
  private static final int MINUTE = 60; // seconds
  private static final int HOUR = 60 * MINUTE;
  private static final int DAY = 24 * HOUR;

  /**
   * @param error the standard error of the height
   */
  private record Peak(int lag, double height, double error, boolean cycle) {
    /** In few rows, one odd value makes a multiple of a season look better than the season. */
    boolean isAtLeast(Peak other) {
      double noise = other.lag % lag == 0 ? Math.max(NEAR, ERRORS * other.error) : NEAR;
      return height >= other.height - noise;
    }
  }

  /**
   * The highest peak of the autocorrelation. Of peaks that are about as high, the shortest lag is
   * taken, since the others are its multiples, and then a cycle of the clock or the calendar close
   * to it.
   *
   * @param training (rows), in time order; NaN where there is no value
   * @param frequency the time between rows, if it is known
   */
  static Optional<Season> of(double[] training, Optional<String> frequency) {
    List<Integer> cycles = frequency.map(Season::cycles).orElse(List.of());
    List<Peak> peaks = peaks(training, cycles);
    Optional<Peak> highest = highest(peaks);
    return highest
        .flatMap(
            high ->
                peaks.stream()
                    .filter(p -> p.lag() < (1 - WIDTH) * high.lag() && p.isAtLeast(high))
                    .findFirst()
                    .or(() -> highest))
        .map(
            first -> {
              List<Peak> near =
                  peaks.stream()
                      .filter(p -> Math.abs(p.lag() - first.lag()) <= WIDTH * first.lag())
                      .toList();
              Peak top = highest(near).orElseThrow();
              return near.stream()
                  .filter(p -> p.cycle() && p.isAtLeast(top))
                  .findFirst()
                  .orElse(top);
            })
        .map(
            peak ->
                new Season(
                    peak.lag(),
                    String.format(
                        Locale.ROOT,
                        "rows %s apart correlate by %.2f",
                        peak.lag(),
                        peak.height())));
  }

  private static Optional<Peak> highest(List<Peak> peaks) {
    return peaks.stream().reduce((a, b) -> b.height() > a.height() ? b : a);
  }

  /** By lag: the local peaks, and the cycles, for which fewer rows are enough. */
  private static List<Peak> peaks(double[] values, List<Integer> cycles) {
    int scanned = Math.min(LONGEST, values.length / 3);
    int longest =
        cycles.stream()
            .filter(lag -> lag <= Math.min(LONGEST, values.length / 2))
            .reduce(scanned, Math::max);
    double[] correlations = correlations(values, longest + 1);
    double lowest = correlations[1];
    List<Peak> peaks = new ArrayList<>();
    for (int lag = 2; lag <= longest; lag++) {
      double height = correlations[lag];
      boolean cycle = cycles.contains(lag);
      boolean local =
          lag <= scanned
              && height >= correlations[lag - 1]
              && height > correlations[lag + 1]
              && height > DEVIATIONS / Math.sqrt(values.length - lag);
      if ((cycle || local) && height > LEAST && height > lowest + RISE) {
        double error = (1 - height * height) / Math.sqrt(values.length - lag);
        peaks.add(new Peak(lag, height, error, cycle));
      }
      lowest = Math.min(lowest, height);
    }
    return peaks;
  }

  /** The number of rows in an hour, a day, a week and a year. */
  private static List<Integer> cycles(String frequency) {
    int count = Integer.parseInt(frequency.replaceAll("\\D+", ""));
    DoubleStream rows =
        switch (frequency.replaceAll("\\d+", "")) {
          case "ms" -> DoubleStream.of(MINUTE, HOUR, DAY).map(s -> 1000 * s);
          case "s" -> DoubleStream.of(HOUR, DAY, 7 * DAY);
          case "min" -> DoubleStream.of(HOUR, DAY, 7 * DAY).map(s -> s / MINUTE);
          case "h" -> DoubleStream.of(DAY, 7 * DAY).map(s -> s / HOUR);
          case "d" -> DoubleStream.of(7, 365);
          case "b" -> DoubleStream.of(5, 261);
          case "w" -> DoubleStream.of(52);
          case "mo" -> DoubleStream.of(12);
          case "q" -> DoubleStream.of(4);
          default -> DoubleStream.empty();
        };
    return rows.map(r -> r / count).filter(r -> r >= 2).mapToObj(r -> (int) Math.round(r)).toList();
  }

  /**
   * The autocorrelation of the detrended values.
   *
   * @return (longest + 1), by lag; 0 where the values do not vary or are too few
   */
  private static double[] correlations(double[] values, int longest) {
    double mean = Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(0);
    double middle = (values.length - 1) / 2.0;
    double xy = 0;
    double xx = 0;
    for (int t = 0; t < values.length; t++) {
      if (!Double.isNaN(values[t])) {
        xy += (t - middle) * (values[t] - mean);
        xx += (t - middle) * (t - middle);
      }
    }
    double slope = xx == 0 ? 0 : xy / xx;
    double[] level = new double[values.length];
    double around = 0;
    double onLine = 0;
    for (int t = 0; t < values.length; t++) {
      level[t] = values[t] - mean - slope * (t - middle);
      around += Double.isNaN(level[t]) ? 0 : level[t] * level[t];
      onLine += Double.isNaN(level[t]) ? 0 : values[t] * values[t];
    }
    double[] correlations = new double[longest + 1];
    if (around <= ROUNDING * onLine) {
      return correlations;
    }
    for (int lag = 0; lag <= longest; lag++) {
      double product = 0;
      double early = 0;
      double late = 0;
      for (int t = lag; t < level.length; t++) {
        if (!Double.isNaN(level[t] * level[t - lag])) {
          product += level[t] * level[t - lag];
          early += level[t - lag] * level[t - lag];
          late += level[t] * level[t];
        }
      }
      correlations[lag] = product == 0 ? 0 : product / Math.sqrt(early * late);
    }
    return correlations;
  }
}
