package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds the formats in which the times of a column can be read, by trying each on all of them. */
final class TimeFormats {
  private static final String KEY = "data.time.format";
  private static final int FIRST_LOOK = 50; // texts with which most formats are ruled out
  private static final String MONTH = "[A-Za-z]{3,9}";

  /**
   * A form of dates and its patterns. Patterns that exclude each other are separated by {@code |};
   * the next ones are tried if none of them reads all texts. {@code ~} is the separator, group 1.
   */
  private record Form(Pattern text, List<String> patterns) {
    static Form of(String text, String... patterns) {
      return new Form(Pattern.compile(text), List.of(patterns));
    }
  }

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
  private static final String TWO = "\\d{1,2}";
  private static final String SEPARATOR = "([-/. ])";
  private static final List<Form> DATES =
      List.of(
          Form.of("\\d{4}" + SEPARATOR + TWO + "\\1" + TWO, "yyyy~MM~dd", "yyyy~M~d"),
          Form.of(
              TWO + SEPARATOR + TWO + "\\1\\d{4}", "dd~MM~yyyy|MM~dd~yyyy", "d~M~yyyy|M~d~yyyy"),
          Form.of(
              TWO + SEPARATOR + TWO + "\\1\\d{2}",
              "dd~MM~yy|MM~dd~yy",
              "d~M~yy|M~d~yy",
              "yy~MM~dd"),
          Form.of("\\d{4}" + SEPARATOR + TWO, "yyyy~MM", "yyyy~M"),
          Form.of(TWO + SEPARATOR + "\\d{4}", "MM~yyyy", "M~yyyy"),
          Form.of("\\d{4}()", "yyyy"),
          Form.of("\\d{6}()", "yyyyMM", "yyMMdd"),
          Form.of("\\d{8}()", "yyyyMMdd", "ddMMyyyy|MMddyyyy"),
          Form.of("\\d{10}()", "yyyyMMddHH"),
          Form.of("\\d{12}()", "yyyyMMddHHmm"),
          Form.of("\\d{14}()", "yyyyMMddHHmmss"),
          Form.of("\\d{4}(-)\\d{3}", "yyyy-DDD"),
          Form.of(MONTH + SEPARATOR + "\\d{4}", "MMM~yyyy", "MMMM~yyyy"),
          Form.of(MONTH + SEPARATOR + "\\d{2}", "MMM~yy", "MMMM~yy"),
          Form.of("\\d{4}" + SEPARATOR + MONTH, "yyyy~MMM", "yyyy~MMMM"),
          Form.of(
              TWO + "([-/. ]?)" + MONTH + "\\1\\d{4}",
              "dd~MMM~yyyy",
              "d~MMM~yyyy",
              "dd~MMMM~yyyy",
              "d~MMMM~yyyy"),
          Form.of(TWO + "([-/. ]?)" + MONTH + "\\1\\d{2}", "dd~MMM~yy", "d~MMM~yy"),
          Form.of(
              MONTH + "( )" + TWO + ", \\d{4}",
              "MMM dd, yyyy",
              "MMM d, yyyy",
              "MMMM dd, yyyy",
              "MMMM d, yyyy"),
          Form.of(
              MONTH + "([-/. ])" + TWO + "\\1\\d{4}",
              "MMM~dd~yyyy",
              "MMM~d~yyyy",
              "MMMM~dd~yyyy",
              "MMMM~d~yyyy"),
          Form.of(
              "\\d{4}([-/. ])" + MONTH + "\\1" + TWO,
              "yyyy~MMM~dd",
              "yyyy~MMM~d",
              "yyyy~MMMM~dd",
              "yyyy~MMMM~d"),
          Form.of("\\d{4}年\\d{1,2}月\\d{1,2}日", "yyyy年MM月dd日", "yyyy年M月d日"),
          Form.of("\\d{4}年\\d{1,2}月", "yyyy年MM月", "yyyy年M月"),
          Form.of("\\d{4}([-/ ]?)M\\d{1,2}", "yyyy~'M'MM", "yyyy~'M'M"),
          Form.of("\\d{4}([-/ ]?)m\\d{1,2}", "yyyy~'m'MM", "yyyy~'m'M"),
          Form.of("\\d{4}([-/ ]?)Q\\d", "yyyy~'Q'q"),
          Form.of("\\d{4}([-/ ]?)q\\d", "yyyy~'q'q"),
          Form.of("Q\\d([-/ ]?)\\d{4}", "'Q'q~yyyy"),
          Form.of("Q\\d([-/ ]?)\\d{2}", "'Q'q~yy"),
          Form.of("Q\\d'\\d{2}", "'Q'q''yy"),
          Form.of("\\dQ([-/ ]?)\\d{4}", "q'Q'~yyyy"),
          Form.of("\\dQ([-/ ]?)\\d{2}", "q'Q'~yy"),
          Form.of("\\d{4}([- ]?)W\\d{2}", "YYYY~'W'ww"));

