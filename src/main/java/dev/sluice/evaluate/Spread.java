package dev.sluice.evaluate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Where values are expected to lie around their forecasts, in original units.
 *
 * @param quantiles by level, ascending
 * @param intervals by level, ascending, each inside the next
 */
public record Spread(List<Quantile> quantiles, List<Interval> intervals) {
  /** For forecasts without quantiles or intervals. */
  public static final Spread NONE = new Spread(List.of(), List.of());

  /**
   * Values of windows. They may be computed each time a window is asked for, since with long
   * horizons they are far more numerous than the network's outputs.
   */
  public interface Values {
    int size();

    /** (steps, columns), not to be modified. */
    double[][] window(int window);

    /** Values that are already computed, (windows, steps, columns); not copied. */
    static Values of(double[][][] values) {
      return of(values.length, window -> values[window]);
    }

    /** Values of this many windows that a function computes. */
    static Values of(int size, IntFunction<double[][]> windows) {
      return new Values() {
        @Override
        public int size() {
          return size;
        }

        @Override
        public double[][] window(int window) {
          return windows.apply(window);
        }
      };
    }
  }

  /**
   * The value below which a share of the values is expected to lie.
   *
   * @param level between 0 and 1
   */
  public record Quantile(double level, Values values) {
    /** A quantile from computed values, (windows, steps, columns). */
    public Quantile(double level, double[][][] values) {
      this(level, Values.of(values));
    }

    /** The column name of a quantile in tables, as in {@code q_0.1}. */
    public static String name(double level) {
      return "q_" + BigDecimal.valueOf(level).toPlainString();
    }
  }

  /**
   * Bounds between which a share of the values is expected to lie.
   *
   * @param level between 0 and 1
   */
  public record Interval(double level, Values lower, Values upper) {
    /** An interval from computed bounds, (windows, steps, columns). */
    public Interval(double level, double[][][] lower, double[][][] upper) {
      this(level, Values.of(lower), Values.of(upper));
    }
  }

  public Spread {
    quantiles = List.copyOf(quantiles);
    intervals = List.copyOf(intervals);
  }

  /** A level in per cent, as in {@code 80} or {@code 97.5}. */
  public static String percent(double level) {
    return BigDecimal.valueOf(level).movePointRight(2).stripTrailingZeros().toPlainString();
  }

  /** Parses what {@link #percent} wrote. */
  static double level(String percent) {
    return new BigDecimal(percent).movePointLeft(2).doubleValue();
  }

  /** The intervals that are judged: the given ones, else those between two quantiles. */
  public List<Interval> judged() {
    if (!intervals.isEmpty()) {
      return intervals;
    }
    List<Interval> between = new ArrayList<>();
    for (Quantile lower : quantiles) {
      BigDecimal other = BigDecimal.ONE.subtract(BigDecimal.valueOf(lower.level()));
      quantiles.stream()
          .filter(q -> q.level() > 0.5 && BigDecimal.valueOf(q.level()).compareTo(other) == 0)
          .forEach(
              upper ->
                  between.add(
                      0,
                      new Interval(
                          other.subtract(BigDecimal.valueOf(lower.level())).doubleValue(),
                          lower.values(),
                          upper.values())));
    }
    return between;
  }

  /** The values in order, by their column names in tables. */
  public Map<String, Values> byName() {
    Map<String, Values> named = new LinkedHashMap<>();
    for (Interval interval : intervals) {
      named.put("lower_" + percent(interval.level()), interval.lower());
      named.put("upper_" + percent(interval.level()), interval.upper());
    }
    quantiles.forEach(q -> named.put(Quantile.name(q.level()), q.values()));
    return named;
  }

  /** Those of a window, by the same names. */
  public Map<String, double[][]> ofWindow(int window) {
    Map<String, double[][]> named = new LinkedHashMap<>();
    byName().forEach((name, values) -> named.put(name, values.window(window)));
    return named;
  }

  /** The spread of some windows, in this order. */
  Spread windows(int[] windows) {
    return map(values -> Values.of(windows.length, w -> values.window(windows[w])));
  }

  /** Joins those of several models that forecast the same levels, one after another. */
  static Spread together(List<Spread> models) {
    Spread first = models.get(0);
    return new Spread(
        IntStream.range(0, first.quantiles.size())
            .mapToObj(
                q ->
                    new Quantile(
                        first.quantiles.get(q).level(),
                        together(models, model -> model.quantiles.get(q).values())))
            .toList(),
        IntStream.range(0, first.intervals.size())
            .mapToObj(
                i ->
                    new Interval(
                        first.intervals.get(i).level(),
                        together(models, model -> model.intervals.get(i).lower()),
                        together(models, model -> model.intervals.get(i).upper())))
            .toList());
  }

  private static Values together(List<Spread> models, Function<Spread, Values> values) {
    List<IntFunction<double[][]>> windows = new ArrayList<>();
    for (Spread model : models) {
      Values theirs = values.apply(model);
      for (int w = 0; w < theirs.size(); w++) {
        int window = w;
        windows.add(none -> theirs.window(window));
      }
    }
    return Values.of(windows.size(), w -> windows.get(w).apply(w));
  }

  /** The spread of one column, computed once. */
  Spread column(int column) {
    return computed(
        window -> Arrays.stream(window).mapToDouble(step -> step[column]).toArray(),
        steps ->
            Arrays.stream(steps).mapToObj(value -> new double[] {value}).toArray(double[][]::new));
  }

  /** The spread of some steps, computed once. */
  Spread steps(int from, int end) {
    return computed(window -> Arrays.copyOfRange(window, from, end), steps -> steps);
  }

  /**
   * @param kept the part of a window that is kept
   * @param window one of the windows
   */
  private <T> Spread computed(Function<double[][], T> kept, Function<T, double[][]> window) {
    List<Values> all = List.copyOf(byName().values());
    Map<Values, List<T>> parts = new IdentityHashMap<>();
    all.forEach(values -> parts.put(values, new ArrayList<>()));
    for (int w = 0; !all.isEmpty() && w < all.get(0).size(); w++) {
      for (Values values : all) { // all of a window at once: they may be computed together
        parts.get(values).add(kept.apply(values.window(w)));
      }
    }
    return map(values -> Values.of(values.size(), w -> window.apply(parts.get(values).get(w))));
  }

  /** The spread of other values, derived from these. */
  private Spread map(UnaryOperator<Values> made) {
    return new Spread(
        quantiles.stream().map(q -> new Quantile(q.level(), made.apply(q.values()))).toList(),
        intervals.stream()
            .map(i -> new Interval(i.level(), made.apply(i.lower()), made.apply(i.upper())))
            .toList());
  }
}
