package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.ArrayList;
import java.util.List;

/**
 * Warns of a covariate that reveals the target some rows later: in the training part it correlates
 * with a row that is to be forecast, and far better than any row of the target that a window sees.
 */
final class ForetellingInput implements SeriesCheck {
  private static final double LEAST = 0.98; // of the variance that it explains
  private static final double MOST_LEFT = 0.1; // of what the target's own past does not explain

  @Override
  public List<Warning> look(SeriesLayout layout, Series series, SeriesSplit split) {
    List<Warning> warnings = new ArrayList<>();
    int targets = layout.targets().size();
    for (int i = 0; i < layout.covariates().size(); i++) {
      if (layout.specs().get(targets + i).categories().isPresent()) {
        continue;
      }
      for (int target = 0; target < targets; target++) {
        double[] x = series.values()[targets + i];
        double[] y = series.values()[target];
        int ahead = bestStep(x, y, layout.windows(), split.trainingEnd());
        double told = told(x, y, ahead, split.trainingEnd());
        if (told >= LEAST
            && 1 - told
                <= MOST_LEFT
                    * (1 - toldByItself(y, ahead, layout.windows(), split.trainingEnd()))) {
          warnings.add(warning(layout, i, target, ahead, told));
        }
      }
    }
    return warnings;
  }

  private static Warning warning(
      SeriesLayout layout, int input, int target, int ahead, double told) {
    String x = layout.covariates().get(input);
    String y = layout.targets().get(target);
    return new Warning(
        Check.NEAR_PERFECT_PREDICTOR,
        Problem.atKey(
            "data.input.series.past_covariates[" + input + "]",
            "'%s' predicts '%s' %s rows later: it explains %s of its variance in the training part"
                .formatted(x, y, ahead, Warning.percent(told)),
            "remove it if it is computed from '%s', or not yet known at the time of its row"
                .formatted(y)),
        "the past of the target explains much less; such a column was usually filled in later");
  }

  private static int bestStep(double[] x, double[] y, Windows windows, int rows) {
    int best = windows.gap() + 1;
    for (int step = best + 1; step <= windows.gap() + windows.horizon(); step++) {
      best = told(x, y, step, rows) > told(x, y, best, rows) ? step : best;
    }
    return best;
  }

  private static double toldByItself(double[] y, int ahead, Windows windows, int rows) {
    double best = 0;
    for (int back = 0; back < windows.lookback() && ahead + back < rows; back++) {
      best = Math.max(best, told(y, y, ahead + back, rows));
    }
    return best;
  }

  /** The squared correlation of x with y, {@code ahead} rows later; 0 if one is constant. */
  private static double told(double[] x, double[] y, int ahead, int rows) {
    int n = rows - ahead;
    double meanX = 0;
    double meanY = 0;
    for (int t = 0; t < n; t++) {
      meanX += x[t] / n;
      meanY += y[t + ahead] / n;
    }
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int t = 0; t < n; t++) {
      double dx = x[t] - meanX;
      double dy = y[t + ahead] - meanY;
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
    }
    return xx <= 0 || yy <= 0 ? 0 : xy * xy / (xx * yy);
  }
}
