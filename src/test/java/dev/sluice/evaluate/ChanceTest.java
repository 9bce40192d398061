package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ChanceTest {

  @Test
  void theSignTestIsThatOfAFairCoin() {
    assertThat(Chance.signTest(1, 9)).isCloseTo(2 * (1 + 10) / 1024.0, within(1e-12));
    assertThat(Chance.signTest(6, 0)).isCloseTo(2 / 64.0, within(1e-12));
    assertThat(Chance.signTest(5, 5)).isEqualTo(1);
    assertThat(Chance.signTest(0, 0)).isEqualTo(1);
    // normal: |1100 - 1200| - 1 = 99 at a deviation of sqrt(2300) = 47.96, z = 2.064
    assertThat(Chance.signTest(1100, 1200)).isCloseTo(0.0390, within(0.0005));
  }

  @Test
  void theIntervalOfAMeanFollowsStudent() {
    // mean .5, squares sum to 10, so the standard error is sqrt(10 / 4 / 5) = .707; t = 2.776
    assertThat(Chance.includesZero(new double[] {-1.5, -0.5, 0.5, 1.5, 2.5})).isTrue();
    // the same around 2: 2 > 2.776 * .707 = 1.963
    assertThat(Chance.includesZero(new double[] {0, 1, 2, 3, 4})).isFalse();
    assertThat(Chance.includesZero(new double[] {-0.04, 0.96, 1.96, 2.96, 3.96})).isTrue();
  }

  @Test
  void theIntervalOfAMeanDoesNotDependOnTheUnit() {
    assertThat(Chance.includesZero(new double[] {0, 1e300, 2e300, 3e300, 4e300})).isFalse();
    assertThat(Chance.includesZero(new double[] {0, 1e-300, 2e-300, 3e-300, 4e-300})).isFalse();
    assertThat(Chance.includesZero(new double[] {-2e300, 1e300, 2e300, -1e300, 1e300})).isTrue();
    assertThat(Chance.includesZero(new double[5])).isTrue();
  }
}
