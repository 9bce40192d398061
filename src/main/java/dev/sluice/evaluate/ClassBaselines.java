package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Simple classifiers that a model should beat, fitted on the training part. */
public final class ClassBaselines {
  private ClassBaselines() {}

  /**
   * Predicts the class frequencies of the training part as probabilities for every row, and so the
   * most frequent class; of equally frequent ones the first.
   *
   * @param training the class of each training row, at least one
   * @param test the class of each row to predict
   */
  public static ClassPredictions majority(List<String> classes, int[] training, int[] test) {
    double[] shares = new double[classes.size()];
    for (int c : training) {
      shares[c] += 1.0 / training.length;
    }
    double[][] probabilities = new double[test.length][];
    Arrays.fill(probabilities, shares);
    return new ClassPredictions(classes, test, probabilities);
  }

  /**
   * TF-IDF and logistic regression.
   *
   * @param validation chooses the strength of the regularization; may have no rows
   * @throws java.util.concurrent.CancellationException if the patience ends before it is fitted
   */
  public static BaselineOutcome bagOfWords(
      List<String> classes,
      LabelledTexts training,
      LabelledTexts validation,
      LabelledTexts test,
      Patience patience) {
    Optional<String> obstacle = BagOfWords.obstacle(classes, training, validation);
    if (obstacle.isPresent()) {
      return new BaselineOutcome.Absent(obstacle.get());
    }
    BagOfWords fitted = BagOfWords.fit(classes, training, validation, patience);
    String strength =
        validation.size() == 0
            ? "The strength of its regularisation is C = 1, as there is no validation part to"
                + " choose it."
            : chosenStrength(fitted.strength());
    return new BaselineOutcome.Predicted(
        fitted.predict(test),
        Optional.of(strength + fitted.leftOut().map(terms -> " " + terms).orElse("")));
  }

  /** What to know about a bag of words with this strength. */
  public static String chosenStrength(double strength) {
    return "The strength of its regularisation, C = %s, was chosen on the validation part."
        .formatted(Numbers.plain(strength));
  }
}
