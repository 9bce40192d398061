package dev.sluice.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.input.FittedInput;
import dev.sluice.input.InputColumn;
import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Rows of JSON as a table. Each column holds what its {@link InputColumn} says; an additional key
 * may hold a text, a number, a boolean or null.
 */
final class JsonRows {
  private static final int LISTED = 20;
  private static final int FOUND = 5; // keys, for a message
  private static final int SHOWN = 40; // characters of a value, for a message

  private final FittedInput input;
  private final Map<String, InputColumn> columns = new LinkedHashMap<>();
  private final int most;
  private final Map<String, Integer> indexOf = new LinkedHashMap<>(); // of the keys seen
  private final List<String[]> rows = new ArrayList<>(); // shorter than later ones; null: no value
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Object> example = new LinkedHashMap<>(); // a row, once it is needed
  private int refused;

  /**
   * @param most rows
   */
  JsonRows(FittedInput input, int most) {
    this.input = input;
    input.reads().forEach(column -> columns.put(column.name(), column));
    this.most = most;
  }

  /**
   * {@code {"rows": [{..}, ..]}}, or {@code {"texts": [..]}} where texts are enough.
   *
   * @throws Refusal if it is something else
   * @throws UserException naming row and column of what cannot be read
   */
  Table of(byte[] body) {
    JsonNode json = JsonForm.read(JsonForm.text(body), "the body");
    JsonNode texts = json.path("texts");
    JsonNode given = json.path("rows");
    if (json.size() != 1 || !(given.isArray() || texts.isArray())) {
      throw new Refusal(
          400, "json", "expected one key, %s; found %s".formatted(keys(), found(json)));
    }
    if (texts.isArray()) {
      return ofTexts(texts);
    }
    requireSize(given.size());
    given.forEach(this::add);
    return table();
  }

  /** One row per line. */
  Table ofLines(byte[] body) {
    List<String> lines = JsonForm.text(body).lines().filter(line -> !line.isBlank()).toList();
    requireSize(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      add(JsonForm.read(lines.get(i), "row %s of the body".formatted(i + 1)));
    }
    return table();
  }

  private void requireSize(int size) {
    if (size == 0) {
      throw new Refusal(400, "json", "there are no rows: send at least one");
    }
    if (size > most) {
      throw new Refusal(
          400,
          "rows_limit",
          "%s rows; the maximum is %s: send them in parts".formatted(size, most));
    }
  }

  private Table ofTexts(JsonNode texts) {
    requireSize(texts.size());
    List<String> all = new ArrayList<>();
    for (JsonNode text : texts) {
      if (!text.isTextual()) {
        problems.add(
            problem(
                all.size() + 1,
                "is %s, expected a text".formatted(named(text)),
                text.isValueNode() && !text.isNull() ? "put it in quotes" : "leave it out"));
      }
      all.add(text.asText());
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return input
        .rowsOf(all)
        .orElseThrow(
            () ->
                new Refusal(
                    400,
                    "json",
                    "this model takes %s: %s".formatted(input.takes(), exampleOfRows())));
  }

  private String keys() {
    return input.rowsOf(List.of("")).isPresent()
        ? "texts: {\"texts\": [\"..\"]}, or rows: " + exampleOfRows()
        : "rows: " + exampleOfRows();
  }

  private String exampleOfRows() {
    return "{\"rows\": [{%s}]}"
        .formatted(
            columns.keySet().stream()
                .map("\"%s\": .."::formatted)
                .collect(Collectors.joining(", ")));
  }

  private static String found(JsonNode json) {
    if (json.isMissingNode()) {
      return "an empty body";
    }
    if (!json.isObject()) {
      return named(json);
    }
    if (json.size() == 1 && (json.has("rows") || json.has("texts"))) {
      return "%s where the list should be".formatted(named(json.elements().next()));
    }
    List<String> keys = new ArrayList<>();
    json.fieldNames().forEachRemaining(keys::add);
    return keys.isEmpty()
        ? "no key"
        : keys.stream()
            .limit(FOUND)
            .collect(
                Collectors.joining(
                    "', '",
                    keys.size() == 1 ? "the key '" : "the keys '",
                    keys.size() > FOUND ? "', .." : "'"));
  }

  private void add(JsonNode row) {
    int number = rows.size() + 1;
    String[] cells = new String[indexOf.size()];
    if (!row.isObject()) {
      refuse(
          number,
          "is %s, expected an object".formatted(named(row)),
          "write " + JsonForm.text(exampleRow()));
    } else {
      for (Map.Entry<String, JsonNode> value : row.properties()) {
        int index = indexOf.computeIfAbsent(value.getKey(), key -> indexOf.size());
        if (index >= cells.length) {
          cells = Arrays.copyOf(cells, index + row.size());
        }
        cells[index] = cell(number, value.getKey(), value.getValue());
      }
      requireColumns(number, row);
    }
    rows.add(cells);
  }

  private void requireColumns(int number, JsonNode row) {
    for (InputColumn column : columns.values()) {
      if (column.required() && !row.has(column.name())) {
        List<String> others = new ArrayList<>();
        row.fieldNames().forEachRemaining(others::add);
        others.removeAll(columns.keySet());
        refuse(
            number,
            "column '%s' is missing".formatted(column.name()),
            NearNames.nearest(column.name(), others)
                .map("rename '%s'"::formatted)
                .orElse("add it, such as " + example(column)));
      }
    }
  }

  private String cell(int row, String key, JsonNode value) {
    InputColumn column = columns.get(key);
    boolean fits =
        column == null
            ? value.isValueNode()
            : switch (column.holds()) {
              case TEXT -> value.isTextual();
              case WORDS -> value.isTextual() || isListOfWords(value);
              case IDS -> value.isTextual() || isListOfIds(value);
              case NUMBER -> value.isNumber() || value.isTextual() || value.isNull();
              case TIME, NAME -> value.isTextual() || value.isNumber();
            };
    if (!fits) {
      refuse(
          row,
          "column '%s' is %s, expected %s"
              .formatted(
                  key, named(value), column == null ? "a text or a number" : expected(column)),
          column == null ? "leave it out: the model does not read it" : remedy(column, value));
      return "";
    }
    if (value.isNull()) {
      return "";
    }
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      value.forEach(item -> items.add(item.asText()));
      return String.join(" ", items);
    }
    return value.isNumber() && column != null
        ? value.asText().replace(".", column.decimal())
        : value.asText();
  }

