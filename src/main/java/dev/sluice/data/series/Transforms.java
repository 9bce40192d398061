package dev.sluice.data.series;

import dev.sluice.spec.TransformSpec;
import java.util.Optional;
import java.util.ServiceLoader;

/** The transforms on the class path. */
final class Transforms {
  private Transforms() {}

  /**
   * The transform that a spec describes; values as they are, if there is none.
   *
   * @throws IllegalStateException if a plug-in registered the record but no {@link
   *     TransformFactory}
   */
  static ColumnTransform of(Optional<TransformSpec> spec) {
    return spec.map(Transforms::of).orElse(Identity.INSTANCE);
  }

  private static ColumnTransform of(TransformSpec spec) {
    for (TransformFactory<?> factory : ServiceLoader.load(TransformFactory.class)) {
      if (factory.spec() == spec.getClass()) {
        return create(factory, spec);
      }
    }
    throw new IllegalStateException(
        "no TransformFactory makes a %s; name one in META-INF/services/%s"
            .formatted(spec.getClass().getName(), TransformFactory.class.getName()));
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
