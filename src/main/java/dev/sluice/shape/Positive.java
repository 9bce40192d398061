package dev.sluice.shape;

/** How a number of a network becomes a positive one, such as a deviation: ln(1 + e^z) + 0.001. */
public final class Positive {
  private static final double LEAST = 1e-3; // a deviation of 0 would have an infinite density

  private Positive() {}

  public static double of(double z) {
    return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) + LEAST;
  }

  /** The slope of {@link #of}. */
  public static double slope(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}
