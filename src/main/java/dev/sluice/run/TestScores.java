package dev.sluice.run;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The scores of the test part, {@code test} in {@link Results}; docs/run-folder.md describes it.
 * All maps are in the order of the config.
 *
 * @param size rows, or windows of forecasts
 * @param metrics of the model, by name
 * @param intervals the ends of the 95% intervals of metrics, low and high; of those that have one
 * @param intervalNote what they are based on, or why there are none
 * @param confusion (actual, predicted)
 * @param byStep the metrics of step h at index h - 1
 * @param bySeries name of the series, then of the metric; of many, the best and the worst
 * @param baselines name of the baseline, then of the metric
 * @param mistakes the worst ones
 * @param others additional values of a plug-in
 */
public record TestScores(
    long size,
    Map<String, Double> metrics,
    @JsonInclude(Include.NON_EMPTY) Map<String, List<Double>> intervals,
    Optional<String> intervalNote,
    Map<String, String> absent,
    Map<String, Long> leftOut,
    @JsonInclude(Include.NON_EMPTY) List<String> classes,
    @JsonInclude(Include.NON_EMPTY) List<List<Long>> confusion,
    @JsonInclude(Include.NON_EMPTY) Map<String, OfClass> perClass,
    @JsonInclude(Include.NON_EMPTY) Map<String, OfClass> perSpan,
    @JsonInclude(Include.NON_EMPTY) Map<String, Map<String, Double>> byColumn,
    @JsonInclude(Include.NON_EMPTY) List<Map<String, Double>> byStep,
    @JsonInclude(Include.NON_EMPTY) Map<String, Map<String, Double>> bySeries,
    Map<String, Map<String, Double>> baselines,
    Map<String, Map<String, Long>> leftOutOfBaselines,
    Map<String, String> absentBaselines,
    List<String> notes,
    String verdict,
    String outcome,
    Optional<Deciding> deciding,
    List<Mistake> mistakes,
    @JsonAnySetter @JsonAnyGetter Map<String, Object> others) {

  /** One class, or type of spans, against all others; a score that has no value is left out. */
  public record OfClass(
      long rows,
      long predicted,
      Optional<Double> precision,
      Optional<Double> recall,
      Optional<Double> f1) {}

  /**
   * The metric and the rows by which the run can be compared with others.
   *
   * @param metric its name in sentences, such as {@code span F1}
   * @param better higher, lower or nearer_zero
   */
  public record Deciding(
      String metric, Optional<Double> value, String better, Optional<String> testSha256) {}

  /**
   * A row that was predicted to have another class.
   *
   * @param row number of the record in its source, from 1
   * @param pActual the probability of the actual class
   */
  public record Mistake(
      long row,
      String actual,
      String prediction,
      double pActual,
      double pPrediction,
      Optional<String> text) {}

  public TestScores {
    metrics = inOrder(metrics);
    intervals = inOrder(intervals);
    absent = inOrder(absent);
    leftOut = inOrder(leftOut);
    classes = copy(classes);
    confusion = copy(confusion);
    int count = confusion.size();
    if (count != classes.size() || confusion.stream().anyMatch(row -> row.size() != count)) {
      throw new IllegalArgumentException("confusion is not (classes, classes)");
    }
    perClass = inOrder(perClass);
    perSpan = inOrder(perSpan);
    byColumn = inOrder(byColumn);
    byStep = copy(byStep);
    bySeries = inOrder(bySeries);
    baselines = inOrder(baselines);
    leftOutOfBaselines = inOrder(leftOutOfBaselines);
    absentBaselines = inOrder(absentBaselines);
    notes = copy(notes);
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(outcome, "outcome");
    mistakes = copy(mistakes);
    others = inOrder(others);
  }

  /**
   * @param evaluation as {@code evaluate.Evaluation.toMap} gives it
   */
  public static TestScores of(
      Map<String, Object> evaluation, Deciding deciding, List<Mistake> mistakes) {
    Map<String, Object> all = new LinkedHashMap<>(evaluation);
    all.put("deciding", deciding);
    all.put("mistakes", mistakes);
    return Json.as(TestScores.class, all);
  }

  /** None of what older runs have not written. */
  private static <V> Map<String, V> inOrder(Map<String, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  private static <V> List<V> copy(List<V> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
