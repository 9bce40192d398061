package dev.sluice.frame.series;

import dev.sluice.spec.TransformSpec;

/** {@code x[t] - x[t-1]}, undone by adding the changes up from the last known value. */
final class DifferenceTransform implements ColumnTransform {

  /** Makes {@link DifferenceTransform}s. */
  public static final class Factory implements TransformFactory<TransformSpec.Difference> {
    @Override
    public Class<TransformSpec.Difference> spec() {
      return TransformSpec.Difference.class;
    }

    @Override
    public ColumnTransform create(TransformSpec.Difference spec) {
      return new DifferenceTransform();
    }
  }

  @Override
  public int memory() {
    return 1;
  }

  @Override
  public boolean accepts(double value) {
    return true;
  }

  @Override
  public String domain() {
    return "any values";
  }

  @Override
  public double apply(double[] values, int row) {
    return values[row] - values[row - 1];
  }

  @Override
  public double[] invert(double[] transformed, double[] values, int cutoff) {
    double[] forecast = new double[transformed.length];
    double last = values[cutoff];
    for (int step = 0; step < forecast.length; step++) {
      last += transformed[step];
      forecast[step] = last;
    }
    return forecast;
  }
}
