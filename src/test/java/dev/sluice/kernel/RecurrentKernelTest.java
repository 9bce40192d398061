package dev.sluice.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.kernel.Cell.Lstm.Sees;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell and option against {@link Reference}, and that against finite differences. */
class RecurrentKernelTest {

  /** How steps are left out. */
  enum Mask {
    NONE,
    AT_THE_END,
    AT_THE_BEGIN,
    ANYWHERE,
    WHOLE_ROWS
  }

  static Stream<Cell> cells() {
    return cells(3, 5);
  }

  private static Stream<Cell> cells(int inputs, int units) {
    List<Cell> cells = new ArrayList<>();
    for (Squash activation : Squash.values()) {
      cells.add(new Cell.SimpleRnn(inputs, units, activation));
      cells.add(new Cell.Lstm(inputs, units, activation, Squash.SIGMOID, Sees.NOTHING));
      cells.add(new Cell.Lstm(inputs, units, Squash.TANH, activation, Sees.STATE_BEFORE));
      cells.add(new Cell.Gru(inputs, units, activation, Squash.SIGMOID, true));
      cells.add(new Cell.Gru(inputs, units, Squash.TANH, activation, false));
    }
    for (Sees sees : Sees.values()) {
      cells.add(new Cell.Lstm(inputs, units, Squash.TANH, Squash.SIGMOID, sees));
      cells.add(new Cell.Lstm(inputs, units, Squash.SIGMOID, Squash.HARD_SIGMOID, sees));
    }
    cells.add(new Cell.Gru(inputs, units, Squash.TANH, Squash.SIGMOID, false));
    return cells.stream();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void agreesWithTheReferenceUnderEveryMask(Cell cell) {
    for (Mask mask : Mask.values()) {
      for (boolean backwards : new boolean[] {false, true}) {
        for (int threads : new int[] {1, 3}) {
          Example example = new Example(cell, 7, 6, mask, backwards, 11);

          example.assertAgrees(example.run(new RecurrentKernel(cell, threads), threads));
          example.dropping();
          example.assertAgrees(example.run(new RecurrentKernel(cell, threads), threads));
        }
      }
    }
  }

  @Test
  void agreesWithTheReferenceInOddSizes() {
    for (int[] size : new int[][] {{1, 1, 1, 1}, {1, 2, 1, 5}, {9, 1, 3, 1}, {2, 17, 2, 3}}) {
      cells(size[0], size[1])
          .forEach(
              cell -> {
                Example example = new Example(cell, size[2], size[3], Mask.ANYWHERE, false, 5);
                example.assertAgrees(example.run(new RecurrentKernel(cell, 1), 1));
                example.dropping();
                example.assertAgrees(example.run(new RecurrentKernel(cell, 1), 1));
              });
    }
  }

  @Test
  void agreesOverHundredsOfStepsAndManyUnits() {
    for (Cell cell :
        List.of(
            new Cell.Lstm(20, 33, Squash.TANH, Squash.SIGMOID, Sees.NEW_STATE_AT_OUTPUT),
            new Cell.Gru(20, 33, Squash.TANH, Squash.SIGMOID, true),
            new Cell.SimpleRnn(20, 33, Squash.TANH))) {
      Example example = new Example(cell, 200, 17, Mask.AT_THE_END, false, 3);

      example.assertAgrees(example.run(new RecurrentKernel(cell, 2), 2));
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void theReferenceAgreesWithFiniteDifferences(Cell cell) {
    Example example = new Example(cell, 4, 3, Mask.ANYWHERE, false, 23);
    assertGradientsAreSlopes(example);
    assertGradientsAreSlopes(example.dropping());
  }

  private static void assertGradientsAreSlopes(Example example) {
    Reference reference = example.reference;
    reference.forward();
    reference.backward(example.epsilons, example.dhLast, example.dcLast);

    for (int g = 0; g < reference.w.length; g++) {
      assertSlopes(reference.w[g], reference.dw[g], example);
      assertSlopes(reference.r[g], reference.dr[g], example);
    }
    assertSlopes(reference.b, reference.db, example);
    assertSlopes(reference.p, reference.dp, example);
    for (int row = 0; row < reference.batch; row++) {
      assertSlopes(reference.h0[row], reference.dh0[row], example);
      if (reference.cell instanceof Cell.Lstm) {
        assertSlopes(reference.c0[row], reference.dc0[row], example);
      }
      for (int t = 0; t < reference.steps; t++) {
        assertSlopes(reference.in[row][t], reference.din[row][t], example);
      }
    }
  }

  private static void assertSlopes(double[] values, double[] gradient, Example example) {
    double h = 1e-5;
    for (int j = 0; j < values.length; j++) {
      double value = values[j];
      values[j] = value + h;
      double more = example.objective();
      values[j] = value - h;
      double less = example.objective();
      values[j] = value;
      assertThat((more - less) / (2 * h) - gradient[j]).isBetween(-1e-6, 1e-6);
    }
  }

  @Test
  void rowsOfABatchAreComputedAsIfAlone() {
    Cell cell = new Cell.Lstm(3, 5, Squash.TANH, Squash.SIGMOID, Sees.NOTHING);
    Example together = new Example(cell, 6, 4, Mask.ANYWHERE, false, 9);
    Result all = together.run(new RecurrentKernel(cell, 1), 1);

    Example alone = together.row(2);
    Result one = alone.run(new RecurrentKernel(cell, 1), 1);

    for (int t = 0; t < 6; t++) {
      assertThat(Arrays.copyOfRange(one.out, t * 5, (t + 1) * 5))
          .containsExactly(
              Arrays.copyOfRange(all.out, (t * 4 + 2) * 5, (t * 4 + 3) * 5), within(1e-6f));
    }
  }

  private static org.assertj.core.data.Offset<Float> within(float most) {
    return org.assertj.core.data.Offset.offset(most);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void predictsWhatItComputesInTraining(Cell cell) {
    for (int batch : new int[] {1, 5, 23}) {
      Example example = new Example(cell, 6, batch, Mask.ANYWHERE, false, 31);
      float[] trained = example.outputs(new RecurrentKernel(cell, 1), true);

      assertThat(example.outputs(new RecurrentKernel(cell, 1), false)).containsExactly(trained);
    }
  }

  @ParameterizedTest
  @MethodSource("cells")
  void dropoutThatLeavesAllOutMakesEveryRecurrentProductNought(Cell cell) {
    Example example = new Example(cell, 6, 4, Mask.ANYWHERE, false, 53).dropping();
    fill(example.reference.drop, 0);
    Result dropped = example.run(new RecurrentKernel(cell, 1), 1);

    fill(example.reference.r, 0);
    Result without = example.keepingAll().run(new RecurrentKernel(cell, 1), 1);

    assertThat(dropped.out).containsExactly(without.out);
    assertThat(dropped.dh0).containsExactly(without.dh0, within(0f)); // 0 may be -0
    assertThat(dropped.dr).containsOnly(0f);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void dropoutThatKeepsAllChangesNoBit(Cell cell) {
    Example example = new Example(cell, 6, 4, Mask.ANYWHERE, false, 59);
    Result without = example.run(new RecurrentKernel(cell, 1), 1);

    fill(example.dropping().reference.drop, 1);

    example.run(new RecurrentKernel(cell, 1), 1).assertSameBits(without);
  }

  @ParameterizedTest
  @MethodSource("cells")
  void dropoutOfOnePassDoesNotReachTheNext(Cell cell) {
    Example example = new Example(cell, 6, 4, Mask.ANYWHERE, false, 61);
    Result without = example.run(new RecurrentKernel(cell, 1), 1);
    RecurrentKernel kernel = new RecurrentKernel(cell, 1);
    example.dropping().run(kernel, 1);

    example.keepingAll().run(kernel, 1).assertSameBits(without);
  }

  @Test
  void manyRowsAgreeWithTheReferenceToo() {
    for (Cell cell : cells(4, 6).toList()) {
      Example example = new Example(cell, 5, 29, Mask.AT_THE_END, false, 37);

      example.assertAgrees(example.run(new RecurrentKernel(cell, 1), 1));
    }
  }

  /** Of widths with whole panels, halves and single vectors of every length of vectors. */
  @Test
  void givesTheSameBitsWithAndWithoutVectorInstructions() {
    for (Cell cell : cells(131, 117).toList()) {
      Example example = new Example(cell, 3, 7, Mask.AT_THE_END, false, 41);
      Result plain = example.run(new RecurrentKernel(cell, 1, PlainGemm::new), 1);

      example.run(new RecurrentKernel(cell, 1), 1).assertSameBits(plain);
      example.assertAgrees(plain);
    }
  }

  @Test
  void givesTheSameBitsWithAndWithoutVectorInstructionsOverManyTokens() {
    Cell cell = new Cell.Lstm(3, 33, Squash.TANH, Squash.SIGMOID, Sees.NOTHING);
    Example example = new Example(cell, 90, 31, Mask.AT_THE_END, false, 43); // over 992 tokens

    example
        .run(new RecurrentKernel(cell, 2), 2)
        .assertSameBits(example.run(new RecurrentKernel(cell, 2, PlainGemm::new), 2));
  }

  @Test
  void testsRunWithVectorInstructions() {
    assertThat(Gemm.best().getClass().getSimpleName()).isEqualTo("VectorGemm");
  }

  @ParameterizedTest
  @EnumSource(Mask.class)
  void theSameThreadsGiveTheSameBits(Mask mask) {
    Cell cell = new Cell.Gru(7, 9, Squash.TANH, Squash.SIGMOID, true);
    for (int threads : new int[] {1, 2, 3}) {
      Supplier<Result> run =
          () ->
              new Example(cell, 9, 8, mask, false, 4)
                  .run(new RecurrentKernel(cell, threads), threads);

      run.get().assertSameBits(run.get());
    }
  }

  @Test
  void buffersOfALongerBatchLeaveNothingInAShorterOne() {
    Cell cell = new Cell.Lstm(3, 5, Squash.TANH, Squash.SIGMOID, Sees.STATE_BEFORE);
    RecurrentKernel kernel = new RecurrentKernel(cell, 1);
    new Example(cell, 30, 20, Mask.NONE, false, 1).run(kernel, 1);

    Example shorter = new Example(cell, 4, 3, Mask.ANYWHERE, false, 2);
    Result used = shorter.run(kernel, 1);

    shorter.assertAgrees(used);
    used.assertSameBits(shorter.run(new RecurrentKernel(cell, 1), 1));
  }

  @Test
  void refusesABackwardPassWithoutItsForwardPass() {
    RecurrentKernel kernel = new RecurrentKernel(new Cell.SimpleRnn(1, 1, Squash.TANH), 1);

    assertThatThrownBy(() -> kernel.backward(null, null, null, null, null, null))
        .isInstanceOf(IllegalStateException.class);
  }

  /** Everything that a pass gives, time-major. */
  private record Result(
      float[] out,
      float[] hLast,
      float[] cLast,
      float[] dw,
      float[] dr,
      float[] db,
      float[] dp,
      float[] din,
      float[] dh0,
      float[] dc0) {

    void assertSameBits(Result expected) {
      float[][] arrays = expected.arrays();
      for (int i = 0; i < arrays.length; i++) {
        assertThat(arrays()[i]).as("array %s of the record", i).isEqualTo(arrays[i]);
      }
    }

    private float[][] arrays() {
      return new float[][] {out, hLast, cLast, dw, dr, db, dp, din, dh0, dc0};
    }
  }

  /** Weights, inputs and gradients drawn at random, none of them symmetric. */
  private static final class Example {
    final Reference reference;
    final double[][][] epsilons;
    final double[][] dhLast;
    final double[][] dcLast;
    private boolean dropped;

    Example(Cell cell, int steps, int batch, Mask mask, boolean backwards, long seed) {
      Random random = new Random(seed);
      reference = new Reference(cell, steps, batch, backwards);
      // Gates without a limit let the state grow without one, and rounding errors with it.
      boolean limited =
          !cell.toString().contains(Squash.RELU.name())
              && !cell.toString().contains(Squash.IDENTITY.name());
      double scale = (limited ? 1.5 : 0.4) / Math.sqrt(cell.units() + cell.inputs());
      fill(random, scale, reference.w);
      fill(random, scale, reference.r);
      fill(random, 0.5, reference.b, reference.p);
      for (double[][] row : reference.in) {
        fill(random, 1, row);
      }
      fill(random, 0.5, reference.h0);
      epsilons = new double[batch][steps][cell.units()];
      dhLast = new double[batch][cell.units()];
      dcLast = new double[batch][cell.units()];
      for (double[][] row : epsilons) {
        fill(random, 1, row);
      }
      fill(random, 1, dhLast);
      if (cell instanceof Cell.Lstm) {
        fill(random, 0.5, reference.c0);
        fill(random, 1, dcLast);
      }
      for (int row = 0; row < batch; row++) {
        int length = 1 + random.nextInt(steps);
        for (int t = 0; t < steps; t++) {
          reference.valid[row][t] =
              switch (mask) {
                case NONE -> true;
                case AT_THE_END -> t < length;
                case AT_THE_BEGIN -> t >= steps - length;
                case ANYWHERE -> random.nextBoolean();
                case WHOLE_ROWS -> row % 2 == 1;
              };
        }
      }
    }

    private Example(Reference reference, Example whole, int row) {
      this.reference = reference;
      epsilons = new double[][][] {whole.epsilons[row]};
      dhLast = new double[][] {whole.dhLast[row]};
      dcLast = new double[][] {whole.dcLast[row]};
    }

    Example row(int row) {
      Reference one = new Reference(reference.cell, reference.steps, 1, reference.backwards);
      System.arraycopy(reference.w, 0, one.w, 0, one.w.length);
      System.arraycopy(reference.r, 0, one.r, 0, one.r.length);
      System.arraycopy(reference.b, 0, one.b, 0, one.b.length);
      System.arraycopy(reference.p, 0, one.p, 0, one.p.length);
      one.in[0] = reference.in[row];
      one.valid[0] = reference.valid[row];
      one.h0[0] = reference.h0[row];
      one.c0[0] = reference.c0[row];
      return new Example(one, this, row);
    }

    /**
     * With recurrent dropout: a quarter of the units left out, the others each with a factor of its
     * own.
     */
    Example dropping() {
      Random random = new Random(71);
      for (double[] factors : reference.drop) {
        for (int j = 0; j < factors.length; j++) {
          factors[j] = random.nextInt(4) == 0 ? 0 : random.nextFloat();
        }
      }
      dropped = true;
      return this;
    }

    /** Without recurrent dropout. */
    Example keepingAll() {
      RecurrentKernelTest.fill(reference.drop, 1);
      dropped = false;
      return this;
    }

    /** What the gradients are of. */
    double objective() {
      reference.forward();
      double sum = 0;
      for (int row = 0; row < reference.batch; row++) {
        for (int t = 0; t < reference.steps; t++) {
          for (int j = 0; j < reference.cell.units(); j++) {
            sum += epsilons[row][t][j] * reference.out[row][t][j];
          }
        }
        for (int j = 0; j < reference.cell.units(); j++) {
          sum += dhLast[row][j] * reference.hLast[row][j];
          sum += dcLast[row][j] * reference.cLast[row][j];
        }
      }
      return sum;
    }

    private float[] mask() {
      float[] mask = new float[reference.batch * reference.steps];
      for (int i = 0; i < mask.length; i++) {
        mask[i] = reference.valid[i / reference.steps][i % reference.steps] ? 1 : 0;
      }
      return mask;
    }

    private Weights weights() {
      return new Weights(
          floats(flat(reference.w)),
          floats(flat(reference.r)),
          floats(reference.b),
          floats(reference.p));
    }

    float[] outputs(RecurrentKernel kernel, boolean keeps) {
      int size = reference.steps * reference.batch * reference.cell.units();
      Floats out = Floats.of(size);
      kernel.forward(
          kernel.packing(reference.steps, reference.batch, mask(), reference.backwards),
          floats(timeMajor(reference.in)),
          weights(),
          null,
          dropped ? floats(flat(reference.drop)) : null,
          out,
          null,
          keeps);
      return array(out, size);
    }

    Result run(RecurrentKernel kernel, int threads) {
      Cell cell = reference.cell;
      int steps = reference.steps;
      int batch = reference.batch;
      Packing packing = Packing.of(steps, batch, mask(), reference.backwards, threads);
      Floats in = floats(timeMajor(reference.in));
      Weights weights = weights();
      Floats out = Floats.of(steps * batch * cell.units());
      State last = state(batch * cell.units());
      kernel.forward(
          packing,
          in,
          weights,
          new State(floats(flat(reference.h0)), floats(flat(reference.c0))),
          dropped ? floats(flat(reference.drop)) : null,
          out,
          last,
          true);

      Weights gradients =
          new Weights(
              Floats.of(cell.gates() * cell.units() * cell.inputs()),
              Floats.of(cell.gates() * cell.units() * cell.units()),
              Floats.of(cell.biases() * cell.units()),
              Floats.of(cell.peepholes() * cell.units()));
      Floats din = Floats.of(steps * batch * cell.inputs());
      State initial = state(batch * cell.units());
      kernel.backward(
          weights,
          floats(timeMajor(epsilons)),
          new State(floats(flat(dhLast)), floats(flat(dcLast))),
          gradients,
          din,
          initial);
      return new Result(
          array(out, steps * batch * cell.units()),
          array(last.output(), batch * cell.units()),
          cell instanceof Cell.Lstm ? array(last.cell(), batch * cell.units()) : new float[0],
          array(gradients.input(), cell.gates() * cell.units() * cell.inputs()),
          array(gradients.recurrent(), cell.gates() * cell.units() * cell.units()),
          array(gradients.bias(), cell.biases() * cell.units()),
          array(gradients.peepholes(), cell.peepholes() * cell.units()),
          array(din, steps * batch * cell.inputs()),
          array(initial.output(), batch * cell.units()),
          cell instanceof Cell.Lstm ? array(initial.cell(), batch * cell.units()) : new float[0]);
    }

    void assertAgrees(Result result) {
      reference.forward();
      reference.backward(epsilons, dhLast, dcLast);
      double most = 1e-6 * Math.max(1, reference.steps / 50.0);
      assertClose("outputs", result.out, timeMajor(reference.out), most);
      assertClose("last output", result.hLast, flat(reference.hLast), most);
      assertGradient("W", result.dw, flat(reference.dw));
      assertGradient("R", result.dr, flat(reference.dr));
      assertGradient("b", result.db, reference.db);
      assertGradient("p", result.dp, reference.dp);
      assertGradient("inputs", result.din, timeMajor(reference.din));
      assertGradient("initial output", result.dh0, flat(reference.dh0));
      if (reference.cell instanceof Cell.Lstm) {
        assertClose("last cell", result.cLast, flat(reference.cLast), most);
        assertGradient("initial cell", result.dc0, flat(reference.dc0));
      }
    }

    private void assertGradient(String name, float[] actual, double[] expected) {
      double norm = Math.sqrt(Arrays.stream(expected).map(x -> x * x).sum());
      double difference = 0;
      for (int i = 0; i < expected.length; i++) {
        difference += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      }
      // A norm far below those of the terms, which are of the order of 1, is what they left over.
      assertThat(Math.sqrt(difference))
          .as("gradient of %s, %s", name, reference.cell)
          .isLessThanOrEqualTo(1e-5 * Math.max(0.1, norm));
    }

    /** Relative to outputs above 1, which only activations without a limit give. */
    private void assertClose(String name, float[] actual, double[] expected, double most) {
      double scale = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(0));
      for (int i = 0; i < expected.length; i++) {
        assertThat(Math.abs(actual[i] - expected[i]) / scale)
            .as("%s[%d], %s", name, i, reference.cell)
            .isLessThanOrEqualTo(most);
      }
    }
  }

  private static void fill(double[][] rows, double value) {
    for (double[] row : rows) {
      Arrays.fill(row, value);
    }
  }

  private static void fill(Random random, double scale, double[]... arrays) {
    for (double[] array : arrays) {
      for (int i = 0; i < array.length; i++) {
        array[i] = (float) (scale * random.nextGaussian());
      }
    }
  }

  private static State state(int size) {
    return new State(Floats.of(size), Floats.of(size));
  }

  private static Floats floats(double[] values) {
    Floats floats = Floats.of(Math.max(1, values.length));
    for (int i = 0; i < values.length; i++) {
      floats.buffer().put(i, (float) values[i]);
    }
    return floats;
  }

  private static float[] array(Floats floats, int size) {
    float[] array = new float[size];
    FloatBuffer buffer = floats.buffer();
    buffer.get(0, array);
    return array;
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  /** (batch)(steps)(features) as (steps, batch, features). */
  private static double[] timeMajor(double[][][] sequences) {
    int steps = sequences[0].length;
    return java.util.stream.IntStream.range(0, steps)
        .boxed()
        .flatMap(t -> Arrays.stream(sequences).map(row -> row[t]))
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }
}
