package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CategoryVectorsTest {
  /** One number, an id with a vector of two for each of 0, 1, 2, and an id whose 0 is a mean. */
  private static final CategoryVectors LAYER =
      new CategoryVectors(3, new int[] {2, 1}, new boolean[] {true, false});

  private static final float[][] TABLES = {{1, 2, 3, 4, 5, 6}, {9, 10, 20}};

  private static final float[] X = {7, 2, 1, 8, 0, 0}; // (2 steps, 1 sequence, 3)

  @Test
  void putsVectorsInThePlaceOfIds() {
    float[] y = new float[8];

    LAYER.forward(X, 2, 1, Optional.empty(), TABLES, y);

    // The second step has the first vector, and the mean of 10 and 20.
    assertThat(LAYER.outputs()).isEqualTo(4);
    assertThat(y).containsExactly(7, 5, 6, 10, 8, 1, 2, 15);
  }

  @Test
  void aMeanSharesItsGradient() {
    float[][] gradients = {new float[6], new float[3]};
    float[] dx = new float[6];

    LAYER.backward(
        X, 2, 1, Optional.empty(), TABLES, new float[] {1, 2, 3, 4, 5, 6, 7, 8}, gradients, dx);

    assertThat(gradients[0]).containsExactly(6, 7, 0, 0, 2, 3);
    assertThat(gradients[1]).containsExactly(0, 4 + 8 / 2, 8 / 2);
    assertThat(dx).containsExactly(1, 0, 0, 5, 0, 0);
  }
}
