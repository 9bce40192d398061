package dev.sluice.evaluate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/** Formats numbers for sentences, the same in every locale. */
final class Numbers {
  private static final int DIGITS = 3;
  private static final int MOST_DECIMALS = 12;
  private static final int DIGITS_BEYOND = 4; // for large or small numbers
  private static final int MOST_DIGITS = 17; // enough to tell any two doubles apart
  private static final double LARGE = 1e7;
  private static final double SMALL = 1e-4;

  private Numbers() {}

  /** Without an exponent and without trailing zeros. */
  static String plain(double value) {
    BigDecimal plain = BigDecimal.valueOf(value).stripTrailingZeros();
    return plain.setScale(Math.max(0, plain.scale())).toPlainString();
  }

  /** The same with at most this many digits. */
  static String plain(double value, int digits) {
    return plain(rounds(value, digits).doubleValue());
  }

  /**
   * Two numbers with the same number of decimals: enough to show three digits of the smaller one,
   * or more until they differ. Zeros at the end of both are dropped. If one of them is 1e7 or more,
   * or less than 1e-4, each has four digits, or more until they differ, and that number has an
   * exponent.
   */
  static List<String> pair(double a, double b) {
    if (needsExponent(a) || needsExponent(b)) {
      int digits = DIGITS_BEYOND;
      while (a != b && digits < MOST_DIGITS && rounds(a, digits).equals(rounds(b, digits))) {
        digits++;
      }
      return List.of(withDigits(a, digits), withDigits(b, digits));
    }
    int decimals = Math.max(decimals(a), decimals(b));
    BigDecimal first = rounded(a, decimals);
    BigDecimal second = rounded(b, decimals);
    while (a != b && first.equals(second) && decimals < MOST_DECIMALS) {
      decimals++;
      first = rounded(a, decimals);
      second = rounded(b, decimals);
    }
    int needed =
        Math.max(
            0, Math.max(first.stripTrailingZeros().scale(), second.stripTrailingZeros().scale()));
    return List.of(first.setScale(needed).toPlainString(), second.setScale(needed).toPlainString());
  }

  private static boolean needsExponent(double value) {
    return value != 0 && (Math.abs(value) >= LARGE || Math.abs(value) < SMALL);
  }

  private static BigDecimal rounds(double value, int digits) {
    return BigDecimal.valueOf(value).round(new MathContext(digits)).stripTrailingZeros();
  }

  private static String withDigits(double value, int digits) {
    return needsExponent(value)
        ? String.format(Locale.ROOT, "%." + (digits - 1) + "e", value)
        : plain(rounds(value, digits).doubleValue());
  }

  /** The decimals needed to show three digits. */
  private static int decimals(double value) {
    if (value == 0) {
      return 0;
    }
    int before = (int) Math.floor(Math.log10(Math.abs(value))) + 1; // digits before the point
    return Math.min(MOST_DECIMALS, Math.max(0, DIGITS - before));
  }

  private static BigDecimal rounded(double value, int decimals) {
    return BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
  }
}
