package dev.sluice.task.forecast;

import dev.sluice.evaluate.DistributionQuantiles;
import dev.sluice.frame.series.SeriesExamples;
import dev.sluice.shape.OutputShape;
import dev.sluice.shape.Positive;
import dev.sluice.spec.DistributionSpec;
import dev.sluice.spec.LossSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.task.PortableTarget.ForecastForm;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** The meaning of the network's outputs for a value, and its labels. */
interface Head {
  static Head of(TargetSpec.Forecast spec) {
    if (spec.quantiles().isPresent()) {
      return new Quantiles(spec.quantiles().get());
    }
    return spec.distribution().map(Head::of).orElseGet(Value::new);
  }

  private static Head of(DistributionSpec distribution) {
    if (distribution.ofCounts()) {
      return new Counts(distribution);
    }
    DoubleUnaryOperator standard =
        distribution instanceof DistributionSpec.StudentT t
            ? level -> DistributionQuantiles.studentT(t.degrees(), level)
            : DistributionQuantiles::normal;
    return new LocationAndScale(
        distribution,
        distribution.quantiles().stream().mapToDouble(standard::applyAsDouble).toArray());
  }

  /**
   * The output shape of the network.
   *
   * @param spec of this head
   * @param columns those of an example
   */
  default OutputShape shape(TargetSpec.Forecast spec, int columns) {
    return new OutputShape.Values(
        spec.horizon(),
        columns,
        numbers(),
        loss(),
        spec.decoding() == TargetSpec.Forecast.Decoding.RECURSIVE);
  }

  /** The number of outputs per value. */
  int numbers();

  /** Their meaning, for programs without Sluice. */
  ForecastForm portable();

  /** The training loss; empty if the user may choose it. */
  Optional<LossSpec> loss();

  /**
   * Writes the labels of an example.
   *
   * @param scaled the values, {@code step * columns + column}, of the columns of the example
   * @param labels receives (values * numbers) from {@code offset} on
   */
  void label(SeriesExamples windows, int example, float[] scaled, float[] labels, int offset);

  /**
   * The forecast of a window.
   *
   * @param outputs of the network, (values * numbers)
   * @return original units, (steps, columns)
   */
  double[][] forecast(SeriesExamples windows, int window, float[] outputs);

  /**
   * The quantiles of a window, ascending for each value.
   *
   * @param outputs of the network, (values * numbers)
   * @return original units, (levels, steps, columns)
   */
  double[][][] quantiles(SeriesExamples windows, int window, float[] outputs);

  /** The value itself. */
  record Value() implements Head {
    @Override
    public ForecastForm portable() {
      return new ForecastForm.Value();
    }

    @Override
    public int numbers() {
      return 1;
    }

    @Override
    public Optional<LossSpec> loss() {
      return Optional.empty();
    }

    @Override
    public void label(
        SeriesExamples windows, int example, float[] scaled, float[] labels, int offset) {
      System.arraycopy(scaled, 0, labels, offset, scaled.length);
    }

    @Override
    public double[][] forecast(SeriesExamples windows, int window, float[] outputs) {
      return windows.toOriginalUnits(window, outputs);
    }

    @Override
    public double[][][] quantiles(SeriesExamples windows, int window, float[] outputs) {
      return new double[0][][];
    }
  }

  /**
   * Quantiles of the scaled value. Those of a network may cross; sorted, they are closer to the
   * true ones (Chernozhukov, Fernandez-Val and Galichon, Quantile and probability curves without
   * crossing, 2010), and their pinball loss is no larger.
   *
   * @param levels ascending, including 0.5
   */
  record Quantiles(List<Double> levels) implements Head {
    @Override
    public ForecastForm portable() {
      return new ForecastForm.Quantiles();
    }

    @Override
    public int numbers() {
      return levels.size();
    }

    @Override
    public Optional<LossSpec> loss() {
      return Optional.of(new LossSpec.Pinball(levels));
    }

    @Override
    public void label(
        SeriesExamples windows, int example, float[] scaled, float[] labels, int offset) {
      for (int i = 0; i < scaled.length; i++) {
        Arrays.fill(labels, offset + i * numbers(), offset + (i + 1) * numbers(), scaled[i]);
      }
    }

    @Override
    public double[][] forecast(SeriesExamples windows, int window, float[] outputs) {
      return quantiles(windows, window, outputs)[levels.indexOf(0.5)];
    }

    @Override
    public double[][][] quantiles(SeriesExamples windows, int window, float[] outputs) {
      double[][] scaled = new double[numbers()][outputs.length / numbers()];
      for (int i = 0; i < scaled[0].length; i++) {
        float[] sorted = Arrays.copyOfRange(outputs, i * numbers(), (i + 1) * numbers());
        Arrays.sort(sorted);
        for (int level = 0; level < sorted.length; level++) {
          scaled[level][i] = sorted[level];
        }
      }
      return Arrays.stream(scaled)
          .map(one -> windows.toOriginalUnits(window, one))
          .toArray(double[][][]::new);
    }
  }

