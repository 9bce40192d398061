package dev.sluice.evaluate.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecompositionTest {
  @Test
  void aLineAndAPatternAreFoundAgain() {
    double[] pattern = {3, -1, -2, 0};
    double[] y = IntStream.range(0, 12).mapToDouble(t -> 10 + t + pattern[t % 4]).toArray();

    Decomposition parts = Decomposition.of(y, 4).get();

    assertThat(parts.season())
        .containsExactly(new double[] {3, -1, -2, 0, 3, -1, -2, 0, 3, -1, -2, 0}, within(1e-12));
    for (int t = 2; t < 10; t++) { // half a season at either end has no moving average
      assertThat(parts.trend()[t]).isEqualTo(10.0 + t, within(1e-12));
      assertThat(parts.rest()[t]).isEqualTo(0, within(1e-12));
    }
    assertThat(parts.trend()[1]).isNaN();
    assertThat(parts.rest()[10]).isNaN();
  }

  @Test
  void threeSeasonsAreNeeded() {
    assertThat(Decomposition.of(new double[11], 4)).isEmpty();
    assertThat(Decomposition.of(new double[12], 4)).isPresent();
    assertThat(Decomposition.of(new double[12], 1)).isEmpty();
  }
}