  private static boolean isListOfWords(JsonNode value) {
    if (!value.isArray()) {
      return false;
    }
    for (JsonNode item : value) {
      String text = item.asText();
      if (!item.isTextual()
          || text.isEmpty()
          || text.codePoints().anyMatch(Character::isWhitespace)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isListOfIds(JsonNode value) {
    if (!value.isArray()) {
      return false;
    }
    for (JsonNode item : value) {
      if (!item.isIntegralNumber()) {
        return false;
      }
    }
    return true;
  }

  private static String expected(InputColumn column) {
    return switch (column.holds()) {
      case TEXT -> "a text";
      case WORDS -> "a text, or a list of words without blanks in them";
      case IDS -> "a list of whole numbers";
      case NUMBER -> "a number";
      case TIME -> "a time as text";
      case NAME -> "a text or a number";
    };
  }

  private static String named(JsonNode value) {
    return switch (value.getNodeType()) {
      case NULL -> "null";
      case BOOLEAN -> value.asText();
      case NUMBER -> "the number " + cut(value.asText());
      case STRING -> "the text '%s'".formatted(cut(value.asText()));
      case ARRAY -> "a list";
      default -> "an object";
    };
  }

  private String remedy(InputColumn column, JsonNode value) {
    boolean number =
        column.holds() == InputColumn.Holds.NUMBER || column.holds() == InputColumn.Holds.IDS;
    return (value.isNumber() || value.isBoolean()) && !number
        ? "put it in quotes: %s: \"%s\""
            .formatted(JsonForm.text(column.name()), cut(value.asText()))
        : "write it like " + example(column);
  }

  private String example(InputColumn column) {
    return JsonForm.text(column.name())
        + ": "
        + JsonForm.text(exampleRow().getOrDefault(column.name(), ".."));
  }

  /** A row that the model can predict; long texts are cut. */
  private Map<String, Object> exampleRow() {
    if (example.isEmpty()) {
      Rows.of(input).stream().limit(1).forEach(example::putAll);
      example.replaceAll((key, value) -> value instanceof String text ? cut(text) : value);
    }
    return example;
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, SHOWN)) + "..";
  }

  private void refuse(int row, String what, String remedy) {
    refused++;
    if (problems.size() < LISTED) {
      problems.add(problem(row, what, remedy));
    }
  }

  private static Problem problem(int row, String what, String remedy) {
    return Problem.inFile(Refusal.ROWS, row, what, remedy);
  }

  private Table table() {
    if (refused > problems.size()) {
      problems.add(
          Problem.inFile(Refusal.ROWS, "%s problems like these in all".formatted(refused), ""));
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    columns.keySet().forEach(name -> indexOf.computeIfAbsent(name, key -> indexOf.size()));
    return Table.of(
        List.copyOf(indexOf.keySet()),
        rows.stream()
            .map(
                row ->
                    Arrays.stream(Arrays.copyOf(row, indexOf.size()))
                        .map(cell -> Objects.requireNonNullElse(cell, ""))
                        .toList())
            .toList());
  }
}
