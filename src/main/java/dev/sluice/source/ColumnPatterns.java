package dev.sluice.source;

import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Patterns for many columns: {@code t0..t149} for the numbers from 0 to 149 after {@code t}, and
 * {@code t*} for every column that begins with {@code t}. The name of an existing column is not a
 * pattern.
 */
public final class ColumnPatterns {
  /** The common prefix of the two names of a range, and its first and last number. */
  private static final Pattern RANGE = Pattern.compile("(.*?)(\\d+)\\.\\.(.*?)(\\d+)");

  private static final int LISTED = 20;

  /** Numbers in names are compared by value, so that t2 comes before t10. */
  private static final Comparator<String> NATURAL =
      Comparator.comparing(ColumnPatterns::sortable).thenComparing(Comparator.naturalOrder());

  private ColumnPatterns() {}

  /**
   * The columns that names and patterns stand for, in the order of the patterns: those of a range
   * by their number, those of a {@code *} in natural order (t2 before t10).
   *
   * @param columns of the table
   * @param key of the patterns in the config
   * @throws UserException with every pattern that matches no column, and every column that is named
   *     twice
   */
  public static List<String> expand(List<String> patterns, List<String> columns, String key) {
    Set<String> known = new HashSet<>(columns);
    Map<String, String> patternOf = new HashMap<>(); // by the columns that it brought
    List<String> expanded = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < patterns.size(); i++) {
      String pattern = patterns.get(i);
      String place = key + "[" + i + "]";
      try {
        for (String column : columnsOf(pattern, columns, known, place)) {
          String before = patternOf.putIfAbsent(column, pattern);
          if (before != null) {
            throw new UserException(
                Problem.atKey(
                    place,
                    before.equals(column) && pattern.equals(column)
                        ? "column '%s' is listed twice".formatted(column)
                        : "column '%s' is matched by '%s' and by '%s'"
                            .formatted(column, before, pattern),
                    "list each column once"));
          }
          expanded.add(column);
        }
      } catch (UserException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return List.copyOf(expanded);
  }

  private static List<String> columnsOf(
      String pattern, List<String> columns, Set<String> known, String place) {
    if (known.contains(pattern)) {
      return List.of(pattern);
    }
    if (pattern.contains("..")) {
      return range(pattern, columns, known, place);
    }
    if (pattern.contains("*")) {
      Pattern fits =
          Pattern.compile(
              Stream.of(pattern.split("\\*", -1))
                  .map(Pattern::quote)
                  .collect(Collectors.joining(".*")),
              Pattern.DOTALL);
      List<String> found =
          columns.stream().filter(c -> fits.matcher(c).matches()).sorted(NATURAL).toList();
      if (!found.isEmpty()) {
        return found;
      }
      throw refusal(place, "no column matches '%s'".formatted(pattern), near(pattern, columns));
    }
    throw refusal(place, "there is no column '%s'".formatted(pattern), near(pattern, columns));
  }

  private static List<String> range(
      String pattern, List<String> columns, Set<String> known, String place) {
    Matcher ends = RANGE.matcher(pattern);
    if (!ends.matches() || !ends.group(1).equals(ends.group(3))) {
      throw refusal(
          place,
          "'%s' is not a range of columns".formatted(pattern),
          "write two names that differ only in the number at their end, such as t0..t149");
    }
    String prefix = ends.group(1);
    String width = ends.group(2).startsWith("0") ? ends.group(2) : ""; // t000..t149
    BigInteger first = new BigInteger(ends.group(2));
    BigInteger last = new BigInteger(ends.group(4));
    if (first.compareTo(last) > 0) {
      throw refusal(
          place,
          "the range '%s' ends before it begins".formatted(pattern),
          "write %s%s..%s%s".formatted(prefix, ends.group(4), prefix, ends.group(2)));
    }
    List<String> found = new ArrayList<>();
    for (BigInteger n = first; n.compareTo(last) <= 0; n = n.add(BigInteger.ONE)) {
      String digits = n.toString();
      String column = prefix + "0".repeat(Math.max(0, width.length() - digits.length())) + digits;
      if (!known.contains(column)) {
        throw refusal(
            place,
            "'%s' needs a column '%s', which does not exist".formatted(pattern, column),
            near(column, columns));
      }
      found.add(column);
    }
    return found;
  }

  private static UserException refusal(String place, String what, String advice) {
    return new UserException(Problem.atKey(place, what, advice));
  }

  private static String near(String pattern, List<String> columns) {
    return NearNames.nearest(pattern.replace("*", ""), columns)
            .map(near -> "did you mean '%s'?  ".formatted(near))
            .orElse("")
        + "columns: "
        + columns.stream().limit(LISTED).collect(Collectors.joining(", "))
        + (columns.size() > LISTED ? ", ... (%s in all)".formatted(columns.size()) : "");
  }

  /** The name with each number preceded by its count of digits, ignoring leading zeros. */
  private static String sortable(String name) {
    return Pattern.compile("0*(\\d+)")
        .matcher(name)
        .replaceAll(
            number ->
                Matcher.quoteReplacement(
                    (char) ('0' + number.group(1).length()) + number.group(1)));
  }
}
