package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.TransformSpec;
import org.junit.jupiter.api.Test;

final class Log1pTransformTest implements TransformContract {
  @Override
  public TransformSpec spec() {
    return new TransformSpec.Log1p();
  }

  @Test
  void keepsZeroAndRefusesMinusOne() {
    Log1pTransform log1p = new Log1pTransform();

    assertThat(log1p.apply(new double[] {0, Math.E - 1}, 0)).isZero();
    assertThat(log1p.apply(new double[] {0, Math.E - 1}, 1)).isEqualTo(1);
    assertThat(log1p.accepts(-1)).isFalse();
    assertThat(log1p.accepts(-0.99)).isTrue();
  }
}
