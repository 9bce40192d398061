package dev.sluice.task.classes;

import dev.sluice.batch.Examples;
import dev.sluice.evaluate.ClassAverages;
import dev.sluice.evaluate.ClassMetrics;
import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.Metric;
import dev.sluice.evaluate.Metrics;
import dev.sluice.evaluate.Ranking;
import dev.sluice.evaluate.Reliability;
import dev.sluice.evaluate.Score;
import dev.sluice.evaluate.Temperature;
import dev.sluice.evaluate.ThresholdChoice;
import dev.sluice.frame.TableFrame;
import dev.sluice.problem.Shortened;
import dev.sluice.run.ClassEvaluation;
import dev.sluice.run.TestScores;
import dev.sluice.spec.EvaluationSpec;
import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.TargetSpec;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rows of the test part with their predictions, and what they show about the model.
 *
 * @param predictions one row at least, finite probabilities
 */
record TestPart(Examples examples, ClassPredictions predictions) {
  private static final int POINTS = 200; // points of a curve, rows of a table
  private static final int CURVES = 10; // classes
  private static final int ROWS = 20; // shown
  private static final int LONGEST_TEXT = 500; // shown
  private static final List<String> CALIBRATED = List.of("log_loss", "brier", "ece");
  private static final int[] PLACES = {3, 5}; // of top_k, where there are twice as many classes

  /**
   * @param decision by which the predictions were made
   * @param training part of the data
   */
  ClassEvaluation evaluation(
      TargetSpec.ClassTarget target, EvaluationSpec asked, Decision decision, Examples training) {
    boolean two = classes() == 2;
    List<Ranking> rankings = Ranking.ofAll(predictions);
    Map<String, Score> scores = scores(target, rankings);
    List<Ranking> drawn = two ? rankings.subList(1, 2) : largest(rankings);
    return new ClassEvaluation(
        predictions.size(),
        two ? Optional.of(predictions.classes().get(1)) : Optional.empty(),
        values(scores),
        reasons(scores),
        averages(rankings),
        areas(rankings),
        two || drawn.size() == rankings.size()
            ? Optional.empty()
            : Optional.of(
                "The %s classes with the most rows, of %s.".formatted(drawn.size(), classes())),
        drawn.stream()
            .filter(ranking -> ranking.rows() > 0 && ranking.others() > 0)
            .map(TestPart::curves)
            .toList(),
        bins(Reliability.ofConfidence(predictions)),
        two ? bins(Reliability.ofClass(predictions, 1)) : List.of(),
        two ? thresholds(rankings.get(1)) : List.of(),
        decision.threshold().map(this::operatingPoint),
        decision.temperature().map(this::calibration),
        slices(asked, training),
        mistakes(ROWS),
        uncertain());
  }

  private int classes() {
    return predictions.classes().size();
  }

  private Map<String, Score> scores(TargetSpec.ClassTarget target, List<Ranking> rankings) {
    Map<String, Score> areas = ClassMetrics.areas(rankings);
    Map<String, Metric> metrics = new LinkedHashMap<>(Metrics.fitting(target));
    metrics.keySet().removeAll(areas.keySet());
    for (int k : PLACES) {
      if (classes() >= 2 * k) {
        Metric metric = Metrics.of(new MetricSpec.TopK(k));
        metrics.put(metric.name("top_k"), metric);
      }
    }
    Map<String, Score> scores = new LinkedHashMap<>(Evaluation.scores(metrics, predictions));
    scores.putAll(new TreeMap<>(areas));
    return scores;
  }

  static Map<String, Double> values(Map<String, Score> scores) {
    Map<String, Double> values = new LinkedHashMap<>();
    scores.forEach((name, score) -> score.number().ifPresent(value -> values.put(name, value)));
    return values;
  }

  private static Map<String, String> reasons(Map<String, Score> scores) {
    Map<String, String> reasons = new LinkedHashMap<>();
    scores.forEach((name, score) -> score.whyAbsent().ifPresent(why -> reasons.put(name, why)));
    return reasons;
  }

  private static Optional<Double> value(Score score) {
    return score.number().stream().boxed().findFirst();
  }

  private Map<String, ClassEvaluation.Averages> averages(List<Ranking> rankings) {
    Map<String, ClassEvaluation.Averages> averages = new LinkedHashMap<>();
    ClassAverages.of(predictions, rankings)
        .forEach(
            (name, of) ->
                averages.put(
                    name,
                    new ClassEvaluation.Averages(
                        value(of.macro()), value(of.micro()), value(of.weighted()))));
    return averages;
  }

  private static Map<String, ClassEvaluation.Areas> areas(List<Ranking> rankings) {
    Map<String, ClassEvaluation.Areas> areas = new LinkedHashMap<>();
    for (Ranking of : rankings) {
      areas.put(
          of.name(),
          new ClassEvaluation.Areas(of.rows(), value(of.rocAuc()), value(of.averagePrecision())));
    }
    return areas;
  }

