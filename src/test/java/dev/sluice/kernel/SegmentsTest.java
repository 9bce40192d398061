package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class SegmentsTest {
  /** Of two steps of one number each: weights of the earlier and the later, and a bias of 1000. */
  private static final float[][] PARAMETERS = {{1, 10}, {1000}};

  @Test
  void eachSegmentIsASumOfItsStepsTheEarliestFirst() {
    float[] y = new float[4];

    // steps 1 2 3 4 of one sequence, 5 6 7 8 of the other
    new Segments(1, 1, 2, Squash.IDENTITY)
        .forward(new float[] {1, 5, 2, 6, 3, 7, 4, 8}, 4, 2, Optional.empty(), PARAMETERS, y);

    // 1 + 20 and 5 + 60 at the first step, 3 + 40 and 7 + 80 at the second
    assertThat(y).containsExactly(1021, 1065, 1043, 1087);
  }

  @Test
  void theGradientOfASegmentGoesToItsSteps() {
    float[][] gradients = {new float[2], new float[1]};
    float[] dx = new float[4];

    new Segments(1, 1, 2, Squash.IDENTITY)
        .backward(
            new float[] {1, 2, 3, 4},
            4,
            1,
            Optional.empty(),
            PARAMETERS,
            new float[] {1, 100},
            gradients,
            dx);

    assertThat(dx).containsExactly(1, 10, 100, 1000);
    assertThat(gradients[0]).containsExactly(301, 402); // 1 * 1 + 3 * 100, 2 * 1 + 4 * 100
    assertThat(gradients[1]).containsExactly(101);
  }

  @Test
  void refusesStepsThatAreNoWholeNumberOfSegments() {
    assertThatThrownBy(
            () ->
                new Segments(1, 1, 2, Squash.IDENTITY)
                    .forward(new float[3], 3, 1, Optional.empty(), PARAMETERS, new float[1]))
        .hasMessage("3 steps in segments of 2");
  }
}
