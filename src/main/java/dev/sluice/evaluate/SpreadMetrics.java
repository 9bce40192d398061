package dev.sluice.evaluate;

import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.TargetSpec.Answers;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * The metrics of {@link Spread}: means over all windows, steps and columns whose actual value is
 * known. Those of intervals have one level each, {@code coverage_80}.
 */
public final class SpreadMetrics {
  private SpreadMetrics() {}

  /**
   * The mean over levels of (y - f) q if y lies above the quantile f of level q, else (f - y) (1 -
   * q) (Koenker and Bassett 1978). Not doubled.
   */
  public static final class Pinball extends OfQuantiles<MetricSpec.Pinball> {
    public Pinball() {
      super(MetricSpec.Pinball.class, 1);
    }
  }

  /**
   * The continuous ranked probability score from quantiles: twice their mean pinball loss, which
   * becomes exact as the number of equally spaced levels grows (Gneiting and Ranjan 2011). GluonTS
   * and scoringrules ({@code crps_quantile}) compute the same.
   */
  public static final class Crps extends OfQuantiles<MetricSpec.Crps> {
    public Crps() {
      super(MetricSpec.Crps.class, 2);
    }
  }

  /** The share of values that lie in their interval, ends included. */
  public static final class Coverage extends OfIntervals<MetricSpec.Coverage> {
    public Coverage() {
      super(MetricSpec.Coverage.class, Better.NEITHER);
    }

    @Override
    double of(double y, double lower, double upper, double level) {
      return lower <= y && y <= upper ? 1 : 0;
    }
  }

  /** Upper minus lower bound. */
  public static final class Width extends OfIntervals<MetricSpec.Width> {
    public Width() {
      super(MetricSpec.Width.class, Better.LOWER);
    }

    /** Not one that decides: narrow intervals may contain too few values. */
    @Override
    public boolean decides() {
      return false;
    }

    @Override
    double of(double y, double lower, double upper, double level) {
      return upper - lower;
    }
  }

  /**
   * The width of an interval of level 1 - a, and 2 / a times the distance of a value that lies
   * outside (Winkler 1972).
   */
  public static final class Winkler extends OfIntervals<MetricSpec.Winkler> {
    public Winkler() {
      super(MetricSpec.Winkler.class, Better.LOWER);
    }

    @Override
    double of(double y, double lower, double upper, double level) {
      return upper - lower + 2 / (1 - level) * Math.max(0, Math.max(lower - y, y - upper));
    }
  }

  /** The value of one point, which is summed over points. */
  private interface Point {
    /**
     * @param values of its window, (steps, columns) each
     */
    double of(double actual, double[][][] values, int step, int column);
  }

  /**
   * A mean over points.
   *
   * @param values that a point is made from
   */
  private record Mean(List<Spread.Values> values, Point point) {
    Score score(Forecasts forecasts) {
      double[] sum = new double[2];
      add(forecasts, w -> sum);
      return Score.of(sum[0] / forecasts.points());
    }

    Sums sums(Forecasts forecasts, Sums.Scale scale) {
      double[][] ofWindows = new double[forecasts.size()][2];
      add(forecasts, w -> ofWindows[w]);
      return WindowSums.of(ofWindows, 2, sums -> sums[0] / sums[1], scale);
    }

    /** Adds each point, and that it is one, to the sums of its window. */
    private void add(Forecasts forecasts, IntFunction<double[]> sums) {
      double[][][] ofWindow = new double[values.size()][][];
      for (int w = 0; w < forecasts.size(); w++) {
        for (int i = 0; i < ofWindow.length; i++) {
          ofWindow[i] = values.get(i).window(w);
        }
        for (int h = 0; h < forecasts.steps(); h++) {
          for (int c = 0; c < forecasts.columns().size(); c++) {
            double y = forecasts.actual()[w][h][c];
            if (!Double.isNaN(y)) {
              sums.apply(w)[0] += point.of(y, ofWindow, h, c);
              sums.apply(w)[1]++;
            }
          }
        }
      }
    }
  }

  private abstract static class OfQuantiles<S extends MetricSpec> extends OwnMetric<S>
      implements ForecastMetric {
    private final double times;

    OfQuantiles(Class<S> spec, double times) {
      super(spec, Better.LOWER);
      this.times = times;
    }

    @Override
    public boolean fits(TargetSpec target) {
      return target.answers().contains(Answers.QUANTILES);
    }

    @Override
    public Score score(Forecasts forecasts) {
      return mean(forecasts)
          .map(mean -> mean.score(forecasts))
          .orElseGet(() -> Score.absent("it forecasts no quantiles"));
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      Forecasts forecasts = predictions.as(Forecasts.class);
      return mean(forecasts).map(mean -> mean.sums(forecasts, Sums.Scale.POSITIVE));
    }

    private Optional<Mean> mean(Forecasts forecasts) {
      List<Spread.Quantile> quantiles = forecasts.spread().quantiles();
      return quantiles.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Mean(
                  quantiles.stream().map(Spread.Quantile::values).toList(),
                  (y, values, h, c) -> {
                    double sum = 0;
                    for (int q = 0; q < values.length; q++) {
                      double level = quantiles.get(q).level();
                      double error = y - values[q][h][c];
                      sum += Math.max(level * error, (level - 1) * error);
                    }
                    return times * sum / values.length;
                  }));
    }
  }

  private abstract static class OfIntervals<S extends MetricSpec> extends OwnMetric<S>
      implements ForecastMetric {
    OfIntervals(Class<S> spec, Better better) {
      super(spec, better);
    }

    abstract double of(double y, double lower, double upper, double level);

    @Override
    public boolean fits(TargetSpec target) {
      return target.answers().contains(Answers.INTERVALS);
    }

    @Override
    public Optional<Metric> ofLevel(double level) {
      return Optional.of(new OfLevel(this, level));
    }

    @Override
    public Score score(Forecasts forecasts) {
      return Score.absent("it has a value only for each level of an interval");
    }
  }

  /** A metric of the intervals of one level. */
  private record OfLevel(OfIntervals<?> metric, double level) implements ForecastMetric {
    @Override
    public Better better() {
      return metric.better();
    }

    @Override
    public boolean decides() {
      return metric.decides();
    }

    @Override
    public boolean fits(TargetSpec target) {
      return metric.fits(target);
    }

    @Override
    public Score score(Forecasts forecasts) {
      return mean(forecasts)
          .map(mean -> mean.score(forecasts))
          .orElseGet(() -> Score.absent("it forecasts no interval of this level"));
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      Forecasts forecasts = predictions.as(Forecasts.class);
      return mean(forecasts)
          .map(
              mean ->
                  mean.sums(
                      forecasts,
                      better() == Better.LOWER ? Sums.Scale.POSITIVE : Sums.Scale.SHARE));
    }

    private Optional<Mean> mean(Forecasts forecasts) {
      return forecasts.spread().judged().stream()
          .filter(interval -> interval.level() == level)
          .findFirst()
          .map(
              interval ->
                  new Mean(
                      List.of(interval.lower(), interval.upper()),
                      (y, ends, h, c) -> metric.of(y, ends[0][h][c], ends[1][h][c], level)));
    }
  }
}
