package dev.sluice.frame.series;

import dev.sluice.frame.NumberReader;
import dev.sluice.plugin.Kinds;
import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.source.Columns;
import dev.sluice.source.RowProblems;
import dev.sluice.source.Table;
import dev.sluice.spec.CategoriesSpec;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.MissingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads the rows of tables as {@link Series} and refuses whatever is not one. */
final class SeriesReader {
  private static final int LISTED = 5;

  private final SeriesLayout layout;
  private final Optional<Trained> trained;
  private final boolean ahead;
  private final CategoryCodes codes;

  private SeriesReader(
      SeriesLayout layout, Optional<Trained> trained, boolean ahead, CategoryCodes codes) {
    this.layout = layout;
    this.trained = trained;
    this.ahead = ahead;
    this.codes = codes;
  }

  /**
   * For the data to train on.
   *
   * @param codes takes the words of categories
   */
  static SeriesReader ofData(SeriesLayout layout, CategoryCodes codes) {
    return new SeriesReader(layout, Optional.empty(), false, codes);
  }

  /**
   * For new rows.
   *
   * @param dayOfMonth see {@link TimeGrid#day}; empty for the day of the first row
   * @param ahead whether rows at the end of a series that have no target are those to forecast
   * @param categories that were learned
   */
  static SeriesReader ofNewRows(
      SeriesLayout layout, OptionalInt dayOfMonth, boolean ahead, List<FittedCategory> categories) {
    return new SeriesReader(
        layout, Optional.of(new Trained(dayOfMonth)), ahead, CategoryCodes.of(layout, categories));
  }

  /** What new rows must share with those that the model was trained on. */
  record Trained(OptionalInt dayOfMonth) {}

  /**
   * Reads the tables one after the other, and divides their rows into series.
   *
   * @param problems receives everything that is wrong with the rows
   * @return in the order in which they begin in the tables; empty only if the columns or times
   *     could not be read; if there are problems, the numbers must not be used
   */
  List<SeriesRows> read(List<Table> tables, List<Problem> problems) {
    int before = problems.size();
    tables.forEach(table -> checkColumns(table, table == tables.get(0), problems));
    if (problems.size() > before) {
      return List.of();
    }
    List<Problem> ofTimes = new ArrayList<>();
    List<Group> groups = groups(tables, problems);
    Map<Group, Timeline> timelines = timelines(tables, groups, ofTimes);
    boolean one = groups.size() == 1 && timelines.size() == 1;
    int[] inOrder =
        one && timelines.get(groups.get(0)).together().isEmpty()
            ? timelines.get(groups.get(0)).source()
            : read(groups, timelines);
    BitSet starts = new BitSet();
    for (Group group : groups) {
      int[] rows = timelines.containsKey(group) ? timelines.get(group).source() : group.rows();
      IntStream.of(rows).limit(1).forEach(starts::set);
    }
    BitSet toForecast = new BitSet(); // rows of the tables
    if (ahead) {
      timelines.values().forEach(t -> markRowsToForecast(t, toForecast));
      groups.stream()
          .filter(group -> !timelines.containsKey(group))
          .forEach(group -> markRowsWithoutTargets(tables, group, toForecast));
    }
    double[][] cells = new double[layout.columns().size()][]; // (columns, rows of the tables)
    for (int column = 0; column < cells.length; column++) {
      cells[column] = readColumn(tables, inOrder, starts, toForecast, column, problems);
    }
    SeriesProblems ofSeries = new SeriesProblems();
    List<SeriesRows> series = new ArrayList<>();
    timelines.forEach(
        (group, timeline) -> {
          List<Problem> own = new ArrayList<>();
          series.add(rows(group.key(), timeline, cells, toForecast, own));
          ofSeries.add(group.key(), own);
        });
    problems.addAll(ofSeries.problems());
    problems.addAll(ofTimes);
    return series;
  }

  /** One series: its rows of the tables, one after the other. */
  private record Group(SeriesKey key, int[] rows) {}

