package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.RowProblems;
import dev.sluice.source.Table;
import dev.sluice.spec.TimeSpec;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads the time column and refuses rows that are not exactly one step apart, in time order. */
final class TimeReader {
  private static final int LISTED = 5;

  private final String column;
  private final Optional<String> pattern;
  private final Frequency frequency;
  private final Optional<SeriesReader.Trained> trained;

  /**
   * @param time with column and frequency
   * @param trained for new rows only
   */
  TimeReader(TimeSpec time, Optional<SeriesReader.Trained> trained) {
    this.column = time.column().orElseThrow();
    this.pattern = time.format();
    this.frequency = Frequency.parse(time.frequency().orElseThrow());
    this.trained = trained;
  }

  /** The times of all rows, or empty if there are problems with them. */
  Optional<TimeAxis> read(List<Table> tables, List<Problem> problems) {
    int before = problems.size();
    List<Row> rows = rows(tables);
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
    TimeAxis axis = new TimeAxis.Timed(grid, format.get());
    checkSteps(rows, times, grid, axis, problems);
    return problems.size() > before ? Optional.empty() : Optional.of(axis);
  }

  private List<Row> rows(List<Table> tables) {
    List<Row> rows = new ArrayList<>();
    for (Table table : tables) {
      int index = table.indexOf(column);
      for (int row = 0; row < table.size(); row++) {
        rows.add(new Row(table, row, table.value(row, index).strip()));
      }
    }
    return rows;
  }

  private Optional<TimeFormat> format(List<Row> rows, List<Problem> problems) {
    if (pattern.isPresent()) {
      try {
        return Optional.of(TimeFormat.ofPattern(pattern.get()));
      } catch (UserException e) {
        problems.addAll(e.problems());
        return Optional.empty();
      }
    }
    List<String> texts = rows.stream().map(Row::text).filter(t -> !t.isEmpty()).toList();
    Optional<TimeFormat> iso = texts.isEmpty() ? Optional.empty() : TimeFormat.iso(texts);
    if (iso.isEmpty()) {
      problems.add(
          texts.isEmpty()
              ? Problem.atKey("data.time.column", "'" + column + "' is empty in all rows", "")
              : TimeFormat.unknown(column, texts));
    }
    return iso;
  }

