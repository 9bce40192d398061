package dev.sluice.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One shard of a batch through one layer: what all cells have in common. Subclasses compute the
 * gates.
 *
 * <p>All arrays are on the heap. Rows of units and of inputs are {@link #width} and {@link
 * #inputWidth} long, so that whole vectors cover them; the padding is computed along with the rest
 * but is only multiplied by weights that are 0. Arrays of all tokens are ordered by step, so that
 * one step is contiguous; rows that have ended are missing at its end. In a pass that keeps nothing
 * for a backward pass, they contain only the tokens of a chunk.
 */
abstract class CellLoop {
  private final Cell cell;
  final Gemm gemm;
  final Elementwise math;
  final int units;
  final int width;
  private final int inputs;
  private final int inputWidth;
  private final int gates;
  private final boolean hasCells;
  private final float[] zeros;

  Packing.Rows rows;
  PackedWeights weights;

  /** Whether the backward pass will ask for what this pass computes. */
  boolean keeps;

  /**
   * The first index in arrays of tokens: 0, or where the chunk begins in a pass that keeps nothing.
   */
  private int firstKept;

  private float[] x = {}; // (tokens, inputWidth)
  private float[] dx = {}; // (tokens of a chunk, inputWidth)
  final float[][] gate; // (gates)(tokens, width): W x, then the gates, then their gradients
  float[] before = {}; // (tokens, width): h before the token; only if it is kept

  float[] h = {}; // (rows, width)
  float[] c = {}; // (rows, width); empty where the cell has no such state
  float[] dh = {}; // (rows, width)
  float[] dc = {}; // (rows, width); as c
  float[] spare = {}; // (rows, width)
  private float[] factors = {}; // (rows, width): recurrent dropout's factors; only if drops
  private boolean drops;
  private final RowThreads ofRow = new RowThreads(); // if there is one only
  private final Shards shards = new Shards(); // of its W x
  final float[][] biasGradient; // (biases)(rows, width), to be summed over rows
  WeightGradients gradients; // made for the first backward pass

  CellLoop(Cell cell, Gemm gemm, boolean hasCells) {
    this.cell = cell;
    this.gemm = gemm;
    math = gemm.elementwise();
    inputs = cell.inputs();
    units = cell.units();
    gates = cell.gates();
    inputWidth = gemm.padded(inputs);
    width = gemm.padded(units);
    zeros = new float[Math.max(inputWidth, width)];
    gate = new float[gates][0];
    biasGradient = new float[cell.biases()][0];
    this.hasCells = hasCells;
  }

  /**
   * Makes room, and copies the weights to every row.
   *
   * @param tokens length of arrays of tokens
   * @param most length of arrays of rows
   */
  abstract void prepare(int tokens, int most);

  /**
   * Computes the state after step s from the state before it, for n numbers from {@link #at} on.
   */
  abstract void forwardStep(int s, int n);

  /** Computes a step of one row in a prediction, where that is faster than {@link #forwardStep}. */
  Optional<RowThreads.Step> rowStep() {
    return Optional.empty();
  }

  /**
   * Computes the gradients of the state before step s from those of the state after it; leaves
   * those of W x in {@link #gate} and adds to {@link #biasGradient}.
   */
  abstract void backwardStep(int s, int n);

  /** Adds the gradient of the recurrent weights over tokens from..to. */
  abstract void recurrentGradient(int from, int to);

  /** Adds the contribution of the last step to the gradient of the peepholes. */
  abstract void peepholeGradient();

  static CellLoop of(Cell cell, Gemm gemm) {
    if (cell instanceof Cell.Lstm lstm) {
      return new LstmLoop(lstm, gemm);
    }
    return cell instanceof Cell.Gru gru
        ? new GruLoop(gru, gemm)
        : new SimpleRnnLoop((Cell.SimpleRnn) cell, gemm);
  }

  /** The loops; creates more if there are too few. */
  static CellLoop[] atLeast(CellLoop[] loops, int count, Cell cell, Supplier<Gemm> gemms) {
    if (loops.length >= count) {
      return loops;
    }
    CellLoop[] more = Arrays.copyOf(loops, count);
    for (int i = loops.length; i < count; i++) {
      more[i] = of(cell, gemms.get());
    }
    return more;
  }

  /**
   * See {@link RecurrentKernel#forward}.
   *
   * @param threads the most that may compute the units of a single row
   */
  final void forward(
      Packing.Rows rows,
      PackedWeights weights,
      Floats in,
      State initial,
      Floats recurrentDropout,
      Floats out,
      State last,
      boolean keeps,
      int threads) {
    forward(
        rows,
        weights,
        (from, to) -> productOf(in, from, to),
        initial,
        recurrentDropout,
        out,
        last,
        keeps,
        threads);
  }

  /** See {@link RecurrentInference#forwardIds}. */
  final void forwardIds(
      Packing.Rows rows,
      PackedWeights weights,
      LookedUp ofIds,
      int[] ids,
      State initial,
      Floats out,
      State last,
      int threads) {
    forward(
        rows,
        weights,
        (from, to) -> ofIds.load(gemm, ids, rows.places(), from, to, gate, width),
        initial,
        /* recurrentDropout= */ null,
        out,
        last,
        /* keeps= */ false,
        threads);
  }

  private void forward(
      Packing.Rows rows,
      PackedWeights weights,
      Workers.Range ofInputs,
      State initial,
      Floats recurrentDropout,
      Floats out,
      State last,
      boolean keeps,
      int threads) {
    this.rows = rows;
    this.weights = weights;
    this.keeps = keeps;
    int most = Floats.length((long) rows.rows().length * width);
    reserve(most);
    drops = recurrentDropout != null;
    if (drops) {
      factors = atLeast(factors, most);
      for (int r = 0; r < rows.rows().length; r++) {
        load(recurrentDropout, r, factors);
      }
    }
    for (int r = 0; r < rows.rows().length; r++) {
      load(initial == null ? null : initial.output(), r, h);
      if (hasCells) {
        load(initial == null ? null : initial.cell(), r, c);
      }
    }
    Optional<RowThreads.Step> rowStep = rowStep();
    ofRow.upTo(
        rowStep.isPresent() && rows.rows().length == 1 ? threads : 1,
        (long) gates * units * units,
        rows.steps());
    for (int s = 0, end; s < rows.steps(); s = end) {
      end = endOfChunk(s);
      firstKept = keeps ? 0 : first(s);
      ofInputs.accept(first(s), first(end));
      if (ofRow.count() > 1) {
        forwardTogether(s, end, rowStep.orElseThrow(), out);
      } else {
        forwardSteps(s, end, rowStep, out);
      }
    }
    if (last != null) {
      store(h, last.output());
      if (hasCells && last.cell() != null) {
        store(c, last.cell());
      }
    }
  }

  private void forwardSteps(int from, int to, Optional<RowThreads.Step> rowStep, Floats out) {
    for (int s = from; s < to; s++) {
      int n = rows.active()[s] * width;
      if (keeps) {
        System.arraycopy(h, 0, before, at(s), n);
      }
      if (n == width && rowStep.isPresent()) {
        rowStep.get().compute(s, h, h, 0, width);
      } else {
        forwardStep(s, n);
      }
      if (out != null) {
        scatter(h, 0, first(s), first(s + 1), out, units, width);
      }
    }
  }

  /** Steps from..to of the only row, by several threads. */
  private void forwardTogether(int from, int to, RowThreads.Step rowStep, Floats out) {
    ofRow.run(
        from,
        to,
        h,
        width,
        2 * gemm.lanes(),
        rowStep,
        (s, output) -> {
          if (out != null) {
            scatter(output, 0, first(s), first(s + 1), out, units, width);
          }
        });
  }

  /**
   * See {@link RecurrentKernel#backward}; leaves the gradients of the weights in {@link
   * #gradients}.
   */
  final void backward(
      PackedWeights weights,
      Floats epsilons,
      State lastGradient,
      Floats inputGradient,
      State initialGradient) {
    this.weights = weights;
    if (gradients == null) {
      gradients = new WeightGradients(cell, gemm);
    }
    gradients.clear();
    for (float[] sum : biasGradient) {
      Arrays.fill(sum, 0f);
    }
    // Rows that end early keep their gradient here until their last step comes up.
    for (int r = 0; r < rows.rows().length; r++) {
      load(lastGradient == null ? null : lastGradient.output(), r, dh);
      if (hasCells) {
        load(lastGradient == null ? null : lastGradient.cell(), r, dc);
      }
    }
    int end = rows.steps(); // of the steps whose gradients are not yet in those of the weights
    for (int s = rows.steps() - 1; s >= 0; s--) {
      int n = rows.active()[s] * width;
      if (epsilons != null) {
        gather(epsilons, first(s), first(s + 1), spare, 0, units, width);
        math.add(spare, 0, dh, 0, n);
      }
      math.flush(dh, n);
      math.flush(dc, hasCells ? n : 0);
      backwardStep(s, n);
      drop(before, at(s), n); // the recurrent weights got no further contributions
      if (s == 0 || first(end) - first(s - 1) > chunk()) {
        weightGradients(first(s), first(end), inputGradient);
        end = s;
      }
    }
    for (int k = 0; k < biasGradient.length; k++) {
      sumRows(biasGradient[k], gradients.bias[k]);
    }
    peepholeGradient();
    if (initialGradient != null) {
      store(dh, initialGradient.output());
      if (hasCells && initialGradient.cell() != null) {
        store(dc, initialGradient.cell());
      }
    }
  }

  /** The number of tokens whose gates stay in the second-level cache between two uses. */
  private int chunk() {
    return Math.max(128, 131_072 / (gates * units)); // not of width: sums must not depend on it
  }

  private int endOfChunk(int s) {
    int end = s + 1;
    while (end < rows.steps() && first(end + 1) - first(s) <= chunk()) {
      end++;
    }
    return end;
  }

  private void productOf(Floats in, int from, int to) {
    gather(in, from, to, x, from - firstKept, inputs, inputWidth);
    if (ofRow.count() == 1) {
      inputProduct(gemm, from - firstKept, to - firstKept);
      return;
    }
    long products = (long) (to - from) * gates * units * inputs;
    shards.run(
        ofRow.count(),
        to - from,
        products,
        (own, begin, end) -> inputProduct(own, from - firstKept + begin, from - firstKept + end));
  }

  /** Gates = W x + b, for tokens from..to. */
  private void inputProduct(Gemm gemm, int from, int to) {
    for (int k = 0; k < gates; k++) {
      Panels panels = weights.fromInputs[k];
      gemm.multiply(
          to - from,
          width,
          inputs,
          x,
          from * inputWidth,
          inputWidth,
          1,
          panels.data(),
          0,
          panels.row(),
          panels.panel(),
          weights.bias[k],
          0,
          0,
          gate[k],
          from * width,
          width);
    }
  }

  private void weightGradients(int from, int to, Floats inputGradient) {
    for (int k = 0; k < gates; k++) {
      addOver(from, to, gate[k], x, inputWidth, gradients.input[k]);
    }
    recurrentGradient(from, to);
    if (inputGradient == null) {
      return;
    }
    int tokens = to - from;
    dx = atLeast(dx, tokens * inputWidth);
    for (int k = 0; k < gates; k++) {
      Panels panels = weights.toInputs[k];
      gemm.multiply(
          tokens,
          inputWidth,
          units,
          gate[k],
          from * width,
          width,
          1,
          panels.data(),
          0,
          panels.row(),
          panels.panel(),
          k == 0 ? zeros : dx,
          0,
          k == 0 ? 0 : inputWidth,
          dx,
          0,
          inputWidth);
    }
    scatter(dx, 0, from, to, inputGradient, inputs, inputWidth);
  }

  /**
   * sum += dz^T right, over tokens from..to.
   *
   * @param dz (tokens, width)
   * @param right (tokens, columns)
   * @param sum (units, columns)
   */
  final void addOver(int from, int to, float[] dz, float[] right, int columns, float[] sum) {
    gemm.multiply(
        units,
        columns,
        to - from,
        dz,
        from * width,
        1,
        width,
        right,
        from * columns,
        columns,
        gemm.panel(),
        sum,
        0,
        columns,
        sum,
        0,
        columns);
  }

  /**
   * product = start + left panels, for the rows of a step.
   *
   * @param left (.., width) from leftAt on
   */
  final void multiplyRows(
      int s,
      float[] left,
      int leftAt,
      Panels panels,
      float[] start,
      int startAt,
      int startRow,
      float[] product,
      int productAt) {
    gemm.multiply(
        rows.active()[s],
        width,
        units,
        left,
        leftAt,
        width,
        1,
        panels.data(),
        0,
        panels.row(),
        panels.panel(),
        start,
        startAt,
        startRow,
        product,
        productAt,
        width);
  }

  /** The part of h that enters the recurrent product: h, or in {@link #spare} h after dropout. */
  final float[] entering(int n) {
    if (!drops) {
      return h;
    }
    math.times(h, 0, factors, 0, spare, 0, n);
    return spare;
  }

  /**
   * Multiplies n numbers from {@code at} on by the factors of recurrent dropout, if there are any.
   */
  final void drop(float[] x, int at, int n) {
    if (drops) {
      math.times(x, at, factors, 0, x, at, n);
    }
  }

  /** Gates from..to of step s += R state; state (rows, width). */
  final void addRecurrent(int s, int from, int to, float[] state) {
    for (int k = from; k < to; k++) {
      multiplyRows(s, state, 0, weights.fromState[k], gate[k], at(s), width, gate[k], at(s));
    }
  }

  /** sum += dz R for gate k, at step s; dz (tokens, width), sum (rows, width). */
  final void addBack(int s, int k, float[] dz, float[] sum) {
    multiplyRows(s, dz, at(s), weights.toState[k], sum, 0, width, sum, 0);
  }

  /** Where step s begins in arrays of tokens. */
  final int at(int s) {
    return (first(s) - firstKept) * width;
  }

  private int first(int s) {
    return rows.first()[s];
  }

  private void reserve(int most) {
    if (h.length < most) {
      h = new float[most];
      dh = new float[most];
      c = new float[hasCells ? most : 0];
      dc = new float[hasCells ? most : 0];
      spare = new float[most];
      for (int k = 0; k < biasGradient.length; k++) {
        biasGradient[k] = new float[most];
      }
    }
    long tokens = rows.tokens();
    if (!keeps) {
      tokens = Math.min(tokens, Math.max(chunk(), rows.rows().length));
    }
    x = atLeast(x, tokens * inputWidth);
    int size = 0;
    for (int k = 0; k < gates; k++) {
      gate[k] = atLeast(gate[k], tokens * width);
      size = gate[k].length;
    }
    if (keeps) {
      before = atLeast(before, size);
    }
    prepare(size, h.length);
  }

  /** The array, or a new one if it is too short. Arrays never shrink. */
  static float[] atLeast(float[] array, long length) {
    return array.length >= length ? array : new float[Floats.length(length)];
  }

  /** Each row of {@code vectors} once for every row of the batch. */
  final void tile(float[][] vectors, float[][] tiled, int most) {
    for (int k = 0; k < tiled.length; k++) {
      tiled[k] = atLeast(tiled[k], most);
      for (int at = 0; at < most; at += width) {
        System.arraycopy(vectors[k], 0, tiled[k], at, width);
      }
    }
  }

  /** sum += array, over its rows. */
  final void sumRows(float[] array, float[] sum) {
    for (int r = 0; r < rows.rows().length; r++) {
      for (int j = 0; j < units; j++) {
        sum[j] += array[r * width + j];
      }
    }
  }

  private void load(Floats source, int r, float[] array) {
    Arrays.fill(array, r * width, (r + 1) * width, 0f);
    if (source != null) {
      source.buffer().get(rows.rows()[r] * units, array, r * width, units);
    }
  }

  private void store(float[] array, Floats target) {
    for (int r = 0; r < rows.rows().length; r++) {
      target.buffer().put(rows.rows()[r] * units, array, r * width, units);
    }
  }

  /** Rows of tokens from..to, into those of an array from row {@code toRow} on. */
  private void gather(
      Floats in, int from, int to, float[] array, int toRow, int size, int arrayWidth) {
    FloatBuffer source = in.buffer();
    int[] places = rows.places();
    for (int i = from, run; i < to; i += run) {
      run = size == arrayWidth ? run(places, i, to) : 1;
      source.get(places[i] * size, array, (toRow + i - from) * arrayWidth, run * size);
    }
  }

  /** The inverse. */
  private void scatter(
      float[] array, int fromRow, int from, int to, Floats out, int size, int arrayWidth) {
    FloatBuffer target = out.buffer();
    int[] places = rows.places();
    for (int i = from, run; i < to; i += run) {
      run = size == arrayWidth ? run(places, i, to) : 1;
      target.put(places[i] * size, array, (fromRow + i - from) * arrayWidth, run * size);
    }
  }

  /** How many tokens from i on are also adjacent in time-major arrays. */
  private static int run(int[] places, int i, int end) {
    int run = 1;
    while (i + run < end && places[i + run] == places[i] + run) {
      run++;
    }
    return run;
  }

  /** sum += x, for the first n. */
  static void add(float[] x, float[] sum, int n) {
    for (int j = 0; j < n; j++) {
      sum[j] = sum[j] + x[j];
    }
  }

  static void clear(float[] x, int n) {
    Arrays.fill(x, 0, n, 0f);
  }
}
