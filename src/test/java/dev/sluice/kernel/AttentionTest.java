package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttentionTest {
  private static final Attention ATTENTION = new Attention(1, 1);

  /** Where W = 0.5, b = 0 and v = 2, a step x has the score 2 tanh(x / 2). */
  private static final float[][] PARAMETERS = {{0.5f}, {0}, {2}};

  @Test
  void givesTheMeanOfTheStepsWeightedByTheSoftmaxOfTheirScores() {
    float[] y = new float[1];

    ATTENTION.forward(new float[] {0, 2}, 2, 1, Optional.empty(), PARAMETERS, y);

    // Scores 0 and 2 tanh(1) = 1.5231884: weights 1 / (1 + e^1.5231884) = 0.1789921 and 0.8210079.
    assertThat(y[0]).isCloseTo(2 * 0.8210079f, within(1e-6f));
  }

  @Test
  void leavesOutWhatTheMaskLeavesOut() {
    float[] y = new float[2];
    float[] x = {3, 1, 7, 9};

    ATTENTION.forward(x, 2, 2, Optional.of(new float[] {1, 0, 0, 0}), PARAMETERS, y);

    assertThat(y).containsExactly(3, 0);
  }
}