  private List<LocalDateTime> parse(
      List<Row> rows, TimeFormat format, List<Table> tables, List<Problem> problems) {
    Map<Table, RowProblems> unreadable = new LinkedHashMap<>();
    tables.forEach(table -> unreadable.put(table, new RowProblems(table.name())));
    List<LocalDateTime> times = new ArrayList<>();
    for (Row row : rows) {
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
    String mend =
        pattern.isPresent()
            ? "mend the rows, or data.time.format"
            : "mend the rows, or set data.time.format";
    unreadable.values().forEach(p -> problems.addAll(p.problems(mend)));
    return times;
  }

  private TimeGrid grid(List<LocalDateTime> times) {
    List<LocalDateTime> sorted = times.stream().sorted().toList();
    TimeGrid grid = TimeGrid.through(sorted, frequency);
    if (trained.isEmpty() || trained.get().monthEnds() == grid.monthEnds()) {
      return grid;
    }
    // a few rows may fit both rules; then the training part's goes on
    TimeGrid asTrained = new TimeGrid(sorted.get(0), frequency, trained.get().monthEnds());
    boolean fits = sorted.stream().allMatch(time -> asTrained.rowOf(time).isPresent());
    return fits ? asTrained : grid;
  }

  private void checkSteps(
      List<Row> rows,
      List<LocalDateTime> times,
      TimeGrid grid,
      TimeAxis axis,
      List<Problem> problems) {
    if (isReversed(times)) {
      problems.add(
          Problem.inFile(
              rows.get(0).table().name(),
              "the rows are in reverse time order",
              "sort them by '" + column + "', the oldest first"));
      return;
    }
    checkOrder(rows, times, problems);
    Optional<Problem> otherFrequency = otherFrequency(rows, times);
    if (otherFrequency.isPresent()) {
      problems.add(otherFrequency.get());
      return;
    }
    checkGrid(rows, times, grid, axis, problems);
  }

  private static boolean isReversed(List<LocalDateTime> times) {
    for (int i = 1; i < times.size(); i++) {
      if (!times.get(i).isBefore(times.get(i - 1))) {
        return false;
      }
    }
    return times.size() > 2;
  }

  private static void checkOrder(
      List<Row> rows, List<LocalDateTime> times, List<Problem> problems) {
    List<String> early = new ArrayList<>();
    List<String> twice = new ArrayList<>();
    Row firstEarly = null;
    Row firstTwice = null;
    for (int i = 1; i < rows.size(); i++) {
      int order = times.get(i).compareTo(times.get(i - 1));
      Row row = rows.get(i);
      if (order < 0) {
        firstEarly = firstEarly == null ? row : firstEarly;
        early.add("%s (%s) after %s".formatted(row, row.text(), rows.get(i - 1).text()));
      } else if (order == 0) {
        firstTwice = firstTwice == null ? row : firstTwice;
        twice.add("%s and %s (%s)".formatted(rows.get(i - 1), row, row.text()));
      }
    }
    if (firstEarly != null) {
      problems.add(
          firstEarly.problem(
              "the rows are not in time order: " + listed(early), "sort them, the oldest first"));
    }
    if (firstTwice != null) {
      problems.add(
          firstTwice.problem(
              "rows have the same time: " + listed(twice),
              "keep one of them; one file holds one series in this version"));
    }
  }

  /** Whether more rows follow each other in some other step than in the right one. */
  private Optional<Problem> otherFrequency(List<Row> rows, List<LocalDateTime> times) {
    Map<String, Integer> found = new LinkedHashMap<>();
    int expected = 0;
    int steps = 0;
    for (int i = 1; i < times.size(); i++) {
      LocalDateTime from = times.get(i - 1);
      LocalDateTime to = times.get(i);
      if (!to.isAfter(from)) {
        continue;
      }
      steps++;
      if (isOneStep(from, to)) {
        expected++;
      } else {
        found.merge(Frequency.describe(from, to), 1, Integer::sum);
      }
    }
    Optional<Map.Entry<String, Integer>> other =
        found.entrySet().stream().max(Map.Entry.comparingByValue());
    if (other.isEmpty() || other.get().getValue() <= expected) {
      return Optional.empty();
    }
    String most = other.get().getKey();
    String file = rows.get(0).table().name();
    return Optional.of(
        trained.isPresent()
            ? Problem.inFile(
                file,
                "the model was trained on %s, the rows are %s apart".formatted(frequency, most),
                "bring the rows to steps of " + frequency)
            : Problem.atKey(
                "data.time.frequency",
                "it is %s, but most rows are %s apart (%s of %s)"
                    .formatted(frequency, most, found.get(most), steps),
                "set it to " + most + ", or mend the rows"));
  }

  private boolean isOneStep(LocalDateTime from, LocalDateTime to) {
    return frequency.after(from, 1, false).equals(to)
        || frequency.inMonths() && frequency.after(from, 1, true).equals(to)
        || frequency.inMonths() && frequency.after(to, -1, false).equals(from);
  }

  /** Reports rows between two steps, and steps without a row. */
  private void checkGrid(
      List<Row> rows,
      List<LocalDateTime> times,
      TimeGrid grid,
      TimeAxis axis,
      List<Problem> problems) {
    List<String> off = new ArrayList<>();
    Row firstOff = null;
    TreeMap<Long, Row> present = new TreeMap<>();
    for (int i = 0; i < rows.size(); i++) {
      Optional<Long> step = grid.rowOf(times.get(i));
      if (step.isEmpty()) {
        firstOff = firstOff == null ? rows.get(i) : firstOff;
        off.add("%s (%s)".formatted(rows.get(i), rows.get(i).text()));
      }
      Row row = rows.get(i);
      step.ifPresent(s -> present.put(s, row));
    }
    if (firstOff != null) {
      problems.add(
          firstOff.problem(
              "rows lie between two steps of %s: %s".formatted(frequency, listed(off)),
              "the first row counts as the first step; mend the times or data.time.frequency"));
    }
    long span = present.lastKey() + 1;
    long missing = span - present.size();
    if (missing == 0) {
      return;
    }
    List<String> gaps = new ArrayList<>();
    Row firstAfter = null;
    long previous = -1;
    for (long step : present.keySet()) {
      firstAfter = firstAfter == null && step > previous + 1 ? present.get(step) : firstAfter;
      for (long gap = previous + 1; gap < step && gaps.size() <= LISTED; gap++) {
        gaps.add(axis.label(gap));
      }
      previous = step;
    }
    String names = String.join(", ", gaps.subList(0, Math.min(LISTED, gaps.size())));
    problems.add(
        firstAfter.problem(
            "time '%s': %s of %s steps of %s are missing (%s%s)"
                .formatted(
                    column, missing, span, frequency, names, gaps.size() > LISTED ? ", ..." : ""),
            "add the missing rows: this version does not fill gaps"));
  }

  /** The first few, and how many there are in all. */
  private static String listed(List<String> all) {
    String first = String.join(", ", all.subList(0, Math.min(LISTED, all.size())));
    return all.size() > LISTED ? first + ", ... (" + all.size() + " in all)" : first;
  }

  private record Row(Table table, int row, String text) {
    long line() {
      return table.line(row);
    }

    Problem problem(String what, String mend) {
      return Problem.inFile(table.name(), line(), what, mend);
    }

    @Override
    public String toString() {
      return "row " + table.recordNumber(row);
    }
  }
}
