package com.example.sluice;

import dev.sluice.evaluate.Better;
import dev.sluice.evaluate.Metric;
import dev.sluice.evaluate.MetricFactory;
import dev.sluice.evaluate.Predictions;
import dev.sluice.evaluate.Score;
import dev.sluice.spec.TargetSpec;

/** Makes the metric of ratings. */
public final class WithinHalfFactory implements MetricFactory<ExampleKinds.WithinHalf> {
  @Override
  public Class<ExampleKinds.WithinHalf> spec() {
    return ExampleKinds.WithinHalf.class;
  }

  @Override
  public Metric create(ExampleKinds.WithinHalf spec) {
    return new WithinHalf();
  }

  static final class WithinHalf implements Metric {
    @Override
    public Better better() {
      return Better.HIGHER;
    }

    @Override
    public boolean fits(TargetSpec target) {
      return target instanceof ExampleKinds.Rating;
    }

    @Override
    public Score scoreOf(Predictions predictions) {
      RatingPredictions rows = predictions.as(RatingPredictions.class);
      int within = 0;
      for (int i = 0; i < rows.size(); i++) {
        within += Math.abs(rows.actual()[i] - rows.predicted()[i]) < 0.5 ? 1 : 0;
      }
      return Score.of((double) within / rows.size());
    }
  }
}
