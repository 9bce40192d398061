package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LastStepsTest {
  private static final float[][] PARAMETERS = {{10, 100}, {1, 2}}; // two columns of one number
  private static final float[] STEPS = {9, 9, 3, 5, 4, 6}; // 9 3 4 and 9 5 6

  @Test
  void eachOfTheLastStepsGoesThroughTheSameMatrix() {
    float[] y = new float[8];

    new LastSteps(1, 2, 2, 1).forward(STEPS, 3, 2, Optional.empty(), PARAMETERS, y);

    assertThat(y).containsExactly(31, 302, 41, 402, 51, 502, 61, 602);
  }

  @Test
  void theStepsBeforeThemHaveNoGradient() {
    float[][] gradients = {new float[2], new float[2]};
    float[] dx = new float[6];

    new LastSteps(1, 2, 2, 1)
        .backward(
            STEPS,
            3,
            2,
            Optional.empty(),
            PARAMETERS,
            new float[] {1, 0, 0, 1, 2, 0, 0, 0},
            gradients,
            dx);

    assertThat(dx).containsExactly(0, 0, 10, 20, 100, 0);
    assertThat(gradients[0]).containsExactly(13, 4); // 1 * 3 + 2 * 5, 1 * 4
    assertThat(gradients[1]).containsExactly(3, 1);
  }
}
