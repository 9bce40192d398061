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
 * @param quantiles by level, rising
 * @param intervals by level, rising, each within the next
 */
public record Spread(List<Quantile> quantiles, List<Interval> intervals) {
  /** Of forecasts that say nothing of it. */
  public static final Spread NONE = new Spread(List.of(), List.of());

  /**
   * Values of windows. They may be computed each time a window is asked for: of long horizons they
   * are many times what a network says.
   */
  public interface Values {
    int size();

    /** (steps, columns), not to be written. */
    double[][] window(int window);

    /** Some that are at hand, (windows, steps, columns); not copied. */
    static Values of(double[][][] values) {
      return of(values.length, window -> values[window]);
    }

    /** As many as this function knows. */
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
   * What a share of the values is expected to lie below.
   *
   * @param level between 0 and 1
   */
  public record Quantile(double level, Values values) {
    /** Of values that are at hand, (windows, steps, columns). */
    public Quantile(double level, double[][][] values) {
      this(level, Values.of(values));
    }

    /** What tables call that of a level, as in {@code q_0.1}. */
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
    /** Of bounds that are at hand, (windows, steps, columns). */
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

  /** What {@link #percent} wrote. */
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

  /** The values by the names that tables have for them, in order. */
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

  /** That of some windows, in this order. */
  Spread windows(int[] windows) {
    return map(values -> Values.of(windows.length, w -> values.window(windows[w])));
  }

  /** Those of several models that forecast the same levels, one after another. */
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

  /** That of one column, computed once. */
  Spread column(int column) {
    return computed(
        window -> Arrays.stream(window).mapToDouble(step -> step[column]).toArray(),
        steps ->
            Arrays.stream(steps).mapToObj(value -> new double[] {value}).toArray(double[][]::new));
  }

  /** That of some steps, computed once. */
  Spread steps(int from, int end) {
    return computed(window -> Arrays.copyOfRange(window, from, end), steps -> steps);
  }

  /**
   * @param kept what of a window is kept
   * @param window a window of it
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

  /** That of other values, made from these. */
  private Spread map(UnaryOperator<Values> made) {
    return new Spread(
        quantiles.stream().map(q -> new Quantile(q.level(), made.apply(q.values()))).toList(),
        intervals.stream()
            .map(i -> new Interval(i.level(), made.apply(i.lower()), made.apply(i.upper())))
            .toList());
  }
}
