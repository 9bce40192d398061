package dev.sluice.spec;

import dev.sluice.problem.NearNames;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The `data.time` section. */
@Doc("The time of each row of a series.")
public record TimeSpec(
    @Doc("The column of the time. If omitted, rows are numbered from 1, in file order.")
        @Example("month")
        @Requires("frequency")
        Optional<String> column,
    @Doc(
            "Instead of `column`: several columns that make up the time, such as a date and an"
                + " hour. They are joined by spaces and read with `format`, such as `yyyy-MM-dd H`.")
        @Example("[year, month, day, hour]")
        @Requires("frequency")
        Optional<List<String>> columns,
    @Doc(
            "How the time is written: a pattern of Java's DateTimeFormatter, or `epoch_seconds`"
                + " or `epoch_millis` for seconds or milliseconds since 1970. A two-digit year (yy)"
                + " means 1969 to 2068. YYYY-'W'ww is a week of ISO 8601. Hour 24 is the midnight that"
                + " follows. Quote a fixed offset, as in yyyy-MM-dd'T'HH:mm:ss'Z'. If omitted, ISO"
                + " 8601, such as 2024-05-31, 2024-05-31T13:00 or 2024-05-31 13:00:00.")
        @Example("yyyy-MM")
        Optional<String> format,
    @Doc(
            "The time from one row to the next: a number and `ms`, `s`, `min`, `h`, `d`, `b`"
                + " (business days, Monday to Friday), `w`, `mo`, `q` or `y`.")
        @Example("1mo")
        @Form(value = TimeSpec.STEP, as = "a number and ms, s, min, h, d, b, w, mo, q or y")
        Optional<String> frequency,
    @Doc(
            "What to do if the rows are not in time order: `error` refuses them, `sort` sorts each"
                + " file by time.")
        @Default("error")
        Order order,
    @Doc(
            "What to do with consecutive rows that have the same time: `error` refuses them,"
                + " `first` or `last` keeps one of them, `mean` or `sum` merges them into one row,"
                + " column by column, ignoring missing values.")
        @Default("error")
        Duplicates duplicates,
    @Doc(
            "What to do about steps that have no row: `error` refuses them; `insert` adds a row"
                + " for each, in which every column is missing (see data.columns.*.missing); `segment`"
                + " leaves out every window that would cross one.")
        @Default("error")
        Gaps gaps,
    @Doc(
            "The number of rows in one season, such as 12 for monthly data with a yearly season."
                + " seasonal_naive, MASE and the window scale last_season use it. If omitted, 1:"
                + " seasonal_naive and MASE then use the previous row.")
        @Range(min = 1, max = 10_000_000)
        Optional<Integer> season,
    @Doc(
            "The time zone of the times, for steps shorter than a day. Steps then have the same"
                + " length in real time: an hour that daylight saving skips is not a gap, and an hour"
                + " that it repeats is two rows, in file order. With `epoch_seconds` and"
                + " `epoch_millis`, the hours and days of the calendar are those of this zone. If"
                + " omitted, times have no zone.")
        @Example("Europe/Berlin")
        Optional<String> zone) {

  static final String STEP = "[1-9][0-9]{0,5}(ms|s|min|h|d|b|w|mo|q|y)";

  public TimeSpec {
    columns = columns.map(List::copyOf);
    if (columns.isPresent() && (column.isPresent() || columns.get().isEmpty())) {
      throw new InvalidSpecException(
          "columns",
          column.isPresent() ? "column and columns exclude each other" : "names no column",
          "column: one that has the whole time; columns: several that make it up");
    }
    Optional<String> name = name(column, columns);
    if (name.isEmpty() && (format.isPresent() || frequency.isPresent())) {
      throw new InvalidSpecException(
          format.isPresent() ? "format" : "frequency",
          "there is no time column",
          "add data.time.column, or remove it");
    }
    if (name.isEmpty() && order == Order.SORT) {
      throw new InvalidSpecException(
          "order", "there is no time column to sort by", "add data.time.column, or remove it");
    }
    if (name.isEmpty() && duplicates != Duplicates.ERROR) {
      throw new InvalidSpecException(
          "duplicates",
          "there is no time column, so no rows have the same time",
          "add data.time.column, or remove it");
    }
    if (name.isEmpty() && gaps != Gaps.ERROR) {
      throw new InvalidSpecException(
          "gaps",
          "there is no time column, so there are no gaps",
          "add data.time.column, or remove it");
    }
    if (name.isPresent() && frequency.isEmpty()) {
      throw new InvalidSpecException(
          "",
          "the frequency of '" + name.get() + "' is missing",
          "add data.time.frequency, for example 1d");
    }
    if (frequency.isPresent() && !isStep(frequency.get())) {
      throw new InvalidSpecException(
          "frequency",
          "'" + frequency.get() + "' is not a step of time",
          "a number and ms, s, min, h, d, b, w, mo, q or y: 15min, 1h, 1mo");
    }
    zone.ifPresent(named -> check(named, frequency));
  }

  private static void check(String zone, Optional<String> frequency) {
    Set<String> known = ZoneId.getAvailableZoneIds();
    if (!known.contains(zone)) {
      throw new InvalidSpecException(
          "zone",
          "'%s' is not a time zone".formatted(zone),
          NearNames.question(zone, known).orElse("such as Europe/Berlin or America/New_York"));
    }
    if (!frequency.orElse("").matches(".*\\d(ms|s|min|h)")) {
      throw new InvalidSpecException(
          "zone",
          "is only for steps shorter than a day%s"
              .formatted(frequency.map(step -> ", and these are " + step).orElse("")),
          "remove it");
    }
  }

  /** The name of a row's time: its column, or those that make it up. */
  public Optional<String> name() {
    return name(column, columns);
  }

  private static Optional<String> name(Optional<String> column, Optional<List<String>> columns) {
    return column.or(() -> columns.map(names -> String.join(" ", names)));
  }

  /** Whether a text is a valid {@link #frequency}. */
  public static boolean isStep(String text) {
    return text.matches(STEP);
  }

  /** What to do about rows that are not in time order. */
  public enum Order {
    ERROR,
    SORT
  }

  /** What to do about rows with the same time. */
  public enum Duplicates {
    ERROR,
    FIRST,
    LAST,
    MEAN,
    SUM;

    /**
     * The value that replaces those of several rows.
     *
     * @param values at least one; NaN where there is none
     * @param addable whether a mean or sum of them makes sense; else the first known one is used
     * @return NaN if there is none
     */
    public double of(double[] values, boolean addable) {
      double[] known = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
      if (this == FIRST || this == LAST || known.length == 0) {
        return values[this == LAST ? values.length - 1 : 0];
      }
      if (!addable) {
        return known[0];
      }
      double sum = Arrays.stream(known).sum();
      return this == MEAN ? sum / known.length : sum;
    }
  }

  /** What to do about steps without a row. */
  public enum Gaps {
    ERROR,
    INSERT,
    SEGMENT
  }
}