  private static final Pattern WEEKDAY = Pattern.compile("([A-Za-z]{3,9})(,? )(?=.*\\d{4})(.*)");
  private static final Pattern TIME_OF_DAY =
      Pattern.compile(
          "(.+?)([ T]|, )(\\d{1,2})([:.]?)(\\d{2})(?:\\4(\\d{2}))?([.,]\\d{1,9})?"
              + "(?:( ?)([AaPp][Mm]))?( ?(?:Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?))?");
  private static final Pattern HOUR_ALONE = Pattern.compile("(.+?)([ T])\\d{1,2}");
  private static final int DATE = 1;
  private static final int BETWEEN = 2;
  private static final int HOUR = 3;
  private static final int COLON = 4;
  private static final int SECOND = 6;
  private static final int FRACTION = 7;
  private static final int BEFORE_HALF = 8;
  private static final int HALF = 9;
  private static final int ZONE = 10;

  private TimeFormats() {}

  /** A format and the times of all texts that it reads. */
  record Reading(TimeFormat format, List<LocalDateTime> times) {}

  /**
   * The ways in which all texts can be read as times: none if they are not times, two if day and
   * month may be in either order. ISO 8601 comes before all others.
   *
   * @param texts at least one, none empty
   */
  static List<Reading> readings(List<String> texts) {
    Optional<Reading> iso = TimeFormat.iso(texts).flatMap(format -> reading(format, texts));
    if (iso.isPresent()) {
      return List.of(iso.get());
    }
    for (String sample : samples(texts)) {
      for (String alternatives : patterns(sample)) {
        List<Reading> readings = new ArrayList<>();
        for (String pattern : alternatives.split("\\|")) {
          TimeFormat.whole(pattern).flatMap(f -> reading(f, texts)).ifPresent(readings::add);
        }
        if (!readings.isEmpty()) {
          return readings;
        }
      }
    }
    return List.of();
  }

  /** The reading by a format; empty if it cannot read all texts. */
  static Optional<Reading> reading(TimeFormat format, List<String> texts) {
    List<LocalDateTime> times = new ArrayList<>();
    for (String text : texts) {
      Optional<LocalDateTime> time = format.tryParse(text);
      if (time.isEmpty()) {
        return Optional.empty();
      }
      times.add(time.get());
    }
    return Optional.of(new Reading(format, times));
  }

