package dev.sluice.spec;

import java.util.List;
import java.util.Optional;

/** The `data.series` section. */
@Doc("Many series in one file, of which one model learns: exactly one of `by` and `wide`.")
@ExactlyOneOf({"by", "wide"})
public record PanelSpec(
    @Doc("The columns that tell series apart: rows with equal values there are one series.")
        @Example("[store, item]")
        Optional<List<String>> by,
    @Doc("Each row is a series, with a column for each step.") @Example("{id: id, columns: [t*]}")
        Optional<Wide> wide,
    @Doc(
            "What columns are scaled by: each series by its own training rows, or all by those of"
                + " all together. With `each`, levels of different series are made alike, and a"
                + " series that was not in training can be forecast only with `window_scale:"
                + " {standard: {}}`.")
        @Default("each")
        Scaling scale,
    @Doc(
            "What to do about series with fewer training rows than a window has: `error` refuses"
                + " them, `skip` leaves them out.")
        @Default("error")
        Short shortSeries,
    @Doc(
            "A learned vector for each series, which is an input of each step. Series that were not"
                + " in training have the mean of all. Left out: none.")
        @Example("{size: 8}")
        Optional<Embedding> embedding) {
  /** Without vectors of series. */
  public PanelSpec(
      Optional<List<String>> by, Optional<Wide> wide, Scaling scale, Short shortSeries) {
    this(by, wide, scale, shortSeries, Optional.empty());
  }

  public PanelSpec {
    by = by.map(names -> distinct("by", names));
    if (by.isPresent() == wide.isPresent()) {
      throw new InvalidSpecException(
          "",
          by.isPresent() ? "by and wide exclude each other" : "needs by or wide",
          "by: a row is a step, {by: [store, item]}\n"
              + "wide: a row is a series, {wide: {id: id, columns: [t*]}}");
    }
  }

  private static List<String> distinct(String key, List<String> names) {
    if (names.isEmpty()) {
      throw new InvalidSpecException(key, "names no column", "name at least one");
    }
    if (names.stream().distinct().count() < names.size()) {
      throw new InvalidSpecException(key, "names a column twice", "name each once");
    }
    return List.copyOf(names);
  }

  /** The columns that tell series apart. */
  public List<String> names() {
    return by.orElseGet(() -> List.of(wide.orElseThrow().id()));
  }

  @Doc("One series a row. Empty cells after the last value end the series.")
  public record Wide(
      @Doc("The column with the name of the series.") @Example("id") String id,
      @Doc("The columns of the steps, first step first; `t0..t149` and `t*` stand for many.")
          @Example("[t*]")
          List<String> columns) {
    public Wide {
      columns = distinct("columns", columns);
    }
  }

  /** The vectors of series. */
  @Doc("A vector for each series.")
  public record Embedding(
      @Doc("Numbers per vector.") @Default("8") @Range(min = 1, max = 10_000) int size) {}

  /** Which rows determine the scale of a series. */
  public enum Scaling {
    EACH,
    GLOBAL
  }

  /** What to do about series that are too short. */
  public enum Short {
    ERROR,
    SKIP
  }
}
