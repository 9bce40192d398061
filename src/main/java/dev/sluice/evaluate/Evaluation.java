package dev.sluice.evaluate;

import dev.sluice.spec.BaselineSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How good a model is on one part of the data, compared with the baselines. All maps are in the
 * order of the config.
 *
 * @param size rows of classes, or windows of forecasts
 * @param ofClass what is counted of each class, such as row, sequence or token
 * @param scores of the model, by name of the metric
 * @param intervals of these scores
 * @param baselines name of the baseline to its scores, for those that could be computed
 * @param absentBaselines name of the baseline to the reason why it could not be computed
 * @param notes what else a reader should know, whole sentences
 * @param evidence what this evaluation contributes to a verdict over several seeds
 */
public record Evaluation(
    int size,
    String ofClass,
    Map<String, Score> scores,
    Intervals intervals,
    Details details,
    Map<String, Map<String, Score>> baselines,
    Map<String, String> absentBaselines,
    List<String> notes,
    Verdict verdict,
    Optional<Evidence> evidence) {

  /** A breakdown of the scores. */
  public interface Details {
    /** Adds this to the JSON of an evaluation. */
    void putInto(Map<String, Object> json);

    /** The scores of each column alone, by name of the column, then of the metric. */
    default Map<String, Map<String, Score>> byColumn() {
      return Map.of();
    }

    /** The scores of each class alone, in the order of the classes. */
    default List<OfClass> byClass() {
      return List.of();
    }
  }

  /**
   * One class against all others.
   *
   * @param rows that have the class
   * @param predicted rows that were predicted to have it
   */
  public record OfClass(
      String name, long rows, long predicted, Score precision, Score recall, Score f1) {

    /** As plain values for JSON, without the name. */
    public Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("rows", rows);
      map.put("predicted", predicted);
      Map<String, Score> scores = new LinkedHashMap<>();
      scores.put("precision", precision);
      scores.put("recall", recall);
      scores.put("f1", f1);
      map.putAll(values(scores));
      return map;
    }
  }

  /** The confusion matrix; precision, recall and F1 of each class follow from it. */
  public record ByClass(ConfusionMatrix confusion) implements Details {
    @Override
    public void putInto(Map<String, Object> map) {
      map.put("classes", confusion.classes());
      map.put(
          "confusion",
          Arrays.stream(confusion.counts())
              .map(row -> Arrays.stream(row).boxed().toList())
              .toList());
      Map<String, Object> perClass = new LinkedHashMap<>();
      byClass().forEach(ofClass -> perClass.put(ofClass.name(), ofClass.toMap()));
      map.put("per_class", perClass);
    }

    @Override
    public List<OfClass> byClass() {
      return IntStream.range(0, confusion.classes().size())
          .mapToObj(
              c ->
                  new OfClass(
                      confusion.classes().get(c),
                      confusion.rows(c),
                      confusion.predicted(c),
                      confusion.precision(c),
                      confusion.recall(c),
                      confusion.f1(c)))
          .toList();
    }
  }

  /**
   * The metrics of each column and of each step, aggregated over everything else.
   *
   * @param byColumn by name of the column, then of the metric
   * @param byStep step h at index h - 1, by name of the metric
   * @param bySeries by name of the series, then of the metric; empty for a single series; if there
   *     are many, only the best and the worst
   */
  public record ByColumnAndStep(
      Map<String, Map<String, Score>> byColumn,
      List<Map<String, Score>> byStep,
      Map<String, Map<String, Score>> bySeries)
      implements Details {
    @Override
    public void putInto(Map<String, Object> map) {
      new ByColumn(byColumn).putInto(map);
      map.put("by_step", byStep.stream().map(Evaluation::values).toList());
      if (!bySeries.isEmpty()) {
        Map<String, Object> values = new LinkedHashMap<>();
        bySeries.forEach((name, ofSeries) -> values.put(name, Evaluation.values(ofSeries)));
        map.put("by_series", values);
      }
    }
  }

  /**
   * The metrics of each column.
   *
   * @param byColumn by name of the column, then of the metric
   */
  public record ByColumn(Map<String, Map<String, Score>> byColumn) implements Details {
    @Override
    public void putInto(Map<String, Object> map) {
      Map<String, Object> values = new LinkedHashMap<>();
      byColumn.forEach((column, ofColumn) -> values.put(column, Evaluation.values(ofColumn)));
      map.put("by_column", values);
    }
  }

  public Evaluation {
    scores = inOrder(scores);
    baselines = inOrder(baselines);
    absentBaselines = inOrder(absentBaselines);
    notes = List.copyOf(notes);
  }

  /** The same with baselines that have already been computed. */
  public static Evaluation of(
      EvaluationPlan plan, Predictions model, Map<BaselineSpec, BaselineOutcome> outcomes) {
    return of(plan, model, outcomes::get);
  }

  /** The same for examples that belong to no groups. */
  public static Evaluation of(
      EvaluationPlan plan, Predictions model, Function<BaselineSpec, BaselineOutcome> outcomes) {
    return of(plan, model, outcomes, Units.ROW, Optional.empty());
  }

  /**
   * Scores a model and the baselines.
   *
   * @param outcomes of the baselines, on the same rows or windows as the model; each is asked for
   *     once and released before the next, since its predictions may be large
   * @param example what an example is called in notes, such as row or sequence
   * @param groups the group of each example, from 0, where examples of a group are alike: intervals
   *     and verdict then take groups as independent
   */
  public static Evaluation of(
      EvaluationPlan plan,
      Predictions model,
      Function<BaselineSpec, BaselineOutcome> outcomes,
      String example,
      Optional<int[]> groups) {
    List<Units> units = Units.of(model, example, groups);
    Map<String, Metric> metrics = named(plan.metrics(), model);
    Map<BaselineSpec, BaselineOutcome> yardsticks = new HashMap<>(); // of relative metrics
    metrics
        .values()
        .forEach(m -> m.relativeTo().ifPresent(b -> yardsticks.computeIfAbsent(b, outcomes)));
    Map<String, Score> scores = applied(metrics, model, yardsticks);
    Intervals intervals =
        model.whyNone().isPresent() ? Intervals.NONE : Intervals.of(metrics, model, units);
    List<String> notes = notes(scores, model);
    Map<String, Map<String, Score>> baselines = new LinkedHashMap<>();
    Map<String, String> absent = new LinkedHashMap<>();
    Verdict.Contest contest = new Verdict.Contest(model, metrics, units);
    for (BaselineSpec baseline : plan.baselines()) {
      String name = EvaluationPlan.nameOf(baseline);
      BaselineOutcome outcome =
          yardsticks.containsKey(baseline) ? yardsticks.get(baseline) : outcomes.apply(baseline);
      if (outcome instanceof BaselineOutcome.Predicted p) {
        Map<String, Score> ofBaseline = applied(metrics, p.predictions(), yardsticks);
        baselines.put(name, ofBaseline);
        notes.addAll(otherPoints(name, ofBaseline, scores));
        p.note().ifPresent(note -> notes.add(name + ": " + note));
        contest.add(baseline, p.predictions());
      } else if (outcome instanceof BaselineOutcome.Absent a) {
        absent.put(name, a.reason());
      } else {
        throw new IllegalArgumentException("the plan has the baseline " + name + "; no outcome");
      }
    }
    return new Evaluation(
        model.size(),
        model.ofClass(example),
        scores,
        intervals,
        model.details(ofPredictionsAlone(plan.metrics())),
        baselines,
        absent,
        notes,
        contest.verdict(),
        contest.evidence());
  }

  /** The scores that have a value, by name. */
  public Map<String, Double> values() {
    return values(scores);
  }

  /** Why the other scores have none, by name. */
  public Map<String, String> absent() {
    Map<String, String> absent = new LinkedHashMap<>();
    scores.forEach((name, score) -> score.whyAbsent().ifPresent(why -> absent.put(name, why)));
    return absent;
  }

  /** The scores of the baselines that have a value, by name of baseline and metric. */
  public Map<String, Map<String, Double>> baselineValues() {
    Map<String, Map<String, Double>> values = new LinkedHashMap<>();
    baselines.forEach((name, ofBaseline) -> values.put(name, values(ofBaseline)));
    return values;
  }

  /**
   * Plain maps, lists, strings and finite numbers for JSON: {@code size}, {@code metrics} (name to
   * value), {@code intervals} (name to low and high), {@code interval_note}, {@code absent} (name
   * to reason), {@code left_out} (name to count), {@code baselines} (name to metric to value),
   * {@code left_out_of_baselines} (name to metric to count, without those that leave nothing out),
   * {@code absent_baselines}, {@code notes}, {@code verdict}, {@code outcome}, and for classes
   * {@code classes}, {@code confusion} (actual, predicted) and {@code per_class}; for numbers
   * {@code by_column}; for forecasts {@code by_column}, {@code by_step} (a list, step 1 first) and,
   * of several series, {@code by_series}.
   */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("size", size);
    map.put("metrics", values());
    map.put("intervals", intervals.toMap());
    intervals.note().ifPresent(note -> map.put("interval_note", note));
    map.put("absent", absent());
    map.put("left_out", leftOut(scores));
    details.putInto(map);
    map.put("baselines", baselineValues());
    Map<String, Map<String, Long>> leftOutOfBaselines = new LinkedHashMap<>();
    baselines.forEach(
        (name, ofBaseline) -> {
          if (!leftOut(ofBaseline).isEmpty()) {
            leftOutOfBaselines.put(name, leftOut(ofBaseline));
          }
        });
    map.put("left_out_of_baselines", leftOutOfBaselines);
    map.put("absent_baselines", absentBaselines);
    map.put("notes", notes);
    map.put("verdict", verdict.sentence());
    map.put("outcome", verdict.outcome().word());
    return map;
  }

  /** The scores of metrics, each with its variants, by name. */
  public static Map<String, Score> scores(Map<String, Metric> metrics, Predictions predictions) {
    return applied(named(metrics, predictions), predictions, Map.of());
  }

  private static Map<String, Metric> ofPredictionsAlone(Map<String, Metric> metrics) {
    Map<String, Metric> alone = new LinkedHashMap<>(metrics);
    alone.values().removeIf(metric -> metric.relativeTo().isPresent());
    return alone;
  }

  static Map<String, Metric> named(Map<String, Metric> metrics, Predictions predictions) {
    Map<String, Metric> named = new LinkedHashMap<>();
    metrics.forEach((name, metric) -> named.putAll(Metrics.named(name, metric, predictions)));
    return named;
  }

  private static Map<String, Score> applied(
      Map<String, Metric> named,
      Predictions predictions,
      Map<BaselineSpec, BaselineOutcome> yardsticks) {
    Map<String, Score> scores = new LinkedHashMap<>();
    named.forEach(
        (name, metric) ->
            scores.put(
                name,
                metric
                    .relativeTo()
                    .map(yardsticks::get)
                    .map(yardstick -> relative(metric, predictions, yardstick))
                    .orElseGet(() -> Metrics.score(metric, predictions))));
    return scores;
  }

  private static Score relative(Metric metric, Predictions predictions, BaselineOutcome yardstick) {
    if (yardstick instanceof BaselineOutcome.Predicted to) {
      return predictions
          .whyNone()
          .map(Score::absent)
          .orElseGet(() -> metric.relative(predictions, to.predictions()));
    }
    String name = EvaluationPlan.nameOf(metric.relativeTo().orElseThrow());
    return Score.absent(
        "%s has no forecasts: %s".formatted(name, ((BaselineOutcome.Absent) yardstick).reason()));
  }

  private static List<String> notes(Map<String, Score> scores, Predictions model) {
    List<String> notes = new ArrayList<>();
    if (model.whyNone().isPresent()) {
      return notes; // the verdict mentions it once for all metrics
    }
    model.unscored().ifPresent(notes::add);
    notes.addAll(model.remarks());
    scores.forEach(
        (name, score) -> {
          if (score instanceof Score.Absent a) {
            notes.add("%s is undefined: %s.".formatted(name, a.reason()));
          } else if (score instanceof Score.Value v && v.leftOut() > 0) {
            notes.add(model.leftOut(name, v.leftOut()));
          }
        });
    return notes;
  }

  /** A sentence for each metric that leaves out more or fewer points for a baseline. */
  private static List<String> otherPoints(
      String baseline, Map<String, Score> ofBaseline, Map<String, Score> ofModel) {
    List<String> notes = new ArrayList<>();
    ofBaseline.forEach(
        (metric, score) -> {
          if (score instanceof Score.Value b
              && ofModel.get(metric) instanceof Score.Value m
              && b.leftOut() != m.leftOut()) {
            notes.add(
                "%s: %s leaves out %s here and %s for the model, so the two cannot be compared."
                    .formatted(baseline, metric, b.leftOut(), m.leftOut()));
          }
        });
    return notes;
  }

  /** How many points are left out, by name of the metric, if any. */
  private static Map<String, Long> leftOut(Map<String, Score> scores) {
    Map<String, Long> leftOut = new LinkedHashMap<>();
    scores.forEach(
        (name, score) -> {
          if (score instanceof Score.Value v && v.leftOut() > 0) {
            leftOut.put(name, v.leftOut());
          }
        });
    return leftOut;
  }

  private static Map<String, Double> values(Map<String, Score> scores) {
    Map<String, Double> values = new LinkedHashMap<>();
    scores.forEach((name, score) -> score.number().ifPresent(value -> values.put(name, value)));
    return values;
  }

  private static <V> Map<String, V> inOrder(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