  /** The format that reads most texts, though not all; empty if none reads nine out of ten. */
  static Optional<TimeFormat> ofMost(List<String> texts) {
    TimeFormat best = null;
    long most = (texts.size() * 9L - 1) / 10;
    Stream<TimeFormat> iso = TimeFormat.iso(texts.subList(0, 1)).stream();
    Stream<TimeFormat> others =
        samples(texts).stream()
            .flatMap(sample -> patterns(sample).stream())
            .flatMap(alternatives -> Stream.of(alternatives.split("\\|")))
            .flatMap(pattern -> TimeFormat.whole(pattern).stream());
    for (TimeFormat format : Stream.concat(iso, others).toList()) {
      List<String> firstLook = texts.subList(0, Math.min(FIRST_LOOK, texts.size()));
      if (2 * read(format, firstLook) > firstLook.size()) {
        long read = read(format, texts);
        if (read > most) {
          best = format;
          most = read;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private static long read(TimeFormat format, List<String> texts) {
    return texts.stream().filter(text -> format.tryParse(text).isPresent()).count();
  }

  /** The longest text, from which others may omit a part, the first and the middle one. */
  private static Set<String> samples(List<String> texts) {
    Set<String> samples = new LinkedHashSet<>();
    samples.add(texts.stream().reduce((a, b) -> b.length() > a.length() ? b : a).orElseThrow());
    samples.add(texts.get(0));
    samples.add(texts.get(texts.size() / 2));
    return samples;
  }

  /**
   * The patterns in which one text may be written, the most likely first; {@code |} separates
   * alternatives.
   */
  private static List<String> patterns(String text) {
    List<String> patterns = new ArrayList<>(datePatterns(text));
    Matcher time = TIME_OF_DAY.matcher(text);
    if (time.matches()) {
      for (String date : datePatterns(time.group(DATE))) {
        for (String ofDay : timePatterns(time)) {
          patterns.add(
              Stream.of(date.split("\\|")).map(d -> d + ofDay).collect(Collectors.joining("|")));
        }
      }
    }
    Matcher hour = HOUR_ALONE.matcher(text);
    if (hour.matches()) {
      for (String date : datePatterns(hour.group(DATE))) {
        for (String digits : List.of("HH", "H")) {
          patterns.add(
              Stream.of(date.split("\\|"))
                  .map(d -> d + hour.group(BETWEEN).replace("T", "'T'") + digits)
                  .collect(Collectors.joining("|")));
        }
      }
    }
    if (text.matches("-?\\d{9,10}(\\.0+)?")) {
      patterns.add("epoch_seconds");
    } else if (text.matches("-?\\d{12,13}(\\.0+)?")) {
      patterns.add("epoch_millis");
    }
    return patterns;
  }

  private static List<String> datePatterns(String text) {
    List<String> patterns = new ArrayList<>();
    for (Form form : DATES) {
      Matcher date = form.text().matcher(text);
      if (date.matches()) {
        String separator = date.groupCount() == 0 ? "" : date.group(1);
        form.patterns().forEach(p -> patterns.add(p.replace("~", separator)));
      }
    }
    Matcher weekday = WEEKDAY.matcher(text);
    if (patterns.isEmpty() && weekday.matches()) {
      String day = (weekday.group(1).length() == 3 ? "EEE" : "EEEE") + weekday.group(2);
      datePatterns(weekday.group(3)).forEach(p -> patterns.add(day + p));
    }
    return patterns;
  }

  /**
   * The pattern as it is; with one-digit hours; then without seconds, or without a time, in some
   * texts.
   */
  private static List<String> timePatterns(Matcher time) {
    boolean half = time.group(HALF) != null;
    String minutes = time.group(COLON) + "mm";
    String seconds = time.group(SECOND) == null ? "" : time.group(COLON) + "ss";
    String fraction =
        time.group(FRACTION) == null
            ? ""
            : time.group(FRACTION).charAt(0) + "S".repeat(time.group(FRACTION).length() - 1);
    String ofHalf = half ? time.group(BEFORE_HALF) + "a" : "";
    String zone = time.group(ZONE) == null ? "" : "'" + time.group(ZONE) + "'";
    String between = time.group(BETWEEN).replace("T", "'T'");
    List<String> patterns = new ArrayList<>();
    for (String hour : half ? List.of("hh", "h") : List.of("HH", "H")) {
      patterns.add(between + hour + minutes + seconds + fraction + ofHalf + zone);
    }
    for (String hour : half ? List.of("h") : List.of("HH", "H")) {
      String optional = (seconds.isEmpty() ? "" : "[" + seconds + "]") + fraction(fraction);
      patterns.add(between + hour + minutes + optional + ofHalf + zone);
      patterns.add("[" + between + hour + minutes + optional + ofHalf + zone + "]");
    }
    return patterns;
  }

  private static String fraction(String fraction) {
    return fraction.isEmpty() ? "" : "[" + fraction + "]";
  }

  /**
   * Why the times of a column cannot be read without a format.
   *
   * @param texts the column, which is not in ISO 8601
   */
  static Problem unknown(String column, List<String> texts) {
    List<Reading> readings = readings(texts);
    if (readings.size() > 1) {
      return Problem.atKey(KEY, eitherWay(texts, readings), "set it to " + keys(readings));
    }
    if (readings.size() == 1) {
      Matcher time = TIME_OF_DAY.matcher(texts.get(0));
      boolean zone = time.matches() && time.group(ZONE) != null;
      return Problem.atKey(
          KEY,
          "time '%s': '%s' is not a time in ISO 8601%s"
              .formatted(column, texts.get(0), zone ? " without an offset" : ""),
          "set it to " + keys(readings));
    }
    return otherNotation(column, texts)
        .orElseGet(
            () ->
                Problem.atKey(
                    "data.time.column",
                    "time '%s': '%s' is not a time in ISO 8601, and no known format fits all rows"
                        .formatted(column, texts.get(0)),
                    "write them as 2024-05-31 13:00, or set data.time.format to their"
                        + " format"));
  }

  /**
   * What the times are if no format can say it, and how to write them; empty if that is unknown.
   */
  static Optional<Problem> otherNotation(String column, List<String> texts) {
    String what = "time '" + column + "': '" + texts.get(0) + "' ";
    List<String> zones =
        texts.stream()
            .map(TIME_OF_DAY::matcher)
            .map(m -> m.matches() && m.group(ZONE) != null ? m.group(ZONE).strip() : "")
            .distinct()
            .toList();
    if (zones.size() > 1 && zones.size() < texts.size() && !zones.contains("")) {
      return Optional.of(
          Problem.atKey(
              "data.time.column",
              "time '%s': the offset changes, from %s to %s, as with daylight saving time"
                  .formatted(column, zones.get(0), zones.get(1)),
              "write all times with one offset, such as UTC"));
    }
    if (texts.get(0).matches("\\d{16}|\\d{19}")) {
      boolean micros = texts.get(0).length() == 16;
      return Optional.of(
          Problem.atKey(
              "data.time.column",
              what + "may be %s since 1970".formatted(micros ? "microseconds" : "nanoseconds"),
              "divide them by %s and set data.time.format to epoch_millis"
                  .formatted(micros ? 1000 : 1_000_000)));
    }
    if (texts.get(0).matches("[2-6]\\d{4}(\\.\\d+)?")) {
      return Optional.of(
          Problem.atKey(
              "data.time.column",
              what + "may be the number of a day in a spreadsheet",
              "format the column as dates, such as 2024-05-31, and export it again"));
    }
    if (texts.get(0).matches("1[6-9]\\d{2}\\.\\d+|20\\d{2}\\.\\d+")) {
      return Optional.of(
          Problem.atKey(
              "data.time.column",
              what + "may be a year with a fraction",
              "write dates, such as 2024-05"));
    }
    return Optional.empty();
  }

  /** As in "'01/02/2020' may be 1 Feb or 2 Jan". */
  static String eitherWay(List<String> texts, List<Reading> readings) {
    List<LocalDateTime> one = readings.get(0).times();
    List<LocalDateTime> other = readings.get(1).times();
    int first = 0;
    while (first + 1 < texts.size() && one.get(first).equals(other.get(first))) {
      first++;
    }
    return "'%s' may be %s or %s"
        .formatted(texts.get(first), DAY.format(one.get(first)), DAY.format(other.get(first)));
  }

  static String keys(List<Reading> readings) {
    return readings.stream()
        .map(reading -> reading.format().key().orElseThrow())
        .collect(Collectors.joining(" or "));
  }
}
