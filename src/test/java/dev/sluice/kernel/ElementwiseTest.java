package dev.sluice.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

class ElementwiseTest {
  private static final int N = 64; // whole vectors of any processor
  private static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    0f,
    -0f,
    Elementwise.END,
    -Elementwise.END,
    Math.nextUp(Elementwise.END),
    Math.nextDown(-Elementwise.END),
    1e-25f,
    -1e-28f
  };

  @Test
  void curvesAreThoseOfTheMathematics() {
    float[] z = new float[N];
    for (float from = -12; from < 12; from += 0.37f) {
      for (int j = 0; j < N; j++) {
        z[j] = from + 0.37f * j / N;
      }
      float[] tanh = z.clone();
      float[] logistic = z.clone();
      Gemm.best().elementwise().tanh(tanh, 0, N);
      Gemm.best().elementwise().logistic(logistic, 0, N);
      for (int j = 0; j < N; j++) {
        assertEquals(Math.tanh(z[j]), tanh[j], 3e-7);
        assertEquals(1 / (1 + Math.exp(-z[j])), logistic[j], 3e-7);
      }
    }
  }

  @Test
  void powersAreThoseOfTheMathematics() {
    float[] z = new float[N];
    for (float from = -86; from < 0; from += 0.61f) {
      for (int j = 0; j < N; j++) {
        z[j] = 3 + from + 0.61f * j / N;
      }
      float[] powers = z.clone();
      Gemm.best().elementwise().expOfDifference(powers, 0, 3, N);
      for (int j = 0; j < N; j++) {
        double expected = Math.exp((double) (z[j] - 3f));
        assertEquals(expected, powers[j], 2e-7 * expected);
      }
    }
  }

  @Test
  void vectorsGiveTheBitsOfPlainLoops() {
    Elementwise vectors = Gemm.best().elementwise();
    assumeTrue(!(vectors instanceof Elementwise.Plain), "no vector instructions here");
    Elementwise plain = new Elementwise.Plain();
    Random random = new Random(1);
    for (int round = 0; round < 200; round++) {
      float[] x = draw(random);
      float[] y = draw(random);
      float[] z = draw(random);
      same(z, (math, out) -> math.tanh(out, 3, N), vectors, plain);
      same(z, (math, out) -> math.logistic(out, 3, N), vectors, plain);
      same(z, (math, out) -> math.tanhGradient(out, 3, x, N), vectors, plain);
      same(z, (math, out) -> math.logisticGradient(out, 3, x, N), vectors, plain);
      same(z, (math, out) -> math.add(x, 1, out, 3, N), vectors, plain);
      same(z, (math, out) -> math.subtract(x, 1, out, 3, N), vectors, plain);
      same(z, (math, out) -> math.times(x, 1, y, 2, out, 3, N), vectors, plain);
      same(z, (math, out) -> math.addTimes(x, 1, y, 2, out, 3, N), vectors, plain);
      same(z, (math, out) -> math.expOfDifference(out, 3, 2.5f, N), vectors, plain);
      same(z, (math, out) -> math.flush(out, N), vectors, plain);
      int count = 1 + random.nextInt(N);
      same(z, (math, out) -> out[0] = math.largest(out, 3, count), vectors, plain);
    }
  }

  private static float[] draw(Random random) {
    float[] numbers = new float[N + 8];
    for (int j = 0; j < numbers.length; j++) {
      numbers[j] =
          random.nextInt(8) == 0
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : (float) (5 * random.nextGaussian());
    }
    return numbers;
  }

  /** All that is no number counts as the same. */
  private static void same(
      float[] before, BiConsumer<Elementwise, float[]> action, Elementwise one, Elementwise other) {
    float[] first = before.clone();
    float[] second = before.clone();
    action.accept(one, first);
    action.accept(other, second);
    assertArrayEquals(second, first);
  }
}
