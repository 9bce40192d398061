package dev.sluice.evaluate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
   * What a share of the values is expected to lie below.
   *
   * @param level between 0 and 1
   * @param values (windows, steps, columns); not copied, never written
   */
  public record Quantile(double level, double[][][] values) {
    /** What tables call that of a level, as in {@code q_0.1}. */
    public static String name(double level) {
      return "q_" + BigDecimal.valueOf(level).toPlainString();
    }
  }

  /**
   * Bounds between which a share of the values is expected to lie.
   *
   * @param level between 0 and 1
   * @param lower (windows, steps, columns); not copied, never written
   * @param upper the same
   */
  public record Interval(double level, double[][][] lower, double[][][] upper) {}

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

  /** The values, (windows, steps, columns), by the names that tables have for them, in order. */
  public Map<String, double[][][]> byName() {
    Map<String, double[][][]> named = new LinkedHashMap<>();
    for (Interval interval : intervals) {
      named.put("lower_" + percent(interval.level()), interval.lower());
      named.put("upper_" + percent(interval.level()), interval.upper());
    }
    quantiles.forEach(q -> named.put(Quantile.name(q.level()), q.values()));
    return named;
  }

  /** That of some windows. */
  Spread windows(int from, int end) {
    return map(values -> Arrays.copyOfRange(values, from, end));
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

  private static double[][][] together(List<Spread> models, Function<Spread, double[][][]> values) {
    return models.stream().map(values).flatMap(Arrays::stream).toArray(double[][][]::new);
  }

  /** That of other values, made from these. */
  Spread map(UnaryOperator<double[][][]> made) {
    return new Spread(
        quantiles.stream().map(q -> new Quantile(q.level(), made.apply(q.values()))).toList(),
        intervals.stream()
            .map(i -> new Interval(i.level(), made.apply(i.lower()), made.apply(i.upper())))
            .toList());
  }
}
