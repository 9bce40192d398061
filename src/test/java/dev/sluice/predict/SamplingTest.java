package dev.sluice.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SamplingTest {
  private static final float[] PROBABILITIES = {0.1f, 0.2f, 0.4f, 0.1f, 0.2f};

  private static double[] shares(Sampling how, int least, int never) {
    SplittableRandom random = new SplittableRandom(7);
    double[] shares = new double[PROBABILITIES.length];
    for (int i = 0; i < 20_000; i++) {
      shares[how.draw(PROBABILITIES, least, never, random)] += 1.0 / 20_000;
    }
    return shares;
  }

  private static Sampling sampling(double temperature, OptionalInt topK, OptionalDouble topP) {
    return new Sampling(1, temperature, topK, topP, 1);
  }

  @Test
  void drawsAsOftenAsTheModelSays() {
    assertThat(shares(sampling(1, OptionalInt.empty(), OptionalDouble.empty()), 0, -1))
        .containsExactly(new double[] {0.1, 0.2, 0.4, 0.1, 0.2}, within(0.015));
    // without ids 0 and 1, 0.7 is left
    assertThat(shares(sampling(1, OptionalInt.empty(), OptionalDouble.empty()), 1, 1))
        .containsExactly(new double[] {0, 0, 4 / 7.0, 1 / 7.0, 2 / 7.0}, within(0.015));
    // squared: 1, 4, 16, 1, 4 of 26
    assertThat(shares(sampling(0.5, OptionalInt.empty(), OptionalDouble.empty()), 0, -1))
        .containsExactly(
            new double[] {1 / 26.0, 4 / 26.0, 16 / 26.0, 1 / 26.0, 4 / 26.0}, within(0.015));
  }

  @Test
  void drawsFromTheMostProbableOnly() {
    assertThat(shares(sampling(1, OptionalInt.of(2), OptionalDouble.empty()), 0, -1))
        .containsExactly(new double[] {0, 1 / 3.0, 2 / 3.0, 0, 0}, within(0.015));
    assertThat(shares(sampling(1, OptionalInt.empty(), OptionalDouble.of(0.7)), 0, -1))
        .containsExactly(new double[] {0, 0.25, 0.5, 0, 0.25}, within(0.015));
    assertThat(shares(sampling(0, OptionalInt.empty(), OptionalDouble.empty()), 0, -1)[2])
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void refusesWhatIsNoChoice() {
    assertThatThrownBy(() -> sampling(-1, OptionalInt.empty(), OptionalDouble.empty()))
        .hasMessage("temperature must be 0 or more");
    assertThatThrownBy(() -> sampling(1, OptionalInt.of(0), OptionalDouble.empty()))
        .hasMessage("top-k must be 1 or more");
    assertThatThrownBy(() -> sampling(1, OptionalInt.empty(), OptionalDouble.of(1.5)))
        .hasMessage("top-p must be more than 0 and at most 1");
    assertThatThrownBy(() -> Sampling.of(0, 1)).hasMessage("length must be 1 or more");
  }
}
