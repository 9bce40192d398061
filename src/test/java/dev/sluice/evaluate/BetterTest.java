package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BetterTest {

  @Test
  void improvesByMoreThanTheSmallestChangeThatCounts() {
    assertThat(Better.HIGHER.improves(0.75, 0.5, 0)).isTrue();
    assertThat(Better.HIGHER.improves(0.75, 0.5, 0.25)).isFalse();
    assertThat(Better.LOWER.improves(0.5, 0.75, 0.125)).isTrue();
    assertThat(Better.LOWER.improves(0.75, 0.75, 0)).isFalse();
    assertThat(Better.NEARER_ZERO.improves(-1, 2, 0.5)).isTrue();
    assertThat(Better.NEARER_ZERO.improves(-3, 2, 0)).isFalse();
  }

  @Test
  void aValueThatIsNoNumberIsNeverAnImprovement() {
    for (Better better : Better.values()) {
      assertThat(better.improves(Double.NaN, 1, 0)).isFalse();
    }
  }
}
