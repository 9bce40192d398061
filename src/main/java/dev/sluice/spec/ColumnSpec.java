package dev.sluice.spec;

import dev.sluice.problem.PathStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One entry of `data.columns`. */
@Doc("How to read and scale one column.")
public record ColumnSpec(
    @Doc("Texts that mean a missing value in this column, in addition to an empty field.")
        @Default("[]")
        @Example("[NA, '-99']")
        List<String> missingValues,
    @Doc(
            "What replaces a missing value. Except with `mask`, the network reads the replacement"
                + " and, in a target, learns to forecast it. Scores leave it out.")
        @Default("{error: {}}")
        MissingSpec missing,
    @Doc("How the numbers are written. If omitted, like 1204, -0.5 or 1.2e3.")
        @Example("{decimal: ','}")
        Optional<NumberSpec> number,
    @Doc("A transform that is applied before scaling and undone in every forecast and score.")
        @Example("{log: {}}")
        Optional<TransformSpec> transform,
    @Doc("How to scale the values. The scale is fitted on the training part only.")
        @Default("{standard: {}}")
        ScaleSpec scale,
    @Doc(
            "Reads the values as categories; for covariates only. If omitted, a covariate in"
                + " which no field is a number is read as categories.")
        @Example("{}")
        Optional<CategoriesSpec> categories) {
  public ColumnSpec {
    missingValues = List.copyOf(missingValues);
    if (categories.isPresent()) {
      List<InvalidSpecException.Fault> faults =
          keysOfNumbers(missing, number, transform, scale).stream()
              .map(
                  key ->
                      new InvalidSpecException.Fault(
                          key,
                          "has no effect: categories are no numbers",
                          key.equals("missing")
                              ? "remove it, or choose {forward: {}}"
                              : "remove it"))
              .toList();
      if (!faults.isEmpty()) {
        throw new InvalidSpecException(faults);
      }
    }
  }

  /** As numbers. */
  public ColumnSpec(
      List<String> missingValues,
      MissingSpec missing,
      Optional<NumberSpec> number,
      Optional<TransformSpec> transform,
      ScaleSpec scale) {
    this(missingValues, missing, number, transform, scale, Optional.empty());
  }

  /** The same column, read as categories; empty if it has settings for numbers. */
  public Optional<ColumnSpec> asCategories() {
    return keysOfNumbers(missing, number, transform, scale).isEmpty()
        ? Optional.of(
            new ColumnSpec(
                missingValues,
                missing,
                number,
                transform,
                scale,
                Optional.of(categories.orElseGet(CategoriesSpec::unspecified))))
        : Optional.empty();
  }

  private static List<String> keysOfNumbers(
      MissingSpec missing,
      Optional<NumberSpec> number,
      Optional<TransformSpec> transform,
      ScaleSpec scale) {
    List<String> keys = new ArrayList<>();
    if (!(missing instanceof MissingSpec.Error || missing instanceof MissingSpec.Forward)) {
      keys.add("missing");
    }
    number.ifPresent(form -> keys.add("number"));
    transform.ifPresent(change -> keys.add("transform"));
    if (!(scale instanceof ScaleSpec.Standard)) {
      keys.add("scale");
    }
    return keys;
  }

  /**
   * Its settings that have no meaning for rows without an order.
   *
   * @param read keys beside `number` that have a meaning
   */
  List<InvalidSpecException.Fault> faultsOutsideSeries(Set<String> read) {
    List<InvalidSpecException.Fault> faults = new ArrayList<>();
    for (String key : keysOfSeries()) {
      if (!read.contains(key)) {
        faults.add(
            new InvalidSpecException.Fault(
                key, "only columns of series have it", "remove it; number may stay"));
      } else if (missing instanceof MissingSpec.Forward
          || missing instanceof MissingSpec.Interpolate) {
        faults.add(
            new InvalidSpecException.Fault(
                "missing",
                "takes a value of another row, and only those of series follow each other",
                "choose {mask: {}}, or {constant: {value: 0}}"));
        break;
      }
    }
    return faults;
  }

  /** The keys beside `number` that are set. */
  private List<String> keysOfSeries() {
    ColumnSpec silent = unspecified();
    List<String> keys = new ArrayList<>();
    if (!missingValues.equals(silent.missingValues)) {
      keys.add("missing_values");
    }
    if (!missing.equals(silent.missing)) {
      keys.add("missing");
    }
    if (transform.isPresent()) {
      keys.add("transform");
    }
    if (!scale.equals(silent.scale)) {
      keys.add("scale");
    }
    if (categories.isPresent()) {
      keys.add("categories");
    }
    return keys;
  }

  /** The path of a column's settings, {@code data.columns."load kW"}. */
  public static String path(String column) {
    return "data.columns." + PathStep.written(column);
  }

  /** A column that `data.columns` does not name: all defaults. */
  public static ColumnSpec unspecified() {
    return new ColumnSpec(
        List.of(),
        new MissingSpec.Error(),
        Optional.empty(),
        Optional.empty(),
        new ScaleSpec.Standard());
  }
}
