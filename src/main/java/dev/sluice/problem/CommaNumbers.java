package dev.sluice.problem;

import java.util.List;
import java.util.regex.Pattern;

/** Numbers with commas, which this program does not read: what the commas probably stand for. */
public final class CommaNumbers {
  private static final Pattern EITHER = Pattern.compile("[+-]?[1-9]\\d{0,2},\\d{3}");
  private static final Pattern THOUSANDS =
      Pattern.compile("[+-]?[1-9]\\d{0,2}((,\\d{3})+\\.\\d*|(,\\d{3}){2,})");
  private static final Pattern DECIMALS =
      Pattern.compile("[+-]?(\\d*|\\d{1,3}(\\.\\d{3})+),\\d+([eE][+-]?\\d+)?");

  private CommaNumbers() {}

  /** Whether the text is a number with commas, whatever it stands for. */
  public static boolean isOne(String text) {
    return isThousands(text) || isDecimals(text);
  }

  /** Whether the commas can stand between thousands, as in {@code 1,281.5}. */
  private static boolean isThousands(String text) {
    return THOUSANDS.matcher(text).matches() || isEither(text);
  }

  /** Whether the comma can stand before decimals, as in {@code 1281,5}. */
  private static boolean isDecimals(String text) {
    return DECIMALS.matcher(text).matches();
  }

  /** Whether the comma may stand before thousands or before decimals, as in {@code 1,281}. */
  public static boolean isEither(String text) {
    return EITHER.matcher(text).matches();
  }

  /**
   * What the commas of a column stand for, and what to write instead.
   *
   * @param texts of one column; those without commas tell nothing
   * @return empty if no text is a number with commas
   */
  public static String advice(List<String> texts) {
    List<String> numbers = texts.stream().filter(CommaNumbers::isOne).toList();
    if (numbers.isEmpty()) {
      return "";
    }
    boolean thousands = numbers.stream().allMatch(CommaNumbers::isThousands);
    boolean decimals = numbers.stream().allMatch(CommaNumbers::isDecimals);
    if (thousands && decimals) {
      return "the comma of "
          + numbers.get(0)
          + " may be a thousands sign, to leave out, or a decimal comma, to write as a point";
    }
    if (thousands) {
      return "leave the thousands signs out: " + numbers.get(0).replace(",", "");
    }
    return decimals
        ? "write the decimal commas as points"
        : "some commas are thousands signs, to leave out, and some decimal commas, to write as points";
  }
}
