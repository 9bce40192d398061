package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.kernel.Pooling.Part;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PoolingTest {
  private static final Pooling ALL = new Pooling(2, List.of(Part.LAST, Part.MEAN, Part.MAX));

  /** Of two sequences: (1, 4), (3, -2), left out; and (5, 5), (7, 0), (6, 1). */
  private static final float[] X = {1, 4, 5, 5, 3, -2, 7, 0, 9, 9, 6, 1};

  private static final Optional<float[]> MASK = Optional.of(new float[] {1, 1, 0, 1, 1, 1});

  @Test
  void givesLastThenMeanThenMaxOfTheStepsThatAreThere() {
    float[] y = new float[12];

    ALL.forward(X, 3, 2, MASK, new float[0][], y);

    assertThat(y).containsExactly(3, -2, 2, 1, 3, 4, 6, 1, 6, 2, 7, 5);
  }

  @Test
  void sharesTheGradientAmongTheStepsItComesFrom() {
    float[] dx = new float[12];

    ALL.backward(
        X,
        3,
        2,
        MASK,
        new float[0][],
        new float[] {1, 1, 20, 20, 300, 300, 1, 1, 30, 30, 300, 300},
        new float[0][],
        dx);

    // First sequence: max at step 1 and 0, last at step 1, 20 / 2 to each. Second: max at 1 and 0.
    assertThat(dx).containsExactly(10, 310, 10, 310, 311, 11, 310, 10, 0, 0, 11, 11);
  }

  @Test
  void ofASequenceWithoutAnyStepComesZero() {
    float[] y = new float[6];

    ALL.forward(new float[] {8, 8}, 1, 1, Optional.of(new float[] {0}), new float[0][], y);

    assertThat(y).containsOnly(0);
  }
}
