package dev.sluice.evaluate;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which words a text contains, not their order: TF-IDF of single tokens and pairs of neighbours,
 * then logistic regression with an L2 penalty by liblinear; more than two classes one against the
 * rest, the probabilities divided by their sum. Fitted without chance: the same rows give the same
 * model. Immutable and thread-safe.
 */
public final class BagOfWords {
  /** The strengths tried on the validation part: the inverse of the penalty, as in scikit-learn. */
  private static final double[] STRENGTHS = {1, 3, 10, 30, 100};

  private static final double WITHOUT_VALIDATION = 1;
  private static final double TOLERANCE = 1e-3;

  static {
    Linear.disableDebugOutput(); // liblinear writes to standard output otherwise
  }

  private final TermWeights terms;
  private final Model model;
  private final int classes;
  private final double strength;

  private BagOfWords(TermWeights terms, Model model, int classes, double strength) {
    this.terms = terms;
    this.model = model;
    this.classes = classes;
    this.strength = strength;
  }

  /**
   * Learns terms, weights and coefficients from the training rows.
   *
   * @param training at least one row
   * @param validation chooses the strength: the highest accuracy, then the lowest log loss, then
   *     the smallest; without rows it is 1
   */
  public static BagOfWords fit(int classes, LabelledTexts training, LabelledTexts validation) {
    TermWeights terms = TermWeights.fit(training.tokens());
    Problem problem = new Problem();
    problem.l = training.size();
    problem.n = terms.size() + 1;
    problem.bias = 1;
    problem.x = allFeatures(terms, training.tokens());
    problem.y = new double[problem.l];
    for (int row = 0; row < problem.l; row++) {
      problem.y[row] = training.classes()[row];
    }
    if (validation.size() == 0) {
      return fit(terms, problem, classes, WITHOUT_VALIDATION, Optional.empty());
    }
    Feature[][] held = allFeatures(terms, validation.tokens());
    BagOfWords best = null;
    double bestAccuracy = 0;
    double bestLoss = 0;
    Optional<Model> weaker = Optional.empty();
    for (double strength : STRENGTHS) {
      BagOfWords candidate = fit(terms, problem, classes, strength, weaker);
      weaker = Optional.of(candidate.model);
      int right = 0;
      double loss = 0;
      for (int row = 0; row < held.length; row++) {
        double[] probabilities = candidate.probabilities(held[row]);
        int actual = validation.classes()[row];
        right += ClassPredictions.mostProbable(probabilities) == actual ? 1 : 0;
        loss -= Math.log(Math.max(probabilities[actual], Double.MIN_NORMAL));
      }
      double accuracy = (double) right / held.length;
      if (best == null
          || accuracy > bestAccuracy
          || (accuracy == bestAccuracy && loss < bestLoss)) {
        best = candidate;
        bestAccuracy = accuracy;
        bestLoss = loss;
      }
    }
    return best;
  }

  /** Solves the regression, from zero or from where a weaker one ended. */
  private static BagOfWords fit(
      TermWeights terms, Problem problem, int classes, double strength, Optional<Model> start) {
    Parameter parameter = new Parameter(SolverType.L2R_LR, strength, TOLERANCE);
    start.ifPresent(model -> parameter.setInitSol(model.getFeatureWeights()));
    return new BagOfWords(terms, Linear.train(problem, parameter), classes, strength);
  }

  private static Feature[][] allFeatures(TermWeights terms, List<List<String>> rows) {
    List<Feature[]> features = new ArrayList<>(rows.size());
    rows.forEach(row -> features.add(features(terms, row)));
    return features.toArray(Feature[][]::new);
  }

  /** The weights of a text's terms in ascending order, and 1 for the intercept at the end. */
  private static Feature[] features(TermWeights terms, List<String> tokens) {
    TermWeights.Weighted weighted = terms.of(tokens);
    int n = weighted.terms().length;
    Feature[] features = new Feature[n + 1];
    for (int i = 0; i < n; i++) {
      features[i] = new FeatureNode(weighted.terms()[i] + 1, weighted.weights()[i]);
    }
    features[n] = new FeatureNode(terms.size() + 1, 1);
    return features;
  }

  /** The inverse of the penalty's weight, liblinear's C. */
  public double strength() {
    return strength;
  }

  /**
   * The probability of each class; (classes).
   *
   * @param tokens all tokens of a text; unknown ones are ignored
   */
  public double[] probabilities(List<String> tokens) {
    return probabilities(features(terms, tokens));
  }

  private double[] probabilities(Feature[] features) {
    int[] labels = model.getLabels(); // in order of first appearance, classes without rows missing
    double[] byLabel = new double[labels.length];
    Linear.predictProbability(model, features, byLabel);
    double[] probabilities = new double[classes];
    for (int i = 0; i < labels.length; i++) {
      probabilities[labels[i]] = byLabel[i];
    }
    return probabilities;
  }
}
