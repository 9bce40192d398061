package dev.sluice.evaluate;

import dev.sluice.spec.BaselineSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * How often 95% intervals hold the true score, and how often a verdict says better or worse where
 * there is no difference, on simulated predictions; bench/intervals/README.md has figures.
 *
 * <pre>java -cp ... dev.sluice.evaluate.IntervalSimulation 1000 classes</pre>
 */
final class IntervalSimulation {
  private static final List<String> CLASS_METRICS =
      List.of(
          "accuracy",
          "f1",
          "f1_positive",
          "precision_positive",
          "recall",
          "mcc",
          "roc_auc",
          "average_precision",
          "brier",
          "log_loss");
  private static final List<String> FORECAST_METRICS = List.of("mae", "mse", "rmse", "bias");
  private static final Set<String> OF_RANKS = Set.of("roc_auc", "average_precision");
  private static final int TRUTH = 100; // samples that stand for all rows there are

  private IntervalSimulation() {}

  /**
   * @param args how many samples each line rests on, then {@code classes}, {@code forecasts} or
   *     {@code verdicts}
   */
  public static void main(String[] args) {
    int samples = Integer.parseInt(args[0]);
    switch (args[1]) {
      case "classes" -> classes(samples);
      case "forecasts" -> forecasts(samples);
      case "verdicts" -> verdicts(samples);
      default -> throw new IllegalArgumentException(args[1]);
    }
  }

  private static void classes(int samples) {
    for (int rows : new int[] {50, 100, 400, 2000}) {
      print(
          "2 classes, %s rows".formatted(rows),
          coverage(samples, CLASS_METRICS, random -> classifier(random, rows, 2), 1));
    }
    print(
        "5 classes, 400 rows",
        coverage(
            samples,
            List.of("accuracy", "f1", "mcc", "roc_auc", "average_precision"),
            random -> classifier(random, 400, 5),
            2));
    print(
        "60 groups of 10 rows",
        coverage(samples, List.of("accuracy", "log_loss"), random -> grouped(random, 60, 10), 3));
  }

  private static void forecasts(int samples) {
    for (int windows : new int[] {1000, 4000}) {
      for (int steps : new int[] {1, 12, 24}) {
        for (double phi : new double[] {0, 0.5, 0.9}) {
          print(
              "%s windows of %s steps, correlation %s".formatted(windows, steps, phi),
              coverage(
                  samples,
                  FORECAST_METRICS,
                  random -> new Sample(forecaster(random, windows, steps, phi)),
                  4));
        }
      }
    }
  }

  private static void verdicts(int samples) {
    for (int rows : new int[] {50, 400}) {
      print(
          "classes, %s rows".formatted(rows),
          verdicts(samples, random -> alikeClassifiers(random, rows), 5));
    }
    for (int windows : new int[] {100, 250, 1000}) {
      for (int steps : new int[] {1, 6, 24}) {
        for (double phi : new double[] {0, 0.5, 0.9, 0.97}) {
          print(
              "%s windows of %s steps, correlation %s".formatted(windows, steps, phi),
              verdicts(samples, random -> alikeForecasters(random, windows, steps, phi), 6));
        }
      }
    }
  }

  private static void print(String what, double share) {
    System.out.printf(Locale.ROOT, "%s: %.1f%%%n", what, 100 * share);
  }

  private static void print(String what, Map<String, Coverage> coverages) {
    System.out.printf(Locale.ROOT, "%s:", what);
    coverages.forEach(
        (metric, of) ->
            System.out.printf(
                Locale.ROOT, " %s %.1f%% of %d", metric, 100.0 * of.held / of.there, of.there));
    System.out.println();
  }

  /** Predictions of a sample, and the groups of its rows, if any. */
  record Sample(Predictions predictions, int[] groups) {
    Sample(Predictions predictions) {
      this(predictions, null);
    }

    List<Units> units() {
      return predictions.units().stream()
          .map(units -> groups == null ? units : units.grouped(groups))
          .toList();
    }
  }

  /**
   * @param held how many intervals hold the truth
   * @param there how many there are
   */
  record Coverage(int held, int there) {}

  /** How often the interval of each metric holds its value on very many rows. */
  static Map<String, Coverage> coverage(
      int samples, List<String> metrics, Function<Random, Sample> sampler, long seed) {
    Map<String, Metric> named = new LinkedHashMap<>();
    metrics.forEach(name -> named.put(name, Metrics.find(name).orElseThrow()));
    Random random = new Random(seed);
    Map<String, Double> truth = truth(named, sampler, random);
    Map<String, Coverage> coverages = new LinkedHashMap<>();
    metrics.forEach(name -> coverages.put(name, new Coverage(0, 0)));
    for (int sample = 0; sample < samples; sample++) {
      Sample drawn = sampler.apply(random);
      Intervals.of(named, drawn.predictions(), drawn.units())
          .byMetric()
          .forEach(
              (name, interval) -> {
                Coverage before = coverages.get(name);
                boolean holds =
                    interval.low() <= truth.get(name) && truth.get(name) <= interval.high();
                coverages.put(name, new Coverage(before.held + (holds ? 1 : 0), before.there + 1));
              });
    }
    return coverages;
  }

