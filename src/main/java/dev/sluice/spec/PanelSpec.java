package dev.sluice.spec;

import java.util.List;
import java.util.Optional;

/** The `data.series` section. */
@Doc(
    "Several series in one file, from which one model learns. Set exactly one of `by` and"
        + " `wide`.")
@ExactlyOneOf({"by", "wide"})
public record PanelSpec(
    @Doc(
            "The columns that identify a series. Rows with the same values in them are one"
                + " series.")
        @Example("[store, item]")
        Optional<List<String>> by,
    @Doc("One series per row, with a column for each step.") @Example("{id: id, columns: [t*]}")
        Optional<Wide> wide,
    @Doc(
            "Which rows to fit the scales of columns on: the training rows of each series"
                + " (`each`), or those of all series together (`global`). `each` makes small and large"
                + " series look alike. A series that was not in training can then be forecast only with"
                + " `window_scale: {standard: {}}`.")
        @Default("each")
        Scaling scale,
    @Doc(
            "What to do with series that have fewer training rows than a window needs: `error`"
                + " refuses them, `skip` leaves them out.")
        @Default("error")
        Short shortSeries,
    @Doc(
            "A learned vector for each series, as an input at each step. Series that were not in"
                + " training get the mean of all vectors. If omitted, none.")
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

  @Doc("One series per row. Empty cells after the last value end the series.")
  public record Wide(
      @Doc("The column that identifies the series.") @Example("id") String id,
      @Doc(
              "The columns of the steps, in order. Patterns such as `t0..t149` and `t*` stand for"
                  + " several columns.")
          @Example("[t*]")
          List<String> columns) {
    public Wide {
      columns = distinct("columns", columns);
    }
  }

  /** The vectors of series. */
  @Doc("A learned vector for each series.")
  public record Embedding(
      @Doc("The length of each vector.") @Default("8") @Range(min = 1, max = 10_000) int size) {}

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
