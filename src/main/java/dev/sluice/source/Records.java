package dev.sluice.source;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes a table from the records of a delimited file and refuses invalid ones: columns without a
 * name or with the same name, rows of another width, no rows at all.
 *
 * <p>If the config names the columns, a first record that consists only of such names is still a
 * header: new rows may lack the columns that are not known yet. A record that spells the names
 * differently, or leaves one out, is not a row; it is refused.
 *
 * <p>A first column of whole numbers may lack a name, as when pandas writes its index; it is left
 * out.
 *
 * <p>Columns at the end may lack a name if all their cells are blank, as spreadsheets write them;
 * they are left out.
 *
 * <p>A first line {@code sep=;}, as Excel writes and reads it, is left out.
 *
 * <p>Blank lines, also with spaces in them, are left out; only between records with a single column
 * is one an empty value.
 */
final class Records {
  private final Path file;
  private final Optional<List<String>> named; // by the config
  private final List<String[]> rows = new ArrayList<>();
  private final RowProblems ragged;
  private final Set<Integer> raggedWidths = new HashSet<>();
  private int raggedRows;
  private List<String> columns; // of this file; null before its first record
  private long headerLine;
  private boolean index; // whether each record begins with a value that has no column
  private Optional<String> noIndex = Optional.empty(); // the first such value that is no number
  private int tail; // columns at the end without a name
  private Optional<Problem> unnamed = Optional.empty(); // the first value in one of them
  private int unendedRows; // with more values than columns, of which the last one is blank
  private long firstRagged; // its line
  private long[] lines = new long[1024]; // line where each row begins, from 1
  private int blankLines; // since the last record
  private long firstBlankLine;

  /**
   * @param columnNames of files without a header
   * @param key the path of {@code columnNames} in the config
   */
  Records(Path file, Optional<List<String>> columnNames, String key) {
    this.file = file;
    this.named = columnNames;
    this.ragged = new RowProblems(file.toString());
    columnNames.ifPresent(
        names -> {
          List<Problem> problems = new ArrayList<>();
          for (String fault : faultsOf(names)) {
            problems.add(Problem.atKey(key, fault, "give each column a different name"));
          }
          if (!problems.isEmpty()) {
            throw new UserException(problems);
          }
        });
  }

  /** Whether the names of the columns are known, which depends on the first record. */
  boolean hasColumns() {
    return columns != null;
  }

  /** The number of rows accepted so far. */
  int size() {
    return rows.size();
  }

  /**
   * The names of the columns.
   *
   * @throws UserException if the file has no line, and the config no names
   */
  List<String> columns() {
    if (columns == null && named.isEmpty()) {
      throw new UserException(
          Problem.inFile(file, "is empty", "expected a header line with the columns' names"));
    }
    return columns == null ? named.get() : columns;
  }

  void addBlankLine(long line) {
    if (blankLines++ == 0) {
      firstBlankLine = line;
    }
  }

  void add(long line, String[] values) {
    if (line == 1 && namesDelimiter(values)) {
      return;
    }
    if (columns != null && columns.size() > 1 && values.length == 1 && values[0].isBlank()) {
      addBlankLine(line);
      return;
    }
    if (columns == null && isHeader(Arrays.asList(values))) {
      acceptHeader(line, Arrays.asList(values));
    } else {
      if (columns == null && repeatsNames(values)) {
        throw new UserException(
            Problem.inFile(
                file,
                line,
                "is a header, but the columns have names already: "
                    + String.join(", ", named.orElseThrow()),
                faultsOf(Arrays.asList(values)).isEmpty()
                    ? "remove the line, or leave out column_names (--columns of init)"
                    : "remove the line"));
      }
      columns = columns();
      for (int blank = 0; blank < blankLines && columns.size() == 1 && !index; blank++) {
        addRow(firstBlankLine + blank, new String[] {""});
      }
      addRow(line, values);
    }
    blankLines = 0;
  }

  /** Whether this is the line `sep=;` by which Excel knows the delimiter. */
  private static boolean namesDelimiter(String[] values) {
    return values.length == 1 && values[0].matches("(?i)sep=.")
        || values.length == 2 && values[0].equalsIgnoreCase("sep=") && values[1].isEmpty();
  }

