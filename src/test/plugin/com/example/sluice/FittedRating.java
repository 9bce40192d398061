package com.example.sluice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.batch.Examples;
import dev.sluice.batch.Labels;
import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.Frame;
import dev.sluice.frame.Part;
import dev.sluice.frame.TableFrame;
import dev.sluice.run.CsvTable;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.Warning;
import dev.sluice.task.FittedTarget;
import dev.sluice.task.TrainingParts;
import dev.sluice.task.Prediction;
import java.io.Writer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was learned of ratings: their mean. */
record FittedRating(String column, double mean) implements FittedTarget<FittedRating.Rated> {

  /** What a model says of a row. */
  record Rated(double rating) implements Prediction {}

  @Override
  public OutputShape shape() {
    return new OutputShape.Values(1, 1);
  }

  @Override
  public Collection<String> columns() {
    return List.of(column);
  }

  @Override
  public Labels labels(Frame frame) {
    return Ratings.of(frame.as(TableFrame.class), column);
  }

  @Override
  public Map<String, Object> summary(Map<Part, Examples> parts) {
    return Map.of("mean_rating", mean);
  }

  @Override
  public List<Warning> warnings(Map<Part, Examples> parts) {
    return List.of();
  }

  @Override
  public Map<String, Object> shown(Examples training, int example) {
    return Map.of("rating", training.labels(Ratings.class).values()[example]);
  }

  @Override
  public RatingPredictions predictions(Examples labelled, float[][] outputs) {
    float[] predicted = new float[outputs.length];
    for (int i = 0; i < predicted.length; i++) {
      predicted[i] = outputs[i][0];
    }
    return new RatingPredictions(labelled.labels(Ratings.class).values(), predicted);
  }

  @Override
  public Predictions perfect(Examples labelled) {
    float[] actual = labelled.labels(Ratings.class).values();
    return new RatingPredictions(actual, actual);
  }

  @Override
  public BaselineOutcome baseline(
      BaselineSpec baseline, TrainingParts training, Examples scored, Patience patience) {
    float[] means = new float[scored.size()];
    Arrays.fill(means, (float) mean);
    return new BaselineOutcome.Predicted(
        new RatingPredictions(scored.labels(Ratings.class).values(), means), Optional.empty());
  }

  @Override
  public void write(Writer out, Examples examples, Predictions predictions) {
    RatingPredictions rows = predictions.as(RatingPredictions.class);
    try (CsvTable csv = new CsvTable(out, List.of("row", "actual", "rating"))) {
      for (int i = 0; i < rows.size(); i++) {
        csv.row(
            List.of(
                examples.frame().as(TableFrame.class).recordNumber(i),
                rows.actual()[i],
                rows.predicted()[i]));
      }
    }
  }

  @Override
  public Class<Rated> answer() {
    return Rated.class;
  }

  @Override
  public String use() {
    return "rates texts; use predict(rows)";
  }

  @Override
  public List<Rated> answers(Examples unlabelled, float[][] outputs) {
    return Arrays.stream(outputs).map(row -> new Rated(row[0])).toList();
  }

  @Override
  public List<Map<String, Object>> documents(Frame rows, List<Rated> answers) {
    return answers.stream()
        .map(answer -> Map.<String, Object>of("rating", answer.rating()))
        .toList();
  }

  @Override
  public void write(CsvTable out, Frame rows, List<Rated> answers) {
    out.row(List.of("rating"));
    answers.forEach(answer -> out.row(List.of(answer.rating())));
  }

  @Override
  public JsonNode toJson() {
    return JsonNodeFactory.instance.objectNode().put("kind", "rating").put("mean", mean);
  }
}
