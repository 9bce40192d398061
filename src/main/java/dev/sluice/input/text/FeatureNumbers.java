package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.drift.Observed;
import dev.sluice.frame.NumberCells;
import dev.sluice.frame.NumberReader;
import dev.sluice.frame.Rows;
import dev.sluice.frame.Scale;
import dev.sluice.input.InputColumn;
import dev.sluice.problem.Problem;
import dev.sluice.source.RowProblems;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.MissingSpec;
import dev.sluice.spec.NumberSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Numbers beside a text: scaled, and, if the training part has empty cells, a second number that is
 * 1 where the cell has a value.
 */
record FeatureNumbers(Reading reading, Scale scale, boolean tells, float[] average)
    implements FittedFeature {

  /** How the cells of a column are read. */
  record Reading(String name, ColumnSpec spec) {
    /**
     * The number in each row; NaN for an empty cell, if allowed.
     *
     * @param problems receives every cell that cannot be read
     */
    double[] read(Rows rows, List<Problem> problems) {
      NumberReader numbers = new NumberReader(spec.number());
      RowProblems blank = new RowProblems(rows.table().name());
      RowProblems unreadable = new RowProblems(rows.table().name());
      int column = rows.table().indexOf(name);
      double[] values = new double[rows.size()];
      for (int i = 0; i < values.length; i++) {
        String cell = rows.value(i, column).strip();
        if (cell.isEmpty() || spec.missingValues().contains(cell)) {
          values[i] = missing();
          if (spec.missing() instanceof MissingSpec.Error) {
            blank.add(rows.line(i), "column '%s': no value".formatted(name));
          }
          continue;
        }
        OptionalDouble value = numbers.read(cell);
        values[i] = value.orElse(Double.NaN);
        if (value.isEmpty()) {
          unreadable.add(rows.line(i), "column '%s': '%s' is not a number".formatted(name, cell));
        }
      }
      problems.addAll(
          blank.problems(
              "fill them in, or train with %s: {missing: {mask: {}}}"
                  .formatted(ColumnSpec.path(name))));
      problems.addAll(
          unreadable.problems(
              "write numbers like %s; list words that mean 'no value' in %s.missing_values"
                  .formatted(numbers.examples(), ColumnSpec.path(name))));
      return values;
    }

    private double missing() {
      return spec.missing() instanceof MissingSpec.Constant constant
          ? constant.value()
          : Double.NaN;
    }

    /** The first cell with a value, if none of these values is a number. */
    private Optional<String> noNumber(Rows rows) {
      NumberReader numbers = new NumberReader(spec.number());
      int column = rows.table().indexOf(name);
      List<String> cells =
          IntStream.range(0, rows.size())
              .mapToObj(i -> rows.value(i, column).strip())
              .filter(cell -> !cell.isEmpty() && !spec.missingValues().contains(cell))
              .toList();
      return cells.stream().allMatch(cell -> numbers.read(cell).isEmpty())
          ? cells.stream().findFirst()
          : Optional.empty();
    }
  }

  /**
   * @param key that names the column
   * @return empty with a problem
   */
  static Optional<FeatureNumbers> fit(
      String key, Reading reading, Rows training, List<Problem> problems) {
    Optional<String> word = reading.noNumber(training);
    if (word.isPresent()) {
      problems.add(
          Problem.atKey(
              key,
              "'%s' has words such as '%s' instead of numbers"
                  .formatted(reading.name(), word.get()),
              "list it under categories"));
      return Optional.empty();
    }
    int before = problems.size();
    double[] values = reading.read(training, problems);
    if (problems.size() > before) {
      return Optional.empty();
    }
    double[] known = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    Optional<Problem> useless = useless(key, reading, known);
    if (useless.isPresent()) {
      problems.add(useless.get());
      return Optional.empty();
    }
    Scale.Fit fit = Scale.fit(reading.spec().scale(), known);
    Scale scale = new Scale(fit.shift(), fit.spread());
    boolean tells = known.length < values.length;
    float[] average = new float[tells ? 2 : 1];
    average[0] = (float) (Arrays.stream(known).map(scale::apply).sum() / values.length);
    if (tells) {
      average[1] = (float) known.length / values.length;
    }
    return Optional.of(new FeatureNumbers(reading, scale, tells, average));
  }

  private static Optional<Problem> useless(String key, Reading reading, double[] known) {
    if (known.length == 0 || Scale.isConstant(known)) {
      return Optional.of(
          Problem.atKey(
              key,
              known.length == 0
                  ? "'%s' has no value in the training part: nothing to learn"
                      .formatted(reading.name())
                  : "'%s' is constant (%s) in the training part: nothing to learn"
                      .formatted(reading.name(), known[0]),
              "leave it out"));
    }
    Optional<String> obstacle = Scale.obstacle(reading.spec().scale(), known);
    if (obstacle.isPresent()) {
      return Optional.of(
          Problem.atKey(
              key,
              "'%s' %s".formatted(reading.name(), obstacle.get()),
              "convert it to another unit, with values between 0.001 and 1000"));
    }
    return Scale.fit(reading.spec().scale(), known).spread() == 0
        ? Optional.of(
            Problem.atKey(
                ColumnSpec.path(reading.name()) + ".scale",
                "at least half of the training values are the same, so the interquartile range is"
                    + " 0",
                "use standard or minmax"))
        : Optional.empty();
  }

  @Override
  public InputColumn reads() {
    return new InputColumn(
        reading.name(), InputColumn.Holds.NUMBER, /* required= */ true, decimal());
  }

  @Override
  public String example() {
    return NumberCells.cell(scale.shift(), decimal());
  }

  private String decimal() {
    return reading.spec().number().map(NumberSpec::decimal).orElse(".");
  }

  @Override
  public String name() {
    return reading.name();
  }

  @Override
  public int width() {
    return tells ? 2 : 1;
  }

  @Override
  public void write(Rows rows, float[][] into, int at, List<Problem> problems) {
    RowProblems far = new RowProblems(rows.table().name());
    double[] values = reading.read(rows, problems);
    for (int i = 0; i < values.length; i++) {
      boolean known = !Double.isNaN(values[i]);
      float scaled = known ? (float) scale.apply(values[i]) : 0;
      if (!Float.isFinite(scaled)) {
        far.add(
            rows.line(i),
            "column '%s': %s is too far from the training values to compute with"
                .formatted(name(), values[i]));
      }
      into[i][at] = scaled;
      if (tells) {
        into[i][at + 1] = known ? 1 : 0;
      }
    }
    problems.addAll(far.problems("correct the rows"));
  }

  @Override
  public List<Observed> observed(Rows rows) {
    return Observed.column(name(), reading.read(rows, new ArrayList<>()), /* inOrder= */ false);
  }

  @Override
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("shift", scale.shift());
    summary.put("divisor", scale.divisor());
    summary.put("inputs", width());
    return summary;
  }

  /** The scale, and {@code tells}, whether the network is told if a cell has a value. */
  @Override
  public void write(ObjectNode json) {
    scale.write(json);
    json.put("tells", tells);
  }

  static FeatureNumbers fromJson(Reading reading, JsonNode json, float[] average) {
    return new FeatureNumbers(reading, Scale.of(json), json.path("tells").asBoolean(), average);
  }
}
