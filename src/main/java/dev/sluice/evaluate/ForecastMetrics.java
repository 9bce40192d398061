package dev.sluice.evaluate;

import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.TargetSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The metrics of forecasts. With y the actual value, f the forecast and e = y - f, each is taken
 * over all windows, steps and columns. Points whose denominator is 0 are left out and counted.
 * Which points these are never depends on the forecast, so the scores of a model and of a baseline
 * cover the same points.
 */
public final class ForecastMetrics {
  private ForecastMetrics() {}

  /** Mean of |e|. */
  public static final class Mae extends MeanOverPoints<MetricSpec.Mae> {
    public Mae() {
      super(MetricSpec.Mae.class, true, Better.LOWER);
    }

    @Override
    double numerator(double y, double f) {
      return Math.abs(y - f);
    }
  }

  /** Mean of e squared. */
  public static final class Mse extends MeanOverPoints<MetricSpec.Mse> {
    public Mse() {
      super(MetricSpec.Mse.class, true, Better.LOWER);
    }

    @Override
    double numerator(double y, double f) {
      return (y - f) * (y - f);
    }
  }

  /** The root of the mean of e squared. */
  public static final class Rmse extends Own<MetricSpec.Rmse> {
    private final Mse mse = new Mse();

    public Rmse() {
      super(MetricSpec.Rmse.class, true, Better.LOWER);
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      return mse.sums(predictions).map(sums -> sums.then(Math::sqrt));
    }

    @Override
    public Score score(Forecasts forecasts) {
      return mse.score(forecasts) instanceof Score.Value v
          ? Score.of(Math.sqrt(v.value()))
          : mse.score(forecasts);
    }
  }

  /** Mean of |e| / |y|, in per cent. */
  public static final class Mape extends MeanOverPoints<MetricSpec.Mape> {
    public Mape() {
      super(MetricSpec.Mape.class, false, Better.LOWER);
    }

    @Override
    double numerator(double y, double f) {
      return 100 * Math.abs(y - f);
    }

    @Override
    double denominator(double y, double f, double maseScale) {
      return Math.abs(y);
    }

    @Override
    String allLeftOut() {
      return "every actual value is 0";
    }
  }

  /** Mean of 2|e| / (|y| + |f|), in per cent: 0 to 200. A point where both are 0 counts as 0. */
  public static final class Smape extends MeanOverPoints<MetricSpec.Smape> {
    public Smape() {
      super(MetricSpec.Smape.class, false, Better.LOWER);
    }

    @Override
    double numerator(double y, double f) {
      return 200 * Math.abs(y - f);
    }

    @Override
    double denominator(double y, double f, double maseScale) {
      return y == 0 && f == 0 ? 1 : Math.abs(y) + Math.abs(f);
    }
  }

  /** The sum of |e| over the sum of |y|, in per cent. */
  public static final class Wape extends Own<MetricSpec.Wape> {
    public Wape() {
      super(MetricSpec.Wape.class, false, Better.LOWER);
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      return Optional.of(
          WindowSums.quotient(
              predictions,
              (y, f, series, c) -> 100 * Math.abs(y - f),
              (y, f, series, c) -> Math.abs(y),
              Sums.Scale.POSITIVE));
    }

    @Override
    public Score score(Forecasts forecasts) {
      double errors = 0;
      double actuals = 0;
      for (int w = 0; w < forecasts.size(); w++) {
        for (int h = 0; h < forecasts.steps(); h++) {
          for (int c = 0; c < forecasts.columns().size(); c++) {
            double y = forecasts.actual()[w][h][c];
            if (Double.isNaN(y)) {
              continue;
            }
            errors += Math.abs(y - forecasts.forecast()[w][h][c]);
            actuals += Math.abs(y);
          }
        }
      }
      return actuals == 0
          ? Score.absent("every actual value is 0")
          : Score.of(100 * errors / actuals);
    }
  }

  /**
   * Mean of |e| / s, where s is the column's {@link Forecasts.OfSeries#maseScale} (Hyndman and
   * Koehler 2006). Columns without a scale are left out.
   */
  public static final class Mase extends MeanOverPoints<MetricSpec.Mase> {
    public Mase() {
      super(MetricSpec.Mase.class, false, Better.LOWER);
    }

    @Override
    double numerator(double y, double f) {
      return Math.abs(y - f);
    }

    @Override
    double denominator(double y, double f, double maseScale) {
      return maseScale;
    }

    @Override
    String allLeftOut() {
      return "the training part has no seasonal differences to divide by";
    }
  }

