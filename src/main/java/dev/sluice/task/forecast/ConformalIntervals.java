package dev.sluice.task.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.frame.FittedJson;
import dev.sluice.frame.series.ForecastPath;
import dev.sluice.frame.series.SeriesExamples;
import dev.sluice.problem.Problem;
import dev.sluice.spec.IntervalSpec.Conformal;
import dev.sluice.spec.IntervalSpec.Conformal.Errors;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far values may lie from forecasts, learned from the errors of validation windows: split
 * conformal prediction (Lei et al., Distribution-free predictive inference for regression, 2018,
 * algorithm 2), for each step and column. A series with enough windows for the highest level has
 * its own half widths; the others share those of all windows together.
 *
 * @param levels ascending
 * @param errors the unit of half widths; in the network's units, the width of intervals follows
 *     scales and transforms
 * @param shared half widths, (levels, steps, columns)
 * @param own the same by key of the series
 */
record ConformalIntervals(
    List<Double> levels, Errors errors, double[][][] shared, Map<List<String>, double[][][]> own) {

  /** The number of windows that a level needs, so that the required rank exists. */
  static int needed(double level) {
    BigDecimal exact = BigDecimal.valueOf(level);
    return exact.divide(BigDecimal.ONE.subtract(exact), 0, RoundingMode.CEILING).intValueExact();
  }

  /** The rank, counted from 1, of the error that becomes the half width. */
  static int place(double level, int errors) {
    return BigDecimal.valueOf(level)
        .multiply(BigDecimal.valueOf(errors + 1L))
        .setScale(0, RoundingMode.CEILING)
        .intValueExact();
  }

  /** Why the validation part is too small, if so. */
  static Optional<Problem> fault(Conformal spec, SeriesExamples validation) {
    double highest = highest(spec.levels());
    int needed = needed(highest);
    int fewest = fewest(validation, 0, validation.size());
    if (fewest >= needed) {
      return Optional.empty();
    }
    BigDecimal fitting =
        BigDecimal.valueOf(fewest)
            .divide(BigDecimal.valueOf(fewest + 1L), 2, RoundingMode.FLOOR)
            .stripTrailingZeros();
    return Optional.of(
        Problem.atKey(
            "data.target.forecast.intervals.conformal.levels",
            "the interval of %s needs %s validation windows (%s / (1 - %s) rounded up); there %s"
                .formatted(
                    highest,
                    needed,
                    highest,
                    highest,
                    fewest == 1 ? "is 1" : "are " + (fewest == 0 ? "none" : fewest)),
            "add %s rows to data.split.validation%s"
                .formatted(
                    needed - fewest + (fewest == 0 ? validation.horizon() - 1 : 0),
                    fewest == 0
                        ? ""
                        : ", or choose levels of at most " + fitting.toPlainString())));
  }

  private static double highest(List<Double> levels) {
    return levels.get(levels.size() - 1);
  }

  /** The smallest number of known values over all steps and columns. */
  private static int fewest(SeriesExamples windows, int from, int end) {
    int[][] known = new int[windows.horizon()][windows.columns().size()];
    for (int w = from; w < end; w++) {
      double[][] actual = windows.actual(w);
      for (int step = 0; step < actual.length; step++) {
        for (int c = 0; c < actual[step].length; c++) {
          known[step][c] += Double.isNaN(actual[step][c]) ? 0 : 1;
        }
      }
    }
    return Arrays.stream(known).flatMapToInt(Arrays::stream).min().orElse(0);
  }

  /**
   * Learns from the validation part, which has windows enough.
   *
   * @param forecast original units, (windows, steps, columns)
   */
  static ConformalIntervals of(Conformal spec, SeriesExamples validation, double[][][] forecast) {
    float[][][] errors = errors(spec.errors(), validation, forecast);
    Map<List<String>, double[][][]> own = new LinkedHashMap<>();
    for (int series = 0;
        validation.seriesCount() > 1 && series < validation.seriesCount();
        series++) {
      int from = validation.firstWindow(series);
      int end = validation.endWindow(series);
      if (fewest(validation, from, end) >= needed(highest(spec.levels()))) {
        own.put(validation.seriesKey(series), halfWidths(spec.levels(), errors, from, end));
      }
    }
    return new ConformalIntervals(
        spec.levels(), spec.errors(), halfWidths(spec.levels(), errors, 0, forecast.length), own);
  }

  /** (steps, columns, windows), NaN where nothing is known. */
  private static float[][][] errors(Errors unit, SeriesExamples validation, double[][][] forecast) {
    int columns = validation.columns().size();
    float[][][] errors = new float[validation.horizon()][columns][forecast.length];
    for (int w = 0; w < forecast.length; w++) {
      double[][] actual = validation.actual(w);
      for (int c = 0; c < columns; c++) {
        Distance distance = Distance.of(unit, validation, w, c, forecast[w]);
        for (int step = 0; step < errors.length; step++) {
          if (Double.isNaN(actual[step][c])) {
            errors[step][c][w] = Float.NaN;
            continue;
          }
          float error = (float) distance.between(step, actual[step][c], forecast[w][step][c]);
          errors[step][c][w] = Float.isFinite(error) ? error : Float.MAX_VALUE;
        }
      }
    }
    return errors;
  }

  private static double[][][] halfWidths(
      List<Double> levels, float[][][] errors, int from, int end) {
    double[][][] widths = new double[levels.size()][errors.length][errors[0].length];
    for (int step = 0; step < errors.length; step++) {
      for (int c = 0; c < errors[step].length; c++) {
        float[] sorted = Arrays.copyOfRange(errors[step][c], from, end);
        Arrays.sort(sorted); // NaN last
        int known = sorted.length;
        while (Float.isNaN(sorted[known - 1])) {
          known--;
        }
        for (int level = 0; level < widths.length; level++) {
          widths[level][step][c] = sorted[place(levels.get(level), known) - 1];
        }
      }
    }
    return widths;
  }

  /**
   * The intervals around the forecasts of a window, which they contain.
   *
   * @param forecast original units, (steps, columns)
   * @return lower and upper by level, (2 * levels, steps, columns)
   */
  double[][][] around(SeriesExamples windows, int window, double[][] forecast) {
    int columns = windows.columns().size();
    double[][][] ends = new double[2 * levels.size()][forecast.length][columns];
    double[][][] widths =
        own.getOrDefault(windows.seriesKey(windows.seriesOf(window)), shared); // (levels, ...)
    for (int c = 0; c < columns; c++) {
      Distance distance = Distance.of(errors, windows, window, c, forecast);
      for (int step = 0; step < forecast.length; step++) {
        double value = forecast[step][c];
        for (int level = 0; level < widths.length; level++) {
          double half = widths[level][step][c];
          ends[2 * level][step][c] = Math.min(value, distance.from(step, value, -half));
          ends[2 * level + 1][step][c] = Math.max(value, distance.from(step, value, half));
        }
      }
    }
    return ends;
  }

  /** The unit of errors for a column in a window. */
  private interface Distance {
    /** Never negative. */
    double between(int step, double value, double other);

    /** The value at this distance from another, below it if negative. */
    double from(int step, double value, double distance);

    /**
     * @param forecast of the window, original units, (steps, columns)
     */
    static Distance of(
        Errors unit, SeriesExamples windows, int window, int column, double[][] forecast) {
      return switch (unit) {
        case ORIGINAL -> new Original();
        case NETWORK -> new Scaled(windows.path(window, column, forecast), 1);
        case DEVIATION ->
            new Scaled(windows.path(window, column, forecast), windows.deviation(window, column));
      };
    }

    /** Original units. */
    record Original() implements Distance {
      @Override
      public double between(int step, double value, double other) {
        return Math.abs(value - other);
      }

      @Override
      public double from(int step, double value, double distance) {
        return value + distance;
      }
    }

    /** Units of the network. */
    record Scaled(ForecastPath path, double unit) implements Distance {
      @Override
      public double between(int step, double value, double other) {
        return Math.abs(path.scaled(step, value) - path.scaled(step, other)) / unit;
      }

      @Override
      public double from(int step, double value, double distance) {
        return path.original(step, path.scaled(step, value) + distance * unit);
      }
    }
  }

  /** Half widths, (levels, steps, columns). */
  JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    levels.forEach(json.putArray("levels")::add);
    json.set("half_widths", numbers(shared));
    ArrayNode series = json.putArray("series");
    own.forEach(
        (key, widths) -> {
          ObjectNode one = series.addObject();
          key.forEach(one.putArray("key")::add);
          one.set("half_widths", numbers(widths));
        });
    return json;
  }

  private static ArrayNode numbers(double[][][] values) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (double[][] level : values) {
      ArrayNode steps = array.addArray();
      for (double[] step : level) {
        Arrays.stream(step).forEach(steps.addArray()::add);
      }
    }
    return array;
  }

  /**
   * Restores what {@link #toJson} wrote.
   *
   * @throws dev.sluice.problem.UserException without a location, if it is damaged
   */
  static ConformalIntervals fromJson(Conformal spec, int steps, int columns, JsonNode json) {
    List<Double> levels = new ArrayList<>();
    json.path("levels").forEach(level -> levels.add(level.asDouble()));
    if (!levels.equals(spec.levels())) {
      throw FittedJson.damaged("it has intervals of other levels than the config");
    }
    Map<List<String>, double[][][]> own = new LinkedHashMap<>();
    for (JsonNode one : json.path("series")) {
      List<String> key = new ArrayList<>();
      one.path("key").forEach(value -> key.add(value.asText()));
      own.put(key, halfWidths(levels.size(), steps, columns, one));
    }
    return new ConformalIntervals(
        spec.levels(), spec.errors(), halfWidths(levels.size(), steps, columns, json), own);
  }

  private static double[][][] halfWidths(int levels, int steps, int columns, JsonNode json) {
    double[][][] widths = new double[levels][steps][columns];
    JsonNode values = json.path("half_widths");
    boolean shaped = values.size() == levels;
    for (int level = 0; level < levels; level++) {
      shaped &= values.path(level).size() == steps;
      for (int step = 0; step < steps; step++) {
        shaped &= values.path(level).path(step).size() == columns;
        for (int c = 0; c < columns; c++) {
          JsonNode value = values.path(level).path(step).path(c);
          widths[level][step][c] = value.asDouble(Double.NaN);
          shaped &= value.isNumber() && widths[level][step][c] >= 0;
        }
      }
    }
    if (!shaped) {
      throw FittedJson.damaged(
          "half_widths must be %s x %s x %s numbers of at least 0"
              .formatted(levels, steps, columns));
    }
    return widths;
  }
}
