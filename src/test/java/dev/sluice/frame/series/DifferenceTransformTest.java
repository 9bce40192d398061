package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.TransformSpec;
import org.junit.jupiter.api.Test;

final class DifferenceTransformTest implements TransformContract {
  @Override
  public TransformSpec spec() {
    return new TransformSpec.Difference();
  }

  @Test
  void addsTheChangesUpFromTheLastKnownValue() {
    double[] values = {3, 5, 4};

    double[] forecast = new DifferenceTransform().invert(new double[] {2, -1, 0.5}, values, 2);

    assertThat(forecast).containsExactly(6, 5, 5.5); // 4+2, 6-1, 5+0.5
  }
}
