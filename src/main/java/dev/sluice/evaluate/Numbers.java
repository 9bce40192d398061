package dev.sluice.evaluate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Numbers in sentences, the same in every locale. */
final class Numbers {
  private static final int DIGITS = 3;
  private static final int MOST_DECIMALS = 12;

  private Numbers() {}

  /** Without an exponent and without zeros at the end. */
  static String plain(double value) {
    BigDecimal plain = BigDecimal.valueOf(value).stripTrailingZeros();
    return plain.setScale(Math.max(0, plain.scale())).toPlainString();
  }

  /**
   * Two numbers with as many decimals as show three digits of the smaller one, or more until they
   * differ; zeros at the end that both have are dropped.
   */
  static List<String> pair(double a, double b) {
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

  /** Decimals that show three digits. */
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
