package com.example.sluice;

import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.Metric;
import dev.sluice.evaluate.Predictions;
import java.util.Map;
import java.util.Optional;

/** Ratings and what they turned out to be; (rows). */
record RatingPredictions(float[] actual, float[] predicted) implements Predictions {
  @Override
  public int size() {
    return actual.length;
  }

  @Override
  public Optional<String> whyNone() {
    return size() == 0 ? Optional.of("there are no rows to score") : Optional.empty();
  }

  @Override
  public Criterion criterion() {
    return new Criterion("the share within a half", new WithinHalfFactory.WithinHalf());
  }

  @Override
  public Optional<String> doubt(Predictions baseline) {
    return Optional.of("No test of chance is made.");
  }

  @Override
  public Evaluation.Details details(Map<String, Metric> metrics) {
    return json -> json.put("ratings", size());
  }

  @Override
  public String leftOut(String metric, long count) {
    return "%s leaves out %s rows.".formatted(metric, count);
  }
}
