package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SelfAttentionTest {
  private static final double STEP = 1e-5;

  /** One number in and out, and one head: all weights are 1, so a step is its query, key, value. */
  private static final float[][] ONES = {{1, 1, 1}, {1}};

  @Test
  void givesEachStepTheMeanOfAllWeightedByTheSoftmaxOfProducts() {
    float[] y = new float[2];

    new SelfAttention(1, 1, 1, false).forward(new float[] {0, 2}, 2, 1, Optional.empty(), ONES, y);

    // Step 0: scores 0 and 0, (0 + 2) / 2. Step 1: scores 0 and 4, 2 / (1 + e^-4) = 1.9640276.
    assertThat(y[0]).isEqualTo(1);
    assertThat(y[1]).isCloseTo(1.9640276f, within(1e-6f));
  }

  @Test
  void aCausalStepSeesNoneBehindItAndNoneSeesAMaskedOne() {
    float[] y = new float[6];
    float[] x = {1, 2, 0, 7, 5, 1};

    new SelfAttention(1, 1, 1, true)
        .forward(x, 3, 2, Optional.of(new float[] {1, 0, 1, 0, 0, 0}), ONES, y);

    // Of the first row, 1 alone; then 1 and 5 with scores 5 and 25, (1 + 5 e^20) / (1 + e^20).
    assertThat(y[0]).isEqualTo(1);
    assertThat(y[4]).isCloseTo(5, within(1e-6f));
    assertThat(new float[] {y[1], y[2], y[3], y[5]}).containsOnly(0);
  }

  /** Against the formulas in double precision, whose gradients are differences. */
  @Test
  void gradientsAreThoseOfTheFormulas() {
    for (boolean causal : new boolean[] {false, true}) {
      Random random = new Random(3);
      int inputs = 3;
      int size = 4;
      int steps = 4;
      int batch = 3;
      double[][] numbers = {
        draw(random, steps * batch * inputs),
        draw(random, inputs * 3 * size),
        draw(random, size * size)
      };
      double[] weights = draw(random, steps * batch * size); // of the outputs in the loss
      float[] mask = {1, 1, 1, 1, 1, 0, 1, 1, 0, 0, 0, 0};

      SelfAttention layer = new SelfAttention(inputs, size, 2, causal);
      float[][] parameters = {floats(numbers[1]), floats(numbers[2])};
      float[] y = new float[steps * batch * size];
      layer.forward(floats(numbers[0]), steps, batch, Optional.of(mask), parameters, y);
      float[][] gradients = {new float[numbers[1].length], new float[numbers[2].length]};
      float[] dx = new float[numbers[0].length];
      layer.backward(
          floats(numbers[0]),
          steps,
          batch,
          Optional.of(mask),
          parameters,
          floats(weights),
          gradients,
          dx);

      double loss = 0;
      for (int i = 0; i < y.length; i++) {
        loss += weights[i] * y[i];
      }
      assertThat(loss).isCloseTo(loss(numbers, mask, batch, causal, weights), within(1e-6));
      float[][] found = {dx, gradients[0], gradients[1]};
      for (int k = 0; k < 3; k++) {
        for (int i = 0; i < numbers[k].length; i++) {
          double before = numbers[k][i];
          numbers[k][i] = before + STEP;
          double above = loss(numbers, mask, batch, causal, weights);
          numbers[k][i] = before - STEP;
          double below = loss(numbers, mask, batch, causal, weights);
          numbers[k][i] = before;
          assertThat((double) found[k][i])
              .as("gradient %s of %s, causal %s", i, k, causal)
              .isCloseTo((above - below) / (2 * STEP), within(1e-6));
        }
      }
    }
  }

  /**
   * @param numbers x (steps, batch, 3), W (12, 3), O (4, 4), of two heads of two
   */
  private static double loss(
      double[][] numbers, float[] mask, int batch, boolean causal, double[] weights) {
    int steps = mask.length / batch;
    double loss = 0;
    for (int r = 0; r < batch; r++) {
      for (int t = 0; t < steps; t++) {
        if (mask[r * steps + t] == 0) {
          continue;
        }
        double[] seen = new double[4];
        for (int head = 0; head < 2; head++) {
          double sum = 0;
          for (int s = 0; s < (causal ? t + 1 : steps); s++) {
            if (mask[r * steps + s] != 0) {
              double score = 0;
              for (int j = 2 * head; j < 2 * head + 2; j++) {
                score += column(numbers, j, t * batch + r) * column(numbers, 4 + j, s * batch + r);
              }
              double a = Math.exp(score / Math.sqrt(2));
              sum += a;
              for (int j = 2 * head; j < 2 * head + 2; j++) {
                seen[j] += a * column(numbers, 8 + j, s * batch + r);
              }
            }
          }
          seen[2 * head] /= sum;
          seen[2 * head + 1] /= sum;
        }
        for (int k = 0; k < 4; k++) {
          for (int j = 0; j < 4; j++) {
            loss += weights[(t * batch + r) * 4 + k] * numbers[2][k * 4 + j] * seen[j];
          }
        }
      }
    }
    return loss;
  }

  /** Of x W. */
  private static double column(double[][] numbers, int column, int row) {
    double sum = 0;
    for (int i = 0; i < 3; i++) {
      sum += numbers[0][row * 3 + i] * numbers[1][column * 3 + i];
    }
    return sum;
  }

  /** Numbers that single precision holds. */
  private static double[] draw(Random random, int count) {
    return random.doubles(count, -0.8, 0.8).map(x -> (float) x).toArray();
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}
