package dev.sluice.shape;

/** How an output becomes a positive number, such as a standard deviation: ln(1 + e^z) + 0.001. */
public final class Positive {
  private static final double LEAST = 1e-3; // a deviation of 0 would have an infinite density

  private Positive() {}

  public static double of(double z) {
    return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) + LEAST;
  }

  /** The derivative of {@link #of}. */
  public static double slope(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}
