package dev.sluice.evaluate;

/** Which values of a score are better. */
public enum Better {
  HIGHER {
    @Override
    public double gain(double value, double other) {
      return value - other;
    }
  },
  LOWER {
    @Override
    public double gain(double value, double other) {
      return other - value;
    }
  },
  /** For scores of either sign, such as the bias. */
  NEARER_ZERO {
    @Override
    public double gain(double value, double other) {
      return Math.abs(other) - Math.abs(value);
    }
  },
  /**
   * For scores that are compared with a target level and not with each other, such as the coverage.
   */
  NEITHER {
    @Override
    public double gain(double value, double other) {
      return 0;
    }
  };

  /** By how much a value is better than another; negative if it is worse. */
  public abstract double gain(double value, double other);

  /**
   * Whether a value is better than the best so far by more than {@code minDelta}; false if the
   * value is NaN.
   */
  public boolean improves(double value, double best, double minDelta) {
    return gain(value, best) > minDelta;
  }
}
