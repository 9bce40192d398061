package dev.sluice.frame.series;

import dev.sluice.spec.TransformSpec;
import java.util.Arrays;

/** {@code log(1 + x)}, undone by {@code exp(x) - 1}. */
final class Log1pTransform implements ColumnTransform {

  /** Makes {@link Log1pTransform}s. */
  public static final class Factory implements TransformFactory<TransformSpec.Log1p> {
    @Override
    public Class<TransformSpec.Log1p> spec() {
      return TransformSpec.Log1p.class;
    }

    @Override
    public ColumnTransform create(TransformSpec.Log1p spec) {
      return new Log1pTransform();
    }
  }

  @Override
  public int memory() {
    return 0;
  }

  @Override
  public boolean accepts(double value) {
    return value > -1;
  }

  @Override
  public String domain() {
    return "values > -1";
  }

  @Override
  public double apply(double[] values, int row) {
    return StrictMath.log1p(values[row]);
  }

  @Override
  public double[] invert(double[] transformed, double[] values, int cutoff) {
    return Arrays.stream(transformed).map(StrictMath::expm1).toArray();
  }
}