  private boolean isHeader(List<String> values) {
    return named
        .map(names -> names.containsAll(values) && Set.copyOf(values).size() == values.size())
        .orElse(true);
  }

  /**
   * Whether all its non-blank values are names from the config, ignoring case, white space and
   * quotes.
   */
  private boolean repeatsNames(String[] values) {
    Set<String> names =
        named.orElse(List.of()).stream().map(Records::plain).collect(Collectors.toSet());
    List<String> given =
        Arrays.stream(values).map(Records::plain).filter(v -> !v.isEmpty()).toList();
    return names.containsAll(given)
        && Set.copyOf(given).size() == given.size()
        && given.size() >= Math.min(2, names.size());
  }

  private static String plain(String name) {
    return name.replaceAll("[\\s\\p{Z}_\"'\u201C\u201D]+", "").toLowerCase(Locale.ROOT);
  }

  /** The names of a header without the blank one of an index, and those at the end. */
  private static List<String> columnsOf(List<String> header) {
    List<String> names =
        header.size() > 1 && header.get(0).isBlank() ? header.subList(1, header.size()) : header;
    int named = names.size();
    while (named > 0 && names.get(named - 1).isBlank()) {
      named--;
    }
    return named == 0 ? names : names.subList(0, named);
  }

  private boolean namedByConfig() {
    return named.isPresent() && columns == named.get();
  }

