package dev.sluice.evaluate;

import java.util.function.DoubleUnaryOperator;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * A score that is a function of sums over rows: over the rows of classes, the tokens of tags, the
 * windows of forecasts. How much it would vary on other rows follows from what each row adds.
 * Multiplying all sums by a constant does not change the score.
 *
 * @param rows how many there are
 * @param count of sums
 * @param added what each row adds
 * @param score of sums; NaN if it has none
 * @param shareOfRows whether each row is correct or not and the score is the share of correct ones
 */
public record Sums(
    int rows,
    int count,
    Added added,
    ToDoubleFunction<double[]> score,
    Scale scale,
    boolean shareOfRows) {

  private static final double STEP = 1e-3; // of a unit's weight, which is 1

  /** The range of a score, which gives the scale on which an interval is taken. */
  public enum Scale {
    /** From 0 to 1: intervals are symmetric in the log odds. */
    SHARE,
    /** From 0 on: intervals are symmetric in the logarithm. */
    POSITIVE,
    ANY
  }

  /** What a row adds. */
  public interface Added {
    /** Adds the row's values times a factor. */
    void to(double[] sums, int row, double times);
  }

  public Sums(int rows, int count, Added added, ToDoubleFunction<double[]> score, Scale scale) {
    this(rows, count, added, score, scale, false);
  }

  /** The same rows with another score, on the same scale. */
  public Sums then(DoubleUnaryOperator of) {
    return new Sums(
        rows, count, added, sums -> of.applyAsDouble(score.applyAsDouble(sums)), scale, false);
  }

  /** A quotient of two sums: what a row adds to the numerator and to the denominator. */
  public static Sums quotient(
      int rows, IntToDoubleFunction above, IntToDoubleFunction below, Scale scale) {
    return new Sums(
        rows,
        2,
        (sums, row, times) -> {
          sums[0] += times * above.applyAsDouble(row);
          sums[1] += times * below.applyAsDouble(row);
        },
        sums -> sums[0] / sums[1],
        scale);
  }

  /** The mean of a value of each row. */
  public static Sums mean(int rows, IntToDoubleFunction value, Scale scale) {
    return quotient(rows, value, row -> 1, scale);
  }

  /** The share of rows that are right. */
  public static Sums share(int rows, IntPredicate right) {
    Sums mean = mean(rows, row -> right.test(row) ? 1 : 0, Scale.SHARE);
    return new Sums(rows, 2, mean.added, mean.score, Scale.SHARE, true);
  }

  /** Over all rows. */
  double[] all() {
    double[] sums = new double[count];
    for (int row = 0; row < rows; row++) {
      added.to(sums, row, 1);
    }
    return sums;
  }

  /** Whether a row of a {@link #share} is correct. */
  boolean isRight(int row) {
    double[] sums = new double[count];
    added.to(sums, row, 1);
    return sums[0] > 0;
  }

  /**
   * How much each unit changes the score, times the number of units: the infinitesimal jackknife
   * (Jaeckel 1972), by central differences. The mean is 0; the standard error of the score is that
   * of the mean of these.
   *
   * @return (units); NaN if the score has no value
   */
  double[] influence(Units units) {
    double[] all = all();
    double[][] ofUnits = new double[units.count()][count];
    for (int row = 0; row < rows; row++) {
      added.to(ofUnits[units.of()[row]], row, 1);
    }
    double[] influence = new double[units.count()];
    double[] more = new double[count];
    double[] less = new double[count];
    for (int unit = 0; unit < influence.length; unit++) {
      for (int i = 0; i < count; i++) {
        more[i] = all[i] + STEP * ofUnits[unit][i];
        less[i] = all[i] - STEP * ofUnits[unit][i];
      }
      influence[unit] =
          units.count() * (score.applyAsDouble(more) - score.applyAsDouble(less)) / (2 * STEP);
    }
    return influence;
  }
}
