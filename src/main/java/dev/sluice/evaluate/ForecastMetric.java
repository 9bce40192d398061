package dev.sluice.evaluate;

import dev.sluice.spec.TargetSpec;

/** A metric of forecasts. */
public interface ForecastMetric extends Metric {
  /**
   * The score over all windows, steps and columns; the order of windows does not matter. Scores by
   * column and by step are those of {@link Forecasts#column} and {@link Forecasts#step}.
   *
   * @param forecasts at least one window, finite values
   */
  Score score(Forecasts forecasts);

  @Override
  default boolean fits(TargetSpec target) {
    return target.answers().contains(TargetSpec.Answers.FORECASTS);
  }

  @Override
  default Score scoreOf(Predictions predictions) {
    return score(predictions.as(Forecasts.class));
  }
}
