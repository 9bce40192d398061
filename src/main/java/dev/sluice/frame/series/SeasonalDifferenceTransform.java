package dev.sluice.frame.series;

import dev.sluice.spec.TransformSpec;

/**
 * {@code x[t] - x[t-season]}, undone by adding the row one season before, which is itself a
 * forecast for steps beyond the first season.
 */
final class SeasonalDifferenceTransform implements ColumnTransform {
  private final int season;

  SeasonalDifferenceTransform(int season) {
    this.season = season;
  }

  /** Makes {@link SeasonalDifferenceTransform}s. */
  public static final class Factory implements TransformFactory<TransformSpec.SeasonalDifference> {
    @Override
    public Class<TransformSpec.SeasonalDifference> spec() {
      return TransformSpec.SeasonalDifference.class;
    }

    @Override
    public ColumnTransform create(TransformSpec.SeasonalDifference spec) {
      return new SeasonalDifferenceTransform(spec.season().orElseThrow());
    }
  }

  @Override
  public int memory() {
    return season;
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
    return values[row] - values[row - season];
  }

  @Override
  public double[] invert(double[] transformed, double[] values, int cutoff) {
    double[] forecast = new double[transformed.length];
    for (int step = 0; step < forecast.length; step++) {
      double before = step < season ? values[cutoff + 1 + step - season] : forecast[step - season];
      forecast[step] = transformed[step] + before;
    }
    return forecast;
  }
}
