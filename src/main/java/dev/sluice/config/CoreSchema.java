package dev.sluice.config;

import java.util.Optional;

/**
 * What plain scalars mean by the core schema of YAML 1.2 (section 10.3.2 of the specification):
 * {@code yes} and {@code 1_000} are text there.
 */
final class CoreSchema {
  private CoreSchema() {}

  static boolean isTrue(String text) {
    return text.equals("true") || text.equals("True") || text.equals("TRUE");
  }

  static boolean isFalse(String text) {
    return text.equals("false") || text.equals("False") || text.equals("FALSE");
  }

  /** {@code [-+]?[0-9]+}, {@code 0o[0-7]+} or {@code 0x[0-9a-fA-F]+}. */
  static boolean isWhole(String text) {
    int radix = radix(text);
    String digits = radix == 10 ? text.substring(signLength(text)) : text.substring(2);
    return !digits.isEmpty()
        && digits.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
  }

  /** The value of such a text; empty if it does not fit into 64 bits. */
  static Optional<Long> whole(String text) {
    int radix = radix(text);
    try {
      return Optional.of(Long.parseLong(radix == 10 ? text : text.substring(2), radix));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * A whole number or {@code [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?}; neither {@code
   * .inf} nor {@code .nan}, which no key allows.
   */
  static boolean isNumber(String text) {
    if (isWhole(text)) {
      return true;
    }
    int start = signLength(text);
    int point = skipDigits(text, start);
    int end = point;
    int digits = point - start;
    if (point < text.length() && text.charAt(point) == '.') {
      end = skipDigits(text, point + 1);
      digits += end - point - 1;
    }
    if (digits == 0) {
      return false;
    }
    if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
      int exponent = end + 1 + signLength(text.substring(end + 1));
      end = skipDigits(text, exponent);
      if (end == exponent) {
        return false;
      }
    }
    return end == text.length();
  }

  /** The value of such a text; infinite if it is too large for a double. */
  static double number(String text) {
    return radix(text) == 10
        ? Double.parseDouble(text)
        : whole(text).map(Long::doubleValue).orElse(Double.POSITIVE_INFINITY);
  }

  private static int radix(String text) {
    return text.startsWith("0x") ? 16 : text.startsWith("0o") ? 8 : 10;
  }

  private static int signLength(String text) {
    return text.startsWith("-") || text.startsWith("+") ? 1 : 0;
  }

  private static int skipDigits(String text, int from) {
    int end = from;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    return end;
  }
}
