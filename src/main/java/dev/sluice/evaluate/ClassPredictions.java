package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The actual classes of rows and the probabilities that a model predicted for them. If there are
 * two classes, class 1 is the positive one.
 *
 * @param classes the names, at least two
 * @param actual the index of each row's class; (rows); not copied, never written
 * @param probabilities (rows, classes), also for two classes; not copied, never written
 * @param chosen the index of the class predicted for each row, (rows), which need not be the most
 *     probable one; not copied, never written
 */
public record ClassPredictions(
    List<String> classes, int[] actual, double[][] probabilities, int[] chosen)
    implements Predictions {

  /** Predicts {@link #mostProbable} for each row. */
  public ClassPredictions(List<String> classes, int[] actual, double[][] probabilities) {
    this(
        classes,
        actual,
        probabilities,
        Arrays.stream(probabilities).mapToInt(ClassPredictions::mostProbable).toArray());
  }

  public ClassPredictions {
    classes = List.copyOf(classes);
    if (classes.size() < 2) {
      throw new IllegalArgumentException("at least two classes are needed: " + classes);
    }
    if (actual.length != probabilities.length) {
      throw new IllegalArgumentException(
          "%s rows have a class, %s have probabilities"
              .formatted(actual.length, probabilities.length));
    }
    if (chosen.length != actual.length) {
      throw new IllegalArgumentException(
          "%s rows have a class, %s are predicted".formatted(actual.length, chosen.length));
    }
    for (int row = 0; row < actual.length; row++) {
      if (actual[row] < 0 || actual[row] >= classes.size()) {
        throw new IllegalArgumentException(
            "row %s has class %s of %s".formatted(row, actual[row], classes.size()));
      }
      if (probabilities[row].length != classes.size()) {
        throw new IllegalArgumentException(
            "row %s has %s probabilities for %s classes"
                .formatted(row, probabilities[row].length, classes.size()));
      }
    }
  }

  @Override
  public int size() {
    return actual.length;
  }

  @Override
  public Optional<String> whyNone() {
    return Predictions.whyNone("probabilities", probabilities);
  }

  @Override
  public Criterion criterion() {
    return new Criterion("accuracy", new ClassMetrics.Accuracy());
  }

  @Override
  public Score crossEntropy() {
    return whyNone().map(Score::absent).orElseGet(() -> new ClassMetrics.LogLoss().score(this));
  }

  @Override
  public Score accuracy() {
    return whyNone().map(Score::absent).orElseGet(() -> new ClassMetrics.Accuracy().score(this));
  }

  @Override
  public Optional<Sums> crossEntropySums() {
    return Optional.of(
        Sums.mean(
            size(),
            row ->
                -Math.log(Math.max(probabilities[row][actual[row]], ClassMetrics.LogLoss.SMALLEST)),
            Sums.Scale.POSITIVE));
  }

  @Override
  public Optional<Sums> accuracySums() {
    return Optional.of(Sums.share(size(), row -> predicted(row) == actual[row]));
  }

  @Override
  public boolean hasPositiveClass() {
    return classes.size() == 2;
  }

  @Override
  public Evaluation.ByClass details(Map<String, Metric> metrics) {
    boolean broken = whyNone().isPresent(); // such rows have no predicted class
    return new Evaluation.ByClass(
        ConfusionMatrix.of(
            broken ? new ClassPredictions(classes, new int[0], new double[0][]) : this));
  }

  @Override
  public String leftOut(String metric, long count) {
    return "%s leaves out %s of %s classes, for which it has no value."
        .formatted(metric, count, classes.size());
  }

  /** The class predicted for a row. */
  public int predicted(int row) {
    return chosen[row];
  }

  /**
   * The index of the highest probability; of equal ones the first. For two classes, the positive
   * one therefore needs more than one half.
   */
  public static int mostProbable(double[] probabilities) {
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      if (probabilities[c] > probabilities[best]) {
        best = c;
      }
    }
    return best;
  }
}
