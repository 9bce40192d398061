package dev.sluice.evaluate;

import java.util.List;
import java.util.Optional;

/**
 * Whether the difference of two models on the same rows or windows is beyond chance, at the level
 * of 5%. The test is paired: rows that both get right or wrong say nothing. Shares of independent
 * rows are compared by the exact test of McNemar (1947), everything else by Student's t of what
 * each unit adds to the difference, see {@link Sampling}; for windows that is the test of Diebold
 * and Mariano (1995).
 *
 * @param gain by how much the model is better; below 0 if it is worse
 * @param half of the 95% interval of the gain
 * @param p the probability of a difference as large if there is none; NaN if there are too few
 *     units
 * @param sampling what it is based on
 */
record Difference(double gain, double half, double p, Sampling sampling) {
  static final double LEVEL = 0.05;
  static final int FEWEST = 10; // units or stretches

  /**
   * Empty if the metric does not say what it sums, or one of the two has no score; also for scores
   * that are best near 0 or near a level.
   */
  static Optional<Difference> of(
      Metric metric, Predictions model, Predictions baseline, List<Units> kinds) {
    if (metric.better() != Better.HIGHER && metric.better() != Better.LOWER) {
      return Optional.empty();
    }
    Optional<Sums> ofModel = metric.sums(model);
    Optional<Sums> ofBaseline = metric.sums(baseline);
    if (ofModel.isEmpty() || ofBaseline.isEmpty()) {
      return Optional.empty();
    }
    Sums sums = ofModel.get();
    Sums other = ofBaseline.get();
    double gain =
        metric
            .better()
            .gain(sums.score().applyAsDouble(sums.all()), other.score().applyAsDouble(other.all()));
    if (Double.isNaN(gain)) {
      return Optional.empty();
    }
    Sampling sampling =
        Sampling.of(
            kinds, sums.count(), FEWEST, units -> gains(metric.better(), sums, other, units));
    double p =
        sums.shareOfRows() && kinds.get(0).areRows()
            ? mcNemar(sums, other)
            : sampling.isEnough(FEWEST) ? sampling.chanceOf(gain) : Double.NaN;
    return Optional.of(new Difference(gain, sampling.half(), p, sampling));
  }

  /** What each unit contributes to the gain. */
  static double[] gains(Better better, Sums model, Sums baseline, Units units) {
    double[] gains = model.influence(units);
    double[] other = baseline.influence(units);
    for (int unit = 0; unit < gains.length; unit++) {
      gains[unit] = better.gain(gains[unit], other[unit]);
    }
    return gains;
  }

  private static double mcNemar(Sums model, Sums baseline) {
    int onlyModel = 0;
    int onlyBaseline = 0;
    for (int row = 0; row < model.rows(); row++) {
      boolean modelRight = model.isRight(row);
      boolean baselineRight = baseline.isRight(row);
      onlyModel += modelRight && !baselineRight ? 1 : 0;
      onlyBaseline += baselineRight && !modelRight ? 1 : 0;
    }
    return signTest(onlyModel, onlyBaseline);
  }

  /**
   * The probability that a + b tosses of a fair coin are divided at least as unevenly as a to b.
   */
  static double signTest(int a, int b) {
    int n = a + b;
    double logOfWays = 0; // ln of n over k
    double tail = 0;
    for (int k = 0; k <= Math.min(a, b); k++) {
      tail += Math.exp(logOfWays - n * Math.log(2));
      logOfWays += Math.log(n - k) - Math.log(k + 1.0);
    }
    return Math.min(1, 2 * tail);
  }

  boolean isBeyondChance() {
    return isBeyondChance(1);
  }

  /** The same, corrected for the number of differences looked at. */
  boolean isBeyondChance(int tests) {
    return p <= LEVEL / tests;
  }

  /** A sentence that expresses doubt; empty if the difference is beyond chance. */
  Optional<String> doubt() {
    if (Double.isNaN(p)) {
      return Optional.of(
          "%s%s too few to tell that difference from chance."
              .formatted(
                  sampling.basis(" are "),
                  sampling.all() ? (sampling.pieces() == 1 ? " is" : " are") : ","));
    }
    return isBeyondChance()
        ? Optional.empty()
        : Optional.of(
            "With %s, that difference may be due to chance.".formatted(sampling.basis(", ")));
  }
}
