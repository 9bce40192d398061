package dev.sluice.kernel;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One layer on raw arrays: what its passes cost without Deeplearning4j around them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class RecurrentKernelBenchmark {
  /** Kinds of cells, with the activations that users get unless they ask for others. */
  public enum Kind {
    LSTM,
    PEEPHOLE_LSTM,
    GRU,
    SIMPLE_RNN;

    Cell cell(int inputs, int units) {
      return switch (this) {
        case LSTM ->
            new Cell.Lstm(inputs, units, Squash.TANH, Squash.SIGMOID, Cell.Lstm.Sees.NOTHING);
        case PEEPHOLE_LSTM ->
            new Cell.Lstm(
                inputs, units, Squash.TANH, Squash.SIGMOID, Cell.Lstm.Sees.NEW_STATE_AT_OUTPUT);
        case GRU -> new Cell.Gru(inputs, units, Squash.TANH, Squash.SIGMOID, true);
        case SIMPLE_RNN -> new Cell.SimpleRnn(inputs, units, Squash.TANH);
      };
    }
  }

  @Param({"LSTM", "PEEPHOLE_LSTM", "GRU", "SIMPLE_RNN"})
  public Kind kind;

  /** Batch, steps, inputs, units. */
  @Param({"1x50 64 64", "32x50 64 64", "32x200 64 64", "32x96 7 64", "64x200 100 128"})
  public String shape;

  @Param({"1", "2"})
  public int threads;

  /** Vector instructions, or plain loops. */
  @Param("true")
  public boolean vectors;

  private RecurrentKernel kernel;
  private Packing packing;
  private Floats in;
  private Floats out;
  private Floats epsilons;
  private Floats inputGradient;
  private Weights weights;
  private Weights gradients;

  @Setup
  public void setUp() {
    int[] sizes = Arrays.stream(shape.split("[x ]")).mapToInt(Integer::parseInt).toArray();
    int batch = sizes[0];
    int steps = sizes[1];
    int inputs = sizes[2];
    int units = sizes[3];
    Random random = new Random(1);
    Cell cell = kind.cell(inputs, units);
    Supplier<Gemm> gemms = vectors ? Gemm::best : PlainGemm::new;
    kernel = new RecurrentKernel(cell, threads, gemms);
    packing = kernel.packing(steps, batch, null, false);
    in = draw(random, steps * batch * inputs);
    out = Floats.of(steps * batch * units);
    epsilons = draw(random, steps * batch * units);
    inputGradient = Floats.of(steps * batch * inputs);
    weights = weights(cell, random);
    gradients = weights(cell, random);
  }

  private static Weights weights(Cell cell, Random random) {
    return new Weights(
        draw(random, cell.gates() * cell.units() * cell.inputs()),
        draw(random, cell.gates() * cell.units() * cell.units()),
        draw(random, cell.biases() * cell.units()),
        draw(random, cell.peepholes() * cell.units()));
  }

  private static Floats draw(Random random, int size) {
    Floats floats = Floats.of(size);
    for (int i = 0; i < size; i++) {
      floats.buffer().put(i, (float) (0.1 * random.nextGaussian()));
    }
    return floats;
  }

  /** The forward pass of a prediction. */
  @Benchmark
  public void predict() {
    kernel.forward(packing, in, weights, null, null, out, null, false);
  }

  /** The forward and the backward pass of a training step. */
  @Benchmark
  public void train() {
    kernel.forward(packing, in, weights, null, null, out, null, true);
    kernel.backward(weights, epsilons, null, gradients, inputGradient, null);
  }
}