  private List<Group> groups(List<Table> tables, List<Problem> problems) {
    if (layout.by().isEmpty()) {
      return List.of(new Group(SeriesKey.ONLY, all(tables)));
    }
    Map<List<String>, IntStream.Builder> groups = new LinkedHashMap<>();
    int at = 0;
    for (Table table : tables) {
      int[] by = layout.by().stream().mapToInt(table::indexOf).toArray();
      RowProblems empty = new RowProblems(table.name());
      for (int row = 0; row < table.size(); row++, at++) {
        String[] key = new String[by.length];
        for (int i = 0; i < by.length; i++) {
          key[i] = table.value(row, by[i]).strip();
          if (key[i].isEmpty()) {
            empty.add(
                table.line(row),
                "column '%s' is empty: the row belongs to no series".formatted(layout.by().get(i)));
          }
        }
        groups.computeIfAbsent(List.of(key), k -> IntStream.builder()).add(at);
      }
      problems.addAll(empty.problems("fill it in, or leave out the row"));
    }
    return groups.entrySet().stream()
        .map(e -> new Group(new SeriesKey(e.getKey()), e.getValue().build().toArray()))
        .toList();
  }

  /** The rows of the tables that are part of a series. */
  private static int[] read(List<Group> groups, Map<Group, Timeline> timelines) {
    return groups.stream()
        .flatMapToInt(
            group ->
                timelines.containsKey(group)
                    ? timelines.get(group).read()
                    : IntStream.of(group.rows()))
        .distinct()
        .sorted()
        .toArray();
  }

  private Map<Group, Timeline> timelines(
      List<Table> tables, List<Group> groups, List<Problem> problems) {
    Map<Group, Timeline> timelines = new LinkedHashMap<>();
    if (layout.timeColumn().isEmpty()) {
      for (Group group : groups) {
        timelines.put(
            group,
            new Timeline(
                tablesOf(tables, group),
                new TimeAxis.Numbered(),
                RowChanges.NONE,
                group.rows(),
                Map.of()));
      }
      return timelines;
    }
    TimeReader reader = new TimeReader(layout.time().orElseThrow(), trained);
    Optional<TimeReader.Times> times = reader.times(tables, problems);
    SeriesProblems ofSeries = new SeriesProblems();
    for (Group group : times.isEmpty() ? List.<Group>of() : groups) {
      List<Problem> own = new ArrayList<>();
      reader
          .timeline(tablesOf(tables, group), times.get().of(group.rows()), group.key(), own)
          .ifPresent(timeline -> timelines.put(group, timeline.in(group.rows())));
      ofSeries.add(group.key(), own);
    }
    problems.addAll(ofSeries.problems());
    return timelines;
  }

  private List<Table> tablesOf(List<Table> tables, Group group) {
    if (layout.by().isEmpty()) {
      return tables;
    }
    List<Table> own = new ArrayList<>();
    int at = 0;
    int start = 0;
    for (Table table : tables) {
      int from = at;
      int first = start;
      while (at < group.rows().length && group.rows()[at] < start + table.size()) {
        at++;
      }
      own.add(table.inOrder(IntStream.range(from, at).map(i -> group.rows()[i] - first).toArray()));
      start += table.size();
    }
    return own;
  }

  /** The rows at the end of a series in which no target has a value. */
  private void markRowsToForecast(Timeline timeline, BitSet toForecast) {
    int end = timeline.source().length;
    for (int t = timeline.tables().size() - 1; t >= 0; t--) {
      Table table = timeline.tables().get(t);
      int[] targets = layout.targets().stream().mapToInt(table::indexOf).toArray();
      for (int row = table.size() - 1; row >= 0; row--) {
        int at = row;
        if (IntStream.of(targets).anyMatch(c -> !table.value(at, c).isBlank())) {
          return;
        }
        int source = timeline.source()[--end];
        IntStream.of(timeline.together().getOrDefault(source, new int[] {source}))
            .forEach(toForecast::set);
      }
    }
  }

  /** If the order of the rows is not known, any of them may be one to forecast. */
  private void markRowsWithoutTargets(List<Table> tables, Group group, BitSet toForecast) {
    int at = 0;
    for (Table table : tablesOf(tables, group)) {
      int[] targets = layout.targets().stream().mapToInt(table::indexOf).toArray();
      for (int row = 0; row < table.size(); row++, at++) {
        int of = row;
        toForecast.set(
            group.rows()[at],
            IntStream.of(targets).allMatch(column -> table.value(of, column).isBlank()));
      }
    }
  }

  private static int[] all(List<Table> tables) {
    return IntStream.range(0, tables.stream().mapToInt(Table::size).sum()).toArray();
  }

