package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import dev.sluice.frame.series.TimeColumn;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.TimeSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Finds the column with the time of each row, or asks for it. */
final class TimeChoice {
  private static final Set<String> PARTS = Set.of("year", "month", "day", "hour", "minute", "hr");

  private final TableDraft draft;
  private final Wishes wishes;

  TimeChoice(TableDraft draft) {
    this.draft = draft;
    this.wishes = draft.wishes();
  }

  /**
   * A column whose times, once sorted, are one step apart; empty if the user wants none.
   *
   * @throws UserException with a question
   */
  Optional<ColumnProfile> column() {
    if (wishes.withoutTime()) {
      return Optional.empty();
    }
    ColumnProfile column = chosen();
    if (column.readings().isEmpty()) {
      refuseStrays(List.of(column));
      throw draft.question(
          "column '%s' has no times%s: %s"
              .formatted(
                  column.name(),
                  wishes.timeFormat().map(f -> " of the form " + f).orElse(""),
                  TableDraft.describe(column)),
          List.of(
              "give their format: " + wishes.answered("time-format", "yyyy-MM-dd HH:mm"),
              "or do without: " + withoutTime()),
          "");
    }
    if (column.missing() > 0) {
      int first = draft.firstMissing(column);
      throw new UserException(
          Problem.inFile(
              wishes.data(),
              draft.table().line(first),
              "time '%s' is missing in %s of %s rows, first in row %s"
                  .formatted(
                      column.name(),
                      column.missing(),
                      draft.table().size(),
                      draft.table().recordNumber(first)),
              "write the time of each row, or do without times: " + withoutTime()));
    }
    if (column.readings().size() > 1) {
      throw draft.question(
          "times of '%s' such as '%s' may have the day or the month first"
              .formatted(column.name(), column.values().keySet().iterator().next()),
          column.readings().stream()
              .map(
                  reading ->
                      wishes.answered(
                          timeArguments(column, "time-format", reading.format().orElseThrow())))
              .toList(),
          "");
    }
    requireClock(column);
    requireSteps(column, column.readings().get(0));
    return Optional.of(column);
  }

