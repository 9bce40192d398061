package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batch.OtherColumn;
import dev.sluice.drift.Observed;
import dev.sluice.frame.FittedJson;
import dev.sluice.frame.Rows;
import dev.sluice.input.InputColumn;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.FeaturesSpec;
import dev.sluice.spec.LayerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Turns cells beside a text into the numbers that the network reads, as learned from the training
 * part. Immutable.
 */
public final class FittedFeatures {
  static final String KEY = "data.input.text.features";

  private final List<FittedFeature> columns;
  private final int width;

  private FittedFeatures(List<FittedFeature> columns) {
    this.columns = List.copyOf(columns);
    this.width = columns.stream().mapToInt(FittedFeature::width).sum();
  }

  /**
   * @param columns how numbers are read and scaled, by name
   * @throws UserException with every column that cannot be read, or that teaches nothing
   */
  public static FittedFeatures fit(
      FeaturesSpec spec, Map<String, ColumnSpec> columns, Rows training) {
    List<Problem> problems = new ArrayList<>();
    List<FittedFeature> fitted = new ArrayList<>();
    for (int i = 0; i < spec.numbers().size(); i++) {
      FeatureNumbers.fit(
              KEY + ".numbers[%s]".formatted(i),
              reading(spec.numbers().get(i), columns),
              training,
              problems)
          .ifPresent(fitted::add);
    }
    for (int i = 0; i < spec.categories().size(); i++) {
      FeatureCategories.fit(
              KEY + ".categories[%s]".formatted(i),
              spec.categories().get(i),
              spec.minCount(),
              training,
              problems)
          .ifPresent(fitted::add);
    }
    FittedFeatures all = new FittedFeatures(fitted);
    if (all.width > LayerSpec.MOST_UNITS) {
      problems.add(
          Problem.atKey(
              KEY,
              "become %s numbers for each row; the maximum is %s"
                  .formatted(all.width, LayerSpec.MOST_UNITS),
              "raise min_count, or list fewer columns"));
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return all;
  }

  private static FeatureNumbers.Reading reading(String name, Map<String, ColumnSpec> columns) {
    return new FeatureNumbers.Reading(name, columns.getOrDefault(name, ColumnSpec.unspecified()));
  }

  /** The columns, by the key of the config that names each. */
  static Map<String, String> byKey(FeaturesSpec spec) {
    Map<String, String> byKey = new LinkedHashMap<>();
    for (int i = 0; i < spec.numbers().size(); i++) {
      byKey.put(KEY + ".numbers[%s]".formatted(i), spec.numbers().get(i));
    }
    for (int i = 0; i < spec.categories().size(); i++) {
      byKey.put(KEY + ".categories[%s]".formatted(i), spec.categories().get(i));
    }
    return byKey;
  }

  /** The number of values per row. */
  int width() {
    return width;
  }

  List<InputColumn> reads() {
    return columns.stream().map(FittedFeature::reads).toList();
  }

  /** A sample cell for each column. */
  List<String> example() {
    return columns.stream().map(FittedFeature::example).toList();
  }

  /** In the order of the numbers that {@link #of} gives. */
  List<OtherColumn> columns() {
    List<OtherColumn> others = new ArrayList<>();
    int numbers = 0;
    for (FittedFeature column : columns) { // those of numbers come first
      boolean number = column.reads().holds() == InputColumn.Holds.NUMBER;
      numbers += number ? 1 : 0;
      String key =
          number
              ? "%s.numbers[%s]".formatted(KEY, others.size())
              : "%s.categories[%s]".formatted(KEY, others.size() - numbers);
      others.add(new OtherColumn(column.name(), key, number, column.average()));
    }
    return others;
  }

  /** One number for each cell of the first column, see {@link OtherColumn#values}. */
  public double[] ofFirst(Rows rows) {
    return columns().get(0).values(of(rows), 0);
  }

  /**
   * (rows)(width).
   *
   * @throws UserException naming file and line of every cell that cannot be read
   */
  float[][] of(Rows rows) {
    float[][] all = new float[rows.size()][width];
    List<Problem> problems = new ArrayList<>();
    int at = 0;
    for (FittedFeature column : columns) {
      column.write(rows, all, at, problems);
      at += column.width();
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return all;
  }

  /** The quantities of these columns for drift monitoring; none if the rows lack a column. */
  List<Observed> observed(Rows rows) {
    return columns.stream()
        .filter(column -> rows.table().indexOf(column.name()) >= 0)
        .flatMap(column -> column.observed(rows).stream())
        .toList();
  }

  /** For a summary, by column. */
  Map<String, Object> summary() {
    Map<String, Object> byColumn = new LinkedHashMap<>();
    columns.forEach(column -> byColumn.put(column.name(), column.summary()));
    return byColumn;
  }

  /** By column, in order: the fitted state of its kind, and {@code average}. */
  JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (FittedFeature column : columns) {
      ObjectNode of = json.putObject(column.name());
      column.write(of);
      ArrayNode average = of.putArray("average");
      for (float number : column.average()) {
        average.add(number);
      }
    }
    return json;
  }

  static FittedFeatures fromJson(
      FeaturesSpec spec, Map<String, ColumnSpec> columns, JsonNode json) {
    List<FittedFeature> fitted = new ArrayList<>();
    for (String name : spec.columns()) {
      JsonNode of = json.path(name);
      JsonNode listed = of.path("average");
      float[] average = new float[listed.size()];
      IntStream.range(0, average.length).forEach(i -> average[i] = listed.get(i).floatValue());
      FittedFeature column =
          spec.numbers().contains(name)
              ? FeatureNumbers.fromJson(reading(name, columns), of, average)
              : FeatureCategories.fromJson(name, of, average);
      if (column.width() != average.length) {
        throw FittedJson.damaged("average of '%s' has another length".formatted(name));
      }
      fitted.add(column);
    }
    return new FittedFeatures(fitted);
  }
}
