package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Warns of covariates that add up to a target of the same row: a least squares fit on the training
 * part without a residual. The fit solves the normal equations of standardized columns; columns
 * that are combinations of others are left out.
 */
final class SumOfInputs implements SeriesCheck {
  private static final double MOST_LEFT = 1e-4; // of the variance: a unit rounded to three digits
  private static final int ROWS_PER_COLUMN = 10; // with fewer rows it could be chance
  private static final double DEPENDENT = 1e-9;
  private static final double SHOWN = 0.01; // standardised coefficients below it play no part

  @Override
  public List<Warning> look(SeriesLayout layout, Series series, SeriesSplit split) {
    int targets = layout.targets().size();
    int[] columns = inputs(layout);
    int inputs = columns.length;
    int rows = split.trainingEnd();
    if (inputs == 0 || rows < ROWS_PER_COLUMN * (inputs + 1)) {
      return List.of();
    }
    double[][] x = new double[inputs][];
    for (int i = 0; i < inputs; i++) {
      x[i] = standardised(series.values()[columns[i]], rows);
    }
    List<Warning> warnings = new ArrayList<>();
    for (int target = 0; target < targets; target++) {
      double[] y = standardised(series.values()[target], rows);
      double[] weights = leastSquares(x, y);
      if (left(x, y, weights) <= MOST_LEFT) {
        warnings.add(warning(layout, series, rows, target, weights));
      }
    }
    return warnings;
  }

  /** The past covariates that are numbers. */
  private static int[] inputs(SeriesLayout layout) {
    return IntStream.of(layout.numbers())
        .filter(column -> column >= layout.targets().size() && column < layout.pastColumns())
        .toArray();
  }

  private static Warning warning(
      SeriesLayout layout, Series series, int rows, int target, double[] weights) {
    int[] inputs = inputs(layout);
    List<String> names = new ArrayList<>();
    StringBuilder sum = new StringBuilder();
    double spread = spread(series.values()[target], rows);
    for (int i = 0; i < weights.length; i++) {
      if (Math.abs(weights[i]) < SHOWN) {
        continue;
      }
      double factor = weights[i] * spread / spread(series.values()[inputs[i]], rows);
      sum.append(sum.length() == 0 ? factor < 0 ? "-" : "" : factor < 0 ? " - " : " + ");
      if (Math.abs(Math.abs(factor) - 1) > 1e-6) {
        sum.append(String.format(Locale.ROOT, "%.4g x ", Math.abs(factor)));
      }
      sum.append(layout.columns().get(inputs[i]));
      names.add(layout.columns().get(inputs[i]));
    }
    String name = layout.targets().get(target);
    return new Warning(
        Check.TARGET_AMONG_INPUTS,
        Problem.atKey(
            "data.input.series.past_covariates",
            "%s = %s, up to a constant, in all %s training rows".formatted(name, sum, rows),
            "remove %s, unless their past is useful in addition to that of '%s'"
                .formatted(String.join(" and ", names), name)),
        "they determine the target, so they are not known before it; here, only rows before the"
            + " forecast are inputs");
  }

  private static double[] standardised(double[] values, int rows) {
    double mean = Arrays.stream(values, 0, rows).average().orElse(0);
    double spread = spread(values, rows);
    return Arrays.stream(values, 0, rows).map(v -> (v - mean) / spread).toArray();
  }

  private static double spread(double[] values, int rows) {
    double mean = Arrays.stream(values, 0, rows).average().orElse(0);
    return Math.sqrt(Arrays.stream(values, 0, rows).map(v -> (v - mean) * (v - mean)).sum() / rows);
  }

  /** Gauss-Jordan elimination, skipping columns that are combinations of earlier ones. */
  private static double[] leastSquares(double[][] x, double[] y) {
    int n = x.length;
    double[][] a = new double[n][n + 1]; // (columns, columns and the target)
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i][j] = product(x[i], x[j]);
      }
      a[i][n] = product(x[i], y);
    }
    boolean[] used = new boolean[n];
    for (int pivot = 0; pivot < n; pivot++) {
      used[pivot] = a[pivot][pivot] > DEPENDENT;
      for (int i = 0; i < n && used[pivot]; i++) {
        double factor = i == pivot ? 0 : a[i][pivot] / a[pivot][pivot];
        for (int j = 0; j <= n; j++) {
          a[i][j] -= factor * a[pivot][j];
        }
      }
    }
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      weights[i] = used[i] ? a[i][n] / a[i][i] : 0;
    }
    return weights;
  }

  private static double product(double[] a, double[] b) {
    double sum = 0;
    for (int t = 0; t < a.length; t++) {
      sum += a[t] * b[t];
    }
    return sum / a.length;
  }

  /** The share of the target's variance that the fit leaves unexplained. */
  private static double left(double[][] x, double[] y, double[] weights) {
    double left = 0;
    for (int t = 0; t < y.length; t++) {
      double fit = 0;
      for (int i = 0; i < x.length; i++) {
        fit += weights[i] * x[i][t];
      }
      left += (y[t] - fit) * (y[t] - fit);
    }
    return left / y.length;
  }
}