  /** The score of the sums of many samples; of ranks, which have none, the mean of the scores. */
  private static Map<String, Double> truth(
      Map<String, Metric> metrics, Function<Random, Sample> sampler, Random random) {
    Map<String, double[]> sums = new LinkedHashMap<>();
    Map<String, Double> means = new LinkedHashMap<>();
    Map<String, Sums> last = new LinkedHashMap<>();
    for (int sample = 0; sample < TRUTH; sample++) {
      Predictions part = sampler.apply(random).predictions();
      for (Map.Entry<String, Metric> metric : metrics.entrySet()) {
        Sums of = metric.getValue().sums(part).orElseThrow();
        double[] more = of.all();
        double[] all = sums.computeIfAbsent(metric.getKey(), n -> new double[of.count()]);
        Arrays.setAll(all, j -> all[j] + more[j]);
        means.merge(metric.getKey(), of.score().applyAsDouble(more) / TRUTH, Double::sum);
        last.put(metric.getKey(), of);
      }
    }
    Map<String, Double> truth = new LinkedHashMap<>();
    last.forEach(
        (name, of) ->
            truth.put(
                name,
                OF_RANKS.contains(name)
                    ? means.get(name)
                    : of.score().applyAsDouble(sums.get(name))));
    return truth;
  }

  /** How often a verdict on models that are alike says that one is better. */
  static double verdicts(int samples, Function<Random, Predictions[]> sampler, long seed) {
    Random random = new Random(seed);
    int alarms = 0;
    for (int sample = 0; sample < samples; sample++) {
      Predictions[] models = sampler.apply(random);
      Verdict.Contest contest = new Verdict.Contest(models[0]);
      contest.add(new BaselineSpec.Drift(), models[1]);
      Verdict.Outcome outcome = contest.verdict().outcome();
      alarms += outcome == Verdict.Outcome.BETTER || outcome == Verdict.Outcome.WORSE ? 1 : 0;
    }
    return (double) alarms / samples;
  }

  /** Rows whose class is more or less clear, and a model that sees this with noise. */
  static Sample classifier(Random random, int rows, int classes) {
    int[] actual = new int[rows];
    double[][] probabilities = new double[rows][];
    for (int row = 0; row < rows; row++) {
      double[] scores = random.doubles(classes, -2.5, 2.5).toArray();
      actual[row] = drawn(random, softmax(scores));
      probabilities[row] = softmax(noisy(random, scores));
    }
    return new Sample(predictions(actual, probabilities));
  }

  private static double[] noisy(Random random, double[] scores) {
    return Arrays.stream(scores).map(score -> 0.8 * score + 0.5 * random.nextGaussian()).toArray();
  }

  private static double[] softmax(double[] scores) {
    double sum = Arrays.stream(scores).map(Math::exp).sum();
    return Arrays.stream(scores).map(score -> Math.exp(score) / sum).toArray();
  }

  private static int drawn(Random random, double[] probabilities) {
    double left = random.nextDouble();
    for (int c = 0; c < probabilities.length - 1; c++) {
      left -= probabilities[c];
      if (left < 0) {
        return c;
      }
    }
    return probabilities.length - 1;
  }

  private static ClassPredictions predictions(int[] actual, double[][] probabilities) {
    int classes = probabilities[0].length;
    return new ClassPredictions(
        IntStream.range(0, classes).mapToObj(c -> "c" + c).toList(), actual, probabilities);
  }

  /** The rows of a group are hard or easy together. */
  static Sample grouped(Random random, int groups, int rowsOfEach) {
    int rows = groups * rowsOfEach;
    int[] of = new int[rows];
    double[][] probabilities = new double[rows][];
    for (int row = 0; row < rows; row++) {
      of[row] = row / rowsOfEach;
      double before = row % rowsOfEach == 0 ? random.nextGaussian() : probabilities[row - 1][0];
      probabilities[row] = new double[] {before, 0};
    }
    for (int row = 0; row < rows; row++) {
      double right = 1 + 1.5 * probabilities[row][0] + 0.5 * random.nextGaussian();
      probabilities[row] = softmax(new double[] {right, 0}); // every row has class 0
    }
    return new Sample(predictions(new int[rows], probabilities), of);
  }

  /** Two models that see the same rows with noise of their own. */
  static Predictions[] alikeClassifiers(Random random, int rows) {
    int[] actual = new int[rows];
    double[][] one = new double[rows][];
    double[][] other = new double[rows][];
    for (int row = 0; row < rows; row++) {
      double[] scores = random.doubles(2, -2.5, 2.5).toArray();
      actual[row] = drawn(random, softmax(scores));
      one[row] = softmax(noisy(random, scores));
      other[row] = softmax(noisy(random, scores));
    }
    return new Predictions[] {predictions(actual, one), predictions(actual, other)};
  }

  /** Errors are those of each row of time, an autoregression: windows that overlap share them. */
  static Forecasts forecaster(Random random, int windows, int steps, double phi) {
    double error = random.nextGaussian();
    double[][] rows = new double[windows + steps][1];
    for (int t = 0; t < rows.length; t++) {
      error = phi * error + Math.sqrt(1 - phi * phi) * random.nextGaussian();
      rows[t][0] = error;
    }
    double[][][] forecast = new double[windows][steps][];
    double[][][] actual = new double[windows][steps][];
    double[] zero = new double[1];
    for (int w = 0; w < windows; w++) {
      for (int h = 0; h < steps; h++) {
        forecast[w][h] = rows[w + h];
        actual[w][h] = zero;
      }
    }
    return new Forecasts(List.of("load"), actual, forecast, new double[] {1});
  }

  static Predictions[] alikeForecasters(Random random, int windows, int steps, double phi) {
    return new Predictions[] {
      forecaster(random, windows, steps, phi), forecaster(random, windows, steps, phi)
    };
  }
}
