package dev.sluice.frame.series;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.frame.Scale;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.DataSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Writes what was learned from series into a model's folder and reads it back, also of earlier
 * versions.
 */
final class FittedSeriesJson {
  private static final int VERSION = 1;
  private static final String KIND = "series";

  private FittedSeriesJson() {}

  /** The fitted state; {@link #read} restores it with the config. */
  static JsonNode write(FittedSeries fitted) {
    SeriesLayout layout = fitted.layout();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION);
    json.put("kind", KIND);
    json.put("frequency", layout.frequency().map(Frequency::toString).orElse(null));
    fitted.dayOfMonth().ifPresent(day -> json.put("day_of_month", day));
    json.put("season", layout.season());
    writeCategoriesAndStatics(fitted, json);
    Optional<List<FittedColumn>> shared = fitted.shared();
    if (layout.panel().isEmpty()) {
      write(
          layout,
          json.putObject("columns"),
          shared,
          Optional.of(fitted.members().get(SeriesKey.ONLY)));
      return json;
    }
    shared.ifPresent(columns -> write(layout, json.putObject("columns"), shared, Optional.empty()));
    ArrayNode series = json.putArray("series");
    fitted
        .members()
        .forEach(
            (key, member) -> {
              ObjectNode one = series.addObject();
              key.values().forEach(one.putArray("key")::add);
              write(
                  layout,
                  one.putObject("columns"),
                  shared.isPresent() ? Optional.empty() : Optional.of(member.columns()),
                  Optional.of(member));
            });
    return json;
  }

  private static void writeCategoriesAndStatics(FittedSeries fitted, ObjectNode json) {
    if (!fitted.categories().isEmpty()) {
      ObjectNode all = json.putObject("categories");
      fitted.categories().forEach(category -> category.write(all.putObject(category.column())));
    }
    if (!fitted.statics().isEmpty()) {
      ObjectNode all = json.putObject("static");
      fitted.statics().forEach(column -> column.scale().write(all.putObject(column.name())));
    }
  }

  private static void write(
      SeriesLayout layout,
      ObjectNode json,
      Optional<List<FittedColumn>> columns,
      Optional<FittedMember> member) {
    int[] scaled = layout.scaled(); // targets come first
    for (int i = 0; i < scaled.length; i++) {
      ObjectNode column = json.putObject(layout.columns().get(scaled[i]));
      if (columns.isPresent()) {
        columns.get().get(i).scale().write(column);
        Map<String, Double> learned = columns.get().get(i).transform().learned();
        if (!learned.isEmpty()) {
          learned.forEach(column.putObject("transform")::put);
        }
      }
      if (member.isPresent() && i < layout.targets().size()) {
        column.put("seasonal_change", member.get().seasonalChange()[i]);
        column.put("squared_seasonal_change", member.get().squaredSeasonalChange()[i]);
      }
    }
  }

  /**
   * What {@link #write} wrote.
   *
   * @param spec of the config that it was fitted with
   * @throws UserException if a newer version wrote it or the config is another one
   */
  static FittedSeries read(DataSpec spec, JsonNode json) {
    List<Problem> problems = new ArrayList<>();
    Set<String> words = new LinkedHashSet<>();
    json.path("categories").fieldNames().forEachRemaining(words::add);
    SeriesLayout layout = SeriesLayout.of(spec, words, problems);
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    if (json.path("version").asInt() != VERSION || !json.path("kind").asText().equals(KIND)) {
      throw unreadable(
          "it is '%s' of version %s, and this program reads '%s' of version %s"
              .formatted(json.path("kind").asText(), json.path("version").asText(), KIND, VERSION));
    }
    Optional<List<FittedColumn>> shared =
        layout.scalesEach()
            ? Optional.empty()
            : Optional.of(columns(layout, layout.scaled(), json.path("columns")));
    List<FittedCategory> categories = categories(layout, json.path("categories"));
    List<FittedColumn> statics = columns(layout, layout.staticNumbers(), json.path("static"));
    Map<SeriesKey, FittedMember> members = new LinkedHashMap<>();
    if (layout.panel().isEmpty()) {
      members.put(SeriesKey.ONLY, member(layout, 1, shared.orElseThrow(), json));
    }
    for (JsonNode one : json.path("series")) {
      List<String> key = new ArrayList<>();
      one.path("key").forEach(value -> key.add(value.asText()));
      if (key.size() != layout.by().size()) {
        throw unreadable("a series has the key " + key + ", and the config names " + layout.by());
      }
      members.put(
          new SeriesKey(key),
          member(
              layout,
              members.size() + 1,
              FittedSeries.columns(
                  statics,
                  shared.orElseGet(() -> columns(layout, layout.scaled(), one.path("columns")))),
              one));
    }
    if (members.isEmpty()) {
      throw unreadable("it has no series");
    }
    List<ColumnTransform> transforms = new ArrayList<>(layout.transforms());
    for (FittedColumn column : members.values().iterator().next().columns()) {
      transforms.set(layout.columns().indexOf(column.name()), column.transform());
    }
    return new FittedSeries(
        layout.with(transforms), categories, statics, shared, members, dayOfMonth(json));
  }

  private static List<FittedCategory> categories(SeriesLayout layout, JsonNode json) {
    List<FittedCategory> categories = new ArrayList<>();
    for (int column : layout.categories()) {
      String name = layout.columns().get(column);
      JsonNode fitted = json.path(name);
      List<String> values = new ArrayList<>();
      fitted.path("values").forEach(value -> values.add(value.asText()));
      if (values.isEmpty() || !fitted.path("other_learned").isBoolean()) {
        throw unreadable("it has no categories of '" + name + "'");
      }
      categories.add(new FittedCategory(name, values, fitted.path("other_learned").asBoolean()));
    }
    return categories;
  }

  private static List<FittedColumn> columns(SeriesLayout layout, int[] of, JsonNode fitted) {
    List<String> expected = IntStream.of(of).mapToObj(layout.columns()::get).toList();
    List<String> names = new ArrayList<>();
    fitted.fieldNames().forEachRemaining(names::add);
    if (!names.equals(expected)) {
      throw unreadable(
          "it was fitted to the columns %s, and the config names %s".formatted(names, expected));
    }
    List<FittedColumn> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      JsonNode column = fitted.get(names.get(i));
      double divisor = number(column, "divisor");
      if (divisor == 0) {
        throw unreadable("the divisor of '" + names.get(i) + "' is 0");
      }
      columns.add(
          new FittedColumn(
              names.get(i),
              transform(layout.transforms().get(of[i]), column),
              new Scale(number(column, "shift"), divisor)));
    }
    return columns;
  }

  private static ColumnTransform transform(ColumnTransform unfitted, JsonNode column) {
    Map<String, Double> learned = new LinkedHashMap<>();
    JsonNode json = column.path("transform");
    json.fieldNames().forEachRemaining(name -> learned.put(name, number(json, name)));
    try {
      return unfitted.with(learned);
    } catch (IllegalArgumentException e) {
      throw unreadable("of a transform, " + e.getMessage());
    }
  }

  /** Models of an earlier version have no squares. */
  private static FittedMember member(
      SeriesLayout layout, int id, List<FittedColumn> columns, JsonNode json) {
    List<JsonNode> targets =
        layout.targets().stream().map(target -> json.path("columns").path(target)).toList();
    return new FittedMember(
        id,
        columns,
        targets.stream().mapToDouble(target -> number(target, "seasonal_change")).toArray(),
        targets.stream()
            .mapToDouble(
                target ->
                    target.has("squared_seasonal_change")
                        ? number(target, "squared_seasonal_change")
                        : 0)
            .toArray());
  }

  /** Models of an earlier version only say whether the day is the last one of the month. */
  private static OptionalInt dayOfMonth(JsonNode json) {
    if (json.path("month_ends").asBoolean()) {
      return OptionalInt.of(31);
    }
    if (!json.has("day_of_month")) {
      return OptionalInt.empty();
    }
    double day = number(json, "day_of_month");
    if (day < 1 || day > 31 || day != Math.rint(day)) {
      throw unreadable("'day_of_month' is " + day + ", which is not a day of a month");
    }
    return OptionalInt.of((int) day);
  }

  private static double number(JsonNode column, String key) {
    JsonNode value = column.path(key);
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw unreadable("'" + key + "' is not a finite number");
    }
    return value.asDouble();
  }

  private static UserException unreadable(String what) {
    return new UserException(
        new Problem("", "", "the pipeline of the model cannot be read: " + what, "train again"));
  }
}
