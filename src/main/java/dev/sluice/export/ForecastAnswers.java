package dev.sluice.export;

import dev.sluice.frame.series.WindowRecipe;
import dev.sluice.shape.Positive;
import dev.sluice.task.PortableTarget;
import dev.sluice.task.PortableTarget.ForecastForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The expected forecasts of windows, computed by Sluice in plain Java. */
record ForecastAnswers(PortableTarget.Forecast forecast, WindowRecipe recipe) {

  /**
   * @param given (windows)(values * numbers)
   * @return by name of the output
   */
  Map<String, Tensor> of(List<WindowRecipe.Rows> windows, float[][] given) {
    List<double[]> points = new ArrayList<>();
    List<double[]> others = new ArrayList<>(); // quantiles or dispersions
    for (int w = 0; w < given.length; w++) {
      add(windows.get(w), given[w], points, others);
    }
    int batch = given.length;
    int horizon = recipe.horizon();
    int columns = recipe.targets();
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("forecast", new Tensor(together(points), batch, horizon, columns));
    if (forecast.form() instanceof ForecastForm.Counts) {
      outputs.put("dispersion", new Tensor(together(others), batch, horizon, columns));
    } else if (!(forecast.form() instanceof ForecastForm.Value)) {
      outputs.put(
          "quantiles",
          new Tensor(together(others), batch, forecast.levels().size(), horizon, columns));
    }
    return outputs;
  }

  private static double[] together(List<double[]> parts) {
    return parts.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  private void add(
      WindowRecipe.Rows rows, float[] given, List<double[]> points, List<double[]> others) {
    int values = recipe.horizon() * recipe.targets();
    int numbers = given.length / values;
    ForecastForm form = forecast.form();
    if (form instanceof ForecastForm.Value) {
      points.add(original(rows, values, i -> given[i]));
    } else if (form instanceof ForecastForm.Quantiles) {
      float[] sorted = given.clone();
      for (int at = 0; at < sorted.length; at += numbers) {
        Arrays.sort(sorted, at, at + numbers);
      }
      for (int level = 0; level < numbers; level++) {
        int which = level;
        double[] one = original(rows, values, i -> sorted[i * numbers + which]);
        others.add(one);
        if (forecast.levels().get(level) == 0.5) {
          points.add(one);
        }
      }
    } else if (form instanceof ForecastForm.LocationAndScale spread) {
      points.add(original(rows, values, i -> given[2 * i]));
      for (double off : spread.standard()) {
        others.add(original(rows, values, i -> given[2 * i] + off * Positive.of(given[2 * i + 1])));
      }
    } else {
      double[] level =
          Arrays.stream(rows.values())
              .limit(recipe.targets())
              .mapToDouble(
                  column ->
                      1
                          + Arrays.stream(column, recipe.memory(), column.length)
                              .average()
                              .orElseThrow())
              .toArray();
      points.add(
          IntStream.range(0, values)
              .mapToDouble(i -> level[i % level.length] * Positive.of(given[2 * i]))
              .map(this::bounded)
              .toArray());
      others.add(
          IntStream.range(0, values).mapToDouble(i -> Positive.of(given[2 * i + 1])).toArray());
    }
  }

  private double[] original(
      WindowRecipe.Rows rows, int values, java.util.function.IntToDoubleFunction scaled) {
    double[] output = IntStream.range(0, values).mapToDouble(scaled).toArray();
    return Arrays.stream(recipe.original(rows, output))
        .flatMapToDouble(Arrays::stream)
        .map(this::bounded)
        .toArray();
  }

  private double bounded(double x) {
    double above = forecast.min().map(min -> Math.max(min, x)).orElse(x);
    return forecast.max().map(max -> Math.min(max, above)).orElse(above);
  }
}
