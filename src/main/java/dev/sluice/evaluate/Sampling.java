package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * How far a mean over units may be off, by Student's t: for independent units, or for units in time
 * by {@link LongRun}.
 *
 * @param counted what the units are
 * @param error the standard error
 * @param freedom degrees of freedom
 * @param pieces the number of independent units or stretches of time
 * @param all whether what is counted is independent, each by itself
 */
record Sampling(String counted, double error, double freedom, double pieces, boolean all) {
  private static final double LEVEL = 0.05;

  /**
   * Uses the first of several kinds of units that has enough of them, else the first kind.
   *
   * @param values of the units, (units), joined as they were asked for
   */
  static Sampling of(List<Units> kinds, int sums, int fewest, Function<Units, double[]> values) {
    return ofKinds(kinds, sums, fewest, kind -> values.apply(kinds.get(kind).joined(sums)));
  }

  /**
   * @param values of the units of a kind, by its index
   */
  static Sampling ofKinds(List<Units> kinds, int sums, int fewest, IntFunction<double[]> values) {
    Optional<Sampling> first = Optional.empty();
    for (int kind = 0; kind < kinds.size(); kind++) {
      Sampling sampling = of(kinds.get(kind), kinds.get(kind).joined(sums), values.apply(kind));
      if (sampling.isEnough(fewest)) {
        return sampling;
      }
      first = first.or(() -> Optional.of(sampling));
    }
    return first.orElseThrow();
  }

  private static Sampling of(Units units, Units joined, double[] values) {
    int n = values.length;
    if (n < 2) {
      return new Sampling(units.counted(), 0, 1, n, units.areCounted());
    }
    if (units.areInTime()) {
      LongRun run = LongRun.of(values, joined.overlap());
      boolean all = units.areCounted() && Math.round(run.stretches()) >= joined.count();
      return new Sampling(
          units.counted(), run.error(), run.freedom(), all ? units.count() : run.stretches(), all);
    }
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return new Sampling(
        units.counted(), Math.sqrt(squares / (n - 1) / n), n - 1.0, units.count(), true);
  }

  boolean isEnough(int fewest) {
    return pieces >= fewest;
  }

  /** Half the width of the 95% interval of the mean. */
  double half() {
    return new TDistribution(null, freedom).inverseCumulativeProbability(1 - LEVEL / 2) * error;
  }

  /** The p-value of the mean if 0 is expected; 0 to 1. */
  double chanceOf(double mean) {
    return error == 0
        ? (mean == 0 ? 1 : 0)
        : 2 * new TDistribution(null, freedom).cumulativeProbability(-Math.abs(mean) / error);
  }

  /** What the units are and, if they are not independent, the number of stretches. */
  String basis(String between) {
    long stretches = Math.max(1, Math.round(pieces));
    return all
        ? counted
        : counted
            + between
            + (stretches == 1 ? "1 independent stretch" : stretches + " independent stretches");
  }
}
