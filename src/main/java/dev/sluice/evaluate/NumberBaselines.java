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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Simple methods for numbers that a model should beat, fitted on the training part. */
public final class NumberBaselines {
  private static final double[] STRENGTHS = {0.001, 0.01, 0.1, 1, 10};
  private static final double WITHOUT_VALIDATION = 0.1;
  private static final double TOLERANCE = 1e-3;
  private static final int MOST_TERMS = 500_000;
  private static final long MOST_NUMBERS = 10_000_000; // of training and validation part
  private static final long MOST_WORK = 200_000_000; // numbers x columns

  static {
    Linear.disableDebugOutput(); // liblinear writes to standard output otherwise
  }

  private NumberBaselines() {}

  /**
   * The mean of each column for every example.
   *
   * @param training (examples)(columns)
   * @param size of the examples to predict
   */
  public static double[][] mean(double[][] training, int size) {
    double[][] predicted = new double[size][];
    Arrays.fill(predicted, means(training));
    return predicted;
  }

  private static double[] means(double[][] training) {
    double[] means = new double[training[0].length];
    for (double[] row : training) {
      for (int c = 0; c < means.length; c++) {
        means[c] += row[c] / training.length;
      }
    }
    return means;
  }

  /**
   * The predictions of a linear model.
   *
   * @param predicted (examples)(columns)
   * @param note how it was fitted, a sentence
   */
  public record LinearOutcome(double[][] predicted, String note) {}

  /**
   * Why {@link #linear} would cost too much time or memory; empty if it would not.
   *
   * @param columns to predict
   */
  public static Optional<String> obstacle(
      RegressionRows training, RegressionRows validation, int columns) {
    long numbers = training.count() + validation.count();
    String what = training instanceof RegressionRows.OfTokens ? "tokens" : "numbers";
    if (numbers > MOST_NUMBERS) {
      return Optional.of(
          "the examples to fit it to have %s %s, more than %s"
              .formatted(numbers, what, MOST_NUMBERS));
    }
    return numbers * columns > MOST_WORK
        ? Optional.of(
            "%s %s to fit it to, times %s columns, are more than %s"
                .formatted(numbers, what, columns, MOST_WORK))
        : Optional.empty();
  }

  /**
   * Ridge regression (a linear model with an L2 penalty) on features, or on TF-IDF of words and
   * pairs, by liblinear.
   *
   * @param validation chooses the regularization strength, by the mean absolute error in standard
   *     deviations of each column; may have no rows
   * @param trainingValues (examples)(columns)
   * @throws java.util.concurrent.CancellationException if the patience ends before it is fitted
   */
  public static LinearOutcome linear(
      RegressionRows training,
      double[][] trainingValues,
      RegressionRows validation,
      double[][] validationValues,
      RegressionRows scored,
      Patience patience) {
    patience.begins("fitting linear");
    Features features = Features.of(training);
    double[] means = means(trainingValues);
    double[] deviations = deviations(trainingValues, means);
    double[] strengths = validation.size() == 0 ? new double[] {WITHOUT_VALIDATION} : STRENGTHS;
    Feature[][] x = features.all(training);
    Feature[][] held = features.all(validation);
    double best = Double.POSITIVE_INFINITY;
    double strength = strengths[0];
    Model[] models = new Model[0];
    for (double candidate : strengths) {
      Model[] fitted = new Model[means.length];
      for (int c = 0; c < fitted.length; c++) {
        patience.check();
        fitted[c] = fit(x, features.size(), trainingValues, c, means, deviations, candidate);
      }
      double error = error(fitted, held, validationValues, means, deviations);
      if (models.length == 0 || error < best) {
        best = error;
        strength = candidate;
        models = fitted;
      }
    }
    return new LinearOutcome(
        predicted(models, features.all(scored), means, deviations),
        (validation.size() == 0
                ? "The strength of its regularisation is C = %s, as there is no validation part to"
                    + " choose it."
                : "The strength of its regularisation, C = %s, was chosen on the validation part.")
            .formatted(Numbers.plain(strength)));
  }

