package dev.sluice.evaluate.baselines;

import dev.sluice.evaluate.Patience;
import java.util.Arrays;
import java.util.function.Function;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresBuilder;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;

/**
 * Finds the parameters with the smallest sum of squared residuals, by the algorithm of Levenberg
 * and Marquardt. A Gaussian likelihood can also be written in this way, once its determinant is
 * moved into the residuals (Ansley 1979).
 */
final class LeastSquares {
  private static final int MOST_STEPS = 200;
  private static final double DIFFERENCE = 1e-7; // relative, for derivatives
  private static final double TOLERANCE = 1e-8;

  private final Function<double[], double[]> residuals;
  private final Patience patience;
  private double[] best;
  private double least = Double.POSITIVE_INFINITY;

  private LeastSquares(Function<double[], double[]> residuals, Patience patience) {
    this.residuals = residuals;
    this.patience = patience;
  }

  /**
   * @param residuals of parameters of the order of 1; infinite or NaN where parameters are not
   *     allowed
   * @param start allowed parameters
   * @return the best parameters seen, which may not be exactly the minimum
   */
  static double[] minimum(
      Function<double[], double[]> residuals, double[] start, Patience patience) {
    LeastSquares search = new LeastSquares(residuals, patience);
    search.best = start;
    if (start.length > 0) {
      search.run(start);
    }
    return search.best;
  }

  private void run(double[] start) {
    double[] first = at(start);
    if (first.length < start.length) {
      return; // nothing to learn from
    }
    try {
      new LevenbergMarquardtOptimizer()
          .withCostRelativeTolerance(TOLERANCE)
          .withParameterRelativeTolerance(TOLERANCE)
          .optimize(
              new LeastSquaresBuilder()
                  .model(this::valueAndSlopes)
                  .start(start)
                  .target(new double[first.length])
                  .lazyEvaluation(false)
                  .maxEvaluations(MOST_STEPS)
                  .maxIterations(MOST_STEPS)
                  .build());
    } catch (MathIllegalStateException e) {
      return; // no further progress, or too many steps: the best so far is good enough
    }
  }

  private Pair<RealVector, RealMatrix> valueAndSlopes(RealVector point) {
    double[] x = point.toArray();
    double[] value = at(x);
    double[][] slopes = new double[value.length][x.length];
    for (int p = 0; p < x.length; p++) {
      double[] moved = x.clone();
      moved[p] += DIFFERENCE * Math.max(1, Math.abs(x[p]));
      double[] other = at(moved);
      for (int i = 0; i < value.length; i++) {
        slopes[i][p] = (other[i] - value[i]) / (moved[p] - x[p]);
      }
    }
    return new Pair<>(new ArrayRealVector(value, false), new Array2DRowRealMatrix(slopes, false));
  }

  /** The residuals; all huge where parameters are not allowed, so that no step leads there. */
  private double[] at(double[] x) {
    patience.check();
    double[] value = residuals.apply(x);
    double sum = 0;
    for (double r : value) {
      sum += r * r;
    }
    if (!(sum < 1e200)) {
      Arrays.fill(value, 1e50);
    } else if (sum < least) {
      least = sum;
      best = x.clone();
    }
    return value;
  }
}
