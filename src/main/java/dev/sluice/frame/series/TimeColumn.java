package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.source.Table;
import dev.sluice.spec.TimeSpec;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A column that may hold times, before there is a config: how they are written, and how far apart
 * they are. Immutable.
 */
public final class TimeColumn {
  private static final Frequency DAILY = Frequency.parse("1d");
  private static final Frequency BUSINESS_DAILY = Frequency.parse("1b");

  private final Optional<String> format; // empty: ISO 8601
  private final List<LocalDateTime> times; // in the order of the rows
  private final Frequency frequency;

  private TimeColumn(Optional<String> format, List<LocalDateTime> times, Frequency frequency) {
    this.format = format;
    this.times = times;
    this.frequency = frequency;
  }

  /**
   * The ways in which all texts can be read as times: none if they are not times, two if day and
   * month may be in either order.
   *
   * @param texts two at least, none empty
   * @param pattern the only one to try, or empty for ISO 8601 and the formats in common use
   */
  public static List<TimeColumn> readings(List<String> texts, Optional<String> pattern) {
    List<TimeFormats.Reading> readings =
        pattern
            .map(p -> TimeFormats.reading(TimeFormat.ofPattern(p), texts).stream().toList())
            .orElseGet(() -> TimeFormats.readings(texts));
    return readings.stream().flatMap(reading -> ofSteps(reading).stream()).toList();
  }

  private static Optional<TimeColumn> ofSteps(TimeFormats.Reading reading) {
    return usualStep(reading.times())
        .map(step -> new TimeColumn(reading.format().key(), reading.times(), step));
  }

  /**
   * Why the texts of a column cannot be read as times, and what to do, if they look like times in a
   * notation that no format can say: with different offsets, or as days of a spreadsheet.
   *
   * @param texts one at least, none empty; {@link #readings} finds none
   */
  public static Optional<Problem> obstacle(String column, List<String> texts) {
    return TimeFormats.otherNotation(column, texts);
  }

  /**
   * The positions of the texts that do not match the format of most others, in order; all of them,
   * if no format reads most.
   *
   * @param texts one at least, none empty
   * @param pattern the only one to try, or empty for ISO 8601 and the formats in common use
   */
  public static List<Integer> unreadable(List<String> texts, Optional<String> pattern) {
    Optional<TimeFormat> format =
        pattern.map(TimeFormat::ofPattern).or(() -> TimeFormats.ofMost(texts));
    return IntStream.range(0, texts.size())
        .filter(i -> format.flatMap(f -> f.tryParse(texts.get(i))).isEmpty())
        .boxed()
        .toList();
  }

  /**
   * The most frequent step between one time and the next later one; the shorter of two that are
   * equally frequent.
   */
  private static Optional<Frequency> usualStep(List<LocalDateTime> times) {
    List<LocalDateTime> sorted = new ArrayList<>(new TreeSet<>(times));
    Map<String, Integer> steps = new LinkedHashMap<>();
    for (int i = 1; i < sorted.size(); i++) {
      steps.merge(Frequency.describe(sorted.get(i - 1), sorted.get(i)), 1, Integer::sum);
    }
    return steps.entrySet().stream()
        .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
        .filter(step -> TimeSpec.isStep(step.getKey()))
        .map(step -> Frequency.parse(step.getKey()))
        .map(step -> step.equals(DAILY) && skipWeekends(sorted) ? BUSINESS_DAILY : step);
  }

  /** Whether the times skip weekends, at least two of them. */
  private static boolean skipWeekends(List<LocalDateTime> sorted) {
    long weekends =
        IntStream.range(1, sorted.size())
            .filter(i -> BUSINESS_DAILY.isOneStep(sorted.get(i - 1), sorted.get(i)))
            .filter(i -> sorted.get(i).getDayOfWeek() == DayOfWeek.MONDAY)
            .count();
    return weekends > 1
        && sorted.stream().allMatch(t -> t.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0);
  }

  /** The pattern to write into a config; none for ISO 8601. */
  public Optional<String> format() {
    return format;
  }

  /** The step between most rows, in the notation of a config: {@code 1d}. */
  public String frequency() {
    return frequency.toString();
  }

  /** The first time that occurs in two rows, as text; empty if none does. */
  public Optional<String> firstTwice() {
    TreeSet<LocalDateTime> seen = new TreeSet<>();
    return times.stream().filter(time -> !seen.add(time)).findFirst().map(TimeColumn::shown);
  }

  private static String shown(LocalDateTime time) {
    return time.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? time.toLocalDate().toString()
        : time.toString().replace('T', ' ');
  }

  /** Whether each time is later than the one before. */
  public boolean ascends() {
    return ascends(IntStream.range(0, times.size()).boxed().toList());
  }

  /**
   * The same of some of the times.
   *
   * @param texts by their indexes, in the order in which they are compared
   */
  public boolean ascends(List<Integer> texts) {
    return IntStream.range(1, texts.size())
        .allMatch(i -> times.get(texts.get(i)).isAfter(times.get(texts.get(i - 1))));
  }

  /** Whether no two of these times are the same. */
  public boolean areDistinct(List<Integer> texts) {
    return texts.stream().map(times::get).distinct().count() == texts.size();
  }

  /** Whether most rows are one step apart, in either direction. */
  public boolean isRegular() {
    long steps =
        IntStream.range(1, times.size())
            .filter(
                i ->
                    frequency.isOneStep(times.get(i - 1), times.get(i))
                        || frequency.isOneStep(times.get(i), times.get(i - 1)))
            .count();
    return 2 * steps > times.size() - 1;
  }

  /** What stops the rows of a table from being a series; none if they are one. */
  public static List<Problem> problems(TimeSpec time, Table table, StepRemedies remedies) {
    List<Problem> problems = new ArrayList<>();
    new TimeReader(time, remedies).read(List.of(table), problems);
    return problems;
  }

  /**
   * The rows of a table in time order; an inserted row is a copy of the row before, including its
   * number.
   *
   * @param time without {@link #problems}
   */
  public static Table series(TimeSpec time, Table table) {
    return new TimeReader(time, StepRemedies.OF_CONFIG)
        .read(List.of(table), new ArrayList<>())
        .orElseThrow()
        .tables()
        .get(0);
  }
}
