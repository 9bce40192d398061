package dev.sluice.draft;

import dev.sluice.frame.series.TimeColumn;
import dev.sluice.source.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a column seems to hold, and why.
 *
 * @param values the different values with their counts, in the order of first appearance; missing
 *     ones are left out
 * @param missing how many rows have no value
 * @param readings how its values read as times; empty if they do not
 */
record ColumnProfile(
    String name,
    Kind kind,
    String reason,
    Map<String, Integer> values,
    int missing,
    List<TimeColumn> readings) {

  enum Kind {
    TEXT,
    CLASS,
    NUMBER,
    TIME,
    ID,
    CONSTANT,
    EMPTY
  }

  static final String UNSPACED = "written without blanks";
  private static final int MOST_NUMBERED_CLASSES = 20;
  private static final int MOST_CLASSES = 200;
  private static final int ROWS_PER_CLASS = 5;
  private static final double WORDS_OF_A_TEXT = 3;
  private static final Set<String> MISSING =
      Set.of("", "na", "n/a", "nan", "null", "none", "nil", "?", "-", "--");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private static final Pattern DECIMAL_COMMA =
      Pattern.compile("[+-]?\\d+(\\.\\d{3})*,\\d+"); // 1.234,5

  /**
   * @param timeFormat the format of the times, if the user has said it
   */
  static ColumnProfile of(Table table, int column, Optional<String> timeFormat) {
    String name = table.columns().get(column);
    List<String> cells = new ArrayList<>();
    Map<String, Integer> values = new LinkedHashMap<>();
    for (int row = 0; row < table.size(); row++) {
      String cell = table.value(row, column).strip();
      if (!isMissing(cell)) {
        cells.add(cell);
        values.merge(cell, 1, Integer::sum);
      }
    }
    int missing = table.size() - cells.size();
    return new Builder(name, cells, values, missing).profile(timeFormat);
  }

  static boolean isMissing(String cell) {
    return cell.length() <= 4 && MISSING.contains(cell.toLowerCase(Locale.ROOT));
  }

  /** Whether its values are numbers with a comma where this program expects a point. */
  boolean hasDecimalCommas() {
    return values.keySet().stream().anyMatch(value -> DECIMAL_COMMA.matcher(value).matches())
        && values.keySet().stream()
            .allMatch(value -> isNumber(value) || DECIMAL_COMMA.matcher(value).matches());
  }

  static boolean isNumber(String cell) {
    return NUMBER.matcher(cell).matches();
  }

  boolean holdsNumbers() {
    return values.keySet().stream().allMatch(ColumnProfile::isNumber);
  }

  /** Words between blanks, of the rows that have a value. */
  double wordsPerRow() {
    long words = 0;
    long rows = 0;
    for (Map.Entry<String, Integer> value : values.entrySet()) {
      words += (long) value.getKey().split("\\s+").length * value.getValue();
      rows += value.getValue();
    }
    return (double) words / rows;
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /** Whether the column can name the class of a text. */
  boolean mayBeClass() {
    return kind == Kind.CLASS || kind == Kind.NUMBER && values.size() <= MOST_NUMBERED_CLASSES;
  }

  private record Builder(
      String name, List<String> cells, Map<String, Integer> values, int missing) {

    ColumnProfile profile(Optional<String> timeFormat) {
      if (cells.isEmpty()) {
        return as(Kind.EMPTY, "no value in any row");
      }
      if (values.size() == 1) {
        return as(Kind.CONSTANT, "'" + shown(cells.get(0)) + "' in all rows");
      }
      if (timeFormat.isPresent()) {
        Optional<ColumnProfile> asSaid = time(timeFormat);
        if (asSaid.isPresent()) {
          return asSaid.get();
        }
      }
      boolean numbers = values.keySet().stream().allMatch(ColumnProfile::isNumber);
      if (numbers && countsRows()) {
        return named("year")
            ? time(timeFormat).orElseGet(() -> as(Kind.ID, "counts the rows"))
            : as(Kind.ID, "counts the rows");
      }
      if (!numbers || eightDigits()) {
        Optional<ColumnProfile> time = time(timeFormat);
        if (time.isPresent()) {
          return time.get();
        }
      }
      if (numbers) {
        return as(Kind.NUMBER, "%s different numbers".formatted(values.size()));
      }
      return words();
    }

    private ColumnProfile words() {
      double words =
          cells.stream().mapToInt(cell -> cell.split("\\s+").length).average().orElseThrow();
      boolean unspaced = cells.stream().filter(Builder::isUnspaced).count() * 2 > cells.size();
      boolean repeated =
          values.size() <= MOST_CLASSES && values.size() * ROWS_PER_CLASS <= cells.size();
      if (repeated) {
        return as(
            Kind.CLASS,
            values.size() <= 6
                ? values.keySet().stream().map(Builder::shown).collect(Collectors.joining(", "))
                : "%s different values in %s rows".formatted(values.size(), cells.size()));
      }
      if (words >= WORDS_OF_A_TEXT || unspaced) {
        return as(
            Kind.TEXT, unspaced ? UNSPACED : String.format(Locale.ROOT, "%.0f words a row", words));
      }
      return as(Kind.ID, "%s different values in %s rows".formatted(values.size(), cells.size()));
    }

    private Optional<ColumnProfile> time(Optional<String> format) {
      List<TimeColumn> readings = TimeColumn.readings(cells, format);
      return readings.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new ColumnProfile(
                  name,
                  Kind.TIME,
                  "steps of " + readings.get(0).frequency(),
                  values,
                  missing,
                  readings));
    }

    private boolean named(String word) {
      return name.toLowerCase(Locale.ROOT).contains(word);
    }

    private boolean countsRows() {
      long first = 0;
      for (int i = 0; i < cells.size(); i++) {
        if (!cells.get(i).matches("\\d{1,18}")) {
          return false;
        }
        long value = Long.parseLong(cells.get(i));
        first = i == 0 ? value : first;
        if (value != first + i) {
          return false;
        }
      }
      return true;
    }

    private boolean eightDigits() {
      return cells.stream().allMatch(cell -> cell.matches("[12]\\d{7}"));
    }

    /** Of a script that puts no blanks between words. */
    private static boolean isUnspaced(String cell) {
      long letters =
          cell.codePoints()
              .filter(
                  c ->
                      Character.isIdeographic(c)
                          || Character.UnicodeScript.of(c) == Character.UnicodeScript.HIRAGANA
                          || Character.UnicodeScript.of(c) == Character.UnicodeScript.KATAKANA
                          || Character.UnicodeScript.of(c) == Character.UnicodeScript.THAI)
              .count();
      return letters >= 4 && letters * 2 > cell.codePointCount(0, cell.length());
    }

    private static String shown(String value) {
      return value.length() <= 20 ? value : value.substring(0, 20) + "...";
    }

    private ColumnProfile as(Kind kind, String reason) {
      return new ColumnProfile(name, kind, reason, values, missing, List.of());
    }
  }
}
