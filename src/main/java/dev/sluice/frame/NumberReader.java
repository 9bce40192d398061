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

  public NumberReader(Optional<NumberSpec> spec) {
    this.spec = spec.orElse(PLAIN);
    this.pattern = pattern(this.spec);
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

  /** Empty if the cell is no finite number. */
  public OptionalDouble read(String cell) {
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
    if (plain.matches("[+-]{2}.*")) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(plain);
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** What numbers look like. */
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
