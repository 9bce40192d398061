package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class DistributionQuantilesTest {
  private static final double[] LEVELS = {0.1, 0.5, 0.9, 0.99};

  @Test
  void areThoseOfScipy() {
    assertThat(DistributionQuantiles.normal(0.025)).isCloseTo(-1.9599639845400545, within(1e-9));
    assertThat(DistributionQuantiles.normal(0.9)).isCloseTo(1.2815515655446004, within(1e-9));
    assertThat(DistributionQuantiles.normal(0.5)).isZero();
    assertThat(DistributionQuantiles.studentT(5, 0.025))
        .isCloseTo(-2.5705818356363155, within(1e-8));
    assertThat(DistributionQuantiles.studentT(5, 0.9)).isCloseTo(1.4758840488244815, within(1e-8));
    assertThat(DistributionQuantiles.negativeBinomial(3.5, 0.4, LEVELS))
        .containsExactly(0, 3, 7, 13);
    assertThat(DistributionQuantiles.negativeBinomial(120, 0.05, LEVELS))
        .containsExactly(85, 118, 158, 197);
    assertThat(DistributionQuantiles.negativeBinomial(0.2, 3, LEVELS)).containsExactly(0, 0, 1, 3);
  }

  /** The sum of two failures' waiting is a negative binomial: P(X <= k) = P(Bin(k + r, p) >= r). */
  @Test
  void countsAreTheLeastThatReachTheLevel() {
    double[] counts = DistributionQuantiles.negativeBinomial(6, 0.5, LEVELS); // r 2, p 1 / 4

    for (int i = 0; i < LEVELS.length; i++) {
      assertThat(cumulative((int) counts[i])).isGreaterThanOrEqualTo(LEVELS[i]);
      assertThat(cumulative((int) counts[i] - 1)).isLessThan(LEVELS[i]);
    }
  }

  private static double cumulative(int count) {
    return count < 0 ? 0 : 1 - new BinomialDistribution(count + 2, 0.25).cumulativeProbability(1);
  }

  @Test
  void wideOnesAreFoundWithoutAddingUp() {
    // with a = 1 the geometric distribution: P(X <= k) = 1 - (m / (1 + m))^(k + 1)
    double[] counts = DistributionQuantiles.negativeBinomial(1e7, 1, LEVELS);

    for (int i = 0; i < LEVELS.length; i++) {
      assertThat(counts[i]).isCloseTo(Math.log1p(-LEVELS[i]) / -Math.log1p(1e-7), within(1.0));
    }
  }
}
