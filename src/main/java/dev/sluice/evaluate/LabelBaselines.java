package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Simple ways to predict labels that a model should beat, fitted on the training part. */
public final class LabelBaselines {
  private static final List<String> WITHOUT_AND_WITH = List.of("without", "with");

  private LabelBaselines() {}

  /**
   * Texts with their labels.
   *
   * @param tokens by text
   * @param beside numbers of other columns, scaled; (texts)(columns)
   * @param has (texts)(labels)
   */
  public record Tokenized(List<List<String>> tokens, float[][] beside, boolean[][] has) {
    private LabelledTexts of(int label) {
      return new LabelledTexts(tokens, beside, classes(label));
    }

    private int[] classes(int label) {
      return Arrays.stream(has).mapToInt(row -> row[label] ? 1 : 0).toArray();
    }
  }

  /**
   * Predicts the same most frequent labels for every row, as many as have the highest micro F1 on
   * the training part, with the frequencies of all labels there as probabilities.
   *
   * @param training (rows)(labels), at least one row
   * @param scored the rows to predict; the labels predicted in them are ignored
   */
  public static BaselineOutcome frequent(boolean[][] training, LabelPredictions scored) {
    int labels = scored.labels().size();
    long[] rows = new long[labels];
    for (boolean[] has : training) {
      for (int k = 0; k < labels; k++) {
        rows[k] += has[k] ? 1 : 0;
      }
    }
    Integer[] frequent = new Integer[labels];
    Arrays.setAll(frequent, k -> k);
    Arrays.sort(frequent, Comparator.comparingLong(k -> -rows[k]));
    long all = Arrays.stream(rows).sum();
    long right = 0;
    int most = 0;
    double best = 0;
    for (int n = 1; n <= labels; n++) {
      right += rows[frequent[n - 1]];
      double f1 = 2.0 * right / (all + (double) n * training.length);
      if (f1 > best) {
        best = f1;
        most = n;
      }
    }
    boolean[] given = new boolean[labels];
    Arrays.stream(frequent).limit(most).forEach(k -> given[k] = true);
    double[] shares = Arrays.stream(rows).mapToDouble(n -> (double) n / training.length).toArray();
    double[][] probabilities = new double[scored.size()][];
    boolean[][] same = new boolean[scored.size()][];
    Arrays.fill(probabilities, shares);
    Arrays.fill(same, given);
    return new BaselineOutcome.Predicted(
        scored.with(probabilities, same),
        Optional.of("It gives the %s most frequent labels.".formatted(most)));
  }

  /**
   * TF-IDF and a logistic regression for each label against its absence.
   *
   * @param validation chooses the regularization strength and the threshold of each label; may have
   *     no rows
   * @param threshold one for all labels, if it is given
   * @throws java.util.concurrent.CancellationException if the patience ends before it is fitted
   */
  public static BaselineOutcome bagOfWords(
      Tokenized training,
      Tokenized validation,
      Tokenized test,
      LabelPredictions scored,
      Optional<Double> threshold,
      Patience patience) {
    List<String> labels = scored.labels();
    Optional<String> obstacle = BagOfWords.obstacle(labels, training.of(0), validation.of(0));
    if (obstacle.isPresent()) {
      return new BaselineOutcome.Absent(obstacle.get());
    }
    BagOfWords.Counted words =
        BagOfWords.count(WITHOUT_AND_WITH, training.of(0), validation.of(0), patience);
    double[][] held = new double[validation.tokens().size()][labels.size()];
    double[][] probabilities = new double[scored.size()][labels.size()];
    for (int k = 0; k < labels.size(); k++) {
      int[] validationHas = validation.classes(k);
      BagOfWords fitted =
          BagOfWords.fit(WITHOUT_AND_WITH, words, training.classes(k), validationHas, patience);
      fill(held, k, fitted.predict(words.validation(), validationHas));
      fill(probabilities, k, fitted.predict(test.of(k)));
    }
    double[] thresholds =
        threshold.isEmpty()
            ? LabelThresholds.choose(validation.has(), held, labels.size()).values()
            : new double[labels.size()];
    threshold.ifPresent(given -> Arrays.fill(thresholds, given));
    return new BaselineOutcome.Predicted(
        scored.with(probabilities, LabelThresholds.given(probabilities, thresholds)),
        validation.tokens().isEmpty()
            ? Optional.empty()
            : Optional.of(
                "The strength of its regularisation and the threshold of each label were chosen on the"
                    + " validation part."));
  }

  private static void fill(double[][] all, int label, ClassPredictions ofLabel) {
    for (int i = 0; i < all.length; i++) {
      all[i][label] = ofLabel.probabilities()[i][1];
    }
  }
}
