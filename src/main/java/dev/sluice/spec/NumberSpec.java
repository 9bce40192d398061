package dev.sluice.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the numbers of a column are written. */
@Doc(
    "How the numbers of a column are written, if not like 1204, -0.5 or 1.2e3. `{decimal:"
        + " ',', thousands: '.'}` reads 1.204,5; `{prefix: $, thousands: ','}` reads $1,204.50.")
public record NumberSpec(
    @Doc("The decimal separator.") @Default("'.'") String decimal,
    @Doc("The thousands separator. Numbers without it are also read.") @Example("','")
        Optional<String> thousands,
    @Doc("Text to remove before a number, such as a currency.") @Example("$")
        Optional<String> prefix,
    @Doc("Text to remove after a number. With `%`, 11.9% is 11.9.") @Example("'%'")
        Optional<String> suffix) {
  public NumberSpec {
    List<InvalidSpecException.Fault> faults = new ArrayList<>();
    if (!decimal.matches("[.,]")) {
      faults.add(
          new InvalidSpecException.Fault(
              "decimal", "'%s' cannot be a decimal sign".formatted(decimal), "use . or ,"));
    }
    if (thousands.isPresent() && !thousands.get().matches("[^\\p{L}\\p{N}+-]")) {
      faults.add(
          new InvalidSpecException.Fault(
              "thousands",
              "'%s' cannot be a thousands sign".formatted(thousands.get()),
              "use one sign, such as , . ' or a blank"));
    }
    if (thousands.isPresent() && thousands.get().equals(decimal)) {
      faults.add(
          new InvalidSpecException.Fault(
              "thousands", "is the decimal sign, too", "set decimal to another sign"));
    }
    check("prefix", prefix, faults);
    check("suffix", suffix, faults);
    if (!faults.isEmpty()) {
      throw new InvalidSpecException(faults);
    }
  }

  private static void check(
      String key, Optional<String> text, List<InvalidSpecException.Fault> faults) {
    if (text.isPresent() && (text.get().isBlank() || text.get().matches(".*[0-9].*"))) {
      faults.add(
          new InvalidSpecException.Fault(
              key,
              text.get().isBlank() ? "is blank" : "has a digit, which belongs to the number",
              "name the signs around the number, or remove it"));
    }
  }

  /** In the notation of a config, on one line. */
  public String inConfig() {
    List<String> keys = new ArrayList<>();
    if (!decimal.equals(".")) {
      keys.add("decimal: " + quoted(decimal));
    }
    thousands.ifPresent(sign -> keys.add("thousands: " + quoted(sign)));
    prefix.ifPresent(text -> keys.add("prefix: " + quoted(text)));
    suffix.ifPresent(text -> keys.add("suffix: " + quoted(text)));
    return "{" + String.join(", ", keys) + "}";
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
