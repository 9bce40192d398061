package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SegmentDecoderTest {
  private static final int UNITS = 3;
  private static final int WINDOW = 2;
  private static final int SEGMENTS = 2;
  private static final int NUMBERS = 4;
  private static final int BATCH = 3;

  private final float[][] parameters = {
    random(3 * UNITS * SEGMENTS, 1),
    random(3 * UNITS * UNITS, 2),
    random(4 * UNITS, 3),
    random(NUMBERS * UNITS, 4),
    random(NUMBERS, 5),
    random(WINDOW * SEGMENTS * NUMBERS, 8)
  };
  private final float[] states = random(BATCH * (UNITS + WINDOW), 6);

  @Test
  void eachSegmentIsAStepOfAGruFromTheStateAndAMatrixAndWhatIsLinearInTheWindow() {
    float[] y = new float[BATCH * SEGMENTS * NUMBERS];

    decode(states, parameters, y);

    for (int r = 0; r < BATCH; r++) {
      for (int s = 0; s < SEGMENTS; s++) {
        double[] h = decoded(r, s);
        for (int k = 0; k < NUMBERS; k++) {
          double expected = parameters[4][k];
          for (int j = 0; j < WINDOW; j++) {
            expected +=
                parameters[5][(s * NUMBERS + k) * WINDOW + j]
                    * states[r * (UNITS + WINDOW) + UNITS + j];
          }
          for (int j = 0; j < UNITS; j++) {
            expected += parameters[3][k * UNITS + j] * h[j];
          }
          assertThat((double) y[(r * SEGMENTS + s) * NUMBERS + k])
              .isCloseTo(expected, within(1e-5));
        }
      }
    }
  }

  /** The GRU of Cell.Gru whose reset acts after the product; x is 1 for its segment, else 0. */
  private double[] decoded(int r, int s) {
    double[][] w = new double[3][UNITS]; // W x + b, and R h
    double[][] rh = new double[3][UNITS];
    for (int g = 0; g < 3; g++) {
      for (int u = 0; u < UNITS; u++) {
        int row = g * UNITS + u;
        w[g][u] = parameters[0][row * SEGMENTS + s] + parameters[2][row];
        for (int j = 0; j < UNITS; j++) {
          rh[g][u] += parameters[1][row * UNITS + j] * states[r * (UNITS + WINDOW) + j];
        }
      }
    }
    double[] h = new double[UNITS];
    for (int u = 0; u < UNITS; u++) {
      double reset = 1 / (1 + Math.exp(-w[0][u] - rh[0][u]));
      double update = 1 / (1 + Math.exp(-w[1][u] - rh[1][u]));
      double candidate = Math.tanh(w[2][u] + reset * (rh[2][u] + parameters[2][3 * UNITS + u]));
      h[u] = update * states[r * (UNITS + WINDOW) + u] + (1 - update) * candidate;
    }
    return h;
  }

  @Test
  void itsGradientsAreSlopes() {
    float[] dy = random(BATCH * SEGMENTS * NUMBERS, 7);
    float[][] gradients = new float[parameters.length][];
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = new float[parameters[i].length];
    }
    float[] dx = new float[states.length];

    decoder().backward(states, 1, BATCH, Optional.empty(), parameters, dy, gradients, dx);

    for (int i = 0; i < parameters.length; i++) {
      assertSlopes(parameters[i], gradients[i], dy);
    }
    assertSlopes(states, dx, dy);
  }

  /** Of the sum of dy * y. */
  private void assertSlopes(float[] values, float[] gradient, float[] dy) {
    for (int i = 0; i < values.length; i++) {
      float value = values[i];
      values[i] = value + 0.01f;
      double above = sum(dy);
      values[i] = value - 0.01f;
      double below = sum(dy);
      values[i] = value;
      assertThat((above - below) / 0.02).isCloseTo(gradient[i], within(2e-3));
    }
  }

  private double sum(float[] dy) {
    float[] y = new float[dy.length];
    decode(states, parameters, y);
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += (double) y[i] * dy[i];
    }
    return sum;
  }

  private static void decode(float[] states, float[][] parameters, float[] y) {
    decoder().forward(states, 1, BATCH, Optional.empty(), parameters, y);
  }

  private static SegmentDecoder decoder() {
    return new SegmentDecoder(UNITS, WINDOW, SEGMENTS, NUMBERS, 1);
  }

  private static float[] random(int count, long seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
