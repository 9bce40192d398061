package dev.sluice.draft;

import dev.sluice.frame.NormalForm;
import dev.sluice.frame.series.NumberForms;
import dev.sluice.frame.series.TimeColumn;
import dev.sluice.source.Table;
import dev.sluice.spec.NumberSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a column seems to hold, and why.
 *
 * @param values the distinct values, trimmed, with their counts, in the order of first appearance;
 *     missing ones, such as {@code NA}, are left out
 * @param written the distinct values as training reads classes, with their counts; only blank ones
 *     are left out: {@code None} is a class
 * @param missing how many rows have no value; among words, {@code NA} is one
 * @param strays the few values that stop it from being numbers or times
 * @param readings the ways to read its values as times; empty if there is none, or if they hardly
 *     are times; those of numbers that may be years are kept for a user who says that they are
 */
record ColumnProfile(
    String name,
    Kind kind,
    String reason,
    Map<String, Integer> values,
    Map<String, Integer> written,
    int missing,
    Optional<Strays> strays,
    List<TimeColumn> readings) {

  enum Kind {
    TEXT,
    CLASS,
    NUMBER,
    TIME,
    ID,
    UNREADABLE,
    CONSTANT,
    EMPTY
  }

  static final String UNSPACED = "written without blanks";
  static final String LISTS = "lists of numbers";
  private static final Pattern BESIDE = Pattern.compile("\\p{Sc}|%");
  private static final Pattern YEAR = Pattern.compile("[12]\\d{3}");
  private static final Pattern EPOCH = Pattern.compile("1(\\d{9}|\\d{12})(\\.0+)?"); // 2001 to 2033
  private static final Pattern MONTH = Pattern.compile("(19|20)\\d{2}(0[1-9]|1[0-2])"); // 202405
  private static final Pattern FRACTION = // years, or days of a spreadsheet
      Pattern.compile("((1[6-9]|20)\\d{2}|[2-6]\\d{4})(\\.\\d+)?");
  private static final double ROUNDED = 0.0015; // years with three decimals are not exact
  private static final int MOST_NUMBERED_CLASSES = 20;
  private static final int MOST_CLASSES = 200;
  private static final int ROWS_PER_CLASS = 5;
  private static final double WORDS_OF_A_TEXT = 3;
  private static final double WORDS_OF_A_SUBJECT = 1.5;
  private static final Set<String> MISSING =
      Set.of(
          "", "na", "n/a", "#n/a", "#na", "<na>", "nan", "nat", "null", "none", "nil", "?", "-",
          "--");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private static final Pattern AROUND = Pattern.compile("^[\\s\\[(]+|[\\s\\])]+$"); // a list
  private static final Pattern DECIMAL = Pattern.compile("[-.]"); // whole numbers may be token ids
  private static final Pattern INDEX = Pattern.compile("Unnamed: \\d+"); // pandas's name for it

  /**
   * @param timeFormat the format of the times, if the user has given it
   */
  static ColumnProfile of(Table table, int column, Optional<String> timeFormat) {
    String name = table.columns().get(column);
    List<String> cells = new ArrayList<>();
    List<Integer> rows = new ArrayList<>();
    Map<String, Integer> values = new LinkedHashMap<>();
    Map<String, Integer> written = new LinkedHashMap<>();
    for (int row = 0; row < table.size(); row++) {
      String cell = table.value(row, column).strip();
      String word = NormalForm.NFC.of(table.value(row, column));
      if (!word.isBlank()) {
        written.merge(word, 1, Integer::sum);
      }
      if (!isMissing(cell)) {
        cells.add(cell);
        rows.add(row);
        values.merge(cell, 1, Integer::sum);
      }
    }
    return new Builder(name, table.size(), cells, rows, values, written).profile(timeFormat);
  }

  static boolean isMissing(String cell) {
    return cell.length() <= 4 && MISSING.contains(cell.toLowerCase(Locale.ROOT));
  }

  /**
   * The formats in which its values can be read as numbers if they are not plain ones: none, one,
   * or two if a comma may be a decimal or a thousands separator. Signs next to them are currencies
   * or percent.
   */
  List<NumberSpec> numberForms() {
    return numberForms(values);
  }

  private static List<NumberSpec> numberForms(Map<String, Integer> values) {
    return NumberForms.readings(values.keySet()).stream()
        .filter(
            form ->
                Stream.concat(form.prefix().stream(), form.suffix().stream())
                    .allMatch(text -> BESIDE.matcher(text).matches()))
        .toList();
  }

  static boolean isNumber(String cell) {
    return NUMBER.matcher(cell).matches();
  }

  boolean holdsNumbers() {
    return areNumbers(values);
  }

  private static boolean areNumbers(Map<String, Integer> values) {
    return !values.isEmpty() && values.keySet().stream().allMatch(ColumnProfile::isNumber);
  }

  /** The number of words separated by spaces, in each row that has a value. */
  double wordsPerRow() {
    return wordsPerRow(written);
  }

  private static double wordsPerRow(Map<String, Integer> written) {
    long words = 0;
    long rows = 0;
    for (Map.Entry<String, Integer> value : written.entrySet()) {
      words += (long) value.getKey().strip().split("\\s+").length * value.getValue();
      rows += value.getValue();
    }
    return (double) words / rows;
  }

  /** Whether its values are short phrases, such as the subjects of emails. */
  boolean mayBeText() {
    return kind == Kind.ID && !holdsNumbers() && wordsPerRow() >= WORDS_OF_A_SUBJECT;
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /** Whether the column can name the class of a text. */
  boolean mayBeClass() {
    return kind == Kind.CLASS
        || (kind == Kind.NUMBER || kind == Kind.CONSTANT)
            && written.size() >= 2
            && written.size() <= MOST_NUMBERED_CLASSES;
  }

  private record Builder(
      String name,
      int size,
      List<String> cells,
      List<Integer> rows,
      Map<String, Integer> values,
      Map<String, Integer> written) {

    ColumnProfile profile(Optional<String> timeFormat) {
      if (written.isEmpty() || cells.isEmpty() && written.size() == 1) {
        return as(Kind.EMPTY, "no value in any row");
      }
      if (written.size() == 1 || values.size() == 1 && areNumbers(values)) {
        return as(Kind.CONSTANT, "'" + shown(cells.get(0)) + "' in all rows");
      }
      if (timeFormat.isPresent()) {
        Optional<ColumnProfile> asSaid = time(timeFormat);
        if (asSaid.isPresent()) {
          return asSaid.get();
        }
      }
      boolean numbers = areNumbers(values);
      if (numbers && countsRows()) {
        return named("year")
            ? time(timeFormat).orElseGet(() -> as(Kind.ID, "counts the rows"))
            : as(Kind.ID, "counts the rows");
      }
      if (numbers && all(FRACTION) && advancesEvenly()) {
        return as(Kind.ID, "numbers in equal steps");
      }
      if (numbers && INDEX.matcher(name).matches()) {
        return as(Kind.ID, "an index without a name");
      }
      if (!numbers || eightDigits(cells.stream())) {
        Optional<ColumnProfile> time = time(timeFormat);
        if (time.isPresent()) {
          return time.get();
        }
      }
      if (numbers && (all(EPOCH) || all(MONTH))) {
        Optional<ColumnProfile> time = time(timeFormat);
        if (time.filter(t -> t.readings().get(0).isRegular()).isPresent()) {
          return time.get();
        }
      }
      if (numbers) {
        return as(Kind.NUMBER, "%s different numbers".formatted(values.size()));
      }
      return words(strays(timeFormat));
    }

    private Optional<Strays> strays(Optional<String> timeFormat) {
      List<Integer> odd =
          IntStream.range(0, cells.size()).filter(i -> !isNumber(cells.get(i))).boxed().toList();
      Kind kind = Kind.NUMBER;
      boolean few = Strays.areFew(odd.size(), cells.size());
      if (!cells.isEmpty() && (!few || eightDigits(cells.stream().filter(c -> isNumber(c))))) {
        odd = TimeColumn.unreadable(cells, timeFormat);
        kind = Kind.TIME;
      }
      return Strays.areFew(odd.size(), cells.size())
          ? Optional.of(
              new Strays(
                  kind,
                  odd.stream().map(rows::get).toList(),
                  odd.stream().map(cells::get).toList()))
          : Optional.empty();
    }

    private ColumnProfile words(Optional<Strays> strays) {
      int cells = written.values().stream().mapToInt(Integer::intValue).sum();
      double words = wordsPerRow(written);
      int unspacedCells =
          written.entrySet().stream()
              .filter(value -> isUnspaced(value.getKey()))
              .mapToInt(Map.Entry::getValue)
              .sum();
      boolean unspaced = unspacedCells * 2 > cells;
      boolean repeated = written.size() <= MOST_CLASSES && written.size() * ROWS_PER_CLASS <= cells;
      boolean commas = !numberForms(values).isEmpty();
      if (repeated && !(commas && written.size() > MOST_NUMBERED_CLASSES)) {
        return as(
            Kind.CLASS,
            written.size() <= 6
                ? written.keySet().stream()
                    .map(ColumnProfile::shownClass)
                    .collect(Collectors.joining(", "))
                : "%s different values in %s rows".formatted(written.size(), cells),
            strays);
      }
      if (strays.isPresent()) {
        return as(Kind.UNREADABLE, strays.get().toString(), strays);
      }
      if (commas) {
        return as(Kind.UNREADABLE, "numbers in another format");
      }
      if (written.keySet().stream().allMatch(Builder::isListOfNumbers)
          && written.keySet().stream().anyMatch(DECIMAL.asPredicate())) {
        return as(Kind.UNREADABLE, LISTS);
      }
      if (words >= WORDS_OF_A_TEXT || unspaced) {
        return as(
            Kind.TEXT, unspaced ? UNSPACED : String.format(Locale.ROOT, "%.0f words a row", words));
      }
      return as(Kind.ID, "%s different values in %s rows".formatted(written.size(), cells));
    }

    private Optional<ColumnProfile> time(Optional<String> format) {
      List<TimeColumn> readings = cells.isEmpty() ? List.of() : TimeColumn.readings(cells, format);
      return readings.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new ColumnProfile(
                  name,
                  Kind.TIME,
                  "steps of " + readings.get(0).frequency(),
                  values,
                  written,
                  size - cells.size(),
                  Optional.empty(),
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

    /** Whether the numbers rise in equal steps below one, as fractions of days and years do. */
    private boolean advancesEvenly() {
      double[] numbers = cells.stream().mapToDouble(Double::parseDouble).toArray();
      double step = numbers.length < 3 ? 0 : numbers[1] - numbers[0];
      return step > 0
          && step < 1
          && IntStream.range(1, numbers.length)
              .mapToDouble(i -> numbers[i] - numbers[i - 1])
              .allMatch(next -> next > 0 && Math.abs(next - step) < ROUNDED);
    }

    private static boolean eightDigits(Stream<String> cells) {
      return cells.allMatch(cell -> cell.matches("[12]\\d{7}"));
    }

    /** Whether the text is in a script that puts no spaces between words. */
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

    private static boolean isListOfNumbers(String cell) {
      return Pattern.compile("[,;\\s]+")
          .splitAsStream(AROUND.matcher(cell).replaceAll(""))
          .allMatch(word -> isNumber(word) || word.equalsIgnoreCase("nan"));
    }

    private ColumnProfile as(Kind kind, String reason) {
      return as(kind, reason, Optional.empty());
    }

    private ColumnProfile as(Kind kind, String reason, Optional<Strays> strays) {
      boolean words = kind == Kind.CLASS || kind == Kind.TEXT || kind == Kind.ID;
      int given =
          words && !areNumbers(values)
              ? written.values().stream().mapToInt(Integer::intValue).sum()
              : cells.size();
      return new ColumnProfile(
          name,
          kind,
          reason,
          values,
          written,
          size - given,
          strays,
          kind == Kind.ID || kind == Kind.NUMBER ? years() : List.of());
    }

    private boolean all(Pattern pattern) {
      return cells.stream().allMatch(cell -> pattern.matcher(cell).matches());
    }

    private List<TimeColumn> years() {
      return all(YEAR)
          ? TimeColumn.readings(cells, Optional.empty()).stream()
              .filter(TimeColumn::isRegular)
              .toList()
          : List.of();
    }
  }

  static String shown(String value) {
    return value.length() <= 20 ? value : value.substring(0, 20) + "...";
  }

  /** In quotes if its end would not be visible otherwise. */
  static String shownClass(String value) {
    return value.equals(value.strip()) ? shown(value) : "'" + shown(value) + "'";
  }
}
