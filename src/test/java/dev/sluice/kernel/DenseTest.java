package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DenseTest {
  private static final int BATCH = 70;
  private static final int INPUTS = 90;
  private static final int OUTPUTS = 110;

  @Test
  void bitsDoNotDependOnThreads() {
    assertThat(pass(3)).isDeepEqualTo(pass(1));
  }

  /** y, and the gradients of weights, biases and inputs. */
  private static float[][] pass(int threads) {
    Random random = new Random(6);
    Dense layer = new Dense(INPUTS, OUTPUTS, Squash.TANH, threads);
    layer.load(draw(random, OUTPUTS * INPUTS), draw(random, OUTPUTS));
    float[][] results = {
      new float[BATCH * OUTPUTS],
      new float[OUTPUTS * INPUTS],
      new float[OUTPUTS],
      new float[BATCH * INPUTS]
    };
    layer.store(layer.forward(draw(random, BATCH * INPUTS), BATCH), BATCH, Floats.of(results[0]));
    float[] dy = new float[BATCH * layer.width()];
    for (int r = 0; r < BATCH; r++) {
      for (int k = 0; k < OUTPUTS; k++) {
        dy[r * layer.width() + k] = (float) random.nextGaussian();
      }
    }
    layer.backward(dy, BATCH, Floats.of(results[1]), Floats.of(results[2]), Floats.of(results[3]));
    return results;
  }

  private static Floats draw(Random random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian() / 10;
    }
    return Floats.of(numbers);
  }
}
