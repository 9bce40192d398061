package dev.sluice.evaluate;

import dev.sluice.spec.BaselineSpec;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Simple classifiers that a model should beat, fitted on the training part. */
public final class ClassBaselines {
  private ClassBaselines() {}

  /**
   * The outcome of each baseline on the test part.
   *
   * @param asked baselines of classes only
   * @param classes the names
   * @param validation chooses the strength of bag of words; may have no rows
   */
  public static Map<BaselineSpec, BaselineOutcome> all(
      Collection<BaselineSpec> asked,
      List<String> classes,
      LabelledTexts training,
      LabelledTexts validation,
      LabelledTexts test) {
    Map<BaselineSpec, BaselineOutcome> outcomes = new LinkedHashMap<>();
    for (BaselineSpec baseline : asked) {
      if (baseline.equals(new BaselineSpec.Majority())) {
        ClassPredictions majority = majority(classes, training.classes(), test.classes());
        outcomes.put(baseline, new BaselineOutcome.Predicted(majority, Optional.empty()));
      } else if (baseline.equals(new BaselineSpec.BagOfWords())) {
        outcomes.put(baseline, bagOfWords(classes, training, validation, test));
      } else {
        throw new IllegalArgumentException(baseline + " is no baseline of classes");
      }
    }
    return outcomes;
  }

  /**
   * Gives every row the shares of the classes in the training part as probabilities, and so
   * predicts the most frequent one; of equally frequent ones the first.
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

  private static BaselineOutcome bagOfWords(
      List<String> classes, LabelledTexts training, LabelledTexts validation, LabelledTexts test) {
    Optional<String> obstacle = BagOfWords.obstacle(classes, training, validation);
    if (obstacle.isPresent()) {
      return new BaselineOutcome.Absent(obstacle.get());
    }
    BagOfWords fitted = BagOfWords.fit(classes, training, validation);
    String strength =
        validation.size() == 0
            ? "The strength of its regularisation is C = 1: there is no validation part to choose it."
            : "The strength of its regularisation, C = %s, was chosen on the validation part."
                .formatted(Numbers.plain(fitted.strength()));
    return new BaselineOutcome.Predicted(
        fitted.predict(test),
        Optional.of(strength + fitted.leftOut().map(terms -> " " + terms).orElse("")));
  }
}
