package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.spec.WeightInit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitialWeightsTest {
  private static final int ROWS = 150;
  private static final int COLUMNS = 400;

  @Test
  void variancesAreThoseOfKeras() {
    Map<WeightInit, Double> variances = new EnumMap<>(WeightInit.class);
    variances.put(WeightInit.GLOROT_UNIFORM, 2.0 / 550);
    variances.put(WeightInit.GLOROT_NORMAL, 2.0 / 550);
    variances.put(WeightInit.HE_UNIFORM, 2.0 / 150);
    variances.put(WeightInit.HE_NORMAL, 2.0 / 150);
    variances.put(WeightInit.LECUN_UNIFORM, 1.0 / 150);
    variances.put(WeightInit.LECUN_NORMAL, 1.0 / 150);
    variances.put(WeightInit.UNIFORM, 0.1 * 0.1 / 12);
    variances.put(WeightInit.NORMAL, 0.05 * 0.05);
    variances.put(WeightInit.ORTHOGONAL, 1.0 / 400);
    variances.put(WeightInit.ZEROS, 0.0);
    variances.put(WeightInit.ONES, 0.0);

    for (WeightInit init : WeightInit.values()) {
      float[] weights = InitialWeights.draw(init, ROWS, COLUMNS, new Random(3));

      double mean = 0;
      double variance = 0;
      for (float weight : weights) {
        mean += weight / weights.length;
      }
      for (float weight : weights) {
        variance += (weight - mean) * (weight - mean) / weights.length;
      }
      assertThat(mean).as(init + " mean").isCloseTo(init == WeightInit.ONES ? 1 : 0, within(2e-3));
      // 60,000 draws: the variance of a normal sample is good to about sqrt(2 / 60,000) = 0.6%.
      assertThat(variance)
          .as(init + " variance")
          .isCloseTo(variances.get(init), within(0.03 * variances.get(init) + 1e-12));
    }
  }

  @Test
  void uniformDrawsStayWithinTheirLimit() {
    float limit = (float) Math.sqrt(6.0 / 550);

    for (float weight :
        InitialWeights.draw(WeightInit.GLOROT_UNIFORM, ROWS, COLUMNS, new Random(3))) {
      assertThat(Math.abs(weight)).isLessThanOrEqualTo(limit);
    }
  }

  @Property(tries = 50)
  void orthogonalRowsOrColumnsAreOrthonormal(
      @ForAll @IntRange(min = 1, max = 12) int rows,
      @ForAll @IntRange(min = 1, max = 12) int columns,
      @ForAll long seed) {
    requireOrthonormal(rows, columns, seed);
  }

  /** 200 vectors are made in four blocks of 64 at most. */
  @ParameterizedTest
  @CsvSource({"200, 200", "200, 330", "330, 200", "65, 65"})
  void orthogonalMatricesOfSeveralBlocksAreOrthonormal(int rows, int columns) {
    requireOrthonormal(rows, columns, 3);
  }

  @Test
  void theFirstVectorsDependOnTheirOwnDrawsOnly() {
    float[] few = InitialWeights.draw(WeightInit.ORTHOGONAL, 64, 330, new Random(3));
    float[] more = InitialWeights.draw(WeightInit.ORTHOGONAL, 200, 330, new Random(3));

    assertThat(Arrays.copyOf(more, few.length)).isEqualTo(few);
  }

  private static void requireOrthonormal(int rows, int columns, long seed) {
    float[] weights = InitialWeights.draw(WeightInit.ORTHOGONAL, rows, columns, new Random(seed));

    int vectors = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    for (int a = 0; a < vectors; a++) {
      for (int b = 0; b < vectors; b++) {
        double product = 0;
        for (int k = 0; k < length; k++) {
          product +=
              rows <= columns
                  ? weights[a * columns + k] * (double) weights[b * columns + k]
                  : weights[k * columns + a] * (double) weights[k * columns + b];
        }
        if (Math.abs(product - (a == b ? 1 : 0)) > 1e-5) {
          fail("vectors %s and %s of (%s, %s): %s", a, b, rows, columns, product);
        }
      }
    }
  }
}
