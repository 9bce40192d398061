package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DistributionScoresTest {
  private static final double CLOSE = 1e-9;

  @Test
  void pinballWeighsErrorsAboveAndBelowByTheLevel() {
    assertThat(DistributionScores.pinball(10, 8, 0.9)).isCloseTo(1.8, within(CLOSE)); // 0.9 x 2
    assertThat(DistributionScores.pinball(8, 10, 0.9)).isCloseTo(0.2, within(CLOSE)); // 0.1 x 2
    assertThat(DistributionScores.pinball(7, 7, 0.3)).isZero();
  }

  @Test
  void crpsOfQuantilesIsTwiceTheMeanPinball() {
    // 0.1: 0.1 x 3, 0.5: 0.5 x 1, 0.9: 0.1 x 2; twice their mean 1 / 3
    assertThat(DistributionScores.crps(10, new double[] {7, 9, 12}, new double[] {0.1, 0.5, 0.9}))
        .isCloseTo(2.0 / 3, within(CLOSE));
    assertThat(DistributionScores.crps(10, new double[] {7}, new double[] {0.5}))
        .isCloseTo(3, within(CLOSE)); // the absolute error of the median
  }

  @Test
  void crpsOfANormalDistributionIsTheClosedForm() {
    // at the mean: (2 / sqrt(2 pi) - 1 / sqrt(pi)) = (sqrt(2) - 1) / sqrt(pi)
    assertThat(DistributionScores.crpsOfNormal(0, 0, 1))
        .isCloseTo(0.23369497725510913, within(CLOSE));
    // z = 1: erf(1 / sqrt(2)) + 2 x 0.24197072451914337 - 0.5641895835477563
    assertThat(DistributionScores.crpsOfNormal(7, 5, 2))
        .isCloseTo(2 * 0.6024413576276163, within(CLOSE));
    assertThat(DistributionScores.crpsOfNormal(3, 5, 2))
        .isCloseTo(2 * 0.6024413576276163, within(CLOSE));
    assertThat(DistributionScores.crpsOfNormal(7, 5, 0)).isEqualTo(2);
  }

  @Test
  void manyQuantilesOfANormalDistributionComeNearItsClosedForm() {
    double[] levels = new double[9999];
    double[] quantiles = new double[9999];
    for (int i = 0; i < levels.length; i++) {
      levels[i] = (i + 1) / 10_000.0;
      quantiles[i] =
          5 + 2 * Math.sqrt(2) * org.apache.commons.math3.special.Erf.erfInv(2 * levels[i] - 1);
    }

    assertThat(DistributionScores.crps(7, quantiles, levels)).isCloseTo(1.2048827, within(1e-3));
  }

  @Test
  void winklerAddsToTheWidthWhatLiesOutside() {
    assertThat(DistributionScores.winkler(5, 2, 8, 0.2)).isCloseTo(6, within(CLOSE));
    assertThat(DistributionScores.winkler(9, 2, 8, 0.2)).isCloseTo(16, within(CLOSE)); // 6 + 10
    assertThat(DistributionScores.winkler(1.5, 2, 8, 0.05)).isCloseTo(26, within(CLOSE)); // 6 + 20
  }

  @Test
  void coverageCountsEndsAndWidthIsAMean() {
    double[] lower = {0, 0, 0, 0};
    double[] upper = {1, 2, 3, 4};

    assertThat(DistributionScores.coverage(new double[] {0, 2, 3.5, -1}, lower, upper))
        .isEqualTo(0.5);
    assertThat(DistributionScores.width(lower, upper)).isEqualTo(2.5);
  }

  @Test
  void owaOfTheM4WinnerIsThePublishedOne() {
    // ES-RNN 11.374 and 1.536, Naive2 13.564 and 1.912: 0.821
    assertThat(DistributionScores.owa(11.374, 1.536, 13.564, 1.912))
        .isCloseTo((11.374 / 13.564 + 1.536 / 1.912) / 2, within(CLOSE))
        .isCloseTo(0.821, within(5e-4));
  }
}
