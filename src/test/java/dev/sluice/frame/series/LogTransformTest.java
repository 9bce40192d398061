package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.TransformSpec;
import org.junit.jupiter.api.Test;

final class LogTransformTest implements TransformContract {
  @Override
  public TransformSpec spec() {
    return new TransformSpec.Log();
  }

  @Test
  void isTheNaturalLogarithmOfValuesAboveZero() {
    LogTransform log = new LogTransform();

    assertThat(log.apply(new double[] {Math.E * Math.E}, 0)).isEqualTo(2);
    assertThat(log.accepts(0)).isFalse();
    assertThat(log.accepts(1e-9)).isTrue();
  }
}
