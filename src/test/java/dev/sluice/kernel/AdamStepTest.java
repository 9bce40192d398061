package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AdamStepTest {
  private static final AdamStep.Settings SETTINGS = new AdamStep.Settings(0.9, 0.999, 0.01, 1e-8);

  /** m = 0.1 x 2 = 0.2, v = 0.001 x 4 = 0.004, update = 0.01 x 0.2 / sqrt(0.004) = 0.031623. */
  @Test
  void movesAgainstTheGradientByTheRatioOfTheMoments() {
    Floats parameters = floats(1);
    Floats first = floats(0);
    Floats second = floats(0);

    AdamStep.subtract(floats(8), 0.25f, parameters, first, second, 1, SETTINGS, 1);

    assertThat(first.buffer().get(0)).isCloseTo(0.2f, within(1e-7f));
    // ND4J computes 1 - beta in single precision, too: 1 - 0.999f is 0.00099999.
    assertThat(second.buffer().get(0)).isCloseTo(0.004f, within(1e-7f));
    assertThat(parameters.buffer().get(0)).isCloseTo(1 - 0.0316228f, within(1e-6f));
  }

  @Test
  void subtractingTheUpdateIsTheStep() {
    int n = 120_001; // enough for two threads, and no whole number of chunks
    Floats gradient = numbers(n, 0.7f);
    Floats first = numbers(n, 0.3f);
    Floats second = numbers(n, 1.9f);
    Floats parameters = numbers(n, 1.1f);

    Floats update = numbers(n, 0.7f);
    AdamStep.toUpdate(update, numbers(n, 0.3f), numbers(n, 1.9f), n, SETTINGS, 1);
    AdamStep.subtract(gradient, 1, parameters, first, second, n, SETTINGS, 2);

    for (int i = 0; i < n; i++) {
      float expected = numbers(n, 1.1f, i) - update.buffer().get(i);
      assertThat(parameters.buffer().get(i)).isEqualTo(expected);
    }
  }

  private static Floats floats(float value) {
    Floats floats = Floats.of(1);
    floats.buffer().put(0, value);
    return floats;
  }

  private static Floats numbers(int n, float scale) {
    Floats floats = Floats.of(n);
    for (int i = 0; i < n; i++) {
      floats.buffer().put(i, numbers(n, scale, i));
    }
    return floats;
  }

  private static float numbers(int n, float scale, int i) {
    return scale * ((i * 7919L) % n) / n;
  }
}
