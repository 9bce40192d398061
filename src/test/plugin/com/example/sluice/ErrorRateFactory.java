package com.example.sluice;

import dev.sluice.evaluate.Better;
import dev.sluice.evaluate.ClassMetric;
import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.Metric;
import dev.sluice.evaluate.MetricFactory;
import dev.sluice.evaluate.Score;
import java.util.stream.IntStream;

/** Makes the metric. */
public final class ErrorRateFactory implements MetricFactory<ExampleKinds.ErrorRate> {
  @Override
  public Class<ExampleKinds.ErrorRate> spec() {
    return ExampleKinds.ErrorRate.class;
  }

  @Override
  public Metric create(ExampleKinds.ErrorRate spec) {
    return new ErrorRate();
  }

  private static final class ErrorRate implements ClassMetric {
    @Override
    public Better better() {
      return Better.LOWER;
    }

    @Override
    public Score score(ClassPredictions said) {
      long wrong =
          IntStream.range(0, said.size())
              .filter(row -> said.predicted(row) != said.actual()[row])
              .count();
      return Score.of((double) wrong / said.size());
    }
  }
}
