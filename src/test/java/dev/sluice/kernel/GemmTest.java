package dev.sluice.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GemmTest {
  private static final int MARGIN = 7; // before and behind each array, and between rows of c

  /** Below and above the sizes from which factors are copied, with rows and columns left over. */
  @ParameterizedTest
  @CsvSource({
    "1, 8, 1",
    "2, 32, 5",
    "3, 48, 17",
    "7, 64, 128",
    "33, 96, 300",
    "64, 256, 129",
    "65, 32, 700",
    "70, 600, 130",
    "5, 1040, 257",
    "250, 24, 333"
  })
  void everyImplementationGivesTheSameBits(int m, int columns, int k) {
    Gemm plain = new PlainGemm();
    Gemm best = Gemm.best();
    int n = best.padded(columns);
    for (boolean transposed : new boolean[] {false, true}) {
      for (boolean packed : new boolean[] {false, true}) {
        for (boolean continued : new boolean[] {false, true}) {
          assertArrayEquals(
              product(plain, m, n, k, transposed, packed, continued),
              product(best, m, n, k, transposed, packed, continued),
              () -> "transposed " + transposed + ", packed " + packed + ", onto c " + continued);
        }
      }
    }
  }

  private static float[] product(
      Gemm gemm, int m, int n, int k, boolean transposed, boolean packed, boolean continued) {
    Random random = new Random(m * 31L + n * 7L + k);
    int gap = transposed ? m + MARGIN : k + MARGIN;
    float[] a = numbers(random, (transposed ? k : m) * gap + MARGIN);
    float[] b = numbers(random, k * n);
    float[] start = numbers(random, n);
    int row = n + MARGIN;
    float[] c = numbers(random, m * row + MARGIN);
    float[] right = b;
    int bRow = n;
    int bPanel = gemm.panel();
    if (packed) {
      Panels panels = new Panels();
      panels.load(gemm, b, 0, k, n, n, 1);
      right = panels.data();
      bRow = panels.row();
      bPanel = panels.panel();
    }
    gemm.multiply(
        m,
        n,
        k,
        a,
        MARGIN,
        transposed ? 1 : gap,
        transposed ? gap : 1,
        right,
        0,
        bRow,
        bPanel,
        continued ? c : start,
        continued ? MARGIN : 0,
        continued ? row : 0,
        c,
        MARGIN,
        row);
    return c;
  }

  private static float[] numbers(Random random, int length) {
    float[] numbers = new float[length];
    for (int i = 0; i < length; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }
}
