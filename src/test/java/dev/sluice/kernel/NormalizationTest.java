package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class NormalizationTest {
  @Test
  void givesEachRowItsOwnMeanAndDeviation() {
    float[] y = new float[6];

    new Normalization(3, 1)
        .forward(
            new float[] {1, 4, 7, 5, 5, 5},
            1,
            2,
            Optional.empty(),
            new float[][] {{1, 1, 2}, {0, 0, 10}},
            y);

    // Mean 4, variance (9 + 0 + 9) / 3 = 6: divided by sqrt(6 + 1) = 2.6457513.
    assertThat(y)
        .containsExactly(new float[] {-1.1338934f, 0, 12.2677868f, 0, 0, 10}, within(1e-6f));
  }
}
