package dev.sluice.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * 95% intervals of scores: where they would lie on other rows like those that were scored. For
 * shares of independent rows they are Wilson's (1927). Others are those of Student's t around the
 * score, on the scale of {@link Sums.Scale}, with the standard error of the infinitesimal
 * jackknife.
 *
 * @param byMetric of those that have one, in the order of the metrics
 * @param note what they are based on, or why there are none, a sentence; empty if rows are
 *     independent
 */
public record Intervals(Map<String, ScoreInterval> byMetric, Optional<String> note) {
  static final Intervals NONE = new Intervals(Map.of(), Optional.empty());
  private static final int FEWEST = 30; // units or stretches
  private static final double Z = 1.959964; // the 97.5% quantile of the normal distribution

  public Intervals {
    byMetric = Collections.unmodifiableMap(new LinkedHashMap<>(byMetric));
  }

  /**
   * @param metrics by name
   * @param predictions that can be scored
   * @param kinds of units; the first one with enough units counts
   */
  static Intervals of(Map<String, Metric> metrics, Predictions predictions, List<Units> kinds) {
    Map<String, ScoreInterval> byMetric = new LinkedHashMap<>();
    Optional<Sampling> fewest = Optional.empty();
    for (Map.Entry<String, Metric> metric : metrics.entrySet()) {
      Optional<Sums> sums = metric.getValue().sums(predictions);
      if (sums.isEmpty() || Double.isNaN(sums.get().score().applyAsDouble(sums.get().all()))) {
        continue;
      }
      Sampling sampling =
          Sampling.of(kinds, sums.get().count(), FEWEST, units -> sums.get().influence(units));
      if (fewest.isEmpty() || sampling.pieces() < fewest.get().pieces()) {
        fewest = Optional.of(sampling);
      }
      if (sampling.isEnough(FEWEST)) {
        of(sums.get(), sampling, kinds.get(0))
            .ifPresent(interval -> byMetric.put(metric.getKey(), interval));
      }
    }
    return new Intervals(byMetric, fewest.flatMap(few -> note(few, byMetric.isEmpty())));
  }

  /** The ends by name, for JSON. */
  public Map<String, List<Double>> toMap() {
    Map<String, List<Double>> ends = new LinkedHashMap<>();
    byMetric.forEach((name, interval) -> ends.put(name, List.of(interval.low(), interval.high())));
    return ends;
  }

  private static Optional<String> note(Sampling few, boolean none) {
    if (!few.isEnough(FEWEST)) {
      return Optional.of(
          "%s 95%% intervals: %s, and %s are needed."
              .formatted(none ? "No" : "Not all scores have", few.basis(" are "), FEWEST));
    }
    return few.all()
        ? Optional.empty()
        : Optional.of("95%% intervals: %s.".formatted(few.basis(" count as ")));
  }

  private static Optional<ScoreInterval> of(Sums sums, Sampling sampling, Units units) {
    double[] all = sums.all();
    double score = sums.score().applyAsDouble(all);
    if (sums.shareOfRows() && units.areRows()) {
      return Optional.of(wilson(score, all[1]));
    }
    double half = sampling.half();
    if (half == 0 || !Double.isFinite(half)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (sums.scale()) {
          case SHARE -> {
            double odds = Math.log(score / (1 - score));
            double width = half / (score * (1 - score));
            yield new ScoreInterval(share(odds - width), share(odds + width));
          }
          case POSITIVE ->
              new ScoreInterval(score * Math.exp(-half / score), score * Math.exp(half / score));
          case ANY -> new ScoreInterval(score - half, score + half);
        });
  }

  private static double share(double logOdds) {
    return 1 / (1 + Math.exp(-logOdds));
  }

  /** The interval of a share of this number of rows. */
  static ScoreInterval wilson(double share, double rows) {
    double centre = (share + Z * Z / 2 / rows) / (1 + Z * Z / rows);
    double half =
        Z / (1 + Z * Z / rows) * Math.sqrt(share * (1 - share) / rows + Z * Z / 4 / rows / rows);
    return new ScoreInterval(Math.max(0, centre - half), Math.min(1, centre + half));
  }
}
