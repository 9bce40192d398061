package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class DifferenceTest {

  @Test
  void theSignTestIsThatOfAFairCoin() {
    assertThat(Difference.signTest(1, 9)).isCloseTo(2 * (1 + 10) / 1024.0, within(1e-12));
    assertThat(Difference.signTest(6, 0)).isCloseTo(2 / 64.0, within(1e-12));
    assertThat(Difference.signTest(5, 5)).isEqualTo(1);
    assertThat(Difference.signTest(0, 0)).isEqualTo(1);
    // normal: |1100 - 1200| - 1 = 99 at a deviation of sqrt(2300) = 47.96, z = 2.064
    assertThat(Difference.signTest(1100, 1200)).isCloseTo(0.0390, within(0.0005));
  }

  @Test
  void theErrorOfAMeanOfIndependentValuesFollowsStudent() {
    Sampling sampling =
        Sampling.of(
            List.of(Units.each("row", 5)), 1, 1, units -> new double[] {-1.5, -0.5, 0.5, 1.5, 2.5});

    // mean .5, squares sum to 10, so the standard error is sqrt(10 / 4 / 5) = .707; t = 2.776
    assertThat(sampling.half()).isCloseTo(2.776 * Math.sqrt(0.5), within(1e-3));
    assertThat(sampling.chanceOf(2.776 * Math.sqrt(0.5))).isCloseTo(0.05, within(1e-4));
  }
}
