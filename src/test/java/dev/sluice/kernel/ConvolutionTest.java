package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ConvolutionTest {
  /** Weights of the step before, the step and the step behind it, and a bias of 1000. */
  private static final float[][] PARAMETERS = {{1, 10, 100}, {1000}};

  @Test
  void seesTheStepsAroundEachAndZerosBeyondTheEnds() {
    float[] y = new float[4];

    new Convolution(1, 1, 3, false, Squash.IDENTITY)
        .forward(new float[] {1, 2, 3, 4}, 4, 1, Optional.empty(), PARAMETERS, y);

    assertThat(y).containsExactly(1210, 1321, 1432, 1043);
  }

  @Test
  void ofAnEvenWidthMoreStandsBehind() {
    float[] y = new float[3];

    new Convolution(1, 1, 2, false, Squash.IDENTITY)
        .forward(new float[] {1, 2, 3}, 3, 1, Optional.empty(), new float[][] {{1, 10}, {0}}, y);

    assertThat(y).containsExactly(21, 32, 3);
  }

  @Test
  void aCausalOneSeesTheStepsBeforeEachAndZerosBeforeTheFirst() {
    float[] y = new float[4];

    new Convolution(1, 1, 3, true, Squash.IDENTITY)
        .forward(new float[] {1, 2, 3, 4}, 4, 1, Optional.empty(), PARAMETERS, y);

    // 1000 + 1 * two steps before + 10 * the step before + 100 * the step
    assertThat(y).containsExactly(1100, 1210, 1321, 1432);
  }

  @Test
  void aCausalOneLeavesOutWhatTheMaskLeavesOut() {
    float[] y = new float[4];

    new Convolution(1, 1, 3, true, Squash.IDENTITY)
        .forward(
            new float[] {9, 2, 3, 9}, 4, 1, Optional.of(new float[] {0, 1, 1, 0}), PARAMETERS, y);

    assertThat(y).containsExactly(0, 1200, 1320, 0);
  }

  @Test
  void leavesOutWhatTheMaskLeavesOut() {
    float[] y = new float[3];

    new Convolution(1, 1, 3, false, Squash.IDENTITY)
        .forward(new float[] {1, 2, 9}, 3, 1, Optional.of(new float[] {1, 1, 0}), PARAMETERS, y);

    assertThat(y).containsExactly(1210, 1021, 0);
  }
}
