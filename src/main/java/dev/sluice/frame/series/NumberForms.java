package dev.sluice.frame.series;

import dev.sluice.frame.NumberReader;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.NumberSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds how the numbers of a column are written, by trying each form on all of them. */
public final class NumberForms {
  private static final Pattern BESIDES = // what stands before and after a number
      Pattern.compile("[+-]?(?<prefix>[^\\d+-]*?)[+-]?(?:[.,]?\\d)(?:.*\\d)?[.,]?(?<suffix>\\D*)");
  private static final String[] SIGNS = {"'", "\u2019", " "};

  private NumberForms() {}

  /**
   * The forms in which all cells can be read: none if they are plain or no form fits, two if a
   * comma such as that of {@code 1,281} may be a decimal or a thousands separator.
   *
   * @param cells trimmed, none empty
   */
  public static List<NumberSpec> readings(Collection<String> cells) {
    Set<String> prefixes = new TreeSet<>();
    Set<String> suffixes = new TreeSet<>();
    for (String cell : cells) {
      Matcher besides = BESIDES.matcher(cell);
      if (!besides.matches()) {
        return List.of();
      }
      prefixes.add(besides.group("prefix").strip());
      suffixes.add(besides.group("suffix").strip());
    }
    prefixes.remove("");
    suffixes.remove("");
    if (prefixes.size() > 1 || suffixes.size() > 1) {
      return List.of();
    }
    Optional<String> prefix = prefixes.stream().findFirst();
    Optional<String> suffix = suffixes.stream().findFirst();
    NumberSpec plain = new NumberSpec(".", Optional.empty(), prefix, suffix);
    if (reads(plain, cells)) {
      boolean needed = prefix.isPresent() || suffix.isPresent();
      return needed ? List.of(plain) : List.of();
    }
    List<NumberSpec> readings = new ArrayList<>();
    for (NumberSpec form :
        List.of(
            new NumberSpec(".", Optional.of(","), prefix, suffix),
            new NumberSpec(",", Optional.empty(), prefix, suffix))) {
      if (reads(form, cells)) {
        readings.add(form);
      }
    }
    List<NumberSpec> others = new ArrayList<>();
    others.add(new NumberSpec(",", Optional.of("."), prefix, suffix));
    for (String sign : SIGNS) {
      others.add(new NumberSpec(".", Optional.of(sign), prefix, suffix));
      others.add(new NumberSpec(",", Optional.of(sign), prefix, suffix));
    }
    if (readings.isEmpty()) {
      others.stream().filter(form -> reads(form, cells)).findFirst().ifPresent(readings::add);
    }
    return readings;
  }

  private static boolean reads(NumberSpec form, Collection<String> cells) {
    NumberReader reader = new NumberReader(Optional.of(form));
    return cells.stream().allMatch(cell -> reader.read(cell).isPresent());
  }

  /** The cell as a number in plain digits, such as {@code 1204.5}. */
  public static Optional<String> plain(NumberSpec form, String cell) {
    var number = new NumberReader(Optional.of(form)).read(cell);
    return number.isPresent()
        ? Optional.of(Double.toString(number.getAsDouble()))
        : Optional.empty();
  }

  /**
   * The key with which a column can be read.
   *
   * @param readings of all its cells
   * @return empty if there are none
   */
  public static String advice(String column, List<NumberSpec> readings, Collection<String> cells) {
    String keys =
        readings.stream()
            .map(form -> "%s.number: %s".formatted(ColumnSpec.path(column), form.inConfig()))
            .collect(Collectors.joining("\nor "));
    if (readings.size() < 2) {
      return keys.isEmpty() ? "" : "set " + keys;
    }
    String either = cells.stream().filter(cell -> cell.contains(",")).findFirst().orElseThrow();
    return "the comma of %s may be a thousands sign or a decimal comma: set\n".formatted(either)
        + keys;
  }
}
