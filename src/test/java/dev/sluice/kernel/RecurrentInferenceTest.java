package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A layer that only predicts has the bits of one that learns, for one row and for many. */
class RecurrentInferenceTest {
  private static final int INPUTS = 5;
  private static final int STEPS = 7;

  /** Of sizes around those of registers, with rows that end one after the other. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 15, 16, 17, 31, 32, 33, 48, 50, 64})
  void hasTheBitsOfTheLayerThatLearns(int units) {
    hasTheBitsOfTheLayerThatLearns(
        new Cell.Lstm(INPUTS, units, Squash.TANH, Squash.SIGMOID, Cell.Lstm.Sees.NOTHING));
    hasTheBitsOfTheLayerThatLearns(
        new Cell.Gru(INPUTS, units, Squash.TANH, Squash.SIGMOID, /* resetAfter= */ true));
    hasTheBitsOfTheLayerThatLearns(
        new Cell.Gru(INPUTS, units, Squash.TANH, Squash.SIGMOID, /* resetAfter= */ false));
  }

  private static void hasTheBitsOfTheLayerThatLearns(Cell cell) {
    int units = cell.units();
    Random random = new Random(units);
    Weights weights =
        new Weights(
            drawn(random, cell.gates() * units * INPUTS),
            drawn(random, cell.gates() * units * units),
            drawn(random, cell.biases() * units),
            Floats.of(0));
    for (int batch : new int[] {1, 3}) {
      float[] mask = new float[batch * STEPS];
      for (int r = 0; r < batch; r++) {
        Arrays.fill(mask, r * STEPS, r * STEPS + STEPS - 2 * r, 1);
      }
      Floats in = drawn(random, STEPS * batch * INPUTS);
      Floats expected = Floats.of(STEPS * batch * units);
      Floats given = Floats.of(STEPS * batch * units);

      RecurrentKernel learning = new RecurrentKernel(cell, 1);
      learning.forward(
          learning.packing(STEPS, batch, mask, false),
          in,
          weights,
          null,
          null,
          expected,
          null,
          /* keeps= */ true);
      new RecurrentInference(cell, weights)
          .forward(STEPS, batch, mask, false, 1, in, null, given, null);

      assertThat(numbers(given)).isEqualTo(numbers(expected));
    }
  }

  /** The second time each id is known; the table has more ids than come. */
  @ParameterizedTest
  @ValueSource(ints = {1, 8, 17, 48})
  void idsHaveTheBitsOfTheirVectors(int units) {
    Random random = new Random(units);
    for (Cell cell :
        new Cell[] {
          new Cell.Lstm(INPUTS, units, Squash.TANH, Squash.SIGMOID, Cell.Lstm.Sees.NOTHING),
          new Cell.Lstm(INPUTS, units, Squash.TANH, Squash.SIGMOID, Cell.Lstm.Sees.STATE_BEFORE),
          new Cell.Gru(INPUTS, units, Squash.TANH, Squash.SIGMOID, /* resetAfter= */ true),
          new Cell.Gru(INPUTS, units, Squash.TANH, Squash.SIGMOID, /* resetAfter= */ false),
          new Cell.SimpleRnn(INPUTS, units, Squash.TANH)
        }) {
      RecurrentInference layer =
          new RecurrentInference(
              cell,
              new Weights(
                  drawn(random, cell.gates() * units * INPUTS),
                  drawn(random, cell.gates() * units * units),
                  drawn(random, cell.biases() * units),
                  drawn(random, cell.peepholes() * units)));
      Floats table = drawn(random, 9 * INPUTS);
      for (int batch : new int[] {1, 3, 1}) {
        int[] ids = random.ints(STEPS * batch, 0, 7).toArray();
        Floats in = Floats.of(STEPS * batch * INPUTS);
        Embedding.gather(table, INPUTS, ids, in, 1);
        Floats expected = Floats.of(STEPS * batch * units);
        Floats given = Floats.of(STEPS * batch * units);

        layer.forward(STEPS, batch, null, false, 1, in, null, expected, null);
        layer.another().forwardIds(STEPS, batch, null, false, 1, table, ids, null, given, null);

        assertThat(numbers(given)).isEqualTo(numbers(expected));
      }
    }
  }

  /** Longer than what is computed at once, of wide layers, which threads divide by their units. */
  @ParameterizedTest
  @ValueSource(ints = {145, 152, 160, 168})
  void oneRowHasTheSameBitsWithSeveralThreads(int units) {
    int steps = 301;
    Random random = new Random(units);
    for (Cell cell :
        new Cell[] {
          new Cell.Lstm(INPUTS, units, Squash.TANH, Squash.SIGMOID, Cell.Lstm.Sees.NOTHING),
          new Cell.Gru(INPUTS, units, Squash.TANH, Squash.SIGMOID, /* resetAfter= */ true)
        }) {
      RecurrentInference layer =
          new RecurrentInference(
              cell,
              new Weights(
                  drawn(random, cell.gates() * units * INPUTS),
                  drawn(random, cell.gates() * units * units),
                  drawn(random, cell.biases() * units),
                  Floats.of(0)));
      Floats table = drawn(random, 9 * INPUTS);
      int[] ids = random.ints(steps, 0, 9).toArray();
      Floats in = Floats.of(steps * INPUTS);
      Embedding.gather(table, INPUTS, ids, in, 1);
      State initial = new State(drawn(random, units), drawn(random, units));
      Floats expected = Floats.of(steps * units);
      State expectedLast = new State(Floats.of(units), Floats.of(units));
      layer.forward(steps, 1, null, true, 1, in, initial, expected, expectedLast);

      for (boolean ofIds : new boolean[] {false, true}) {
        RecurrentInference another = layer.another();
        Floats given = Floats.of(steps * units);
        State last = new State(Floats.of(units), Floats.of(units));
        if (ofIds) {
          another.forwardIds(steps, 1, null, true, 2, table, ids, initial, given, last);
        } else {
          another.forward(steps, 1, null, true, 2, in, initial, given, last);
        }

        assertThat(numbers(given)).isEqualTo(numbers(expected));
        assertThat(numbers(last.output())).isEqualTo(numbers(expectedLast.output()));
        assertThat(numbers(last.cell())).isEqualTo(numbers(expectedLast.cell()));
      }
    }
  }

  private static Floats drawn(Random random, int count) {
    Floats drawn = Floats.of(count);
    for (int i = 0; i < count; i++) {
      drawn.buffer().put(i, (float) random.nextGaussian() / 2);
    }
    return drawn;
  }

  private static float[] numbers(Floats of) {
    float[] numbers = new float[of.buffer().capacity()];
    of.buffer().get(0, numbers);
    return numbers;
  }
}
