package dev.sluice.evaluate;

import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.TargetSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The metrics of classes. The predicted class is {@link ClassPredictions#predicted}.
 *
 * <p>Means over classes ("macro") leave out the classes whose score is undefined because none of
 * the rows has them; each metric documents what that means.
 */
public final class ClassMetrics {
  private ClassMetrics() {}

  /** The share of rows whose predicted class is the right one. */
  public static final class Accuracy extends Own<MetricSpec.Accuracy> {
    public Accuracy() {
      super(MetricSpec.Accuracy.class, Better.HIGHER);
    }

    @Override
    public boolean fits(TargetSpec target) {
      return super.fits(target) || target.answers().contains(TargetSpec.Answers.TOKENS);
    }

    @Override
    public Score scoreOf(Predictions predictions) {
      return predictions.accuracy();
    }

    @Override
    public Score score(ClassPredictions predictions) {
      int right = 0;
      for (int row = 0; row < predictions.size(); row++) {
        if (predictions.predicted(row) == predictions.actual()[row]) {
          right++;
        }
      }
      return Score.of((double) right / predictions.size());
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      return predictions.accuracySums();
    }
  }

  /**
   * Precision: the share of the rows predicted to have a class that do have it, averaged over the
   * classes that occur or were predicted. A class that occurs but was never predicted counts as 0,
   * as in scikit-learn; otherwise a model would gain by never predicting it.
   */
  public static final class Precision extends Own<MetricSpec.Precision> {
    public Precision() {
      super(MetricSpec.Precision.class, Better.HIGHER);
    }

    @Override
    public boolean decides() {
      return false;
    }

    @Override
    public Score score(ClassPredictions predictions) {
      ConfusionMatrix confusion = ConfusionMatrix.of(predictions);
      return meanOverClasses(
          confusion,
          c ->
              confusion.predicted(c) == 0 && confusion.rows(c) > 0
                  ? Score.of(0)
                  : confusion.precision(c));
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      return Optional.of(
          meanOverClasses(
              predictions,
              (right, rows, predicted) ->
                  predicted == 0 && rows > 0 ? 0 : OfCounts.PRECISION.of(right, rows, predicted)));
    }

    @Override
    public Optional<ClassMetric> ofPositive() {
      return Optional.of(new OfPositive(ConfusionMatrix::precision, OfCounts.PRECISION));
    }
  }

  /**
   * Recall: the share of the rows of a class that are predicted to have it, averaged over the
   * classes that occur.
   */
  public static final class Recall extends Own<MetricSpec.Recall> {
    public Recall() {
      super(MetricSpec.Recall.class, Better.HIGHER);
    }

    @Override
    public boolean decides() {
      return false;
    }

    @Override
    public Score score(ClassPredictions predictions) {
      ConfusionMatrix confusion = ConfusionMatrix.of(predictions);
      return meanOverClasses(confusion, confusion::recall);
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      return Optional.of(meanOverClasses(predictions, OfCounts.RECALL));
    }

    @Override
    public Optional<ClassMetric> ofPositive() {
      return Optional.of(new OfPositive(ConfusionMatrix::recall, OfCounts.RECALL));
    }
  }

  /**
   * The harmonic mean of a class's precision and recall, averaged over the classes that occur or
   * were predicted.
   */
  public static final class F1 extends Own<MetricSpec.F1> {
    public F1() {
      super(MetricSpec.F1.class, Better.HIGHER);
    }

    @Override
    public Score score(ClassPredictions predictions) {
      ConfusionMatrix confusion = ConfusionMatrix.of(predictions);
      return meanOverClasses(confusion, confusion::f1);
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      return Optional.of(meanOverClasses(predictions, OfCounts.F1));
    }

    @Override
    public Optional<ClassMetric> ofPositive() {
      return Optional.of(new OfPositive(ConfusionMatrix::f1, OfCounts.F1));
    }
  }

  /**
   * The chance that a positive row has a higher probability than a negative one, with ties counting
   * one half: the area under the ROC curve. For more than two classes it is the mean over the
   * classes that occur, each against the rest.
   */
  public static final class RocAuc extends Own<MetricSpec.RocAuc> {
    public RocAuc() {
      super(MetricSpec.RocAuc.class, Better.HIGHER);
    }

    @Override
    public Score score(ClassPredictions predictions) {
      return ofClasses(predictions, Ranking::rocAuc);
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      ClassPredictions rows = predictions.as(ClassPredictions.class);
      return RankingSums.ofArea(rows, score(rows));
    }
  }

  /**
   * The mean of the precision at all thresholds, weighted by the recall that each adds: the area
   * under the precision-recall curve of the positive class. For more than two classes it is the
   * mean over the classes that occur, each against the rest.
   */
  public static final class AveragePrecision extends Further<MetricSpec.AveragePrecision> {
    public AveragePrecision() {
      super(MetricSpec.AveragePrecision.class, Better.HIGHER);
    }

    @Override
    public Score score(ClassPredictions predictions) {
      return ofClasses(predictions, Ranking::averagePrecision);
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      ClassPredictions rows = predictions.as(ClassPredictions.class);
      return RankingSums.ofAveragePrecision(rows, score(rows));
    }
  }

  /** The mean recall of the classes that occur (Brodersen et al. 2010). */
  public static final class BalancedAccuracy extends Further<MetricSpec.BalancedAccuracy> {
    public BalancedAccuracy() {
      super(MetricSpec.BalancedAccuracy.class, Better.HIGHER);
    }

    @Override
    public Score score(ClassPredictions predictions) {
      return new Recall().score(predictions);
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      return new Recall().sums(predictions);
    }
  }

  /**
   * The correlation between actual and predicted classes, from -1 to 1 (Matthews 1975; for several
   * classes Gorodkin 2004). It is undefined if either is the same for all rows.
   */
  public static final class Mcc extends Further<MetricSpec.Mcc> {
    public Mcc() {
      super(MetricSpec.Mcc.class, Better.HIGHER);
    }

    @Override
    public Score score(ClassPredictions predictions) {
      ConfusionMatrix confusion = ConfusionMatrix.of(predictions);
      double n = predictions.size();
      double right = 0;
      double both = 0;
      double ofActual = n * n;
      double ofPredicted = n * n;
      for (int c = 0; c < confusion.classes().size(); c++) {
        double rows = confusion.rows(c);
        double predicted = confusion.predicted(c);
        right += confusion.right(c);
        both += rows * predicted;
        ofActual -= rows * rows;
        ofPredicted -= predicted * predicted;
      }
      if (ofActual == 0 || ofPredicted == 0) {
        return Score.absent(
            "every row %s the same class".formatted(ofActual == 0 ? "has" : "was given"));
      }
      return Score.of((right * n - both) / Math.sqrt(ofActual * ofPredicted));
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      ClassPredictions of = predictions.as(ClassPredictions.class);
      int classes = of.classes().size();
      return Optional.of(
          countSums(
              of,
              sums -> {
                double n = 0;
                double right = 0;
                double both = 0;
                double actual = 0;
                double predicted = 0;
                for (int c = 0; c < classes; c++) {
                  right += sums[c];
                  n += sums[classes + c];
                  both += sums[classes + c] * sums[2 * classes + c];
                  actual += sums[classes + c] * sums[classes + c];
                  predicted += sums[2 * classes + c] * sums[2 * classes + c];
                }
                return (right * n - both) / Math.sqrt((n * n - actual) * (n * n - predicted));
              },
              Sums.Scale.ANY));
    }
  }

  /**
   * The mean squared distance of the probabilities from the actual classes (Brier 1950): for two
   * classes, that of the positive class, from 0 to 1; for more, the sum over the classes, from 0 to
   * 2.
   */
  public static final class Brier extends Further<MetricSpec.Brier> {
    public Brier() {
      super(MetricSpec.Brier.class, Better.LOWER);
    }

    @Override
    public Score score(ClassPredictions predictions) {
      int classes = predictions.classes().size();
      double sum = 0;
      for (int row = 0; row < predictions.size(); row++) {
        for (int c = classes == 2 ? 1 : 0; c < classes; c++) {
          double error =
              predictions.probabilities()[row][c] - (predictions.actual()[row] == c ? 1 : 0);
          sum += error * error;
        }
      }
      return Score.of(sum / predictions.size());
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      ClassPredictions of = predictions.as(ClassPredictions.class);
      int classes = of.classes().size();
      return Optional.of(
          Sums.mean(
              of.size(),
              row ->
                  IntStream.range(classes == 2 ? 1 : 0, classes)
                      .mapToDouble(
                          c -> of.probabilities()[row][c] - (of.actual()[row] == c ? 1 : 0))
                      .map(error -> error * error)
                      .sum(),
              Sums.Scale.POSITIVE));
    }
  }

  /** The expected calibration error of the most probable class, see {@link Reliability}. */
  public static final class Ece extends Further<MetricSpec.Ece> {
    public Ece() {
      super(MetricSpec.Ece.class, Better.LOWER);
    }

    @Override
    public Score score(ClassPredictions predictions) {
      return Reliability.ofConfidence(predictions).error();
    }
  }

  /**
   * The share of rows whose actual class is among the k most probable ones; of equally probable
   * classes the first ones count.
   *
   * @param k at least 2
   */
  public record TopK(int k) implements ClassMetric {
    private static final Pattern NAME = Pattern.compile("top_([1-9]\\d{0,8})");

    @Override
    public Better better() {
      return Better.HIGHER;
    }

    @Override
    public String name(String kind) {
      return "top_" + k;
    }

    @Override
    public Score score(ClassPredictions predictions) {
      int classes = predictions.classes().size();
      if (classes <= k) {
        return Score.absent("there are only %s classes".formatted(classes));
      }
      int right = 0;
      for (int row = 0; row < predictions.size(); row++) {
        right += place(predictions.probabilities()[row], predictions.actual()[row]) < k ? 1 : 0;
      }
      return Score.of((double) right / predictions.size());
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      ClassPredictions of = predictions.as(ClassPredictions.class);
      return Optional.of(of)
          .filter(rows -> rows.classes().size() > k)
          .map(
              rows ->
                  Sums.share(
                      rows.size(),
                      row -> place(rows.probabilities()[row], rows.actual()[row]) < k));
    }

    /** The number of classes that are ranked before a class. */
    private static int place(double[] probabilities, int of) {
      int before = 0;
      for (int c = 0; c < probabilities.length; c++) {
        before +=
            probabilities[c] > probabilities[of] || c < of && probabilities[c] == probabilities[of]
                ? 1
                : 0;
      }
      return before;
    }

    /** Makes {@link TopK}s. */
    public static final class Factory implements MetricFactory<MetricSpec.TopK> {
      @Override
      public Class<MetricSpec.TopK> spec() {
        return MetricSpec.TopK.class;
      }

      @Override
      public Metric create(MetricSpec.TopK spec) {
        return new TopK(spec.k());
      }

      @Override
      public Optional<Metric> find(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
            ? Optional.of(new TopK(Integer.parseInt(matcher.group(1))))
            : Optional.empty();
      }
    }
  }

  /**
   * The mean of -ln p over the rows, where p is the probability of the actual class. A p below
   * 2^-24 counts as 2^-24, so that one completely wrong prediction costs 24 ln 2 = 16.6 and not
   * infinity.
   */
  public static final class LogLoss extends Own<MetricSpec.LogLoss> {
    static final double SMALLEST = 0x1p-24; // from 1 to the float below it

    public LogLoss() {
      super(MetricSpec.LogLoss.class, Better.LOWER);
    }

    @Override
    public boolean fits(TargetSpec target) {
      return super.fits(target) || target.answers().contains(TargetSpec.Answers.TOKENS);
    }

    @Override
    public Score scoreOf(Predictions predictions) {
      return predictions.crossEntropy();
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      return predictions.crossEntropySums();
    }

    @Override
    public Score score(ClassPredictions predictions) {
      double sum = 0;
      for (int row = 0; row < predictions.size(); row++) {
        double p = predictions.probabilities()[row][predictions.actual()[row]];
        sum -= Math.log(Math.max(p, SMALLEST));
      }
      return Score.of(sum / predictions.size());
    }
  }

  private abstract static class Own<S extends MetricSpec> extends OwnMetric<S>
      implements ClassMetric {
    Own(Class<S> spec, Better better) {
      super(spec, better);
    }
  }

  /** A metric that is computed only if the config names it. */
  private abstract static class Further<S extends MetricSpec> extends Own<S> {
    Further(Class<S> spec, Better better) {
      super(spec, better);
    }

    @Override
    public boolean isUsual() {
      return false;
    }
  }

  /** A score of one class, such as its recall. */
  private interface OfClass {
    Score score(ConfusionMatrix confusion, int c);
  }

  /** The score of class 1 of two classes. */
  private record OfPositive(OfClass score, OfCounts counts) implements ClassMetric {
    @Override
    public boolean decides() {
      return counts == OfCounts.F1;
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      ClassPredictions rows = predictions.as(ClassPredictions.class);
      return rows.classes().size() == 2
          ? Optional.of(
              countSums(rows, sums -> counts.of(sums[1], sums[3], sums[5]), Sums.Scale.SHARE))
          : Optional.empty();
    }

    @Override
    public Score score(ClassPredictions predictions) {
      int classes = predictions.classes().size();
      return classes == 2
          ? score.score(ConfusionMatrix.of(predictions), 1)
          : Score.absent("there are %s classes, and none is the positive one".formatted(classes));
    }

    @Override
    public Better better() {
      return Better.HIGHER;
    }
  }

  private static Score ofClasses(ClassPredictions predictions, Function<Ranking, Score> score) {
    return predictions.classes().size() == 2
        ? score.apply(Ranking.of(predictions, 1))
        : ofClasses(Ranking.ofAll(predictions), score);
  }

  /**
   * The area for the positive one of two classes, or the mean over the classes, each against the
   * rest.
   *
   * @param rankings of all classes
   */
  private static Score ofClasses(List<Ranking> rankings, Function<Ranking, Score> score) {
    return rankings.size() == 2
        ? score.apply(rankings.get(1))
        : mean(rankings.stream().map(score).toList());
  }

  /**
   * The areas under both curves, by name of the metric, for callers that have the rankings of all
   * classes.
   */
  public static Map<String, Score> areas(List<Ranking> rankings) {
    return Map.of(
        "roc_auc", ofClasses(rankings, Ranking::rocAuc),
        "average_precision", ofClasses(rankings, Ranking::averagePrecision));
  }

  /**
   * The same for sums of counts, which need not be integers; NaN if the score is undefined for the
   * class.
   */
  private interface OfCounts {
    OfCounts PRECISION = (right, rows, predicted) -> right / predicted;
    OfCounts RECALL = (right, rows, predicted) -> right / rows;
    OfCounts F1 = (right, rows, predicted) -> 2 * right / (rows + predicted);

    double of(double right, double rows, double predicted);
  }

  /**
   * Correct rows, actual rows and predicted rows of each class: (3 * classes), one after another.
   */
  private static Sums countSums(
      ClassPredictions of, ToDoubleFunction<double[]> score, Sums.Scale scale) {
    int classes = of.classes().size();
    return new Sums(
        of.size(),
        3 * classes,
        (sums, row, times) -> {
          int actual = of.actual()[row];
          int predicted = of.predicted(row);
          sums[actual] += actual == predicted ? times : 0;
          sums[classes + actual] += times;
          sums[2 * classes + predicted] += times;
        },
        score,
        scale);
  }

  private static Sums meanOverClasses(Predictions predictions, OfCounts score) {
    ClassPredictions of = predictions.as(ClassPredictions.class);
    int classes = of.classes().size();
    return countSums(
        of,
        sums ->
            IntStream.range(0, classes)
                .mapToDouble(c -> score.of(sums[c], sums[classes + c], sums[2 * classes + c]))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN),
        Sums.Scale.SHARE);
  }

  private static Score meanOverClasses(ConfusionMatrix confusion, IntFunction<Score> score) {
    return mean(IntStream.range(0, confusion.classes().size()).mapToObj(score).toList());
  }

  /** The mean of the scores that have a value; if none has, the first one's reason. */
  static Score mean(List<Score> scores) {
    double sum = 0;
    int defined = 0;
    for (Score score : scores) {
      if (score instanceof Score.Value v) {
        sum += v.value();
        defined++;
      }
    }
    return defined == 0 ? scores.get(0) : Score.of(sum / defined, scores.size() - defined);
  }
}
