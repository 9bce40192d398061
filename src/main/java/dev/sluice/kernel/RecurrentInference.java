package dev.sluice.kernel;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/**
 * One recurrent layer for predictions only, in single precision. Its weights are packed once. One
 * caller at a time: each uses its own {@link #another}, which shares the weights.
 *
 * <p>Results are identical to those of {@link RecurrentKernel#forward}, regardless of the threads
 * and the batch.
 */
public final class RecurrentInference {
  private final Cell cell;
  private final PackedWeights weights;
  private final AtomicReference<LookedUp> lookedUp; // null until ids come
  private CellLoop[] loops = {};

  /**
   * @param weights copied
   */
  public RecurrentInference(Cell cell, Weights weights) {
    this(cell, PackedWeights.unchanging(cell, Gemm.best(), weights), new AtomicReference<>());
  }

  private RecurrentInference(Cell cell, PackedWeights weights, AtomicReference<LookedUp> lookedUp) {
    this.cell = cell;
    this.weights = weights;
    this.lookedUp = lookedUp;
  }

  /** The same layer, with buffers of its own. */
  public RecurrentInference another() {
    return new RecurrentInference(cell, weights, lookedUp);
  }

  /** The number of outputs per step. */
  public int units() {
    return cell.units();
  }

  /**
   * As {@link RecurrentKernel#forward}.
   *
   * @param mask (batch, steps), row by row; 0 where a step is left out; or null if none is
   * @param backwards whether each sequence is read from its end
   * @param threads the most that this may use
   * @param in (steps, batch, inputs)
   * @param initial or null for zeros
   * @param out (steps, batch, units), 0 where a step is left out; or null if nobody asks
   * @param last the state after each row's last token; or null; may be {@code initial}
   */
  public void forward(
      int steps,
      int batch,
      float[] mask,
      boolean backwards,
      int threads,
      Floats in,
      State initial,
      Floats out,
      State last) {
    run(
        RecurrentKernel.packing(cell, threads, steps, batch, mask, backwards),
        out,
        (loop, rows) ->
            loop.forward(
                rows,
                weights,
                in,
                initial,
                /* recurrentDropout= */ null,
                out,
                last,
                /* keeps= */ false,
                threads));
  }

  /**
   * As {@link #forward} of the vectors that a table has for ids, with identical results but faster:
   * the contribution of an id's vector to the gates is computed once.
   *
   * @param table (.., inputs), the same at each call, which must not change
   * @param ids (steps, batch), each one of the table's
   */
  public void forwardIds(
      int steps,
      int batch,
      float[] mask,
      boolean backwards,
      int threads,
      Floats table,
      int[] ids,
      State initial,
      Floats out,
      State last) {
    LookedUp ofIds = lookedUp(table);
    run(
        RecurrentKernel.packing(cell, threads, steps, batch, mask, backwards),
        out,
        (loop, rows) -> loop.forwardIds(rows, weights, ofIds, ids, initial, out, last, threads));
  }

  /** Each shard of the rows in its own loop, on its own thread. */
  private void run(Packing packing, Floats out, BiConsumer<CellLoop, Packing.Rows> shard) {
    Gemm.warnIfPlain();
    int shards = packing.shards().size();
    loops = CellLoop.atLeast(loops, shards, cell, Gemm::best);
    RecurrentKernel.zeroUnlessFull(packing, out, cell.units());
    Workers.run(shards, i -> shard.accept(loops[i], packing.shards().get(i)));
  }

  private LookedUp lookedUp(Floats table) {
    LookedUp there = lookedUp.get();
    if (there == null || !there.isOf(table)) {
      there = new LookedUp(table, cell.inputs(), weights, weights.bias[0].length);
      lookedUp.set(there); // another thread may do the same: what gets lost is computed again
    }
    return there;
  }
}
