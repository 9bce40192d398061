package dev.sluice.run;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything about the test part of a classifier besides {@link TestScores}, {@code
 * evaluation.json}; docs/run-folder.md describes it. However many rows there are, it stays small:
 * curves and tables are sampled. Undefined scores are left out.
 *
 * @param size rows of the test part
 * @param positive of two classes, the one that curves and thresholds are of
 * @param metrics all metrics of classes, by name
 * @param absent why others are undefined
 * @param averages precision, recall, f1, and of more than two classes roc_auc and
 *     average_precision, to their means over classes
 * @param areas under the curves of each class, by its name
 * @param chosen which classes have curves, a sentence; empty where all have
 * @param curves of the positive one of two classes, or of each class against the rest
 * @param confidence the most probable class: how often it is right, by its probability
 * @param reliability the positive one of two classes: how often a row has it, by its predicted
 *     probability
 * @param thresholds of two classes, the decisions of a threshold; descending, at most 200
 * @param operatingPoint of two classes, the threshold that predictions use, if one was asked for
 * @param calibration the effect of the temperature, if one was asked for
 * @param slices of the rows, by length of their text and by columns
 * @param mistakes those whose wrong class is the most probable, the worst first
 * @param uncertain rows whose two most probable classes are nearest to each other
 */
public record ClassEvaluation(
    long size,
    Optional<String> positive,
    Map<String, Double> metrics,
    Map<String, String> absent,
    Map<String, Averages> averages,
    Map<String, Areas> areas,
    Optional<String> chosen,
    List<Curves> curves,
    List<Bin> confidence,
    List<Bin> reliability,
    List<Threshold> thresholds,
    Optional<OperatingPoint> operatingPoint,
    Optional<Calibration> calibration,
    List<Slices> slices,
    List<TestScores.Mistake> mistakes,
    List<TestScores.Mistake> uncertain) {

  /** One score over all classes. */
  public record Averages(
      Optional<Double> macro, Optional<Double> micro, Optional<Double> weighted) {}

  /** The areas for one class against the rest. */
  public record Areas(long rows, Optional<Double> rocAuc, Optional<Double> averagePrecision) {}

  /**
   * The curves for one class against the rest. The ROC curve goes from (0, 0) to (1, 1), the
   * precision-recall curve from the highest threshold to the lowest; at most 200 points each.
   *
   * @param falsePositiveRate of each point of the ROC curve
   * @param truePositiveRate of the same points
   * @param recall of each point of the precision-recall curve
   * @param precision of the same points
   */
  public record Curves(
      String name,
      List<Double> falsePositiveRate,
      List<Double> truePositiveRate,
      List<Double> recall,
      List<Double> precision) {}

  /**
   * Rows to which the model gives a probability above {@code from} and at most {@code to}.
   *
   * @param said the mean probability
   * @param so the share of these rows for which the prediction is true
   */
  public record Bin(double from, double to, long rows, double said, double so) {}

  /** The decisions if the positive class is predicted from a probability on. */
  public record Threshold(
      double threshold,
      long truePositives,
      long falsePositives,
      long falseNegatives,
      long trueNegatives,
      Optional<Double> precision,
      Optional<Double> recall,
      Optional<Double> f1,
      Optional<Double> accuracy) {}

  /**
   * The threshold that predictions use.
   *
   * @param asked as the config says it, such as {@code precision: 0.95}
   * @param reached whether the validation part has such a threshold; otherwise it is 0.5
   * @param sentence all of it in words
   * @param validation what it decides there; empty where it was not chosen there
   * @param test what it decides about the test part
   * @param usual what a threshold of 0.5 would
   */
  public record OperatingPoint(
      double threshold,
      String asked,
      boolean reached,
      String sentence,
      Optional<Threshold> validation,
      Threshold test,
      Threshold usual) {}

  /**
   * The effect of a temperature on the test part.
   *
   * @param before metric to its value without it: log_loss, brier, ece
   * @param after the same with it
   * @param confidenceBefore {@link #confidence} without it
   */
  public record Calibration(
      double temperature,
      Map<String, Double> before,
      Map<String, Double> after,
      List<Bin> confidenceBefore) {}

  /**
   * The rows, divided by one thing.
   *
   * @param column empty where they are divided by the length of their text in tokens
   * @param note what a reader should know of the division; empty if nothing
   */
  public record Slices(Optional<String> column, Optional<String> note, List<Slice> slices) {}

  /**
   * Some of the rows.
   *
   * @param name the value, or the range of values, that they have
   * @param small whether there are too few for the scores to say much
   * @param metrics accuracy, f1, log_loss, and of two classes precision_positive and
   *     recall_positive
   */
  public record Slice(String name, long rows, boolean small, Map<String, Double> metrics) {}

  public ClassEvaluation {
    metrics = inOrder(metrics);
    absent = inOrder(absent);
    averages = inOrder(averages);
    areas = inOrder(areas);
    curves = List.copyOf(curves);
    confidence = List.copyOf(confidence);
    reliability = List.copyOf(reliability);
    thresholds = List.copyOf(thresholds);
    slices = List.copyOf(slices);
    mistakes = List.copyOf(mistakes);
    uncertain = List.copyOf(uncertain);
  }

  private static <V> Map<String, V> inOrder(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  public void write(Path file) {
    Json.write(file, this);
  }

  /**
   * @return empty if there is no such file
   * @throws dev.sluice.problem.UserException if it was not written by a run
   */
  public static Optional<ClassEvaluation> read(Path file) {
    return Json.read(file, ClassEvaluation.class);
  }
}