  /**
   * The root of the mean of e squared / s, where s is the column's {@link
   * Forecasts.OfSeries#rmsseScale} (Makridakis, Spiliotis and Assimakopoulos, The M5 competition,
   * 2022). Columns without a scale are left out.
   */
  public static final class Rmsse extends Own<MetricSpec.Rmsse> {
    public Rmsse() {
      super(MetricSpec.Rmsse.class, false, Better.LOWER);
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      return Optional.of(
          WindowSums.quotient(
                  predictions,
                  (y, f, series, c) ->
                      series.rmsseScale()[c] > 0 ? (y - f) * (y - f) / series.rmsseScale()[c] : 0,
                  (y, f, series, c) -> series.rmsseScale()[c] > 0 ? 1 : 0,
                  Sums.Scale.POSITIVE)
              .then(Math::sqrt));
    }

    @Override
    public Score score(Forecasts forecasts) {
      double sum = 0;
      long counted = 0;
      for (int w = 0; w < forecasts.size(); w++) {
        double[] scale = forecasts.seriesOf(w).rmsseScale();
        for (int h = 0; h < forecasts.steps(); h++) {
          for (int c = 0; c < forecasts.columns().size(); c++) {
            double y = forecasts.actual()[w][h][c];
            double e = y - forecasts.forecast()[w][h][c];
            if (scale[c] > 0 && !Double.isNaN(y)) {
              sum += e * e / scale[c];
              counted++;
            }
          }
        }
      }
      return counted == 0
          ? Score.absent(
              "the training part has no seasonal differences to divide by, or is unknown")
          : Score.of(Math.sqrt(sum / counted), forecasts.points() - counted);
    }
  }

  /**
   * The overall weighted average: the mean of two ratios, those of sMAPE and MASE to the sMAPE and
   * MASE of naive2 on the same windows (Makridakis, Spiliotis and Assimakopoulos, The M4
   * competition, 2020).
   */
  public static final class Owa extends Own<MetricSpec.Owa> {
    private final Smape smape = new Smape();
    private final Mase mase = new Mase();

    public Owa() {
      super(MetricSpec.Owa.class, false, Better.LOWER);
    }

    @Override
    public Optional<BaselineSpec> relativeTo() {
      return Optional.of(new BaselineSpec.Naive2());
    }

    @Override
    public Score score(Forecasts forecasts) {
      return Score.absent("it is a ratio to naive2, which is computed for the test part only");
    }

    @Override
    public Score relative(Predictions predictions, Predictions baseline) {
      OptionalDouble ofSmape = ratio(smape, predictions, baseline);
      OptionalDouble ofMase = ratio(mase, predictions, baseline);
      return ofSmape.isPresent() && ofMase.isPresent()
          ? Score.of((ofSmape.getAsDouble() + ofMase.getAsDouble()) / 2)
          : Score.absent("the sMAPE or the MASE has no value, or naive2 makes no error");
    }

    private static OptionalDouble ratio(Metric metric, Predictions model, Predictions baseline) {
      OptionalDouble below = metric.scoreOf(baseline).number();
      OptionalDouble above = metric.scoreOf(model).number();
      return above.isPresent() && below.isPresent() && below.getAsDouble() > 0
          ? OptionalDouble.of(above.getAsDouble() / below.getAsDouble())
          : OptionalDouble.empty();
    }
  }

  /**
   * 1 minus the sum of e squared over that of (y - mean y) squared. For several columns it is the
   * mean of their scores, since a large column would hide the others; columns whose actual values
   * are all equal are left out.
   */
  public static final class R2 extends Own<MetricSpec.R2> {
    public R2() {
      super(MetricSpec.R2.class, true, Better.HIGHER);
    }

    @Override
    public Score score(Forecasts forecasts) {
      int columns = forecasts.columns().size();
      double sum = 0;
      int defined = 0;
      long leftOut = 0;
      for (int c = 0; c < columns; c++) {
        long points = known(forecasts, c);
        // around the first value, since sums of large values would lose their differences
        double first = Double.NaN;
        double mean = 0;
        for (double[][] window : forecasts.actual()) {
          for (double[] step : window) {
            first = Double.isNaN(first) ? step[c] : first;
            mean += Double.isNaN(step[c]) ? 0 : (step[c] - first) / points;
          }
        }
        boolean constant = true;
        double errors = 0;
        double deviations = 0;
        for (int w = 0; w < forecasts.size(); w++) {
          for (int h = 0; h < forecasts.steps(); h++) {
            double y = forecasts.actual()[w][h][c];
            if (Double.isNaN(y)) {
              continue;
            }
            double e = y - forecasts.forecast()[w][h][c];
            errors += e * e;
            double deviation = y - first - mean;
            deviations += deviation * deviation;
            constant &= y == first;
          }
        }
        leftOut += constant ? points : 0;
        if (!constant) {
          sum += Double.isFinite(deviations) ? 1 - errors / deviations : Double.NaN;
          defined++;
        }
      }
      return defined == 0
          ? Score.absent("all actual values are equal")
          : Score.of(sum / defined, leftOut);
    }

