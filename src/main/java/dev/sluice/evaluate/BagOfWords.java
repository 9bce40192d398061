package dev.sluice.evaluate;

import de.bwaldvogel.liblinear.Feature;
import de.bwaldvogel.liblinear.FeatureNode;
import de.bwaldvogel.liblinear.Linear;
import de.bwaldvogel.liblinear.Model;
import de.bwaldvogel.liblinear.Parameter;
import de.bwaldvogel.liblinear.Problem;
import de.bwaldvogel.liblinear.SolverType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Which words a text contains, without their order: TF-IDF of single tokens and pairs of
 * neighbours, then logistic regression with an L2 penalty by liblinear. More than two classes are
 * each fitted against the rest, and the probabilities normalized. The cost is bounded: see {@link
 * #obstacle}, and of more than 500,000 terms only those in the most texts are kept. Numbers beside
 * the texts are used as features unchanged. Fitting is deterministic: the same rows give the same
 * model. Immutable and thread-safe.
 */
public final class BagOfWords {
  /**
   * The regularization strengths tried on the validation part: the inverse of the penalty, as in
   * scikit-learn.
   */
  private static final double[] STRENGTHS = {1, 3, 10, 30, 100};

  private static final double WITHOUT_VALIDATION = 1;
  private static final int MOST_TERMS = 500_000;
  private static final int MOST_WEIGHTS = 20_000_000; // terms x regressions
  private static final long MOST_TOKENS = 10_000_000; // of training and validation part
  private static final long MOST_WORK = 200_000_000; // tokens x regressions
  private static final double TOLERANCE = 1e-3;

  static {
    Linear.disableDebugOutput(); // liblinear writes to standard output otherwise
  }

  private static final ClassMetric ACCURACY = new ClassMetrics.Accuracy();
  private static final ClassMetric LOG_LOSS = new ClassMetrics.LogLoss();

  private final TermWeights terms;
  private final Model model;
  private final List<String> classes;
  private final double strength;

  private BagOfWords(TermWeights terms, Model model, List<String> classes, double strength) {
    this.terms = terms;
    this.model = model;
    this.classes = classes;
    this.strength = strength;
  }

  /**
   * Why fitting would take too much time or memory, without a full stop; empty if it would not.
   *
   * @param classes the names
   */
  public static Optional<String> obstacle(
      List<String> classes, LabelledTexts training, LabelledTexts validation) {
    return obstacle(classes, training.countTokens() + validation.countTokens());
  }

  static Optional<String> obstacle(List<String> classes, long tokens) {
    if (tokens > MOST_TOKENS) {
      return Optional.of(
          "the texts to fit it to have %s tokens, more than %s".formatted(tokens, MOST_TOKENS));
    }
    return tokens * regressions(classes) > MOST_WORK
        ? Optional.of(
            "the texts to fit it to have %s tokens, which times %s classes is more than %s"
                .formatted(tokens, classes.size(), MOST_WORK))
        : Optional.empty();
  }

  /** The number of regressions: one for two classes, else one for each class. */
  private static long regressions(List<String> classes) {
    return classes.size() == 2 ? 1 : Math.max(1, classes.size());
  }

  /**
   * Learns terms, weights and coefficients from the training rows.
   *
   * @param classes the names
   * @param training at least one row
   * @param validation chooses the regularization strength: the highest accuracy, then the lowest
   *     log loss, then the smallest strength; without rows the strength is 1
   */
  public static BagOfWords fit(
      List<String> classes, LabelledTexts training, LabelledTexts validation) {
    return fit(classes, training, validation, Patience.ENDLESS);
  }

  /**
   * The same with a limited patience.
   *
   * @throws java.util.concurrent.CancellationException if the patience ends before it is fitted
   */
  public static BagOfWords fit(
      List<String> classes, LabelledTexts training, LabelledTexts validation, Patience patience) {
    Counted words = count(classes, training, validation, patience);
    return fit(classes, words, training.classes(), validation.classes(), patience);
  }

  /** The terms of training and validation texts with their weights. */
  record Counted(TermWeights terms, Feature[][] training, Feature[][] validation) {
    /** The intercept is the last of them. */
    int features() {
      return training[0][training[0].length - 1].getIndex();
    }
  }

  /** Counts once what several fits to the same texts share. */
  static Counted count(
      List<String> classes, LabelledTexts training, LabelledTexts validation, Patience patience) {
    patience.begins("counting words for bag_of_words");
    TermWeights terms = terms(training.tokens(), classes);
    return new Counted(
        terms, allFeatures(terms, training, patience), allFeatures(terms, validation, patience));
  }

  /** Learns the coefficients, given the class of each text. */
  static BagOfWords fit(
      List<String> classes, Counted words, int[] training, int[] validation, Patience patience) {
    Problem problem = new Problem();
    problem.l = training.length;
    problem.n = words.features();
    problem.bias = 1;
    problem.x = words.training();
    problem.y = Arrays.stream(training).asDoubleStream().toArray();
    return validation.length == 0
        ? fit(words.terms(), problem, classes, WITHOUT_VALIDATION, Optional.empty())
        : best(words, problem, classes, validation, patience);
  }

  private static TermWeights terms(List<List<String>> training, List<String> classes) {
    return TermWeights.fit(
        training, (int) Math.min(MOST_TERMS, MOST_WEIGHTS / regressions(classes)));
  }

  /** The number of weights: one per term for each class that is fitted against the rest. */
  public static int terms(List<String> classes, LabelledTexts training) {
    return terms(training.tokens(), classes).size();
  }

  private static BagOfWords best(
      Counted words, Problem problem, List<String> classes, int[] validation, Patience patience) {
    BagOfWords best = null;
    double bestAccuracy = 0;
    double bestLoss = 0;
    Optional<Model> weaker = Optional.empty();
    for (int i = 0; i < STRENGTHS.length; i++) {
      double strength = STRENGTHS[i];
      patience.begins("fitting bag_of_words, strength %s of %s".formatted(i + 1, STRENGTHS.length));
      BagOfWords candidate = fit(words.terms(), problem, classes, strength, weaker);
      weaker = Optional.of(candidate.model);
      ClassPredictions predictions = candidate.predict(words.validation(), validation);
      double accuracy = Metrics.score(ACCURACY, predictions).number().orElseThrow();
      double loss = Metrics.score(LOG_LOSS, predictions).number().orElseThrow();
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

  /** Solves the regression, starting from zero or from the solution of a weaker one. */
  private static BagOfWords fit(
      TermWeights terms,
      Problem problem,
      List<String> classes,
      double strength,
      Optional<Model> start) {
    Parameter parameter = new Parameter(SolverType.L2R_LR, strength, TOLERANCE);
    start.ifPresent(model -> parameter.setInitSol(model.getFeatureWeights()));
    return new BagOfWords(terms, Linear.train(problem, parameter), classes, strength);
  }

  private static Feature[][] allFeatures(TermWeights terms, LabelledTexts rows, Patience patience) {
    Feature[][] features = new Feature[rows.size()][];
    for (int row = 0; row < features.length; row++) {
      patience.check();
      features[row] = features(terms, rows, row);
      int last = features[row].length - 1;
      features[row][last] = new Watched(features[row][last], patience);
    }
    return features;
  }

  /**
   * A feature that stops liblinear, which cannot be cancelled: it reads each row in every
   * iteration, and reading throws once the patience ends.
   */
  private static final class Watched extends FeatureNode {
    private final Patience patience;

    Watched(Feature feature, Patience patience) {
      super(feature.getIndex(), feature.getValue());
      this.patience = patience;
    }

    @Override
    public double getValue() {
      patience.check();
      return value;
    }
  }

  /**
   * The weights of a text's terms in ascending order, then the numbers beside the text, then 1 for
   * the intercept.
   */
  private static Feature[] features(TermWeights terms, LabelledTexts rows, int row) {
    TermWeights.Weighted weighted = terms.of(rows.tokens().get(row));
    float[] beside = rows.beside()[row];
    int n = weighted.terms().length;
    Feature[] features = new Feature[n + beside.length + 1];
    for (int i = 0; i < n; i++) {
      features[i] = new FeatureNode(weighted.terms()[i] + 1, weighted.weights()[i]);
    }
    for (int i = 0; i < beside.length; i++) {
      features[n + i] = new FeatureNode(terms.size() + 1 + i, beside[i]);
    }
    features[n + beside.length] = new FeatureNode(terms.size() + beside.length + 1, 1);
    return features;
  }

  /** The inverse of the penalty's weight, liblinear's C. */
  public double strength() {
    return strength;
  }

  /** What is left out to limit the cost, a sentence; empty if nothing is. */
  Optional<String> leftOut() {
    return terms.size() == terms.seen()
        ? Optional.empty()
        : Optional.of(
            "Of %s words and word pairs, it uses the %s that are in at least %s training texts."
                .formatted(terms.seen(), terms.size(), terms.fewestTexts()));
  }

  /**
   * The same as plain numbers, for a model that was fitted to texts alone.
   *
   * @throws IllegalStateException if a class has no training row
   */
  public TermLogits logits() {
    int[] labels = model.getLabels();
    if (labels.length != classes.size()) {
      throw new IllegalStateException("a class has no training row");
    }
    double[] solved = model.getFeatureWeights(); // (terms and intercept, regressions)
    int regressions = labels.length == 2 ? 1 : labels.length;
    double[][] weights = new double[regressions][solved.length / regressions];
    for (int r = 0; r < regressions; r++) {
      double[] row = weights[regressions == 1 ? 0 : labels[r]];
      double sign = regressions == 1 && labels[0] == 0 ? -1 : 1; // as of liblinear's first class
      for (int i = 0; i < row.length; i++) {
        row[i] = sign * solved[i * regressions + r];
      }
    }
    return new TermLogits(terms.compact(), weights);
  }

  /** The class probabilities of texts; tokens that occur in no training row are ignored. */
  public ClassPredictions predict(LabelledTexts texts) {
    return predict(row -> features(terms, texts, row), texts.classes());
  }

  /**
   * The class probabilities of texts whose features have been computed, such as those of {@link
   * Counted}.
   */
  ClassPredictions predict(Feature[][] features, int[] actual) {
    return predict(row -> features[row], actual);
  }

  private ClassPredictions predict(IntFunction<Feature[]> features, int[] actual) {
    int[] labels = model.getLabels(); // in order of first appearance, classes without rows missing
    double[] byLabel = new double[labels.length];
    double[][] probabilities = new double[actual.length][classes.size()];
    for (int row = 0; row < actual.length; row++) {
      Linear.predictProbability(model, features.apply(row), byLabel);
      for (int i = 0; i < labels.length; i++) {
        probabilities[row][labels[i]] = byLabel[i];
      }
    }
    return new ClassPredictions(classes, actual, probabilities);
  }
}