  private String[] timeArguments(ColumnProfile column, String... more) {
    List<String> arguments = new ArrayList<>();
    if (wishes.time().isEmpty() && draft.timeParts().isEmpty()) {
      arguments.addAll(List.of("time", column.name()));
    }
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private ColumnProfile chosen() {
    if (wishes.time().isPresent()) {
      return draft.named(wishes.time().get(), "--time");
    }
    List<ColumnProfile> times = draft.of(Kind.TIME);
    if (times.size() == 1) {
      return times.get(0);
    }
    if (times.size() > 1) {
      throw draft.question(
          "which of %s columns is the time of a row?".formatted(times.size()),
          times.stream().map(column -> wishes.answered("time", column.name())).toList(),
          "");
    }
    refuseStrays(draft.columns());
    List<String> parts =
        draft.columns().stream()
            .map(ColumnProfile::name)
            .filter(name -> PARTS.contains(name.toLowerCase(Locale.ROOT)))
            .toList();
    refuseOtherTimes();
    List<String> answers = new ArrayList<>();
    answers.add(
        parts.size() < 2
            ? "add one, such as 2024-05-31 or 2024-05-31 13:00;"
            : "write %s as one column, such as 2024-05-31 13:00;"
                .formatted(String.join(", ", parts)));
    draft.columns().stream()
        .filter(column -> !column.readings().isEmpty())
        .filter(column -> !wishes.targets().contains(column.name()))
        .forEach(
            column ->
                answers.add(
                    "or, if '%s' has years: %s"
                        .formatted(column.name(), wishes.answered("time", column.name()))));
    answers.add("or, if the rows are in time order and at equal distances: " + withoutTime());
    draft.otherTasks().forEach(answer -> answers.add("or, " + answer));
    throw draft.question("no column has the time of a row", answers, "");
  }

  /** Explains times that are written as this program cannot read them. */
  private void refuseOtherTimes() {
    draft.columns().stream()
        .filter(column -> !wishes.targets().contains(column.name()) && !column.is(Kind.NUMBER))
        .filter(column -> !column.values().isEmpty())
        .flatMap(
            column ->
                TimeColumn.obstacle(column.name(), List.copyOf(column.values().keySet())).stream())
        .findFirst()
        .ifPresent(
            why -> {
              throw draft.question(
                  why.what(), List.of(why.advice(), "or do without: " + withoutTime()), "");
            });
  }

  private void refuseStrays(List<ColumnProfile> columns) {
    List<Problem> problems =
        columns.stream()
            .filter(column -> column.strays().filter(s -> s.kind() == Kind.TIME).isPresent())
            .map(column -> draft.strayProblem(column, ""))
            .toList();
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  /** Refuses a zone that is none, or that days and longer steps do not need. */
  private void requireClock(ColumnProfile column) {
    try {
      spec(column, TimeSpec.Order.ERROR, gaps());
    } catch (InvalidSpecException e) {
      InvalidSpecException.Fault fault = e.faults().get(0);
      throw draft.question(
          "--%s: %s".formatted(fault.key(), fault.what()), List.of(fault.advice()), "");
    }
  }

  private void requireSteps(ColumnProfile column, TimeColumn times) {
    if (problems(column, gaps()).isEmpty()) {
      return;
    }
    boolean fillable = hasGapsOnly(column);
    List<Problem> problems =
        new ArrayList<>(
            TimeColumn.problems(
                spec(column, fillable ? order(times) : TimeSpec.Order.ERROR, gaps()),
                draft.table(),
                new AskedRemedies(wishes)));
    Problem last = problems.remove(problems.size() - 1);
    String advice = last.advice();
    if (fillable) {
      advice +=
          "\nor carry the last value forward: "
              + wishes.answered("missing", "forward")
              + "\nor fill in a number, such as 0 where nothing was sold: "
              + wishes.answered("missing", "0");
    }
    advice +=
        "\nor treat the rows as equally far apart, %s: "
                .formatted(
                    fillable
                        ? "so that weekdays and seasons shift at each gap"
                        : "in the order of the file")
            + withoutTime();
    for (String other : draft.otherTasks()) {
      advice += "\nor, " + other;
    }
    problems.add(new Problem("", last.location(), last.what(), advice));
    throw new UserException(problems);
  }

  /** What shifts if the user ignores times that have gaps; empty if they have none. */
  Optional<String> shifted() {
    List<ColumnProfile> times = draft.of(Kind.TIME);
    if (!wishes.withoutTime()
        || times.size() != 1
        || times.get(0).missing() > 0
        || times.get(0).readings().size() > 1
        || !hasGapsOnly(times.get(0))) {
      return Optional.empty();
    }
    Problem gap = problems(times.get(0), TimeSpec.Gaps.ERROR).get(0);
    return Optional.of(gap.what() + ", so weekdays and seasons shift there");
  }

  /** Whether missing steps are all that stops the rows from being a series. */
  private boolean hasGapsOnly(ColumnProfile column) {
    return !problems(column, TimeSpec.Gaps.ERROR).isEmpty()
        && problems(column, TimeSpec.Gaps.INSERT).isEmpty();
  }

  /** The rows in time order, including inserted ones. */
  Table series(ColumnProfile column) {
    return TimeColumn.series(spec(column, order(column.readings().get(0)), gaps()), draft.table());
  }

  private TimeSpec.Gaps gaps() {
    return wishes.missing().isPresent() ? TimeSpec.Gaps.INSERT : TimeSpec.Gaps.ERROR;
  }

  private static TimeSpec.Order order(TimeColumn times) {
    return times.ascends() ? TimeSpec.Order.ERROR : TimeSpec.Order.SORT;
  }

  /** The problems of the rows in time order. */
  private List<Problem> problems(ColumnProfile column, TimeSpec.Gaps gaps) {
    return TimeColumn.problems(
        spec(column, order(column.readings().get(0)), gaps),
        draft.table(),
        new AskedRemedies(wishes));
  }

  /**
   * Keeps one of the rows with the same time if all are copies of each other; otherwise they are
   * refused.
   */
  private TimeSpec.Duplicates duplicates(ColumnProfile column) {
    if (column.readings().get(0).firstTwice().isEmpty()) {
      return TimeSpec.Duplicates.ERROR;
    }
    Map<String, List<String>> seen = new HashMap<>();
    return IntStream.range(0, draft.table().size())
            .mapToObj(row -> draft.table().row(row))
            .allMatch(
                row ->
                    row.equals(seen.computeIfAbsent(row.get(draft.indexOf(column)), time -> row)))
        ? TimeSpec.Duplicates.FIRST
        : TimeSpec.Duplicates.ERROR;
  }

  /** Whether some rows are copies of the row before them. */
  boolean hasCopies(ColumnProfile column) {
    return duplicates(column) == TimeSpec.Duplicates.FIRST;
  }

  private TimeSpec spec(ColumnProfile column, TimeSpec.Order order, TimeSpec.Gaps gaps) {
    TimeColumn times = column.readings().get(0);
    return new TimeSpec(
        Optional.of(column.name()),
        Optional.empty(),
        times.format(),
        Optional.of(times.frequency()),
        order,
        duplicates(column),
        gaps,
        Optional.empty(),
        wishes.zone());
  }

  private String withoutTime() {
    return wishes.withRowsForTime().answered();
  }
}
