package dev.sluice.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.evaluate.Better;
import org.junit.jupiter.api.Test;

class BestEpochTest {
  private static final double NO_SCORE = Double.NaN;

  @Test
  void anEpochWithoutAScoreIsNoImprovement() {
    BestEpoch best = next(BestEpoch.first(1, 0.5), 2, NO_SCORE, true);

    assertThat(best).isEqualTo(new BestEpoch(1, 0.5, 1));
  }

  @Test
  void theLossDecidesAsLongAsThereIsNoScore() {
    BestEpoch best = BestEpoch.first(1, NO_SCORE);
    best = next(best, 2, NO_SCORE, true);
    best = next(best, 3, NO_SCORE, false);
    best = next(best, 4, NO_SCORE, false);

    assertThat(best.epoch()).isEqualTo(2);
    assertThat(best.waited()).isEqualTo(2);
  }

  @Test
  void theFirstScoreIsTheBest() {
    BestEpoch best = next(BestEpoch.first(1, NO_SCORE), 2, 0.1, false);

    assertThat(best).isEqualTo(new BestEpoch(2, 0.1, 0));
  }

  private static BestEpoch next(BestEpoch best, int epoch, double value, boolean lossImproves) {
    return best.with(epoch, value, Better.HIGHER, 0, lossImproves);
  }
}
