package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.spec.TimeSpec;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Refuses rows that are not exactly one step apart, in time order.
 *
 * @param column with the times
 * @param spec what is refused
 * @param key of the series that the rows belong to
 * @param remedies what the advice is
 */
record StepRules(
    String column, Frequency frequency, TimeSpec spec, SeriesKey key, StepRemedies remedies) {
  private static final int LISTED = 5;
  private static final String ONE_SERIES =
      "keep the rows of one series, or write one row for each time, with a column for each series";
  private static final int LONGEST_SKIP = 3; // hours
  private static final int MOST_INSERTED = 10; // for each row

  /**
   * Reports every row that is not one step after the row before it.
   *
   * @param times of the rows
   */
  void check(
      List<TimeRow> rows, List<LocalDateTime> times, TimeAxis.Timed axis, List<Problem> problems) {
    Set<Integer> again = timesAgain(times);
    Optional<ZoneId> zone =
        again.isEmpty() || !frequency.isClockTime() || axis.clock().isPresent()
            ? Optional.empty()
            : DaylightSaving.repeating(again.stream().map(times::get).toList());
    if (zone.isEmpty()) {
      checkOnce(rows, times, axis, problems);
      return;
    }
    problems.add(
        rows.get(again.iterator().next())
            .problem(
                "time '%s': times occur twice when daylight saving time ends, as in %s: %s"
                    .formatted(
                        column,
                        zone.get(),
                        listed(
                            again.stream()
                                .map(i -> "%s (%s)".formatted(rows.get(i), rows.get(i).text()))
                                .toList())),
                "keep one row of each time" + remedies.readByClock(zone.get())));
    int[] once = IntStream.range(0, rows.size()).filter(i -> !again.contains(i)).toArray();
    checkOnce(
        IntStream.of(once).mapToObj(rows::get).toList(),
        IntStream.of(once).mapToObj(times::get).toList(),
        axis,
        problems);
  }

  /** The rows whose time occurs in an earlier row. */
  private static Set<Integer> timesAgain(List<LocalDateTime> times) {
    Set<LocalDateTime> seen = new HashSet<>();
    return IntStream.range(0, times.size())
        .filter(i -> !seen.add(times.get(i)))
        .boxed()
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Of times that daylight saving repeats, the first. */
  private void checkOnce(
      List<TimeRow> rows, List<LocalDateTime> times, TimeAxis.Timed axis, List<Problem> problems) {
    Optional<Problem> anew = seriesInOneFile(rows, times);
    if (anew.isPresent()) {
      problems.add(anew.get());
      return;
    }
    if (!isAscending(times)) {
      problems.add(isReversed(times) ? reversed(rows) : unordered(rows, times));
      int[] order =
          IntStream.range(0, rows.size())
              .boxed()
              .sorted(Comparator.comparing(times::get))
              .mapToInt(i -> i)
              .toArray();
      checkSorted(
          IntStream.of(order).mapToObj(rows::get).toList(),
          IntStream.of(order).mapToObj(times::get).toList(),
          axis,
          problems);
    } else {
      checkSorted(rows, times, axis, problems);
    }
  }

  private void checkSorted(
      List<TimeRow> rows, List<LocalDateTime> times, TimeAxis.Timed axis, List<Problem> problems) {
    checkTwice(rows, times, problems);
    Optional<Problem> workingDays = lastWorkingDays(rows, times, axis.grid());
    if (workingDays.isPresent()) {
      problems.add(workingDays.get());
      return;
    }
    Optional<Problem> otherFrequency = otherFrequency(rows, times);
    if (otherFrequency.isPresent()) {
      problems.add(otherFrequency.get());
      return;
    }
    checkGrid(rows, times, axis, problems);
  }

  /** Whether the rows of a file start again, like those of one series after another. */
  private Optional<Problem> seriesInOneFile(List<TimeRow> rows, List<LocalDateTime> times) {
    int start = 0;
    while (start < rows.size()) {
      int end = start + 1;
      while (end < rows.size() && rows.get(end).table() == rows.get(start).table()) {
        end++;
      }
      List<TimeRow> file = rows.subList(start, end);
      List<LocalDateTime> timesOfFile = times.subList(start, end);
      List<Integer> starts = startsAnew(timesOfFile, Comparator.naturalOrder());
      if (starts.isEmpty()) {
        starts = startsAnew(timesOfFile, Comparator.reverseOrder());
      }
      if (!starts.isEmpty()) {
        String where =
            listed(
                starts.stream().map(i -> file.get(i) + " (" + file.get(i).text() + ")").toList());
        return Optional.of(
            file.get(starts.get(0))
                .problem(
                    "the times start again at " + where + ": several series in one file",
                    ONE_SERIES + remedies.divide()));
      }
      start = end;
    }
    return Optional.empty();
  }

  /**
   * Where runs of times begin after the first run, if the times are such runs: each of two rows or
   * more, in strict order, and with a time that occurs in an earlier run. Without such a time, the
   * rows may belong to one series that is out of order.
   */
  private static List<Integer> startsAnew(
      List<LocalDateTime> times, Comparator<LocalDateTime> order) {
    List<Integer> starts = new ArrayList<>();
    Set<LocalDateTime> before = new HashSet<>();
    int start = 0;
    while (start < times.size()) {
      int end = start + 1;
      while (end < times.size() && order.compare(times.get(end - 1), times.get(end)) < 0) {
        end++;
      }
      List<LocalDateTime> run = times.subList(start, end);
      boolean tie = end < times.size() && times.get(end).equals(times.get(end - 1));
      if (run.size() < 2 || tie || start > 0 && Collections.disjoint(before, run)) {
        return List.of();
      }
      if (start > 0) {
        starts.add(start);
      }
      before.addAll(run);
      start = end;
    }
    return starts;
  }

  private static boolean isAscending(List<LocalDateTime> times) {
    return IntStream.range(1, times.size()).noneMatch(i -> times.get(i).isBefore(times.get(i - 1)));
  }

  private static boolean isReversed(List<LocalDateTime> times) {
    return new HashSet<>(times).size() > 2
        && IntStream.range(1, times.size()).noneMatch(i -> times.get(i).isAfter(times.get(i - 1)));
  }

  private Problem reversed(List<TimeRow> rows) {
    return Problem.inFile(
        rows.get(0).table().name(), "the rows are in reverse time order", sorting());
  }

  private Problem unordered(List<TimeRow> rows, List<LocalDateTime> times) {
    int[] early =
        IntStream.range(1, rows.size())
            .filter(i -> times.get(i).isBefore(times.get(i - 1)))
            .toArray();
    String listed =
        listed(
            IntStream.of(early)
                .mapToObj(
                    i ->
                        "%s is earlier than %s (%s after %s)"
                            .formatted(
                                rows.get(i),
                                rows.get(i - 1),
                                rows.get(i).text(),
                                rows.get(i - 1).text()))
                .toList());
    boolean files =
        IntStream.of(early).anyMatch(i -> rows.get(i).table() != rows.get(i - 1).table());
    return rows.get(early[0])
        .problem(
            listed,
            files
                ? "the rows of validation, then of test, must come after those of the source"
                : sorting());
  }

  private String sorting() {
    return remedies.sort("sort them by '" + column + "', the oldest first");
  }

  private void checkTwice(List<TimeRow> rows, List<LocalDateTime> times, List<Problem> problems) {
    List<String> twice = new ArrayList<>();
    TimeRow firstTwice = null;
    for (int i = 1; i < rows.size(); i++) {
      if (times.get(i).equals(times.get(i - 1))) {
        TimeRow row = rows.get(i);
        firstTwice = firstTwice == null ? row : firstTwice;
        twice.add(
            "%s and %s have the same time %s".formatted(rows.get(i - 1), row.number(), row.text()));
      }
    }
    if (firstTwice == null) {
      return;
    }
    int different = new HashSet<>(times).size();
    int copies = rows.size() / different;
    boolean each =
        copies > 1
            && different > 2
            && IntStream.range(0, rows.size())
                .allMatch(i -> times.get(i).equals(times.get(i - i % copies)));
    problems.add(
        each
            ? firstTwice.problem(
                "each time is in %s rows: several series in one file".formatted(copies),
                ONE_SERIES + remedies.divide() + hourElsewhere(times))
            : firstTwice.problem(
                listed(twice) + key.ofRows(),
                joining() + remedies.divide() + hourElsewhere(times)));
  }

  private String joining() {
    return spec.duplicates() == TimeSpec.Duplicates.ERROR ? remedies.join() : "keep one of them";
  }

  private String hourElsewhere(List<LocalDateTime> times) {
    boolean dates =
        !frequency.inMonths()
            && times.stream().allMatch(time -> time.toLocalTime().equals(LocalTime.MIDNIGHT));
    return dates ? ";\nif the hour is in another column, write it into '" + column + "'" : "";
  }

  /**
   * Whether the times are the last working days of months, which are not a valid step: some of them
   * are not last days. A holiday may follow some of them, but not most.
   */
  private Optional<Problem> lastWorkingDays(
      List<TimeRow> rows, List<LocalDateTime> times, TimeGrid grid) {
    if (!frequency.inMonths()) {
      return Optional.empty();
    }
    int last = 0;
    for (LocalDateTime time : times) {
      int before = weekdaysToMonthEnd(time.toLocalDate());
      if (before < 0 || before > 2) {
        return Optional.empty();
      }
      last += before == 0 ? 1 : 0;
    }
    Optional<Integer> off =
        IntStream.range(0, rows.size())
            .boxed()
            .filter(i -> grid.rowOf(times.get(i)).isEmpty())
            .findFirst();
    boolean allMonthEnds = times.stream().allMatch(Frequency::isMonthEnd);
    if (2 * last <= times.size() || off.isEmpty() || allMonthEnds) {
      return Optional.empty();
    }
    LocalDateTime time =
        times.stream().filter(t -> !Frequency.isMonthEnd(t)).findFirst().orElseThrow();
    TimeRow row = rows.get(times.indexOf(time));
    return Optional.of(
        row.problem(
            "time '%s': last working days of months, such as %s, are not a step here"
                .formatted(column, row.text()),
            monthsAlone(time)));
  }

  private static String monthsAlone(LocalDateTime time) {
    return "write only the months, as yyyy-MM: " + YearMonth.from(time);
  }

  /** The number of weekdays that follow in the month of a weekday; -1 for a day of the weekend. */
  private static int weekdaysToMonthEnd(LocalDate day) {
    int weekdays = 0;
    LocalDate end = day.with(TemporalAdjusters.lastDayOfMonth());
    for (LocalDate next = end; next.isAfter(day); next = next.minusDays(1)) {
      weekdays += isWeekday(next) ? 1 : 0;
    }
    return isWeekday(day) ? weekdays : -1;
  }

  private static boolean isWeekday(LocalDate day) {
    return day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0;
  }

  /** Whether more rows follow each other at some other distance than at the right one. */
  private Optional<Problem> otherFrequency(List<TimeRow> rows, List<LocalDateTime> times) {
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
      if (frequency.isOneStep(from, to)) {
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
    return Optional.of(
        remedies.useOtherStep(
            rows.get(0).table().name(),
            frequency.toString(),
            most,
            "%s of %s".formatted(found.get(most), steps)));
  }

  /**
   * How to write times of which there is one in each month or week, on days that change, such as
   * the first working day or the last Friday; empty if that is not what the times are.
   *
   * @param times in ascending order
   */
  private Optional<String> wholePeriods(List<LocalDateTime> times, LocalDateTime example) {
    int months = frequency.inMonths() ? frequency.months() : 0;
    if (areApart(
        times, time -> YearMonth.from(time).getLong(ChronoField.PROLEPTIC_MONTH), months)) {
      return Optional.of("there is one row a month: " + monthsAlone(example));
    }
    return frequency.inWeeks()
            && areApart(
                times,
                time -> Math.floorDiv(time.toLocalDate().toEpochDay() + 3, 7),
                frequency.count())
        ? Optional.of(
            "there is one row a week: write only the weeks, as YYYY-'W'ww: "
                + TimeFormat.ofPattern("YYYY-'W'ww").print(example))
        : Optional.empty();
  }

  /**
   * Whether each period is later than the one before.
   *
   * @param count of periods in a step; 0: not known, all follow each other
   */
  private static boolean areApart(
      List<LocalDateTime> times, ToLongFunction<LocalDateTime> period, int count) {
    return IntStream.range(1, times.size())
        .mapToLong(i -> period.applyAsLong(times.get(i)) - period.applyAsLong(times.get(i - 1)))
        .allMatch(apart -> count == 0 ? apart == 1 : apart > 0 && apart % count == 0);
  }

  /** Reports rows between two steps, and steps without a row. */
  private void checkGrid(
      List<TimeRow> rows, List<LocalDateTime> times, TimeAxis.Timed axis, List<Problem> problems) {
    List<String> off = new ArrayList<>();
    TimeRow firstOff = null;
    TreeMap<Long, TimeRow> present = new TreeMap<>();
    for (int i = 0; i < rows.size(); i++) {
      Optional<Long> step = axis.grid().rowOf(times.get(i));
      if (step.isEmpty()) {
        firstOff = firstOff == null ? rows.get(i) : firstOff;
        off.add("%s (%s)".formatted(rows.get(i), rows.get(i).text()));
      }
      TimeRow row = rows.get(i);
      step.ifPresent(s -> present.put(s, row));
    }
    if (firstOff != null) {
      boolean most = 2 * off.size() > rows.size();
      problems.add(
          firstOff.problem(
              "rows are between two steps of %s: %s".formatted(frequency, listed(off)),
              wholePeriods(times, times.get(rows.indexOf(firstOff)))
                      .map("%s, or "::formatted)
                      .orElse(
                          frequency.inBusinessDays()
                              ? "it has no Saturdays and Sundays; "
                              : "the first row counts as the first step; ")
                  + remedies.correct()
                  + (most ? remedies.countRows() : "")));
      return;
    }
    long span = present.lastKey() + 1;
    long missing = span - present.size();
    if (missing == 0) {
      return;
    }
    if (spec.gaps() != TimeSpec.Gaps.ERROR) {
      if (missing / MOST_INSERTED > present.size()) {
        problems.add(
            present
                .firstEntry()
                .getValue()
                .problem(
                    "time '%s': %s of %s %s are missing, too many to insert"
                        .formatted(column, missing, span, frequency.steps()),
                    remedies.correct()));
      }
      return;
    }
    Gaps clocks = new Gaps();
    Gaps others = new Gaps();
    Optional<ZoneId> zone = Optional.empty();
    long previous = -1;
    for (long step : present.keySet()) {
      if (step > previous + 1) {
        Optional<ZoneId> skipping = skipping(axis, previous + 1, step);
        zone = zone.or(() -> skipping);
        (skipping.isPresent() ? clocks : others).add(axis, previous + 1, step, present.get(step));
      }
      previous = step;
    }
    String ofAll = " of %s %s are missing".formatted(span, frequency.steps());
    if (clocks.count > 0) {
      problems.add(
          clocks.after.problem(
              "time '%s': %s%s when daylight saving time starts, as in %s (%s)"
                  .formatted(column, clocks.count, ofAll, zone.orElseThrow(), clocks),
              remedies.fill() + remedies.readByClock(zone.orElseThrow())));
    }
    if (others.count > 0) {
      problems.add(
          others.after.problem(
              "time '%s': %s%s (%s)".formatted(column, others.count, ofAll, others),
              others.weekends && frequency.equals(Frequency.parse("1d"))
                  ? remedies.skipWeekends()
                  : remedies.fill()));
    }
  }

  /** A zone whose daylight saving skips all of these steps. */
  private Optional<ZoneId> skipping(TimeAxis.Timed axis, long from, long to) {
    TimeGrid grid = axis.grid();
    return frequency.isClockTime()
            && axis.clock().isEmpty()
            && grid.at(from).plusHours(LONGEST_SKIP).isAfter(grid.at(to - 1))
        ? DaylightSaving.skipping(LongStream.range(from, to).mapToObj(grid::at).toList())
        : Optional.empty();
  }

  /** Steps without a row, of which the first few are listed and all are counted. */
  private static final class Gaps {
    private final List<String> listed = new ArrayList<>();
    private TimeRow after;
    private long count;
    private boolean weekends = true; // and nothing else

    void add(TimeAxis.Timed axis, long from, long to, TimeRow row) {
      if (count == 0) {
        after = row;
      }
      count += to - from;
      for (long step = from; step < to && weekends; step++) {
        weekends = !isWeekday(axis.time(step).toLocalDate());
      }
      for (long step = from; step < to && listed.size() <= LISTED; step++) {
        listed.add(axis.label(step));
      }
    }

    @Override
    public String toString() {
      return listed.size() <= LISTED
          ? String.join(", ", listed)
          : String.join(", ", listed.subList(0, LISTED)) + ", ...";
    }
  }

  /** The first few, and how many there are in all. */
  private static String listed(List<String> all) {
    String first = String.join(", ", all.subList(0, Math.min(LISTED, all.size())));
    return all.size() > LISTED ? first + ", ... (" + all.size() + " in all)" : first;
  }
}
