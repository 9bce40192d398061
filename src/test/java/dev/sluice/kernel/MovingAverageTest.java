package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MovingAverageTest {
  @Test
  void goesItsShareOfTheWayWithAnyNumberOfThreads() {
    int n = 130_001; // two parts, neither of whole chunks
    float[] from = numbers(1, n);
    float[] to = numbers(2, n);
    float[] expected = new float[n];
    for (int i = 0; i < n; i++) {
      expected[i] = from[i] + 0.25f * (to[i] - from[i]);
    }

    for (int threads : new int[] {1, 2}) {
      float[] average = from.clone();
      MovingAverage.move(Floats.of(average), Floats.of(to), n, 0.25, threads);

      assertThat(average).isEqualTo(expected);
    }
  }

  private static float[] numbers(long seed, int n) {
    Random random = new Random(seed);
    float[] numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