  private SeriesRows rows(
      SeriesKey key,
      Timeline timeline,
      double[][] cells,
      BitSet toForecast,
      List<Problem> problems) {
    double[][] values = new double[cells.length][];
    for (int column = 0; column < values.length; column++) {
      int at = column;
      double[] known = cells[column];
      values[column] =
          timeline.isAsRead(known.length)
              ? known
              : IntStream.range(0, timeline.source().length)
                  .mapToDouble(row -> value(timeline, known, row, layout.addable(at)))
                  .toArray();
      if (column < layout.firstStatic()) {
        checkInserted(timeline, column, problems);
        checkStart(timeline.tables(), column, values[column], problems);
      }
    }
    StaticColumns.fill(layout, timeline.tables(), values, trained.isPresent(), problems);
    int known = timeline.source().length;
    while (known > 0 && toForecast.get(timeline.source()[known - 1])) {
      known--;
    }
    return new SeriesRows(key, timeline, values, known);
  }

  /** NaN where there is none. */
  private double value(Timeline timeline, double[] cells, int row, boolean addable) {
    int source = timeline.source()[row];
    if (timeline.changes().inserted().get(row)) {
      return Double.NaN;
    }
    int[] together = timeline.together().get(source);
    return together == null
        ? cells[source]
        : layout
            .time()
            .orElseThrow()
            .duplicates()
            .of(IntStream.of(together).mapToDouble(i -> cells[i]).toArray(), addable);
  }

  private void checkColumns(Table table, boolean first, List<Problem> problems) {
    boolean keys = first && trained.isEmpty();
    for (int column = 0; column < layout.columns().size(); column++) {
      checkColumn(table, layout.columns().get(column), keys ? layout.keyOf(column) : "", problems);
    }
    for (int i = 0; i < layout.by().size(); i++) {
      checkColumn(table, layout.by().get(i), keys ? "data.series.by[" + i + "]" : "", problems);
    }
    layout
        .timeColumn()
        .ifPresent(time -> checkColumn(table, time, keys ? "data.time.column" : "", problems));
  }

  /**
   * @param key that names the column; empty where no config does
   */
  static void checkColumn(Table table, String name, String key, List<Problem> problems) {
    if (table.indexOf(name) >= 0) {
      return;
    }
    String advice =
        NearNames.nearest(name, table.columns())
                .map(near -> "did you mean '" + near + "'?  ")
                .orElse("")
            + "columns of "
            + table.name()
            + ": "
            + Columns.listed(table.columns());
    problems.add(
        key.isEmpty()
            ? Problem.inFile(table.name(), "column '" + name + "' missing", advice)
            : Problem.atKey(key, "there is no column '" + name + "'", advice));
  }

  /**
   * @param order the rows of all tables, each table's together
   * @param starts rows that have none before them
   * @param toForecast rows of which only future covariates are known
   * @return (rows of the tables), NaN where there is no value
   */
  private double[] readColumn(
      List<Table> tables,
      int[] order,
      BitSet starts,
      BitSet toForecast,
      int column,
      List<Problem> problems) {
    String name = layout.columns().get(column);
    ColumnSpec spec = layout.specs().get(column);
    ColumnTransform transform = layout.transforms().get(column);
    NumberReader numbers = new NumberReader(spec.number());
    double[] values = new double[tables.stream().mapToInt(Table::size).sum()];
    Arrays.fill(values, Double.NaN);
    int start = 0;
    int at = 0;
    for (Table table : tables) {
      int index = table.indexOf(name);
      RowProblems unreadable = new RowProblems(table.name());
      Refused refused = new Refused(table, transform);
      List<Integer> missing = new ArrayList<>();
      boolean afterOthers = true;
      int readable = 0;
      int before = -1;
      for (; at < order.length && order[at] < start + table.size(); at++) {
        if (order[at] == before) {
          continue; // it was inserted
        }
        before = order[at];
        if (column < layout.pastColumns() && toForecast.get(order[at])) {
          continue;
        }
        int row = order[at] - start;
        String cell = table.value(row, index).strip();
        boolean none = cell.isEmpty() || spec.missingValues().contains(cell);
        if (none && column >= layout.firstStatic()) {
          continue; // it belongs to other rows
        }
        if (spec.categories().isPresent() && (!none || spec.categories().get().empty())) {
          values[order[at]] = codes.code(column, none ? "" : cell);
          continue;
        }
        if (none) {
          if (toForecast.get(order[at])) {
            continue; // RowsToFillIn decides whether it is needed
          }
          afterOthers &= !starts.get(order[at]);
          missing.add(row);
          continue;
        }
        OptionalDouble value = numbers.read(cell);
        readable += value.isPresent() ? 1 : 0;
        if (value.isEmpty()) {
          unreadable.add(
              table.line(row),
              "'%s' row %s: '%s' is not a number".formatted(name, table.recordNumber(row), cell));
        } else if (!transform.accepts(value.getAsDouble())) {
          refused.add(row, cell, value.getAsDouble());
        }
        values[order[at]] = value.orElse(0); // the result is not used
      }
      start += table.size();
      if (!missing.isEmpty() && spec.missing() instanceof MissingSpec.Error) {
        problems.add(missing(table, column, missing, afterOthers));
      }
      if (readable == 0 && !unreadable.isEmpty()) {
        problems.add(noNumbers(table, column, numbersAre(table, column, numbers)));
      } else if (!unreadable.isEmpty()) {
        problems.addAll(
            unreadable.problems("correct the rows: " + numbersAre(table, column, numbers)));
      }
      refused.problem(name, spec).ifPresent(problems::add);
    }
    return values;
  }

