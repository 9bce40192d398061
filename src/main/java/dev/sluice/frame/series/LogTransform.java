package dev.sluice.frame.series;

import dev.sluice.spec.TransformSpec;
import java.util.Arrays;

/** {@code log(x)}, undone by {@code exp}. */
final class LogTransform implements ColumnTransform {

  /** Makes {@link LogTransform}s. */
  public static final class Factory implements TransformFactory<TransformSpec.Log> {
    @Override
    public Class<TransformSpec.Log> spec() {
      return TransformSpec.Log.class;
    }

    @Override
    public ColumnTransform create(TransformSpec.Log spec) {
      return new LogTransform();
    }
  }

  @Override
  public int memory() {
    return 0;
  }

  @Override
  public boolean accepts(double value) {
    return value > 0;
  }

  @Override
  public String domain() {
    return "values > 0";
  }

  @Override
  public double apply(double[] values, int row) {
    return StrictMath.log(values[row]);
  }

  @Override
  public double[] invert(double[] transformed, double[] values, int cutoff) {
    return Arrays.stream(transformed).map(StrictMath::exp).toArray();
  }
}
