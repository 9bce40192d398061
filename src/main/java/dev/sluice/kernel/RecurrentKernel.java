package dev.sluice.kernel;

import java.util.stream.Stream;

/**
 * One recurrent layer's arithmetic, in single precision. Its buffers grow to the largest batch seen
 * and are used again, so there is one kernel for each concurrent user; {@link #free} gives them
 * back. Results depend on the number of threads in the last bits, never on timing.
 *
 * <p>Sequences stand time-major: (steps, batch, features), one row after the other.
 */
public final class RecurrentKernel {
  /** Multiplications of a pass below which a second thread costs more than it brings. */
  private static final long WORTH_A_THREAD = 400_000;

  private final Cell cell;
  private final int threads;
  private CellLoop[] loops = {};
  private Weights[] partial = {}; // the gradients of all shards but the first
  private Packing kept;

  /**
   * @param threads the most that a pass may use, at least 1
   */
  public RecurrentKernel(Cell cell, int threads) {
    this.cell = cell;
    this.threads = threads;
  }

  /**
   * Where the tokens of a batch stand, for this kernel's threads.
   *
   * @param mask (batch, steps), row by row; 0 where a step is left out; or null if none is
   * @param backwards whether each sequence is read from its end
   */
  public Packing packing(int steps, int batch, float[] mask, boolean backwards) {
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
   * @param out (steps, batch, units), 0 where a step is left out; or null if nobody asks
   * @param last the state after each row's last token; or null
   * @param keeps whether {@link #backward} follows
   */
  public void forward(
      Packing packing,
      Floats in,
      Weights weights,
      State initial,
      Floats out,
      State last,
      boolean keeps) {
    int shards = packing.shards().size();
    if (loops.length < shards) {
      CellLoop[] more = new CellLoop[shards];
      for (int i = 0; i < shards; i++) {
        more[i] = i < loops.length ? loops[i] : CellLoop.of(cell);
      }
      loops = more;
    }
    kept = keeps ? packing : null;
    zeroUnlessFull(packing, out, cell.units());
    Workers.run(
        shards,
        i -> loops[i].forward(packing.shards().get(i), weights, in, initial, out, last, keeps));
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
    if (partial.length < shards - 1) {
      Weights[] more = new Weights[shards - 1];
      for (int i = 0; i < more.length; i++) {
        more[i] = i < partial.length ? partial[i] : Weights.reserved(cell);
      }
      partial = more;
    }
    zeroUnlessFull(packing, inputGradient, cell.inputs());
    Workers.run(
        shards,
        i ->
            loops[i].backward(
                weights,
                epsilons,
                lastGradient,
                i == 0 ? gradients : partial[i - 1],
                inputGradient,
                initialGradient));
    for (int i = 0; i < shards - 1; i++) {
      add(gradients, partial[i]);
    }
  }

  /** Gives all buffers back; the kernel can be used again. */
  public void free() {
    Stream.of(loops).forEach(CellLoop::free);
    Stream.of(partial).forEach(Weights::free);
    loops = new CellLoop[0];
    partial = new Weights[0];
    kept = null;
  }

  private void zeroUnlessFull(Packing packing, Floats sequences, int width) {
    if (sequences != null && !packing.full()) {
      float[] zeros = new float[packing.batch() * width];
      for (int t = 0; t < packing.steps(); t++) {
        sequences.buffer().put(t * zeros.length, zeros);
      }
    }
  }

  private void add(Weights sum, Weights more) {
    int rows = cell.gates() * cell.units();
    add(sum.input(), more.input(), rows * cell.inputs());
    add(sum.recurrent(), more.recurrent(), rows * cell.units());
    add(sum.bias(), more.bias(), cell.biases() * cell.units());
    add(sum.peepholes(), more.peepholes(), cell.peepholes() * cell.units());
  }

  private static void add(Floats sum, Floats more, int size) {
    float[] x = new float[Math.min(size, 4096)];
    float[] y = new float[x.length];
    for (int at = 0; at < size; at += x.length) {
      int n = Math.min(x.length, size - at);
      sum.buffer().get(at, x, 0, n);
      more.buffer().get(at, y, 0, n);
      CellLoop.add(y, x, n);
      sum.buffer().put(at, x, 0, n);
    }
  }
}
