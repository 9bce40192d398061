package dev.sluice.frame.series;

import dev.sluice.plugin.Factories;
import dev.sluice.spec.TransformSpec;
import java.util.Optional;

/** The transforms on the class path. */
final class Transforms {
  private static final Factories<TransformFactory<?>> FACTORIES =
      Factories.of(TransformFactory.class);

  private Transforms() {}

  /** The transform that a spec describes; the identity if there is none. */
  static ColumnTransform of(Optional<TransformSpec> spec) {
    return spec.map(Transforms::of).orElse(Identity.INSTANCE);
  }

  private static ColumnTransform of(TransformSpec spec) {
    return create(FACTORIES.forSpec(spec), spec);
  }

  private static <S extends TransformSpec> ColumnTransform create(
      TransformFactory<S> factory, TransformSpec spec) {
    return factory.create(factory.spec().cast(spec));
  }

  private enum Identity implements ColumnTransform {
    INSTANCE;

    @Override
    public int memory() {
      return 0;
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
      return values[row];
    }

    @Override
    public double[] invert(double[] transformed, double[] values, int cutoff) {
      return transformed.clone();
    }
  }
}