  /** Values of one table that a transform does not accept. */
  private static final class Refused {
    private final Table table;
    private final ColumnTransform transform;
    private final List<Integer> rows = new ArrayList<>();
    private int least; // the row with the smallest of them
    private double leastValue = Double.POSITIVE_INFINITY;
    private String leastCell;

    Refused(Table table, ColumnTransform transform) {
      this.table = table;
      this.transform = transform;
    }

    void add(int row, String cell, double value) {
      rows.add(row);
      if (value < leastValue || rows.size() == 1) {
        least = row;
        leastValue = value;
        leastCell = cell;
      }
    }

    Optional<Problem> problem(String column, ColumnSpec spec) {
      if (rows.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          Problem.inFile(
              table.name(),
              table.line(least),
              "%s; '%s' has %s%s at row %s%s"
                  .formatted(
                      spec.transform()
                          .map(
                              t ->
                                  "transform %s needs %s"
                                      .formatted(Kinds.installed().nameOf(t), transform.domain()))
                          .orElseGet(transform::needs),
                      column,
                      transform.accepts(leastValue - 1) ? "" : "minimum ",
                      leastCell,
                      table.recordNumber(least),
                      rows.size() == 1 ? "" : " (%s rows like it)".formatted(rows.size())),
              "correct the rows, or change " + ColumnSpec.path(column) + ".transform"));
    }
  }

  /** The format of numbers, or the advice about numbers that are all written in another format. */
  private String numbersAre(Table table, int column, NumberReader numbers) {
    String are = "write numbers like " + numbers.examples();
    if (trained.isPresent()) {
      return are + ", as in training";
    }
    String name = layout.columns().get(column);
    List<String> digits =
        cells(table, column).distinct().filter(cell -> cell.matches(".*\\d.*")).toList();
    String advice = NumberForms.advice(name, NumberForms.readings(digits), digits);
    return advice.isEmpty() ? are : are + ";\n" + advice;
  }

  /** The cells of the rows that have a value. */
  private Stream<String> cells(Table table, int column) {
    int index = table.indexOf(layout.columns().get(column));
    return IntStream.range(0, table.size())
        .mapToObj(row -> table.value(row, index).strip())
        .filter(cell -> !cell.isEmpty())
        .filter(cell -> !layout.specs().get(column).missingValues().contains(cell));
  }

  /** For a column of classes or in another notation: it is not the rows that need correcting. */
  private Problem noNumbers(Table table, int column, String numbersAre) {
    String name = layout.columns().get(column);
    String advice =
        column < layout.targets().size()
            ? numbersAre
            : numbersAre
                + (trained.isPresent()
                    ? ""
                    : "; for categories, set %s to {categories: {}} and nothing else, or leave out the column"
                        .formatted(ColumnSpec.path(name)));
    String first = cells(table, column).findFirst().orElseThrow();
    return Problem.inFile(
        table.name(),
        "column '%s' has no numbers; its first value is '%s'".formatted(name, first),
        advice);
  }

