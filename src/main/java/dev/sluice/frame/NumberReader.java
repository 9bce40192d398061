package dev.sluice.frame;

import dev.sluice.spec.NumberSpec;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the cells of a column as numbers. */
public final class NumberReader {
  private static final String BLANKS = "[ \\u00A0\\u202F]"; // two of them do not break lines
  private static final NumberSpec PLAIN =
      new NumberSpec(".", Optional.empty(), Optional.empty(), Optional.empty());

  private final NumberSpec spec;
  private final Pattern pattern;
  private final boolean plain;

  public NumberReader(Optional<NumberSpec> spec) {
    this.spec = spec.orElse(PLAIN);
    this.pattern = pattern(this.spec);
    this.plain = this.spec.equals(PLAIN);
  }

  private static Pattern pattern(NumberSpec spec) {
    String decimal = Pattern.quote(spec.decimal());
    String whole =
        spec.thousands()
            .map(sign -> sign.isBlank() ? BLANKS : Pattern.quote(sign))
            .map(sign -> "(?:[1-9]\\d{0,2}(?:" + sign + "\\d{3})+|\\d+)")
            .orElse("\\d+");
    return Pattern.compile(
        "(?<sign>[+-]?)"
            + BLANKS
            + "*"
            + spec.prefix().map(text -> besides(text) + BLANKS + "*").orElse("")
            + "(?<number>[+-]?(?:%s(?:%s\\d*)?|%s\\d+)(?:[eE][+-]?\\d+)?)"
                .formatted(whole, decimal, decimal)
            + spec.suffix().map(text -> BLANKS + "*" + besides(text)).orElse(""));
  }

  private static String besides(String text) {
    return "(?:" + Pattern.quote(text.strip()) + ")?";
  }

  /** Empty if the cell is not a finite number. */
  public OptionalDouble read(String cell) {
    return plain && isPlain(cell) ? finite(cell) : readPattern(cell);
  }

  /**
   * Whether the cell is a plain number. Most cells are, and this is several times faster than the
   * pattern, which accepts them too.
   */
  private static boolean isPlain(String cell) {
    int at = !cell.isEmpty() && isSign(cell.charAt(0)) ? 1 : 0;
    int whole = digitsFrom(cell, at);
    at += whole;
    int fraction = 0;
    if (at < cell.length() && cell.charAt(at) == '.') {
      fraction = digitsFrom(cell, at + 1);
      at += 1 + fraction;
    }
    if (whole + fraction > 0 && at < cell.length() && (cell.charAt(at) | 32) == 'e') {
      int exponent = at + 1;
      exponent += exponent < cell.length() && isSign(cell.charAt(exponent)) ? 1 : 0;
      int digits = digitsFrom(cell, exponent);
      return digits > 0 && exponent + digits == cell.length();
    }
    return whole + fraction > 0 && at == cell.length();
  }

  private static boolean isSign(char c) {
    return c == '+' || c == '-';
  }

  private static int digitsFrom(String cell, int start) {
    int end = start;
    while (end < cell.length() && cell.charAt(end) >= '0' && cell.charAt(end) <= '9') {
      end++;
    }
    return end - start;
  }

  private OptionalDouble readPattern(String cell) {
    Matcher number = pattern.matcher(cell);
    if (!number.matches()) {
      return OptionalDouble.empty();
    }
    String digits = number.group("number");
    if (spec.thousands().isPresent()) {
      digits =
          digits.replaceAll(
              spec.thousands().get().isBlank() ? BLANKS : Pattern.quote(spec.thousands().get()),
              "");
    }
    String plain = number.group("sign") + digits.replace(spec.decimal(), ".");
    if (plain.length() > 1 && isSign(plain.charAt(0)) && isSign(plain.charAt(1))) {
      return OptionalDouble.empty();
    }
    return finite(plain);
  }

  private static OptionalDouble finite(String number) {
    double value = Double.parseDouble(number);
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** A description of what numbers look like. */
  public String examples() {
    return spec.equals(PLAIN)
        ? "1204, -0.5 or 1.2e3"
        : spec.prefix().orElse("")
            + "1"
            + spec.thousands().orElse("")
            + "204"
            + spec.decimal()
            + "5"
            + spec.suffix().orElse("");
  }
}