  /** In the order of the classes. */
  private static List<Ranking> largest(List<Ranking> rankings) {
    List<Ranking> kept =
        rankings.stream()
            .sorted(Comparator.comparingLong(Ranking::rows).reversed())
            .limit(CURVES)
            .toList();
    return rankings.stream().filter(kept::contains).toList();
  }

  private static ClassEvaluation.Curves curves(Ranking ranking) {
    double[][] roc = ranking.roc(POINTS);
    List<Ranking.Decisions> at =
        Arrays.stream(ranking.sample(POINTS)).mapToObj(ranking::at).toList();
    return new ClassEvaluation.Curves(
        ranking.name(),
        numbers(roc.length, i -> roc[i][0]),
        numbers(roc.length, i -> roc[i][1]),
        numbers(at.size(), i -> at.get(i).recall().number().orElseThrow()),
        numbers(at.size(), i -> at.get(i).precision().number().orElseThrow()));
  }

  /** For drawing: five decimals are enough. */
  private static List<Double> numbers(int size, IntToDoubleFunction number) {
    return IntStream.range(0, size)
        .mapToDouble(number)
        .mapToObj(value -> Math.round(value * 1e5) / 1e5)
        .toList();
  }

  private static List<ClassEvaluation.Bin> bins(Reliability reliability) {
    return reliability.bins().stream()
        .map(b -> new ClassEvaluation.Bin(b.from(), b.to(), b.rows(), b.said(), b.so()))
        .toList();
  }

  private static List<ClassEvaluation.Threshold> thresholds(Ranking ranking) {
    return Arrays.stream(ranking.sample(POINTS))
        .mapToObj(ranking::at)
        .map(TestPart::threshold)
        .toList();
  }

  static ClassEvaluation.Threshold threshold(Ranking.Decisions at) {
    return new ClassEvaluation.Threshold(
        at.threshold(),
        at.found(),
        at.wrong(),
        at.rows() - at.found(),
        at.others() - at.wrong(),
        value(at.precision()),
        value(at.recall()),
        value(at.f1()),
        value(at.accuracy()));
  }

  private ClassEvaluation.OperatingPoint operatingPoint(ThresholdChoice choice) {
    return new ClassEvaluation.OperatingPoint(
        choice.value(),
        choice.asked(),
        choice.reached(),
        choice.sentence(predictions.classes().get(1)) + ".",
        choice.validation().map(TestPart::threshold),
        threshold(Ranking.decisions(predictions, 1, choice.value())),
        threshold(Ranking.decisions(predictions, 1, ThresholdChoice.USUAL)));
  }

  private ClassEvaluation.Calibration calibration(Temperature temperature) {
    ClassPredictions before =
        new ClassPredictions(
            predictions.classes(),
            predictions.actual(),
            temperature.before(predictions.probabilities()));
    Map<String, Metric> metrics = new LinkedHashMap<>();
    CALIBRATED.forEach(name -> metrics.put(name, Metrics.find(name).orElseThrow()));
    return new ClassEvaluation.Calibration(
        temperature.value(),
        values(Evaluation.scores(metrics, before)),
        values(Evaluation.scores(metrics, predictions)),
        bins(Reliability.ofConfidence(before)));
  }

  private List<ClassEvaluation.Slices> slices(EvaluationSpec asked, Examples training) {
    Slicing slicing = new Slicing(training, examples, predictions);
    return Stream.concat(
            slicing.byLength().stream(),
            asked.slices().orElse(List.of()).stream().map(slicing::byColumn))
        .toList();
  }

  /** The rows whose actual class has the lowest probability. */
  List<TestScores.Mistake> mistakes(int most) {
    return shown(
        i -> predictions.predicted(i) != predictions.actual()[i],
        i -> predictions.probabilities()[i][predictions.actual()[i]],
        most);
  }

  private List<TestScores.Mistake> uncertain() {
    return shown(i -> true, this::margin, ROWS);
  }

  /** The difference between the two highest probabilities. */
  private double margin(int row) {
    double first = 0;
    double second = 0;
    for (double p : predictions.probabilities()[row]) {
      second = Math.max(second, Math.min(first, p));
      first = Math.max(first, p);
    }
    return first - second;
  }

  /** The rows with the smallest values of a function, which is called once for each. */
  private List<TestScores.Mistake> shown(IntPredicate which, IntToDoubleFunction by, int most) {
    int[] rows = IntStream.range(0, predictions.size()).filter(which).toArray();
    double[] least = Arrays.stream(rows).mapToDouble(by).toArray();
    return IntStream.range(0, rows.length)
        .boxed()
        .sorted(Comparator.comparingDouble(k -> least[k]))
        .limit(most)
        .map(k -> shown(rows[k]))
        .toList();
  }

  private TestScores.Mistake shown(int i) {
    double[] probabilities = predictions.probabilities()[i];
    return new TestScores.Mistake(
        examples.frame().as(TableFrame.class).recordNumber(i),
        predictions.classes().get(predictions.actual()[i]),
        predictions.classes().get(predictions.predicted(i)),
        probabilities[predictions.actual()[i]],
        probabilities[predictions.predicted(i)],
        examples.input().texts().map(texts -> Shortened.to(LONGEST_TEXT, texts.text(i))));
  }
}
