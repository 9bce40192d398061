package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.spec.TransformSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What every transform promises. A new one implements {@link #spec}. */
interface TransformContract {
  TransformSpec spec();

  private ColumnTransform transform() {
    return Transforms.of(Optional.of(spec()));
  }

  /** Values that the transform accepts, between -100 and 1000 where it can. */
  private double[] values(Random random, int rows) {
    return random.doubles(-100, 1000).filter(transform()::accepts).limit(rows).toArray();
  }

  @Property(tries = 100)
  default void invertUndoesApply(@ForAll Random random) {
    ColumnTransform transform = transform();
    double[] values = values(random, 30);
    int cutoff = transform.memory() + random.nextInt(20);

    double[] transformed = new double[values.length - cutoff - 1];
    for (int i = 0; i < transformed.length; i++) {
      transformed[i] = transform.apply(values, cutoff + 1 + i);
    }

    double[] expected = Arrays.copyOfRange(values, cutoff + 1, values.length);
    assertThat(transform.invert(transformed, values, cutoff))
        .usingComparatorWithPrecision(1e-9)
        .containsExactly(expected);
  }

  @Property(tries = 100)
  default void aValueDependsOnNoMoreThanItsMemory(@ForAll Random random) {
    ColumnTransform transform = transform();
    double[] values = values(random, 10);
    double[] others = values(random, 10);
    int row = transform.memory() + random.nextInt(10 - transform.memory());

    System.arraycopy(
        values, row - transform.memory(), others, row - transform.memory(), transform.memory() + 1);

    assertThat(transform.apply(others, row)).isEqualTo(transform.apply(values, row));
  }

  @Property(tries = 20)
  default void invertReadsNothingBeyondTheCutoff(@ForAll Random random) {
    ColumnTransform transform = transform();
    double[] values = values(random, 10);
    double[] known = values.clone();
    Arrays.fill(known, 6, 10, Double.NaN);

    assertThat(transform.invert(new double[] {0.5, -0.25}, known, 5))
        .containsExactly(transform.invert(new double[] {0.5, -0.25}, values, 5), within(0.0));
  }

  @Example
  default void acceptedValuesHaveFiniteImages() {
    ColumnTransform transform = transform();
    double[] edge = {-1, Math.nextUp(-1.0), -1e-300, 0, Double.MIN_VALUE, 1, 1e300};

    for (double value : edge) {
      double[] values = new double[transform.memory() + 1];
      Arrays.fill(values, value);
      if (transform.accepts(value)) {
        assertThat(transform.apply(values, transform.memory())).isFinite();
      }
    }
  }
}
