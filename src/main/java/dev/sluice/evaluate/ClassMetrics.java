package dev.sluice.evaluate;

import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.TargetSpec;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The metrics of classes. The predicted class is {@link ClassPredictions#predicted}.
 *
 * <p>Means over classes ("macro") leave out the classes of which nothing can be said because none
 * of the rows has them; what that means exactly stands with each metric.
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
  }

  /**
   * Of the rows given a class, the share that has it: the mean over the classes that some row has
   * or was given. A class that rows have but none was given counts as 0, as in scikit-learn: a
   * model would gain by never naming it otherwise.
   */
  public static final class Precision extends Own<MetricSpec.Precision> {
    public Precision() {
      super(MetricSpec.Precision.class, Better.HIGHER);
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
    public Optional<ClassMetric> ofPositive() {
      return Optional.of(new OfPositive(ConfusionMatrix::precision));
    }
  }

  /**
   * Of the rows that have a class, the share given it: the mean over the classes that rows have.
   */
  public static final class Recall extends Own<MetricSpec.Recall> {
    public Recall() {
      super(MetricSpec.Recall.class, Better.HIGHER);
    }

    @Override
    public Score score(ClassPredictions predictions) {
      ConfusionMatrix confusion = ConfusionMatrix.of(predictions);
      return meanOverClasses(confusion, confusion::recall);
    }

    @Override
    public Optional<ClassMetric> ofPositive() {
      return Optional.of(new OfPositive(ConfusionMatrix::recall));
    }
  }

  /**
   * The harmonic mean of a class's precision and recall: the mean over the classes that some row
   * has or was given.
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
    public Optional<ClassMetric> ofPositive() {
      return Optional.of(new OfPositive(ConfusionMatrix::f1));
    }
  }

  /**
   * The chance that a positive row has a higher probability than a negative one, a tie counting one
   * half: the area under the ROC curve. For more than two classes the mean of each class against
   * the rest, over the classes that some row has.
   */
  public static final class RocAuc extends Own<MetricSpec.RocAuc> {
    public RocAuc() {
      super(MetricSpec.RocAuc.class, Better.HIGHER);
    }

    @Override
    public Score score(ClassPredictions predictions) {
      int classes = predictions.classes().size();
      return classes == 2
          ? oneAgainstRest(predictions, 1)
          : mean(
              IntStream.range(0, classes).mapToObj(c -> oneAgainstRest(predictions, c)).toList());
    }

    /** The statistic of Mann and Whitney (1947), from mean ranks of equal probabilities. */
    private static Score oneAgainstRest(ClassPredictions predictions, int positive) {
      int n = predictions.size();
      Integer[] byProbability = new Integer[n];
      Arrays.setAll(byProbability, row -> row);
      Arrays.sort(
          byProbability,
          Comparator.comparingDouble(row -> predictions.probabilities()[row][positive]));
      long positives = 0;
      double rankSum = 0; // of the positive rows, ranks from 1
      for (int from = 0, to; from < n; from = to) {
        double probability = predictions.probabilities()[byProbability[from]][positive];
        to = from;
        int positivesHere = 0;
        while (to < n && predictions.probabilities()[byProbability[to]][positive] == probability) {
          positivesHere += predictions.actual()[byProbability[to]] == positive ? 1 : 0;
          to++;
        }
        rankSum += positivesHere * ((from + 1 + to) / 2.0); // the mean of from + 1, ..., to
        positives += positivesHere;
      }
      long negatives = n - positives;
      if (positives == 0 || negatives == 0) {
        return Score.absent(
            "%s row has the class '%s'"
                .formatted(positives == 0 ? "no" : "every", predictions.classes().get(positive)));
      }
      return Score.of((rankSum - positives * (positives + 1) / 2.0) / positives / negatives);
    }
  }

  /**
   * The mean of -ln p over the rows, p the probability of the right class. A p below 2^-24 counts
   * as 2^-24, so that one certain error costs 24 ln 2 = 16.6 and not infinity.
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

  /** A score of one class, such as its recall. */
  private interface OfClass {
    Score score(ConfusionMatrix confusion, int c);
  }

  /** The score of class 1 of two. */
  private record OfPositive(OfClass score) implements ClassMetric {
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

  private static Score meanOverClasses(ConfusionMatrix confusion, IntFunction<Score> score) {
    return mean(IntStream.range(0, confusion.classes().size()).mapToObj(score).toList());
  }

  /** The mean of those that have a value; the reason of the first if none has. */
  private static Score mean(List<Score> scores) {
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
