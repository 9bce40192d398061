package dev.sluice.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Locale;

/** Numbers for people, the same in every locale. */
final class Figures {
  /** Shown where there is no number. */
  static final String NONE = "\u2013";

  private static final int DIGITS = 4;
  private static final int FEWEST_DIGITS = 3;
  private static final int MOST_DECIMALS = 10;

  private static final MathContext DRAWN = new MathContext(7);

  private Figures() {}

  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  /** Four digits, with as many decimals as that needs. */
  static String number(double value) {
    return number(value, decimals(DIGITS, Math.abs(value)));
  }

  /** Seven digits, which is more than a chart can show. */
  static double rounded(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(DRAWN).doubleValue() : value;
  }

  /** A number with the decimals of those that it is compared with. */
  static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /**
   * The decimals for numbers that are compared: the largest shows four digits, and the smallest
   * three, if four decimals are enough for that.
   */
  static int decimals(Collection<Double> numbers) {
    double largest = numbers.stream().mapToDouble(Math::abs).max().orElse(0);
    double smallest =
        numbers.stream().mapToDouble(Math::abs).filter(x -> x > 0).min().orElse(largest);
    return Math.max(decimals(DIGITS, largest), Math.min(DIGITS, decimals(FEWEST_DIGITS, smallest)));
  }

  /** The decimals for numbers that are compared: the largest shows four digits. */
  static int decimals(double largest) {
    return decimals(DIGITS, largest);
  }

  private static int decimals(int digits, double magnitude) {
    if (magnitude == 0) {
      return digits;
    }
    int before = (int) Math.floor(Math.log10(magnitude)) + 1; // digits before the point
    return Math.max(0, Math.min(MOST_DECIMALS, digits - before));
  }

  static String duration(double seconds) {
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? whole / 60 + " min " + whole % 60 + " s"
        : whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}
