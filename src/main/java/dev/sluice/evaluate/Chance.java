package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.Optional;

/**
 * Whether the difference of two models on the same rows or windows may be chance, at the level of
 * 5%. Pairs count, not the two scores: rows that both get right or wrong say nothing.
 */
final class Chance {
  private static final double LEVEL = 0.05;
  private static final int FEWEST_BLOCKS = 5;
  private static final int MOST_BLOCKS = 20;

  /** The 97.5% quantiles of Student's t with 4 to 19 degrees of freedom. */
  private static final double[] T = {
    2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
    2.110, 2.101, 2.093
  };

  private Chance() {}

  /**
   * The exact test of McNemar (1947) on the rows that only one of the two gets right.
   *
   * @return a sentence of doubt about the difference; empty if it is beyond chance
   */
  static Optional<String> doubt(ClassPredictions model, ClassPredictions baseline) {
    int onlyModel = 0;
    int onlyBaseline = 0;
    for (int row = 0; row < model.size(); row++) {
      boolean modelRight = model.predicted(row) == model.actual()[row];
      boolean baselineRight = baseline.predicted(row) == model.actual()[row];
      onlyModel += modelRight && !baselineRight ? 1 : 0;
      onlyBaseline += baselineRight && !modelRight ? 1 : 0;
    }
    return doubt(onlyModel, onlyBaseline, model.size(), "row");
  }

  /** The same with what only one of the two is better at. */
  static Optional<String> doubt(int ofModel, int ofBaseline, int size, String what) {
    return signTest(ofModel, ofBaseline) > LEVEL
        ? Optional.of("On %s that difference may be chance.".formatted(counted(size, what)))
        : Optional.empty();
  }

  /** The same with the sequences of which only one of the two gets more tokens right. */
  static Optional<String> doubt(TagPredictions model, TagPredictions baseline) {
    int moreOfModel = 0;
    int moreOfBaseline = 0;
    for (int sequence = 0; sequence < model.ends().length; sequence++) {
      int gain = model.right(sequence) - baseline.right(sequence);
      moreOfModel += gain > 0 ? 1 : 0;
      moreOfBaseline += gain < 0 ? 1 : 0;
    }
    return doubt(moreOfModel, moreOfBaseline, model.ends().length, "sequence");
  }

  /**
   * The chance that a fair coin, thrown a + b times, divides the throws at least as unevenly as a
   * to b.
   */
  static double signTest(int a, int b) {
    int n = a + b;
    double logOfWays = 0; // ln of n over k
    double tail = 0;
    for (int k = 0; k <= Math.min(a, b); k++) {
      tail += Math.exp(logOfWays - n * Math.log(2));
      logOfWays += Math.log(n - k) - Math.log(k + 1.0);
    }
    return Math.min(1, 2 * tail);
  }

  /**
   * Neighbouring windows overlap, so that their errors are alike. Means over blocks of windows, at
   * least two horizons long, are nearly independent: Student's t on those (batch means; Law and
   * Kelton, Simulation Modeling and Analysis).
   *
   * @return a sentence of doubt about the difference; empty if it is beyond chance
   */
  static Optional<String> doubt(Forecasts model, Forecasts baseline) {
    return doubt(model, baseline, "window");
  }

  /**
   * @param noun what a window is called
   */
  static Optional<String> doubt(Forecasts model, Forecasts baseline, String noun) {
    if (model.series().size() >= FEWEST_BLOCKS) {
      return doubtOfSeries(model, baseline, noun);
    }
    int windows = model.size();
    int blocks = Math.min(MOST_BLOCKS, windows / (2 * model.steps()));
    if (blocks < FEWEST_BLOCKS) {
      return Optional.of(
          "%s of %s too few to tell that difference from chance."
              .formatted(
                  counted(windows, noun),
                  counted(model.steps(), "step") + (windows == 1 ? " is" : " are")));
    }
    double[] means = new double[blocks]; // of the gain over the windows of a block
    for (int block = 0; block < blocks; block++) {
      int from = (int) ((long) block * windows / blocks);
      int to = (int) ((block + 1L) * windows / blocks);
      means[block] = gain(model, baseline, from, to);
    }
    return includesZero(means)
        ? Optional.of("On %s that difference may be chance.".formatted(counted(windows, noun)))
        : Optional.empty();
  }

  /** The same with blocks of whole series, whose errors depend on each other less than windows'. */
  private static Optional<String> doubtOfSeries(Forecasts model, Forecasts baseline, String noun) {
    int series = model.series().size();
    double[] means = new double[Math.min(MOST_BLOCKS, series)];
    for (int block = 0; block < means.length; block++) {
      int first = (int) ((long) block * series / means.length);
      int last = (int) ((block + 1L) * series / means.length) - 1;
      means[block] =
          gain(
              model,
              baseline,
              first == 0 ? 0 : model.series().get(first - 1).end(),
              model.series().get(last).end());
    }
    return includesZero(means)
        ? Optional.of(
            "On %s of %s series that difference may be chance."
                .formatted(counted(model.size(), noun), series))
        : Optional.empty();
  }

  /** The mean of the baseline's error less the model's over some windows. */
  private static double gain(Forecasts model, Forecasts baseline, int from, int to) {
    boolean scaled = model.hasScales(); // as are those of the baseline
    double gain = 0;
    for (int w = from; w < to; w++) {
      gain += (error(baseline, w, scaled) - error(model, w, scaled)) / (to - from);
    }
    return gain;
  }

  /** Whether the 95% interval of the mean includes 0; 5 to 20 values. */
  static boolean includesZero(double[] values) {
    double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
    if (largest == 0) {
      return true;
    }
    double[] shares = Arrays.stream(values).map(value -> value / largest).toArray(); // of any size
    double mean = Arrays.stream(shares).average().orElseThrow();
    double squares = 0;
    for (double share : shares) {
      squares += (share - mean) * (share - mean);
    }
    double standardError = Math.sqrt(squares / (values.length - 1) / values.length);
    return Math.abs(mean) <= T[values.length - FEWEST_BLOCKS] * standardError;
  }

  /**
   * The mean of |e| over the known values of a window, divided by the columns' scales if they have
   * them; 0 if none is known.
   */
  private static double error(Forecasts forecasts, int window, boolean scaled) {
    double[] scales = forecasts.seriesOf(window).maseScale();
    if (scaled && !Forecasts.hasScales(scales)) {
      return 0; // one of few series without
    }
    double sum = 0;
    for (int h = 0; h < forecasts.steps(); h++) {
      for (int c = 0; c < forecasts.columns().size(); c++) {
        double e = forecasts.actual()[window][h][c] - forecasts.forecast()[window][h][c];
        sum += Double.isNaN(e) ? 0 : Math.abs(e) / (scaled ? scales[c] : 1);
      }
    }
    return sum / Math.max(1, Forecasts.known(forecasts.actual()[window]));
  }

  private static String counted(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }
}
