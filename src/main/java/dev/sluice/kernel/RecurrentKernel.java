package dev.sluice.kernel;

import java.util.function.Supplier;

/**
 * The arithmetic of one recurrent layer, in single precision. Its buffers grow to the largest batch
 * seen and are reused, so there is one kernel for each concurrent user. The last bits of results
 * depend on the number of threads, but never on timing.
 *
 * <p>Sequences are time-major: (steps, batch, features), row by row.
 */
public final class RecurrentKernel {
  /**
   * The number of multiplications of a pass below which a second thread costs more than it gains.
   */
  static final long WORTH_A_THREAD = 400_000;

  private final Cell cell;
  private final int threads;
  private final Supplier<Gemm> gemms;
  private final PackedWeights weights;
  private CellLoop[] loops = {};
  private Packing kept;

  /**
   * @param threads the most that a pass may use, at least 1
   */
  public RecurrentKernel(Cell cell, int threads) {
    this(cell, threads, Gemm::best);
  }

  RecurrentKernel(Cell cell, int threads, Supplier<Gemm> gemms) {
    this.cell = cell;
    this.threads = threads;
    this.gemms = gemms;
    weights = new PackedWeights(cell, gemms.get());
  }

  /**
   * The layout of the tokens of a batch for this kernel's threads.
   *
   * @param mask (batch, steps), row by row; 0 where a step is left out; or null if none is
   * @param backwards whether each sequence is read from its end
   */
  public Packing packing(int steps, int batch, float[] mask, boolean backwards) {
    return packing(cell, threads, steps, batch, mask, backwards);
  }

  static Packing packing(
      Cell cell, int threads, int steps, int batch, float[] mask, boolean backwards) {
    long work = (long) steps * batch * cell.gates() * cell.units() * (cell.inputs() + cell.units());
    int shards = (int) Math.max(1, Math.min(threads, Math.min(batch / 2, work / WORTH_A_THREAD)));
    return Packing.of(steps, batch, mask, backwards, shards);
  }

  /**
   * Computes outputs and last states; a row without tokens keeps its initial state.
   *
   * @param in (steps, batch, inputs)
   * @param weights not written
   * @param initial or null for zeros
   * @param recurrentDropout (batch, units), factors of h where it enters the recurrent product, the
   *     same at each step (Gal and Ghahramani 2016); the state itself is carried over as it is. Or
   *     null for ones
   * @param out (steps, batch, units), 0 where a step is left out; or null if nobody asks
   * @param last the state after each row's last token; or null
   * @param keeps whether {@link #backward} follows
   */
  public void forward(
      Packing packing,
      Floats in,
      Weights weights,
      State initial,
      Floats recurrentDropout,
      Floats out,
      State last,
      boolean keeps) {
    Gemm.warnIfPlain();
    int shards = packing.shards().size();
    loops = CellLoop.atLeast(loops, shards, cell, gemms);
    kept = keeps ? packing : null;
    this.weights.loadForward(weights, shards);
    zeroUnlessFull(packing, out, cell.units());
    Workers.run(
        shards,
        i ->
            loops[i].forward(
                packing.shards().get(i),
                this.weights,
                in,
                initial,
                recurrentDropout,
                out,
                last,
                keeps,
                /* threads= */ 1));
  }

  /** Whether {@link #backward} can follow: the last forward pass kept what it needs. */
  public boolean keeps() {
    return kept != null;
  }

  /**
   * Gradients of the last {@link #forward}, which kept what this needs; at most once after it, as
   * this overwrites it.
   *
   * @param weights those of that pass
   * @param epsilons (steps, batch, units) gradient of the outputs; not read where a step is left
   *     out; or null for zeros
   * @param lastGradient of the last states; or null for zeros
   * @param gradients of the weights; overwritten
   * @param inputGradient (steps, batch, inputs), overwritten, 0 where a step is left out; or null
   * @param initialGradient of the initial states, overwritten; or null
   */
  public void backward(
      Weights weights,
      Floats epsilons,
      State lastGradient,
      Weights gradients,
      Floats inputGradient,
      State initialGradient) {
    if (kept == null) {
      throw new IllegalStateException("no forward pass that keeps what the backward pass needs");
    }
    Packing packing = kept;
    kept = null;
    int shards = packing.shards().size();
    this.weights.loadBackward(weights, shards);
    zeroUnlessFull(packing, inputGradient, cell.inputs());
    Workers.run(
        shards,
        i ->
            loops[i].backward(
                this.weights, epsilons, lastGradient, inputGradient, initialGradient));
    WeightGradients sums = loops[0].gradients;
    for (int i = 1; i < shards; i++) {
      sums.add(loops[i].gradients);
    }
    sums.store(gradients);
  }

  static void zeroUnlessFull(Packing packing, Floats sequences, int width) {
    if (sequences != null && !packing.full()) {
      float[] zeros = new float[Floats.length((long) packing.batch() * width)];
      for (int t = 0; t < packing.steps(); t++) {
        sequences.buffer().put(t * zeros.length, zeros);
      }
    }
  }
}