  private Problem missing(Table table, int column, List<Integer> rows, boolean afterOthers) {
    String name = layout.columns().get(column);
    String listed =
        rows.stream()
            .limit(LISTED)
            .map(row -> Integer.toString(table.recordNumber(row)))
            .collect(Collectors.joining(", "));
    return Problem.inFile(
        table.name(),
        table.line(rows.get(0)),
        rows.size() == 1
            ? "'%s' has 1 missing value (at row %s)".formatted(name, listed)
            : "'%s' has %s missing values (first at row %s): rows %s%s"
                .formatted(
                    name,
                    rows.size(),
                    table.recordNumber(rows.get(0)),
                    listed,
                    rows.size() > LISTED ? ", ..." : ""),
        filling(column, afterOthers));
  }

  private void checkInserted(Timeline rows, int column, List<Problem> problems) {
    if (rows.changes().inserted().isEmpty()
        || layout.segments()
        || !(layout.specs().get(column).missing() instanceof MissingSpec.Error)) {
      return;
    }
    String name = layout.columns().get(column);
    problems.add(
        trained.isPresent()
            ? Problem.inFile(
                rows.tables().get(0).name(),
                "column '%s' has no value in %s".formatted(name, inserted(rows)),
                filling(column, true))
            : Problem.atKey(
                "data.time.gaps",
                "column '%s' has no value in %s".formatted(name, inserted(rows)),
                filling(column, true)));
  }

  private static String inserted(Timeline rows) {
    String listed =
        rows.changes().inserted().stream()
            .limit(LISTED)
            .mapToObj(rows.axis()::label)
            .collect(Collectors.joining(", "));
    int count = rows.changes().inserted().cardinality();
    return count == 1
        ? "the row that is inserted (%s)".formatted(listed)
        : "the %s rows that are inserted (%s%s)"
            .formatted(count, listed, count > LISTED ? ", ..." : "");
  }

  /** Rows before the first value have no value that could be carried forward. */
  private void checkStart(List<Table> tables, int column, double[] values, List<Problem> problems) {
    MissingSpec spec = layout.specs().get(column).missing();
    boolean carries =
        spec instanceof MissingSpec.Forward || spec instanceof MissingSpec.Interpolate;
    boolean masks = spec instanceof MissingSpec.Mask;
    if (!(carries || masks) || values.length == 0 || !Double.isNaN(values[0])) {
      return;
    }
    int rows = 1;
    while (rows < values.length && Double.isNaN(values[rows])) {
      rows++;
    }
    if (masks) {
      if (rows == values.length) {
        problems.add(
            Problem.inFile(
                tables.get(0).name(),
                "column '%s' has no value in any row".formatted(layout.columns().get(column)),
                ""));
      }
      return;
    }
    Table table = tables.stream().filter(t -> t.size() > 0).findFirst().orElseThrow();
    problems.add(
        Problem.inFile(
            table.name(),
            table.line(0),
            "column '%s' has no value in the first %s, so there is none to carry forward"
                .formatted(layout.columns().get(column), rows == 1 ? "row" : rows + " rows"),
            trained.isEmpty() && layout.transforms().get(column).accepts(0)
                ? "leave out these rows, or set %s.missing: {constant: {value: 0}}"
                    .formatted(ColumnSpec.path(layout.columns().get(column)))
                : "leave out these rows"));
  }

  /** Suggests what fills a column; only what would be accepted is named. */
  private String filling(int column, boolean afterOthers) {
    if (trained.isPresent()) {
      return "fill them in: the model was trained without missing values";
    }
    Optional<CategoriesSpec> categories = layout.specs().get(column).categories();
    if (categories.isPresent()) {
      return "set %s: {categories: {empty: true}} if an empty field is a category%s, or fill them in"
          .formatted(
              ColumnSpec.path(layout.columns().get(column)),
              afterOthers ? ", or missing: {forward: {}}" : "");
    }
    List<String> kinds = new ArrayList<>();
    if (afterOthers) {
      kinds.addAll(List.of("{forward: {}}", "{interpolate: {}}"));
    }
    if (layout.transforms().get(column).accepts(0)) {
      kinds.add("{constant: {value: 0}}");
    }
    kinds.add("{mask: {}}");
    return "set %s.missing to %s, or fill them in"
        .formatted(ColumnSpec.path(layout.columns().get(column)), String.join(" or ", kinds));
  }
}
