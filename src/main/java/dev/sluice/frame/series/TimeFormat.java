package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How the local times of one column are written. Names of months and days are English, whatever the
 * machine's language; a day that does not exist, such as 30 February, is refused.
 */
final class TimeFormat {
  private static final String KEY = "data.time.format";
  private static final int FIRST_TWO_DIGIT_YEAR = 1969; // as POSIX: 69 to 99, then 00 to 68
  private static final LocalDateTime SAMPLE = LocalDateTime.of(2021, 11, 28, 22, 33, 44);
  private static final List<String> ISO =
      List.of("yyyy-MM-dd", "yyyy-MM", "yyyy", "yyyy-MM-dd'T'HH:mm[:ss]", "yyyy-MM-dd HH:mm[:ss]");
  private static final String SECONDS = "[:ss]";
  private static final Pattern DAY_OR_MONTH_FIRST =
      Pattern.compile("(\\d{1,2})([/.-])(\\d{1,2})[/.-](\\d{4})(.*)");
  private static final Pattern ZONED =
      Pattern.compile(".*\\d{2}:\\d{2}.*(Z|[+-]\\d{2}(:?\\d{2})?)");

  private final String pattern;
  private final DateTimeFormatter parser;
  private final DateTimeFormatter printer;

  private TimeFormat(String pattern, String printed) {
    this.pattern = pattern;
    this.parser = formatter(pattern);
    this.printer = formatter(printed);
  }

  private static DateTimeFormatter formatter(String pattern) {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
    String rest = withProlepticYears(pattern);
    for (int start = twoDigitYear(rest); start >= 0; start = twoDigitYear(rest)) {
      builder
          .appendPattern(rest.substring(0, start))
          .appendValueReduced(ChronoField.YEAR, 2, 2, FIRST_TWO_DIGIT_YEAR);
      rest = rest.substring(start + 2);
    }
    return builder
        .appendPattern(rest)
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  /** Where two letters {@code u} stand that are neither quoted nor padded; -1 if nowhere. */
  private static int twoDigitYear(String pattern) {
    boolean quoted = false;
    int i = 0;
    while (i < pattern.length()) {
      int end = i + 1;
      while (end < pattern.length() && pattern.charAt(end) == pattern.charAt(i)) {
        end++;
      }
      if (pattern.charAt(i) == '\'') {
        quoted ^= (end - i) % 2 == 1;
      }
      boolean padded = i > 0 && pattern.charAt(i - 1) == 'p';
      if (!quoted && !padded && pattern.charAt(i) == 'u' && end == i + 2) {
        return i;
      }
      i = end;
    }
    return -1;
  }

  /**
   * The format that the user wrote.
   *
   * @throws UserException if it is not one, or does not name a date
   */
  static TimeFormat ofPattern(String pattern) {
    String letters = pattern.replaceAll("'[^']*'", "");
    if (letters.matches(".*[VvzOXxZ].*")) {
      throw refused(
          pattern,
          "names a time zone; the times of a series are local in this version",
          "a fixed zone may be quoted as text: yyyy-MM-dd'T'HH:mm:ss'Z'");
    }
    if (letters.contains("Y")) {
      throw refused(pattern, "has Y, the year that a week belongs to", "write yyyy for the year");
    }
    TimeFormat format;
    try {
      format = new TimeFormat(pattern, pattern);
    } catch (IllegalArgumentException e) {
      throw refused(
          pattern,
          "is not a time format: " + e.getMessage(),
          "as in Java's DateTimeFormatter: yyyy-MM-dd HH:mm");
    }
    try {
      format.parse(format.print(SAMPLE));
    } catch (DateTimeException e) {
      throw refused(
          pattern,
          "does not name a date and a whole time of day, nor a year, month or quarter",
          "M are months and m minutes, H hours up to 23 and h hours up to 12 with a:"
              + " yyyy-MM-dd HH:mm");
    }
    return format;
  }

  private static UserException refused(String pattern, String what, String mend) {
    return new UserException(Problem.atKey(KEY, "'" + pattern + "' " + what, mend));
  }

  /**
   * The form of ISO 8601 in which times are written: a date, a date and a time of day after T or a
   * blank, a year and a month, or a year. The first text decides; seconds are printed if any text
   * has them.
   *
   * @param texts at least one
   */
  static Optional<TimeFormat> iso(List<String> texts) {
    for (String form : ISO) {
      if (new TimeFormat(form, form).tryParse(texts.get(0)).isPresent()) {
        int minutes = "yyyy-MM-dd HH:mm".length();
        boolean seconds = texts.stream().anyMatch(text -> text.length() > minutes);
        return Optional.of(new TimeFormat(form, seconds ? form : form.replace(SECONDS, "")));
      }
    }
    return Optional.empty();
  }

  /** Reads a time in any form of ISO 8601 that {@link #iso} knows. */
  static Optional<LocalDateTime> parseIso(String text) {
    return iso(List.of(text)).flatMap(form -> form.tryParse(text));
  }

  /**
   * Why the times of a column cannot be read without a format.
   *
   * @param texts the column, of which the first is not in ISO 8601
   */
  static Problem unknown(String column, List<String> texts) {
    String first = texts.get(0);
    String what = "time '" + column + "': '" + first + "' ";
    if (ZONED.matcher(first).matches()) {
      return Problem.atKey(
          KEY,
          what + "has a time zone; the times of a series are local in this version",
          "a fixed zone may be quoted as text: yyyy-MM-dd'T'HH:mm:ss'Z'");
    }
    Matcher parts = DAY_OR_MONTH_FIRST.matcher(first);
    if (!parts.matches()) {
      return Problem.atKey(
          KEY, what + "is not a time in ISO 8601", "set it, for example yyyy-MM-dd HH:mm");
    }
    String separator = parts.group(2);
    String rest = parts.group(5).isEmpty() ? "" : " HH:mm";
    String dayFirst = "dd" + separator + "MM" + separator + "yyyy" + rest;
    String monthFirst = "MM" + separator + "dd" + separator + "yyyy" + rest;
    boolean firstIsDay = anyAbove12(texts, 1);
    boolean secondIsDay = anyAbove12(texts, 3);
    if (firstIsDay == secondIsDay) {
      return Problem.atKey(
          KEY,
          what + "may have the day or the month first",
          "set it, for example " + dayFirst + " or " + monthFirst);
    }
    return Problem.atKey(
        KEY,
        what + "is not a time in ISO 8601",
        "set it, for example " + (firstIsDay ? dayFirst : monthFirst));
  }

  private static boolean anyAbove12(List<String> texts, int group) {
    return texts.stream()
        .map(DAY_OR_MONTH_FIRST::matcher)
        .anyMatch(m -> m.matches() && Integer.parseInt(m.group(group)) > 12);
  }

  Optional<LocalDateTime> tryParse(String text) {
    try {
      return Optional.of(parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** What is not named is the first: month or quarter, day, midnight. */
  private LocalDateTime parse(String text) {
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

  String print(LocalDateTime time) {
    return printer.format(time);
  }

  /** As the user wrote or would write it. */
  @Override
  public String toString() {
    return pattern;
  }

  /** A strict formatter wants an era with {@code y}, the year of the era; {@code u} needs none. */
  private static String withProlepticYears(String pattern) {
    StringBuilder text = new StringBuilder();
    boolean quoted = false;
    boolean era = pattern.contains("G");
    for (char c : pattern.toCharArray()) {
      quoted ^= c == '\'';
      text.append(c == 'y' && !quoted && !era ? 'u' : c);
    }
    return text.toString();
  }
}