    /**
     * Sums for each column: squared errors, known points, and y and its square relative to the
     * first y.
     */
    @Override
    public Optional<Sums> sums(Predictions predictions) {
      Forecasts of = predictions.as(Forecasts.class);
      int columns = of.columns().size();
      double[] first = new double[columns];
      Arrays.setAll(
          first,
          c ->
              Arrays.stream(of.actual())
                  .flatMap(Arrays::stream)
                  .mapToDouble(step -> step[c])
                  .filter(y -> !Double.isNaN(y))
                  .findFirst()
                  .orElse(0));
      return Optional.of(
          WindowSums.of(
              of,
              4 * columns,
              (y, f, series, c, sums) -> {
                double around = y - first[c];
                sums[4 * c] += (y - f) * (y - f);
                sums[4 * c + 1]++;
                sums[4 * c + 2] += around;
                sums[4 * c + 3] += around * around;
              },
              sums ->
                  IntStream.range(0, columns)
                      .filter(c -> sums[4 * c + 3] > 0)
                      .mapToDouble(
                          c ->
                              1
                                  - sums[4 * c]
                                      / (sums[4 * c + 3]
                                          - sums[4 * c + 2] * sums[4 * c + 2] / sums[4 * c + 1]))
                      .average()
                      .orElse(Double.NaN),
              Sums.Scale.ANY));
    }

    private static long known(Forecasts forecasts, int column) {
      long known = 0;
      for (double[][] window : forecasts.actual()) {
        for (double[] step : window) {
          known += Double.isNaN(step[column]) ? 0 : 1;
        }
      }
      return known;
    }
  }

  /** Mean of e: positive where forecasts are too low. */
  public static final class Bias extends MeanOverPoints<MetricSpec.Bias> {
    public Bias() {
      super(MetricSpec.Bias.class, true, Better.NEARER_ZERO);
    }

    @Override
    double numerator(double y, double f) {
      return y - f;
    }
  }

  private abstract static class Own<S extends MetricSpec> extends OwnMetric<S>
      implements ForecastMetric {
    private final boolean ofNumbers;

    /**
     * @param ofNumbers whether it also applies to numbers that are not a time series
     */
    Own(Class<S> spec, boolean ofNumbers, Better better) {
      super(spec, better);
      this.ofNumbers = ofNumbers;
    }

    @Override
    public boolean fits(TargetSpec target) {
      return target
          .answers()
          .contains(ofNumbers ? TargetSpec.Answers.NUMBERS : TargetSpec.Answers.FORECASTS);
    }
  }

  /** The mean of numerator / denominator over the points whose denominator is not 0. */
  private abstract static class MeanOverPoints<S extends MetricSpec> extends Own<S> {
    MeanOverPoints(Class<S> spec, boolean ofNumbers, Better better) {
      super(spec, ofNumbers, better);
    }

    abstract double numerator(double y, double f);

    double denominator(double y, double f, double maseScale) {
      return 1;
    }

    /** The reason why no point is left. */
    String allLeftOut() {
      throw new IllegalStateException("a denominator of 1 leaves no point out");
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      return Optional.of(
          WindowSums.quotient(
              predictions,
              (y, f, series, c) -> {
                double denominator = denominator(y, f, series.maseScale()[c]);
                return denominator == 0 ? 0 : numerator(y, f) / denominator;
              },
              (y, f, series, c) -> denominator(y, f, series.maseScale()[c]) == 0 ? 0 : 1,
              better() == Better.LOWER ? Sums.Scale.POSITIVE : Sums.Scale.ANY));
    }

    @Override
    public Score score(Forecasts forecasts) {
      double sum = 0;
      long counted = 0;
      for (int w = 0; w < forecasts.size(); w++) {
        double[] maseScale = forecasts.seriesOf(w).maseScale();
        for (int h = 0; h < forecasts.steps(); h++) {
          for (int c = 0; c < forecasts.columns().size(); c++) {
            double y = forecasts.actual()[w][h][c];
            double f = forecasts.forecast()[w][h][c];
            double denominator = denominator(y, f, maseScale[c]);
            if (denominator != 0 && !Double.isNaN(y)) {
              sum += numerator(y, f) / denominator;
              counted++;
            }
          }
        }
      }
      return counted == 0
          ? Score.absent(allLeftOut())
          : Score.of(sum / counted, forecasts.points() - counted);
    }
  }
}
