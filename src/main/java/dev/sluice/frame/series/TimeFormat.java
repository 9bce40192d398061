package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalField;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the local times of one column are written. Names of months and days are English, whatever the
 * machine's language. A day that does not exist, such as 30 February, is refused; hour 24 is the
 * following midnight.
 */
final class TimeFormat {
  private static final String KEY = "data.time.format";
  private static final int FIRST_TWO_DIGIT_YEAR = 1969; // as POSIX: 69 to 99, then 00 to 68
  private static final LocalDateTime SAMPLE = LocalDateTime.of(2021, 11, 28, 22, 33, 44);
  private static final List<String> ISO =
      List.of(
          "yyyy-MM-dd",
          "yyyy-MM",
          "yyyy",
          "yyyy-MM-dd'T'HH:mm[:ss]",
          "yyyy-MM-dd HH:mm[:ss]",
          "YYYY-'W'ww",
          "YYYY-'W'ww-e");
  private static final String SECONDS = "[:ss]";
  private static final Pattern RUN = Pattern.compile("'[^']*'|([A-Za-z])\\1*");
  private static final Map<String, Integer> EPOCHS =
      Map.of("epoch_seconds", 1, "epoch_millis", 1000);

  private final String pattern;
  private final boolean iso;
  private final Optional<Integer> ticks; // in a second, of numbers since 1970
  private final DateTimeFormatter parser;
  private final DateTimeFormatter printer;

  private TimeFormat(String pattern, String printed, boolean iso) {
    this.pattern = pattern;
    this.iso = iso;
    this.ticks = Optional.ofNullable(EPOCHS.get(pattern));
    this.parser = formatter(ticks.isPresent() ? "yyyy" : pattern);
    this.printer = formatter(ticks.isPresent() ? "yyyy" : printed);
  }