  private static double[] deviations(double[][] values, double[] means) {
    double[] deviations = new double[means.length];
    for (int c = 0; c < means.length; c++) {
      int at = c;
      deviations[c] =
          Math.sqrt(
              Arrays.stream(values)
                  .mapToDouble(row -> (row[at] - means[at]) * (row[at] - means[at]))
                  .average()
                  .orElseThrow());
    }
    return deviations;
  }

  private static Model fit(
      Feature[][] x,
      int size,
      double[][] values,
      int column,
      double[] means,
      double[] deviations,
      double strength) {
    Problem problem = new Problem();
    problem.l = x.length;
    problem.n = size;
    problem.x = x;
    problem.y =
        Arrays.stream(values)
            .mapToDouble(row -> (row[column] - means[column]) / deviations[column])
            .toArray();
    Parameter parameter = new Parameter(SolverType.L2R_L2LOSS_SVR, strength, TOLERANCE);
    parameter.setP(0); // an epsilon of 0 makes this ridge regression
    return Linear.train(problem, parameter);
  }

  private static double[][] predicted(
      Model[] models, Feature[][] x, double[] means, double[] deviations) {
    double[][] predicted = new double[x.length][models.length];
    for (int i = 0; i < x.length; i++) {
      for (int c = 0; c < models.length; c++) {
        predicted[i][c] = Linear.predict(models[c], x[i]) * deviations[c] + means[c];
      }
    }
    return predicted;
  }

  private static double error(
      Model[] models, Feature[][] x, double[][] values, double[] means, double[] deviations) {
    double[][] predicted = predicted(models, x, means, deviations);
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      for (int c = 0; c < models.length; c++) {
        sum += Math.abs(values[i][c] - predicted[i][c]) / deviations[c];
      }
    }
    return sum;
  }

  /** Features of rows, as learned from the training rows. */
  private interface Features {
    int size();

    Feature[][] all(RegressionRows rows);

    static Features of(RegressionRows training) {
      return training instanceof RegressionRows.OfTokens texts
          ? new Terms(TermWeights.fit(texts.tokens(), MOST_TERMS), texts.beside()[0].length)
          : Standardized.of(((RegressionRows.OfNumbers) training).numbers());
    }
  }

  /**
   * @param columns numbers beside a text
   */
  private record Terms(TermWeights terms, int columns) implements Features {
    @Override
    public int size() {
      return terms.size() + columns;
    }

    @Override
    public Feature[][] all(RegressionRows rows) {
      RegressionRows.OfTokens texts = (RegressionRows.OfTokens) rows;
      return IntStream.range(0, texts.size())
          .mapToObj(row -> features(texts.tokens().get(row), texts.beside()[row]))
          .toArray(Feature[][]::new);
    }

    private Feature[] features(List<String> tokens, float[] beside) {
      TermWeights.Weighted weighted = terms.of(tokens);
      return Stream.concat(
              IntStream.range(0, weighted.terms().length)
                  .mapToObj(i -> new FeatureNode(weighted.terms()[i] + 1, weighted.weights()[i])),
              IntStream.range(0, beside.length)
                  .mapToObj(c -> new FeatureNode(terms.size() + c + 1, beside[c])))
          .toArray(Feature[]::new);
    }
  }

  /**
   * @param means of each feature
   * @param deviations the standard deviation of each feature; 1 for a constant one
   */
  private record Standardized(double[] means, double[] deviations) implements Features {
    static Standardized of(double[][] numbers) {
      double[] means = NumberBaselines.means(numbers);
      double[] deviations =
          Arrays.stream(NumberBaselines.deviations(numbers, means))
              .map(deviation -> deviation > 0 ? deviation : 1)
              .toArray();
      return new Standardized(means, deviations);
    }

    @Override
    public int size() {
      return means.length;
    }

    @Override
    public Feature[][] all(RegressionRows rows) {
      return Arrays.stream(((RegressionRows.OfNumbers) rows).numbers())
          .map(
              row ->
                  IntStream.range(0, row.length)
                      .mapToObj(f -> new FeatureNode(f + 1, (row[f] - means[f]) / deviations[f]))
                      .toArray(Feature[]::new))
          .toArray(Feature[][]::new);
    }
  }
}
