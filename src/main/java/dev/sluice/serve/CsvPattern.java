package dev.sluice.serve;

import dev.sluice.input.InputColumn;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A regular expression (ECMA 262, as JSON Schema has them) for tables that a model reads: a header
 * with the columns in their order, and at least one row, as RFC 4180 writes them. Cells are not
 * empty, but for those of columns that need no value.
 */
final class CsvPattern {
  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{N}_](?:[\\p{L}\\p{N}_ -]*[\\p{L}\\p{N}_])?");
  private static final Pattern SYMBOL = Pattern.compile("[\\\\^$.|?*+()\\[\\]{}]");
  private static final String ANY = "(?:\"(?:[^\"]|\"\")*\"|[^\",\\r\\n][^,\\r\\n]*)";
  private static final String END = "(?:\\r\\n|\\r|\\n)";

  private CsvPattern() {}

  static String of(List<InputColumn> columns) {
    return "^%s(?:%s%s)+%s?$"
        .formatted(
            joined(columns.stream().map(column -> header(column.name())).toList()),
            END,
            joined(columns.stream().map(CsvPattern::cell).toList()),
            END);
  }

  private static String joined(List<String> cells) {
    return cells.stream().collect(Collectors.joining(","));
  }

  private static String header(String name) {
    String written = PLAIN.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    return SYMBOL.matcher(written).replaceAll("\\\\$0");
  }

  private static String cell(InputColumn column) {
    String whole = "-?[0-9]{1,9}";
    String pattern =
        switch (column.holds()) {
          case TEXT, TIME, NAME -> ANY;
          case WORDS -> "[^\\s\",]+(?: [^\\s\",]+)*";
          case IDS -> "[1-9][0-9]{0,8}(?: [1-9][0-9]{0,8})*";
          case NUMBER ->
              column.decimal().equals(",")
                  ? "\"" + whole + "(?:,[0-9]{1,9})?\""
                  : whole + "(?:\\.[0-9]{1,9})?";
        };
    return column.required() ? pattern : "(?:" + pattern + ")?";
  }
}
