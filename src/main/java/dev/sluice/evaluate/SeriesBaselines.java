package dev.sluice.evaluate;

import dev.sluice.spec.EvaluationSpec.Baseline;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Simple forecasters that a model should beat. Each sees all rows up to a window's cutoff, which
 * may be more than the lookback, and none after it. Results are (windows, steps, columns).
 */
public final class SeriesBaselines {
  private SeriesBaselines() {}

  /**
   * The outcome of each baseline on the windows of the model's forecasts.
   *
   * @param asked baselines of forecasts only
   * @param season rows in one season, if known
   * @param model the model's forecasts, for the actual values of the same windows
   */
  public static Map<Baseline, BaselineOutcome> all(
      Collection<Baseline> asked,
      SeriesHistory history,
      Optional<Integer> season,
      Forecasts model) {
    Map<Baseline, BaselineOutcome> outcomes = new EnumMap<>(Baseline.class);
    for (Baseline baseline : asked) {
      Optional<String> obstacle = obstacle(baseline, history, season);
      outcomes.put(
          baseline,
          obstacle.isPresent()
              ? new BaselineOutcome.Absent(obstacle.get())
              : new BaselineOutcome.Predicted(
                  new Forecasts(
                      model.columns(),
                      model.actual(),
                      switch (baseline) {
                        case LAST_VALUE -> lastValue(history);
                        case SEASONAL_NAIVE -> seasonalNaive(history, season.orElseThrow());
                        case DRIFT -> drift(history);
                        case MAJORITY, BAG_OF_WORDS ->
                            throw new IllegalArgumentException(
                                baseline + " is no baseline of forecasts");
                      },
                      model.maseScale()),
                  Optional.empty()));
    }
    return outcomes;
  }

  private static Optional<String> obstacle(
      Baseline baseline, SeriesHistory history, Optional<Integer> season) {
    int known = history.earliestCutoff() + 1;
    if (baseline == Baseline.SEASONAL_NAIVE && season.isEmpty()) {
      return Optional.of("the season is not known; data.time.season names it");
    }
    if (baseline == Baseline.SEASONAL_NAIVE && known < season.get()) {
      return Optional.of(
          "the season has %s rows, and only %s are known before the first window"
              .formatted(season.get(), known));
    }
    if (baseline == Baseline.DRIFT && known < 2) {
      return Optional.of("a line needs two known rows, and the first window has one");
    }
    return Optional.empty();
  }

  /** The last known value at every step. */
  public static double[][][] lastValue(SeriesHistory history) {
    return forecast(history, (y, cutoff, ahead) -> y[cutoff]);
  }

  /**
   * The value one season before; where that is not known yet, as many seasons as are needed, so
   * that the last known season repeats.
   *
   * @param season at most the rows known at each cutoff
   */
  public static double[][][] seasonalNaive(SeriesHistory history, int season) {
    return forecast(
        history,
        (y, cutoff, ahead) -> {
          int seasons = (ahead + season - 1) / season; // rounded up
          return y[cutoff + ahead - seasons * season];
        });
  }

  /** The line from the first row to the last known one, continued; two rows must be known. */
  public static double[][][] drift(SeriesHistory history) {
    return forecast(history, (y, cutoff, ahead) -> y[cutoff] + ahead * (y[cutoff] - y[0]) / cutoff);
  }

  /** One forecast from the rows 0 to cutoff of a column, {@code ahead} rows after the cutoff. */
  private interface Rule {
    double forecast(double[] y, int cutoff, int ahead);
  }

  private static double[][][] forecast(SeriesHistory history, Rule rule) {
    int windows = history.cutoffs().length;
    int columns = history.values().length;
    double[][][] forecast = new double[windows][history.horizon()][columns];
    for (int w = 0; w < windows; w++) {
      for (int h = 0; h < history.horizon(); h++) {
        for (int c = 0; c < columns; c++) {
          forecast[w][h][c] =
              rule.forecast(history.values()[c], history.cutoffs()[w], history.gap() + h + 1);
        }
      }
    }
    return forecast;
  }
}
