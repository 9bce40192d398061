package dev.sluice.evaluate.baselines;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;

/**
 * A stationary process x(t) = phi(1) x(t-1) + ... + e(t) + theta(1) e(t-1) + ... with mean 0 and
 * errors of variance 1, and the coefficients of its best linear predictor from all rows so far by
 * the innovations algorithm (Brockwell and Davis, Time Series: Theory and Methods, 1991, 5.2 and
 * 5.3). This gives the exact likelihood of Gaussian errors. The coefficients converge as rows are
 * seen, and then cost nothing more.
 */
final class Arma {
  private static final double SETTLED = 1e-10;

  private final double[] phi; // (p), lag 1 first
  private final double[] theta; // (q), lag 1 first
  private final int order; // the larger of p and q
  private final double[] gamma; // (order + q + 1), autocovariances
  private final double[] covariances; // (q + 1), of theta(B) e
  private double[][] rows = new double[64][]; // of row n: theta(n, 1), theta(n, 2), ...
  private double[] variances = new double[64]; // of row n: of its innovation
  private int known; // number of rows computed
  private int settled = Integer.MAX_VALUE; // from this row on, the coefficients are the same

  /**
   * @param phi of a stationary process
   */
  Arma(double[] phi, double[] theta) {
    this.phi = phi;
    this.theta = theta;
    order = Math.max(phi.length, theta.length);
    covariances = new double[theta.length + 1];
    for (int lag = 0; lag <= theta.length; lag++) {
      for (int r = 0; r + lag <= theta.length; r++) {
        covariances[lag] += movingAverage(r) * movingAverage(r + lag);
      }
    }
    gamma = autocovariances();
  }

  private double movingAverage(int lag) {
    return lag == 0 ? 1 : theta[lag - 1];
  }

  /** Solves gamma(k) - sum phi(j) gamma(|k - j|) = sum theta(j) psi(j - k) for k = 0 to p. */
  private double[] autocovariances() {
    int p = phi.length;
    int q = theta.length;
    double[] psi = new double[q + 1];
    for (int i = 0; i <= q; i++) {
      psi[i] = movingAverage(i);
      for (int j = 1; j <= Math.min(i, p); j++) {
        psi[i] += phi[j - 1] * psi[i - j];
      }
    }
    double[] right = new double[Math.max(p, q) + q + 2];
    for (int k = 0; k <= q; k++) {
      for (int j = k; j <= q; j++) {
        right[k] += movingAverage(j) * psi[j - k];
      }
    }
    double[][] left = new double[p + 1][p + 1];
    for (int k = 0; k <= p; k++) {
      left[k][k] += 1;
      for (int j = 1; j <= p; j++) {
        left[k][Math.abs(k - j)] -= phi[j - 1];
      }
    }
    double[] first =
        p == 0
            ? new double[] {right[0]}
            : new LUDecomposition(new Array2DRowRealMatrix(left, false), 0)
                .getSolver()
                .solve(new ArrayRealVector(Arrays.copyOf(right, p + 1)))
                .toArray();
    double[] all = Arrays.copyOf(first, order + q + 1);
    for (int k = p + 1; k < all.length; k++) {
      all[k] = right[k];
      for (int j = 1; j <= p; j++) {
        all[k] += phi[j - 1] * all[k - j];
      }
    }
    return all;
  }

  /** The covariance of what the algorithm sees in the rows i and j, counted from 1 (5.3.5). */
  private double covariance(int i, int j) {
    int lag = Math.abs(i - j);
    if (Math.max(i, j) <= order) {
      return gamma[lag];
    }
    if (Math.min(i, j) > order) {
      return lag <= theta.length ? covariances[lag] : 0;
    }
    if (lag > theta.length) {
      return 0;
    }
    double sum = gamma[lag];
    for (int r = 1; r <= phi.length; r++) {
      sum -= phi[r - 1] * gamma[Math.abs(r - lag)];
    }
    return sum;
  }

  /** The number of past innovations in the prediction from n rows. */
  private int reach(int n) {
    return n < order ? n : Math.min(n, theta.length);
  }

  private void compute(int row) {
    while (known <= row && known < settled) {
      int n = known;
      if (n == rows.length) {
        rows = Arrays.copyOf(rows, 2 * n);
        variances = Arrays.copyOf(variances, 2 * n);
      }
      int reach = reach(n);
      double[] coefficients = new double[reach]; // theta(n, 1) first
      double variance = covariance(n + 1, n + 1);
      for (int k = n - reach; k < n; k++) {
        double sum = covariance(n + 1, k + 1);
        for (int j = Math.max(n - reach, k - rows[k].length); j < k; j++) {
          sum -= rows[k][k - j - 1] * coefficients[n - j - 1] * variances[j];
        }
        coefficients[n - k - 1] = sum / variances[k];
        variance -= sum * sum / variances[k];
      }
      rows[n] = coefficients;
      variances[n] = variance;
      known++;
      if (n > order && isSettled(n)) {
        settled = n;
      }
    }
  }

  private boolean isSettled(int n) {
    if (Math.abs(variances[n] - 1) > SETTLED || rows[n].length != theta.length) {
      return false;
    }
    for (int j = 0; j < theta.length; j++) {
      if (Math.abs(rows[n][j] - theta[j]) > SETTLED) {
        return false;
      }
    }
    return true;
  }

  /** The variance of the innovation of a row, counted from 0. */
  double variance(int row) {
    compute(row);
    return variances[Math.min(row, settled)];
  }

  /**
   * The prediction of a row.
   *
   * @param row counted from 0
   * @param x the process before it; rows that are not known yet are predicted ones
   * @param innovations what was left of each row by its prediction
   * @param seen rows whose innovations are known
   */
  double predicted(int row, double[] x, double[] innovations, int seen) {
    compute(row);
    double[] coefficients = rows[Math.min(row, settled)];
    double sum = 0;
    for (int j = Math.max(1, row - seen + 1); j <= coefficients.length; j++) {
      sum += coefficients[j - 1] * innovations[row - j];
    }
    if (row >= order) {
      for (int j = 1; j <= phi.length; j++) {
        sum += phi[j - 1] * x[row - j];
      }
    }
    return sum;
  }
}
