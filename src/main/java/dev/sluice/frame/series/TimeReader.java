package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.RowProblems;
import dev.sluice.source.Table;
import dev.sluice.spec.TimeSpec;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads the time column and refuses rows that are not exactly one step apart, in time order. */
final class TimeReader {
  private final TimeSpec spec;
  private final String column;
  private final Optional<String> pattern;
  private final Frequency frequency;
  private final Optional<SeriesReader.Trained> trained;
  private final StepRemedies remedies;

  /**
   * @param time with column and frequency
   * @param trained for new rows only
   */
  TimeReader(TimeSpec time, Optional<SeriesReader.Trained> trained) {
    this(time, trained, trained.isPresent() ? StepRemedies.OF_NEW_ROWS : StepRemedies.OF_CONFIG);
  }

  /** For rows without a config. */
  TimeReader(TimeSpec time, StepRemedies remedies) {
    this(time, Optional.empty(), remedies);
  }

  private TimeReader(TimeSpec time, Optional<SeriesReader.Trained> trained, StepRemedies remedies) {
    this.spec = time;
    this.column = time.name().orElseThrow();
    this.pattern = time.format();
    this.frequency = Frequency.parse(time.frequency().orElseThrow());
    this.trained = trained;
    this.remedies = remedies;
  }

  /**
   * The times of all rows.
   *
   * @param times one for each row of the tables, in their order
   */
  record Times(TimeFormat format, List<LocalDateTime> times) {
    /** The times of some rows. */
    Times of(int[] rows) {
      return new Times(format, IntStream.of(rows).mapToObj(times::get).toList());
    }
  }

  /**
   * The rows of all tables in time order, sorted and with gaps filled as the config asks; empty if
   * there are problems with them.
   */
  Optional<Timeline> read(List<Table> tables, List<Problem> problems) {
    return times(tables, problems)
        .flatMap(times -> timeline(tables, times, SeriesKey.ONLY, problems));
  }

  /** Reads the times of all rows, whatever their order; empty if there are problems with them. */
  Optional<Times> times(List<Table> tables, List<Problem> problems) {
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
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(new Times(format.get(), times));
  }

  /** The rows of one series by time; empty if there are problems with them. */
  Optional<Timeline> timeline(
      List<Table> tables, Times read, SeriesKey key, List<Problem> problems) {
    int before = problems.size();
    Optional<WallClock> clock = WallClock.of(spec, read.format());
    List<LocalDateTime> unordered =
        clock.isPresent()
            ? clock.get().utc(rows(tables), read.times(), remedies, problems)
            : read.times();
    if (problems.size() > before) {
      return Optional.empty();
    }
    RowOrder order = RowOrder.of(tables, unordered, spec);
    int[] all = order.all();
    List<LocalDateTime> times = IntStream.of(all).mapToObj(unordered::get).toList();
    TimeAxis.Timed axis = new TimeAxis.Timed(grid(times), read.format(), clock);
    if (isWhole(times, axis)) {
      return Optional.of(
          new Timeline(
              order.tables(tables), axis, order.changes(all, new BitSet()), all, order.together()));
    }
    List<TimeRow> rows = IntStream.of(all).mapToObj(rows(tables)::get).toList();
    new StepRules(column, frequency, spec, key, remedies).check(rows, times, axis, problems);
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(withoutGaps(tables, order, times, axis));
  }

  private static boolean isWhole(List<LocalDateTime> times, TimeAxis.Timed axis) {
    return IntStream.range(0, times.size()).allMatch(i -> axis.grid().at(i).equals(times.get(i)));
  }

  /**
   * Between two tables, rows are inserted at the end of the first, whose part then extends that
   * far.
   */
  private static Timeline withoutGaps(
      List<Table> tables, RowOrder order, List<LocalDateTime> times, TimeAxis.Timed axis) {
    List<Table> whole = new ArrayList<>();
    BitSet inserted = new BitSet();
    IntStream.Builder source = IntStream.builder();
    long count = 0; // of the rows so far
    int read = 0; // of them, those that were read
    int start = 0;
    for (int table = 0; table < tables.size(); table++) {
      IntStream.Builder own = IntStream.builder();
      for (int row : order.rows().get(table)) {
        read++;
        long next =
            read == times.size() ? count + 1 : axis.grid().rowOf(times.get(read)).orElseThrow();
        for (long place = count; place < next; place++) {
          inserted.set((int) place, place > count);
          own.add(row - start);
          source.add(row);
        }
        count = next;
      }
      whole.add(tables.get(table).inOrder(own.build().toArray()));
      start += tables.get(table).size();
    }
    int[] rows = source.build().toArray();
    return new Timeline(whole, axis, order.changes(rows, inserted), rows, order.together());
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
    Map<String, Optional<LocalDateTime>> known = new HashMap<>(); // series share their times
    for (TimeRow row : rows) {
      Optional<LocalDateTime> time = known.computeIfAbsent(row.text(), format::tryParse);
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

  /**
   * What to do if a format does not read all times; a format that the user named must read them
   * all.
   */
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
    // a few rows may fit several days of the month; then that of the training part is kept
    int day = trained.get().dayOfMonth().orElse(sorted.get(0).getDayOfMonth());
    TimeGrid asTrained = new TimeGrid(sorted.get(0), frequency, day);
    boolean fits = sorted.stream().allMatch(time -> asTrained.rowOf(time).isPresent());
    return fits ? asTrained : grid;
  }
}
