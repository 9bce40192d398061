package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.source.Table;
import dev.sluice.spec.MissingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Finds what must be known ahead for a forecast: the future covariates of the rows from the last
 * known one to the end of the horizon.
 */
final class RowsToFillIn {
  private static final int LISTED = 5;

  private final SeriesLayout layout;
  private final int ahead;

  RowsToFillIn(SeriesLayout layout) {
    this.layout = layout;
    this.ahead = layout.windows().ahead();
  }

  /** What is missing in a series, by column. */
  List<Problem> problems(Table file, SeriesRows rows) {
    List<Problem> problems = new ArrayList<>();
    for (int column = layout.pastColumns(); column < layout.firstStatic(); column++) {
      BitSet missing = missing(rows, column);
      if (!missing.isEmpty()) {
        problems.add(problem(file, rows, column, missing));
      }
    }
    return problems;
  }

  /** Missing rows, and empty cells that nothing fills in. */
  private BitSet missing(SeriesRows rows, int column) {
    double[] values = rows.values()[column];
    boolean filled = !(layout.specs().get(column).missing() instanceof MissingSpec.Error);
    BitSet missing = new BitSet();
    for (int row = rows.known(); row < rows.known() + ahead; row++) {
      missing.set(row, row >= values.length || !filled && Double.isNaN(values[row]));
    }
    return missing;
  }

  private Problem problem(Table file, SeriesRows rows, int column, BitSet missing) {
    String name = layout.columns().get(column);
    TimeAxis axis = rows.axis();
    int end = rows.known() + ahead;
    int count = missing.cardinality();
    boolean ends = missing.nextClearBit(missing.nextSetBit(0)) == end;
    String lacks =
        ends
            ? "ends " + axis.label(missing.nextSetBit(0) - 1L)
            : "has no value for "
                + missing.stream()
                    .limit(LISTED)
                    .mapToObj(axis::label)
                    .collect(Collectors.joining(", "))
                + (count > LISTED ? ", ..." : "");
    return Problem.inFile(
        file.name(),
        "future_covariates '%s' is needed for %s..%s but %s (%s %s missing)"
            .formatted(
                name,
                axis.label(rows.known()),
                axis.label(end - 1L),
                lacks,
                count,
                count == 1 ? "step" : "steps"),
        "fill it in, with '%s' left empty there; predict --template writes the rows to fill in"
            .formatted(String.join("', '", layout.targets())));
  }

  /**
   * The last rows of each series and those to forecast, with the columns that a forecast reads.
   *
   * @param read the rows that make up the series
   * @param needed the known rows that each series needs
   */
  Table table(Table read, List<SeriesRows> series, int needed) {
    List<String> columns = read.columns().stream().filter(used()::contains).toList();
    List<String[]> written = new ArrayList<>();
    for (SeriesRows rows : series) {
      write(read, rows, Math.max(0, rows.known() - needed), columns, written);
    }
    return new Table(read.name(), columns, written, new long[written.size()]);
  }

  private Set<String> used() {
    Set<String> used = new LinkedHashSet<>(layout.by());
    layout
        .timeParts()
        .map(TimeParts::columns)
        .or(() -> layout.timeColumn().map(List::of))
        .ifPresent(used::addAll);
    used.addAll(layout.columns());
    return used;
  }

  private void write(
      Table read, SeriesRows rows, int atLatest, List<String> columns, List<String[]> written) {
    int from = atLatest;
    while (from > 0 && !isWhole(rows, from)) { // a rule that fills cells needs a value before them
      from--;
    }
    int[] places = columns.stream().mapToInt(read::indexOf).toArray();
    int size = rows.timeline().source().length;
    int end = rows.known() + ahead;
    for (int row = from; row < Math.min(size, end); row++) {
      if (!rows.changes().inserted().get(row)) {
        IntStream.of(rows.timeline().readAt(row)).forEach(r -> written.add(cells(read, r, places)));
      }
    }
    String[] last = cells(read, rows.timeline().source()[size - 1], places);
    for (int row = size; row < end; row++) {
      String[] next = new String[columns.size()];
      Arrays.fill(next, "");
      for (int c = 0; c < next.length; c++) {
        if (layout.by().contains(columns.get(c)) || layout.statics().contains(columns.get(c))) {
          next[c] = last[c];
        }
      }
      String label = rows.axis().label(row);
      if (layout.timeParts().isPresent()) {
        String[] cells = layout.timeParts().get().cells(label);
        for (int part = 0; part < cells.length; part++) {
          next[columns.indexOf(layout.timeParts().get().columns().get(part))] = cells[part];
        }
      } else {
        layout.timeColumn().map(columns::indexOf).ifPresent(c -> next[c] = label);
      }
      written.add(next);
    }
  }

  private static String[] cells(Table read, int row, int[] places) {
    return IntStream.of(places).mapToObj(c -> read.value(row, c)).toArray(String[]::new);
  }

  private static boolean isWhole(SeriesRows rows, int row) {
    return !rows.changes().inserted().get(row)
        && Arrays.stream(rows.values()).noneMatch(column -> Double.isNaN(column[row]));
  }

  /** As in "'price' in 2 rows (2024-06-01 to 2024-06-02)". */
  String toFillIn(List<SeriesRows> series) {
    Set<String> names = new LinkedHashSet<>();
    Set<String> times = new LinkedHashSet<>();
    int count = 0;
    for (SeriesRows rows : series) {
      BitSet missing = new BitSet();
      for (int column = layout.pastColumns(); column < layout.firstStatic(); column++) {
        BitSet ofColumn = missing(rows, column);
        missing.or(ofColumn);
        if (!ofColumn.isEmpty()) {
          names.add("'" + layout.columns().get(column) + "'");
        }
      }
      if (!missing.isEmpty()) {
        count += missing.cardinality();
        times.add(
            rows.axis().label(missing.nextSetBit(0))
                + " to "
                + rows.axis().label(missing.length() - 1L));
      }
    }
    return count == 0
        ? "nothing: all values are there"
        : "%s in %s (%s%s)"
            .formatted(
                String.join(", ", names),
                count == 1 ? "1 row" : count + " rows",
                times.iterator().next(),
                times.size() > 1 ? ", other times in some series" : "");
  }
}
