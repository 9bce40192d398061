package dev.sluice.task;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/** A probability in the notation of tables of answers. */
public final class ReadableNumber {
  private static final int DIGITS = 7; // of a 32-bit float
  private static final int MOST_DECIMALS = 10;

  private ReadableNumber() {}

  /** The number that {@link #of} writes. */
  public static double rounded(double probability) {
    return Double.parseDouble(of(probability));
  }

  /** Those by name, in their order. */
  public static Map<String, Double> rounded(Map<String, Double> probabilities) {
    Map<String, Double> rounded = new LinkedHashMap<>();
    probabilities.forEach((name, p) -> rounded.put(name, rounded(p)));
    return rounded;
  }

  /** Without an exponent: 0.0001 and not 1.0E-4. */
  public static String of(double probability) {
    BigDecimal rounded = new BigDecimal(probability).round(new MathContext(DIGITS));
    if (rounded.scale() > MOST_DECIMALS) {
      rounded = rounded.setScale(MOST_DECIMALS, RoundingMode.HALF_UP);
    }
    BigDecimal shown = rounded.stripTrailingZeros();
    return shown.setScale(Math.max(0, shown.scale())).toPlainString();
  }
}