  private static DateTimeFormatter formatter(String pattern) {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
    String proleptic = withProlepticYears(pattern);
    int end = 0;
    boolean weeks = false;
    boolean days = false;
    for (Matcher run = RUN.matcher(proleptic); run.find(); ) {
      boolean padded = run.start() > 0 && proleptic.charAt(run.start() - 1) == 'p';
      boolean ours = !padded && List.of("uu", "YYYY", "ww", "e").contains(run.group());
      if (!ours) {
        continue;
      }
      builder.appendPattern(proleptic.substring(end, run.start()));
      end = run.end();
      switch (run.group()) {
        case "uu" -> builder.appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_TWO_DIGIT_YEAR);
        case "YYYY" -> builder.appendValue(IsoFields.WEEK_BASED_YEAR, 4);
        case "ww" -> builder.appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 2);
        default -> builder.appendValue(ChronoField.DAY_OF_WEEK, 1);
      }
      weeks |= run.group().equals("ww");
      days |= run.group().equals("e");
    }
    builder.appendPattern(proleptic.substring(end));
    if (weeks && !days) {
      builder.parseDefaulting(ChronoField.DAY_OF_WEEK, 1);
    }
    return builder.toFormatter(Locale.ENGLISH).withResolverStyle(ResolverStyle.STRICT);
  }

  /**
   * The format that the user wrote.
   *
   * @throws UserException if it is not one, or does not name a date
   */
  static TimeFormat ofPattern(String pattern) {
    if (EPOCHS.containsKey(pattern)) {
      return new TimeFormat(pattern, pattern, false);
    }
    String letters = pattern.replaceAll("'[^']*'", "");
    if (letters.matches(".*[VvzOXxZ].*")) {
      throw refused(
          pattern,
          "has a time zone; times of a series are local times in this version",
          "quote a fixed zone as text: yyyy-MM-dd'T'HH:mm:ss'Z'");
    }
    if (letters.matches(".*[YweW].*") && !namesWeeks(letters)) {
      throw refused(
          pattern,
          letters.contains("Y") ? "has Y, the week-based year" : "has weeks without a year",
          "write yyyy for the year, and weeks of ISO 8601 as YYYY-'W'ww");
    }
    TimeFormat format;
    try {
      format = new TimeFormat(pattern, pattern, false);
    } catch (IllegalArgumentException e) {
      throw refused(
          pattern,
          "is not a time format: " + e.getMessage(),
          "write it as for Java's DateTimeFormatter: yyyy-MM-dd HH:mm");
    }
    try {
      format.parse(format.print(SAMPLE));
    } catch (DateTimeException e) {
      throw refused(
          pattern,
          "has neither a date with a complete time of day, nor a year, month or quarter",
          "M is the month and m the minute; H is the hour up to 23, h the hour up to 12, with a:"
              + " yyyy-MM-dd HH:mm");
    }
    return format;
  }

  /** The format of a composed pattern; empty if its parts do not make a time. */
  static Optional<TimeFormat> whole(String pattern) {
    try {
      return Optional.of(ofPattern(pattern));
    } catch (UserException e) {
      return Optional.empty();
    }
  }

  /** Whether the week fields are a year, a week and perhaps a day, all of ISO 8601. */
  private static boolean namesWeeks(String letters) {
    Set<String> runs =
        RUN.matcher(letters).results().map(MatchResult::group).collect(Collectors.toSet());
    return runs.containsAll(Set.of("YYYY", "ww"))
        && Set.of("YYYY", "ww", "e")
            .containsAll(runs.stream().filter(run -> run.matches("[YweW]+")).toList());
  }

  private static UserException refused(String pattern, String what, String advice) {
    return new UserException(Problem.atKey(KEY, "'" + pattern + "' " + what, advice));
  }

  /**
   * The form of ISO 8601 in which times are written: a date, a date and a time of day after T or a
   * space, a year and a month, a year, or a week. The first text decides; seconds are printed if
   * any text has them.
   *
   * @param texts at least one
   */
  static Optional<TimeFormat> iso(List<String> texts) {
    for (String form : ISO) {
      if (new TimeFormat(form, form, true).tryParse(texts.get(0)).isPresent()) {
        int minutes = "yyyy-MM-dd HH:mm".length();
        boolean seconds = texts.stream().anyMatch(text -> text.length() > minutes);
        return Optional.of(new TimeFormat(form, seconds ? form : form.replace(SECONDS, ""), true));
      }
    }
    return Optional.empty();
  }

  /** Reads a time in any form of ISO 8601 that {@link #iso} knows. */
  static Optional<LocalDateTime> parseIso(String text) {
    return iso(List.of(text)).flatMap(form -> form.tryParse(text));
  }

  Optional<LocalDateTime> tryParse(String text) {
    try {
      return Optional.of(ticks.isPresent() ? ofTicks(text, ticks.get()) : parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static LocalDateTime ofTicks(String text, int inSecond) {
    if (!text.matches("-?\\d{1,15}(\\.0+)?")) {
      throw new DateTimeException("no whole number");
    }
    long ticks = Long.parseLong(text.replaceFirst("\\..*", ""));
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(ticks, inSecond),
        Math.floorMod(ticks, inSecond) * (1_000_000_000 / inSecond),
        ZoneOffset.UTC);
  }

  /** Fields that are missing default to the first: month or quarter, day, midnight. */
  private LocalDateTime parse(String text) {
    if (isHour24(text)) {
      return parseMidnight(text);
    }
    TemporalAccessor parsed = parser.parse(text);
    LocalDate date = parsed.query(TemporalQueries.localDate());
    LocalTime time = parsed.query(TemporalQueries.localTime());
    if (date != null) {
      boolean half =
          time == null
              && (parsed.isSupported(ChronoField.MINUTE_OF_HOUR)
                  || parsed.isSupported(ChronoField.HOUR_OF_AMPM));
      if (half) {
        throw new DateTimeException("no whole time of day");
      }
      return date.atTime(time == null ? LocalTime.MIDNIGHT : time);
    }
    boolean partial =
        time != null
            || Stream.<TemporalField>of(
                    ChronoField.DAY_OF_MONTH, ChronoField.DAY_OF_WEEK, ChronoField.MINUTE_OF_HOUR)
                .anyMatch(parsed::isSupported);
    if (partial) {
      throw new DateTimeException("no whole date");
    }
    int year = parsed.get(ChronoField.YEAR);
    int month = 1;
    if (parsed.isSupported(ChronoField.MONTH_OF_YEAR)) {
      month = parsed.get(ChronoField.MONTH_OF_YEAR);
    } else if (parsed.isSupported(IsoFields.QUARTER_OF_YEAR)) {
      month = 3 * (int) parsed.getLong(IsoFields.QUARTER_OF_YEAR) - 2;
    }
    return LocalDate.of(year, month, 1).atStartOfDay();
  }

  /** A strict parser accepts hours up to 23 only. */
  private boolean isHour24(String text) {
    if (!text.contains("24")) {
      return false;
    }
    TemporalAccessor raw = parser.parseUnresolved(text, new ParsePosition(0));
    return raw != null
        && raw.isSupported(ChronoField.HOUR_OF_DAY)
        && raw.getLong(ChronoField.HOUR_OF_DAY) == 24;
  }

  /** A smart parser accepts 24:00, but would also read 30 February as the 29th. */
  private LocalDateTime parseMidnight(String text) {
    LocalDate next =
        parser
            .withResolverStyle(ResolverStyle.SMART)
            .parse(text)
            .query(TemporalQueries.localDate());
    TemporalAccessor raw = parser.parseUnresolved(text, new ParsePosition(0));
    if (next == null
        || raw.isSupported(ChronoField.DAY_OF_MONTH)
            && raw.getLong(ChronoField.DAY_OF_MONTH) != next.minusDays(1).getDayOfMonth()) {
      throw new DateTimeException("no whole date");
    }
    return next.atStartOfDay();
  }

  /** Whether times are numbers of seconds or the like since 1970, UTC. */
  boolean isEpoch() {
    return ticks.isPresent();
  }

  String print(LocalDateTime time) {
    return ticks.isPresent()
        ? Long.toString(
            time.toEpochSecond(ZoneOffset.UTC) * ticks.get()
                + time.getNano() / (1_000_000_000 / ticks.get()))
        : printer.format(time);
  }

  /** The value for {@code data.time.format}; empty for ISO 8601, which needs none. */
  Optional<String> key() {
    return iso ? Optional.empty() : Optional.of(pattern);
  }

  /** As users write it. */
  @Override
  public String toString() {
    return pattern;
  }

  /**
   * A strict formatter requires an era with {@code y}, the year of the era; {@code u} needs none.
   */
  private static String withProlepticYears(String pattern) {
    StringBuilder text = new StringBuilder();
    boolean quoted = false;
    boolean era = pattern.replaceAll("'[^']*'", "").contains("G");
    for (char c : pattern.toCharArray()) {
      quoted ^= c == '\'';
      text.append(c == 'y' && !quoted && !era ? 'u' : c);
    }
    return text.toString();
  }
}