  /** The two parameters of a distribution. */
  interface OfDistribution extends Head {
    DistributionSpec distribution();

    @Override
    default int numbers() {
      return 2;
    }

    @Override
    default Optional<LossSpec> loss() {
      return Optional.of(new LossSpec.Likelihood(distribution()));
    }
  }

  /**
   * The location and, by {@link Positive}, the scale of the scaled value's distribution, which is
   * symmetric around the location.
   *
   * @param standard the quantiles of its levels for location 0 and scale 1
   */
  record LocationAndScale(DistributionSpec distribution, double[] standard)
      implements OfDistribution {
    @Override
    public ForecastForm portable() {
      return new ForecastForm.LocationAndScale(Arrays.stream(standard).boxed().toList());
    }

    @Override
    public void label(
        SeriesExamples windows, int example, float[] scaled, float[] labels, int offset) {
      for (int i = 0; i < scaled.length; i++) {
        labels[offset + 2 * i] = scaled[i];
      }
    }

    @Override
    public double[][] forecast(SeriesExamples windows, int window, float[] outputs) {
      return at(0, windows, window, outputs);
    }

    @Override
    public double[][][] quantiles(SeriesExamples windows, int window, float[] outputs) {
      return Arrays.stream(standard)
          .mapToObj(deviations -> at(deviations, windows, window, outputs))
          .toArray(double[][][]::new);
    }

    private static double[][] at(
        double deviations, SeriesExamples windows, int window, float[] outputs) {
      double[] scaled = new double[outputs.length / 2];
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = outputs[2 * i] + deviations * Positive.of(outputs[2 * i + 1]);
      }
      return windows.toOriginalUnits(window, scaled);
    }
  }

  /**
   * By {@link Positive}, the mean of a count in units of 1 plus the mean over the lookback (Salinas
   * et al., DeepAR, 2020, section 3.3), and the dispersion. Labels are the count and the unit.
   */
  record Counts(DistributionSpec distribution) implements OfDistribution {
    @Override
    public ForecastForm portable() {
      return new ForecastForm.Counts();
    }

    @Override
    public void label(
        SeriesExamples windows, int example, float[] scaled, float[] labels, int offset) {
      int window = windows.windowOf(example);
      double[] units = units(windows, window);
      double[][] rows = windows.targetRows(windows.seriesOf(window));
      int first = windows.cutoffRow(window) + 1 + windows.gap();
      int[] held =
          IntStream.range(0, units.length).filter(c -> windows.holds(example, c)).toArray();
      for (int i = 0; i < scaled.length; i++) {
        int column = held[i % held.length];
        labels[offset + 2 * i] =
            Float.isNaN(scaled[i])
                ? Float.NaN
                : (float) Math.rint(rows[column][first + i / held.length]);
        labels[offset + 2 * i + 1] = (float) units[column];
      }
    }

    /** (columns). */
    private static double[] units(SeriesExamples windows, int window) {
      double[][] rows = windows.targetRows(windows.seriesOf(window));
      int end = windows.cutoffRow(window) + 1;
      return Arrays.stream(rows)
          .mapToDouble(
              column ->
                  1 + Arrays.stream(column, end - windows.lookback(), end).average().orElseThrow())
          .toArray();
    }

    @Override
    public double[][] forecast(SeriesExamples windows, int window, float[] outputs) {
      double[] units = units(windows, window);
      double[][] means = new double[outputs.length / 2 / units.length][units.length];
      for (int i = 0; i < outputs.length / 2; i++) {
        int column = i % units.length;
        means[i / units.length][column] = units[column] * Positive.of(outputs[2 * i]);
      }
      return means;
    }

    @Override
    public double[][][] quantiles(SeriesExamples windows, int window, float[] outputs) {
      double[][] means = forecast(windows, window, outputs);
      double[] levels =
          distribution.quantiles().stream().mapToDouble(Double::doubleValue).toArray();
      double[][][] quantiles = new double[levels.length][means.length][means[0].length];
      for (int step = 0; step < means.length; step++) {
        for (int c = 0; c < means[step].length; c++) {
          double dispersion = Positive.of(outputs[2 * (step * means[step].length + c) + 1]);
          double[] counts =
              DistributionQuantiles.negativeBinomial(means[step][c], dispersion, levels);
          for (int level = 0; level < levels.length; level++) {
            quantiles[level][step][c] = counts[level];
          }
        }
      }
      return quantiles;
    }
  }
}
