package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.RowProblems;
import dev.sluice.source.Table;
import dev.sluice.spec.TimeSpec;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads the time column and refuses rows that are not exactly one step apart, in time order. */
final class TimeReader {
  private final String column;
  private final Optional<String> pattern;
  private final Frequency frequency;
  private final TimeSpec.Order order;
  private final Optional<SeriesReader.Trained> trained;

  /**
   * @param time with column and frequency
   * @param trained for new rows only
   */
  TimeReader(TimeSpec time, Optional<SeriesReader.Trained> trained) {
    this.column = time.column().orElseThrow();
    this.pattern = time.format();
    this.frequency = Frequency.parse(time.frequency().orElseThrow());
    this.order = time.order();
    this.trained = trained;
  }

  /** The times of all rows, or empty if there are problems with them. */
  Optional<TimeAxis> read(List<Table> tables, List<Problem> problems) {
    int before = problems.size();
    List<TimeRow> rows = rows(tables);
    if (rows.isEmpty()) {
      problems.add(Problem.inFile(tables.get(0).name(), "has no rows", ""));
      return Optional.empty();
    }
    Optional<TimeFormat> format = format(rows, problems);
    if (format.isEmpty()) {
      return Optional.empty();
    }
    List<LocalDateTime> times = parse(rows, format.get(), tables, problems);
    if (problems.size() > before) {
      return Optional.empty();
    }
    TimeGrid grid = grid(times);
    TimeAxis.Timed axis = new TimeAxis.Timed(grid, format.get());
    new StepRules(column, frequency, trained.isPresent()).check(rows, times, axis, problems);
    return problems.size() > before ? Optional.empty() : Optional.of(axis);
  }

  /** Each table by time, if the config says so and the times can be read; else as they are. */
  List<Table> sorted(List<Table> tables) {
    Optional<TimeFormat> format =
        order == TimeSpec.Order.SORT ? format(rows(tables), new ArrayList<>()) : Optional.empty();
    return format.isEmpty()
        ? tables
        : tables.stream().map(table -> sorted(table, format.get())).toList();
  }

  private Table sorted(Table table, TimeFormat format) {
    int index = table.indexOf(column);
    List<LocalDateTime> times = new ArrayList<>();
    for (int row = 0; row < table.size(); row++) {
      Optional<LocalDateTime> time = format.tryParse(table.value(row, index).strip());
      if (time.isEmpty()) {
        return table;
      }
      times.add(time.get());
    }
    return table.inOrder(
        IntStream.range(0, table.size())
            .boxed()
            .sorted(Comparator.comparing(times::get))
            .mapToInt(row -> row)
            .toArray());
  }

  private List<TimeRow> rows(List<Table> tables) {
    List<TimeRow> rows = new ArrayList<>();
    for (Table table : tables) {
      int index = table.indexOf(column);
      for (int row = 0; row < table.size(); row++) {
        rows.add(new TimeRow(table, row, table.value(row, index).strip()));
      }
    }
    return rows;
  }

  private Optional<TimeFormat> format(List<TimeRow> rows, List<Problem> problems) {
    if (pattern.isPresent()) {
      try {
        return Optional.of(TimeFormat.ofPattern(pattern.get()));
      } catch (UserException e) {
        problems.addAll(e.problems());
        return Optional.empty();
      }
    }
    List<String> texts = texts(rows);
    if (texts.isEmpty()) {
      problems.add(Problem.atKey("data.time.column", "'" + column + "' is empty in all rows", ""));
      return Optional.empty();
    }
    Optional<TimeFormat> iso = TimeFormat.iso(texts);
    if (iso.isPresent()) {
      return iso;
    }
    if (trained.isPresent()) {
      problems.add(
          Problem.inFile(
              rows.get(0).table().name(),
              "time '%s': '%s' is not a time in ISO 8601".formatted(column, texts.get(0)),
              "write the times as in training"));
      return Optional.empty();
    }
    Optional<TimeFormat> most =
        TimeFormats.readings(texts).isEmpty() ? TimeFormats.ofMost(texts) : Optional.empty();
    if (most.isEmpty()) {
      problems.add(TimeFormats.unknown(column, texts));
    }
    return most;
  }

  private static List<String> texts(List<TimeRow> rows) {
    return rows.stream().map(TimeRow::text).filter(text -> !text.isEmpty()).toList();
  }

  private List<LocalDateTime> parse(
      List<TimeRow> rows, TimeFormat format, List<Table> tables, List<Problem> problems) {
    Map<Table, RowProblems> unreadable = new LinkedHashMap<>();
    tables.forEach(table -> unreadable.put(table, new RowProblems(table.name())));
    List<LocalDateTime> times = new ArrayList<>();
    for (TimeRow row : rows) {
      Optional<LocalDateTime> time = format.tryParse(row.text());
      if (time.isEmpty()) {
        unreadable
            .get(row.table())
            .add(
                row.line(),
                row.text().isEmpty()
                    ? "time '" + column + "' is empty"
                    : "time '%s': '%s' is not a time of the form %s"
                        .formatted(column, row.text(), format));
      }
      time.ifPresent(times::add);
    }
    if (times.size() < rows.size()) {
      String advice = correction(format, texts(rows));
      unreadable.values().forEach(p -> problems.addAll(p.problems(advice)));
    }
    return times;
  }

  /** What to do where a format does not read all times; a format that is named reads them all. */
  private String correction(TimeFormat format, List<String> texts) {
    if (trained.isPresent()) {
      return "write the times as in training: " + format;
    }
    if (TimeFormats.reading(format, texts).isPresent()) {
      return "correct the rows";
    }
    List<TimeFormats.Reading> readings = TimeFormats.readings(texts);
    if (readings.isEmpty()) {
      return pattern.isPresent() || format.key().isEmpty()
          ? "correct the rows"
          : "correct the rows, and set data.time.format to " + format;
    }
    return readings.get(0).format().key().isEmpty()
        ? "remove data.time.format: the times are in ISO 8601"
        : "set data.time.format to " + TimeFormats.keys(readings);
  }

  private TimeGrid grid(List<LocalDateTime> times) {
    List<LocalDateTime> sorted = times.stream().sorted().toList();
    TimeGrid grid = TimeGrid.through(sorted, frequency);
    if (trained.isEmpty() || !frequency.inMonths()) {
      return grid;
    }
    // a few rows may fit several days of the month; then the training part's goes on
    int day = trained.get().dayOfMonth().orElse(sorted.get(0).getDayOfMonth());
    TimeGrid asTrained = new TimeGrid(sorted.get(0), frequency, day);
    boolean fits = sorted.stream().allMatch(time -> asTrained.rowOf(time).isPresent());
    return fits ? asTrained : grid;
  }
}