  private void acceptHeader(long line, List<String> header) {
    if (named.isEmpty()) {
      requireTable(line, header.get(0).strip().toLowerCase(Locale.ROOT));
    }
    List<String> names = columnsOf(header);
    index = header.size() > 1 && header.get(0).isBlank();
    tail = header.size() - names.size() - before();
    headerLine = line;
    List<Problem> problems = new ArrayList<>();
    for (String fault : faultsOf(names, before())) {
      problems.add(
          Problem.inFile(
              file,
              line,
              fault,
              "give each column a different name; if this is not a header, list the names under"
                  + " column_names (--columns of init)"));
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    columns = names;
  }

  /** Refuses JSON, web pages and XML, whose lines may look like records. */
  private void requireTable(long line, String start) {
    if (start.startsWith("{") || start.startsWith("[{") || start.equals("[")) {
      throw new UserException(
          Problem.inFile(
              file,
              line,
              "is JSON, expected a header line with the columns' names",
              "write one object a line, as jq -c '.[]' does with an array of objects, to a file whose"
                  + " name ends in .jsonl; in a config, name it in the jsonl source"));
    }
    if (start.startsWith("<!doctype html") || start.startsWith("<html")) {
      throw new UserException(
          Problem.inFile(
              file,
              line,
              "is a web page, expected a header line with the columns' names",
              "download the data themselves, not the page that shows them"));
    }
    if (start.startsWith("<?xml")) {
      throw new UserException(
          Problem.inFile(
              file,
              line,
              "is XML, expected a header line with the columns' names",
              "write the rows as CSV in UTF-8"));
    }
  }

  private void addRow(long line, String[] values) {
    int width = before() + columns.size();
    if (values.length > width && values.length <= width + tail) {
      requireBlank(line, values, width);
      values = Arrays.copyOf(values, width);
    }
    if (values.length != width) {
      firstRagged = raggedRows == 0 ? line : firstRagged;
      raggedWidths.add(values.length);
      raggedRows++;
      unendedRows += values.length == width + 1 && blankFrom(width, values) ? 1 : 0;
      ragged.add(line, "%s, expected %s".formatted(counted(values.length), expected()));
      return;
    }
    if (rows.size() == lines.length) {
      lines = Arrays.copyOf(lines, 2 * lines.length);
    }
    lines[rows.size()] = line;
    if (index && noIndex.isEmpty() && !values[0].matches("\\d+")) {
      noIndex = Optional.of(values[0]);
    }
    rows.add(index ? Arrays.copyOfRange(values, 1, values.length) : values);
  }

  private int before() {
    return index ? 1 : 0;
  }

  private void requireBlank(long line, String[] values, int from) {
    for (int i = from; i < values.length && unnamed.isEmpty(); i++) {
      if (!values[i].isBlank()) {
        unnamed =
            Optional.of(
                Problem.inFile(
                    file,
                    line,
                    "column %s has no name, and a value '%s'".formatted(i + 1, values[i]),
                    "name the column in line %s, or empty it".formatted(headerLine)));
      }
    }
  }

  private static boolean blankFrom(int first, String[] values) {
    return Arrays.stream(values, first, values.length).allMatch(String::isBlank);
  }

  /**
   * Whether the first lines are shorter than all others, which are equally long and more in number.
   */
  private boolean startsWithTitle() {
    return !namedByConfig()
        && raggedRows > 1
        && raggedRows > rows.size()
        && (rows.isEmpty() || columns.size() == 1 && lines[rows.size() - 1] < firstRagged)
        && raggedWidths.size() == 1
        && raggedWidths.iterator().next() > columns.size() + before();
  }

  private Problem title() {
    String below = counted(raggedWidths.iterator().next());
    if (unendedRows == raggedRows && rows.isEmpty()) {
      return Problem.inFile(
          file,
          headerLine,
          "has %s, and the lines below it have %s, the last of which is always empty"
              .formatted(counted(columns.size() + before()), below),
          "end this line with a separator, as the others");
    }
    return Problem.inFile(
        file,
        headerLine,
        rows.isEmpty()
            ? "has %s, and the lines below it have %s"
                .formatted(counted(columns.size() + before()), below)
            : "lines %s to %s have %s each, and the lines below them have %s"
                .formatted(headerLine, firstRagged - 1, counted(columns.size() + before()), below),
        "a title is no header: remove all lines above the one with the columns' names");
  }

  private static String counted(int values) {
    return values == 1 ? "1 value" : values + " values";
  }

  private String expected() {
    int shown = Math.min(columns.size(), 8);
    return "%s (%s%s%s)"
        .formatted(
            columns.size() + before(),
            index ? "no name, " : "",
            String.join(", ", columns.subList(0, shown)),
            shown < columns.size() ? ", ..." : "");
  }

  private static List<String> faultsOf(List<String> names) {
    return faultsOf(names, 0);
  }

  private static List<String> faultsOf(List<String> names, int before) {
    List<String> faults = new ArrayList<>();
    Set<String> seen = new LinkedHashSet<>();
    Set<String> twice = new LinkedHashSet<>();
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isBlank()) {
        faults.add("column %s has no name".formatted(before + i + 1));
      } else if (!seen.add(names.get(i))) {
        twice.add(names.get(i));
      }
    }
    twice.forEach(name -> faults.add("more than one column is named '%s'".formatted(name)));
    return faults;
  }

  /**
   * @throws UserException listing the rows of another width, or if there is no row
   */
  Table table(String raggedMend) {
    columns = columns();
    if (startsWithTitle()) {
      throw new UserException(title());
    }
    if (!ragged.isEmpty()) {
      throw new UserException(
          ragged.problems(
              Columns.otherSeparator(columns).orElse(raggedMend)
                  + (namedByConfig()
                      ? ";\n"
                          + "or, if the file has only some of the columns, start it with a line"
                          + " of their names"
                      : "")));
    }
    if (unnamed.isPresent()) {
      throw new UserException(unnamed.get());
    }
    if (noIndex.isPresent()) {
      throw new UserException(
          Problem.inFile(
              file,
              headerLine,
              "column 1 has no name, and a value '%s'".formatted(noIndex.get()),
              "give it a name; only an index of whole numbers can be without one"));
    }
    if (rows.isEmpty()) {
      throw new UserException(
          Problem.inFile(
              file,
              namedByConfig()
                  ? "is empty"
                  : "has a header (%s) but no rows".formatted(String.join(", ", columns)),
              "write at least one row" + (namedByConfig() ? "" : " below the header")));
    }
    return new Table(file.toString(), columns, rows, Arrays.copyOf(lines, rows.size()));
  }
}
