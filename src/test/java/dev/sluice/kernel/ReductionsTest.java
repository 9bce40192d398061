package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReductionsTest {

  @Test
  void theNormIsThatOfEuclid() {
    assertThat(Reductions.norm(floats(3, -4), 2)).isEqualTo(5);
    assertThat(Reductions.norm(floats(3, -4, 12), 3)).isEqualTo(13);
    assertThat(Reductions.norm(floats(3, -4, 12), 2)).isEqualTo(5);
    assertThat(Reductions.norm(floats(), 0)).isZero();
  }

  @Test
  void theNormTakesAllOfALongArray() {
    float[] values = new float[10_000];
    Arrays.fill(values, 0.3f);

    assertThat(Reductions.norm(floats(values), values.length)).isCloseTo(30, within(1e-4));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aSingleNumberThatIsNotFiniteIsFound(float bad) {
    float[] values = new float[5_000];
    Arrays.fill(values, Float.MAX_VALUE);
    for (int place : new int[] {0, 2_047, 2_048, 4_999}) {
      float[] one = values.clone();
      one[place] = bad;

      assertThat(Reductions.allFinite(floats(one), one.length, 1)).isFalse();
      assertThat(Reductions.allFinite(floats(one), place, 1)).isTrue();
    }
    assertThat(Reductions.allFinite(floats(values), values.length, 1)).isTrue();
  }

  @Test
  void manyThreadsLookAtEveryNumber() {
    float[] values = new float[400_001];
    for (int place : new int[] {0, 133_333, 200_000, 400_000}) {
      float[] one = values.clone();
      one[place] = Float.NaN;

      assertThat(Reductions.allFinite(floats(one), one.length, 3)).isFalse();
      assertThat(Reductions.allFinite(floats(one), place, 3)).isTrue();
    }
    assertThat(Reductions.allFinite(floats(values), values.length, 3)).isTrue();
  }

  private static Floats floats(float... values) {
    Floats floats = Floats.of(values.length);
    floats.buffer().put(0, values);
    return floats;
  }
}
