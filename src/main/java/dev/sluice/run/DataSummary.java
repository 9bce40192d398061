package dev.sluice.run;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Facts about the data for a reader, {@code data.json}: what `check` prints. They differ by kind of
 * data; each is one value, a row by part of the split, or a table.
 *
 * @param entries by name, in order: numbers, words, lists and objects of them; the first one says
 *     which parts there are
 */
public record DataSummary(@JsonValue Map<String, Object> entries) {
  private static final String PARTS = "parts"; // where all that differs by part is said together

  /** The name of the entry that counts the examples of each part where one is several rows. */
  private static final String SEQUENCES = "sequences";

  /**
   * What is said of each part.
   *
   * @param of what there are several of, such as a class
   * @param values by part, in order; empty where a part has none
   */
  public record Row(String name, Optional<String> of, List<Optional<Object>> values) {}

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public DataSummary {
    entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
  }

  public void write(Path file) {
    Json.write(file, this);
  }

  /**
   * @return empty if there is no such file
   * @throws dev.sluice.problem.UserException if it was not written by a run
   */
  public static Optional<DataSummary> read(Path file) {
    return Json.read(file, DataSummary.class);
  }

  /** The names of the parts. */
  public List<String> parts() {
    return entries.values().stream()
        .findFirst()
        .map(first -> List.copyOf(members(first).keySet()))
        .orElse(List.of());
  }

  /** Whether an example is a sequence of several rows. */
  public boolean countsSequences() {
    return byPart().stream().anyMatch(row -> row.name().equals(SEQUENCES));
  }

  public List<Row> byPart() {
    List<Row> rows = new ArrayList<>();
    for (String name : entries.keySet()) {
      if (isByPart(name)) {
        Collection<Object> ofParts = members(entries.get(name)).values();
        List<Map<String, Object>> fieldsOfParts =
            ofParts.stream().map(DataSummary::members).toList();
        Set<String> fields = fields(fieldsOfParts);
        if (fields.isEmpty()) {
          rows.add(
              new Row(name, Optional.empty(), ofParts.stream().map(Optional::ofNullable).toList()));
        }
        for (String field : fields) {
          List<Optional<Object>> values =
              fieldsOfParts.stream().map(of -> Optional.ofNullable(of.get(field))).toList();
          rows.add(
              name.equals(PARTS)
                  ? new Row(field, Optional.empty(), values)
                  : new Row(name, Optional.of(field), values));
        }
      }
    }
    return rows;
  }

  /** Table to row to field. */
  public Map<String, Map<String, Map<String, Object>>> tables() {
    Map<String, Map<String, Map<String, Object>>> tables = new LinkedHashMap<>();
    entries.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> && !isByPart(name)) {
            Map<String, Map<String, Object>> rows = new LinkedHashMap<>();
            members(value).forEach((row, fields) -> rows.put(row, members(fields)));
            tables.put(name, rows);
          }
        });
    return tables;
  }

  /** Single numbers and words, and lists of them. */
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>(entries);
    values.values().removeIf(Map.class::isInstance);
    return values;
  }

  /** Columns may have the same names as parts. */
  private boolean isByPart(String name) {
    return entries.containsKey(PARTS)
        ? name.equals(PARTS)
        : entries.get(name) instanceof Map<?, ?> map
            && List.copyOf(map.keySet()).equals(List.<Object>copyOf(parts()));
  }

  /** The names of the fields of all objects, in order. */
  public static Set<String> fields(Collection<Map<String, Object>> objects) {
    Set<String> fields = new LinkedHashSet<>();
    objects.forEach(object -> fields.addAll(object.keySet()));
    return fields;
  }

  private static Map<String, Object> members(Object value) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> members.put(name.toString(), member));
    }
    return members;
  }
}
