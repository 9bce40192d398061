package dev.sluice.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * One shard of a batch through one layer: what all cells have in common. The products with the
 * recurrent weights and the arithmetic of the gates are the subclasses'.
 *
 * <p>Products run on memory outside the heap; gates on small arrays in the heap, which stay in the
 * cache and whose loops the compiler vectorises. Such an array holds (rows, units) of one step;
 * rows that have ended are gone from its end.
 */
abstract class CellLoop {
  /** Added and taken away again, it makes 0 of what is below 1e-27: denormals are slow. */
  private static final float FLUSH = 1e-20f;

  final int inputs;
  final int units;
  final int gates;
  final Gemm gemm = Gemm.best();
  private final boolean hasCells;

  Packing.Rows rows;
  Weights weights;

  /** Whether the backward pass will ask for what this pass computes. */
  boolean keeps;

  private final Floats x = Floats.empty(); // (tokens, inputs)
  final Floats z = Floats.empty(); // (tokens, gates * units): W x + R h, gates, their gradients
  final Floats before = Floats.empty(); // (tokens, units): h before the token
  final Floats product = Floats.empty(); // (rows, units)
  private final Floats dx = Floats.empty(); // (tokens, inputs)
  private Weights gradients;

  float[] h = {}; // (rows, units)
  float[] c = {}; // (rows, units); empty where the cell has no such state
  float[] dh = {}; // (rows, units)
  float[] dc = {}; // (rows, units); as c
  float[] spare = {}; // (rows, units)
  final float[][] gate; // (gates)(rows, units)
  final float[][] bias; // (biases)(rows, units), the same in each row
  final float[][] biasGradient; // (biases)(rows, units), to be summed over rows
  private float[] interleaved = {}; // (rows, gates * units)
  private float[][] fewRows = {}; // (at most FewRows.MOST)(gates * units)
  private final FewRows recurrent = new FewRows();

  CellLoop(Cell cell, boolean hasCells) {
    inputs = cell.inputs();
    units = cell.units();
    gates = cell.gates();
    gate = new float[gates][0];
    bias = new float[cell.biases()][0];
    biasGradient = new float[cell.biases()][0];
    this.hasCells = hasCells;
  }

  /** Makes room, and copies weights that every row needs. */
  abstract void prepare(int tokens, int most);

  /** From the state before step s to the state after it; n numbers in each array. */
  abstract void forwardStep(int s, int n);

  /**
   * From the gradients of the state after step s to those of the state before it; leaves those of W
   * x in {@link #gate} and adds to {@link #biasGradient}.
   */
  abstract void backwardStep(int s, int n);

  /** Adds the gradient of the recurrent weights over some tokens. */
  abstract void recurrentGradient(Span tokens, Floats gradient);

  /** What is left of the gradients after the last step. */
  abstract void peepholeGradient(Floats gradient);

  abstract void free();

  static CellLoop of(Cell cell) {
    if (cell instanceof Cell.Lstm lstm) {
      return new LstmLoop(lstm);
    }
    return cell instanceof Cell.Gru gru
        ? new GruLoop(gru)
        : new SimpleRnnLoop((Cell.SimpleRnn) cell);
  }

  /** See {@link RecurrentKernel#forward}. */
  final void forward(
      Packing.Rows rows,
      Weights weights,
      Floats in,
      State initial,
      Floats out,
      State last,
      boolean keeps) {
    this.rows = rows;
    this.weights = weights;
    this.keeps = keeps;
    int most = rows.rows().length * units;
    reserve(most);
    tile(weights.bias(), bias, most);
    if (hasFewRows()) {
      recurrent.load(weights.recurrent(), gates * units, units);
    }
    prepare(rows.tokens(), most);
    for (int r = 0; r < rows.rows().length; r++) {
      load(initial == null ? null : initial.output(), r, h);
      if (hasCells) {
        load(initial == null ? null : initial.cell(), r, c);
      }
    }
    gather(in, x, inputs);
    int ready = 0; // steps whose W x is computed
    for (int s = 0; s < rows.steps(); s++) {
      if (s == ready) {
        ready = endOfChunk(s);
        inputProduct(first(s), first(ready));
      }
      int n = rows.active()[s] * units;
      before.buffer().put(first(s) * units, h, 0, n);
      forwardStep(s, n);
      if (out != null) {
        scatter(h, s, out);
      }
    }
    if (last != null) {
      for (int r = 0; r < rows.rows().length; r++) {
        last.output().buffer().put(rows.rows()[r] * units, h, r * units, units);
        if (hasCells && last.cell() != null) {
          last.cell().buffer().put(rows.rows()[r] * units, c, r * units, units);
        }
      }
    }
  }

  /** See {@link RecurrentKernel#backward}. */
  final void backward(
      Weights weights,
      Floats epsilons,
      State lastGradient,
      Weights gradients,
      Floats inputGradient,
      State initialGradient) {
    this.weights = weights;
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
    this.gradients = gradients;
    boolean scatters = inputGradient != null;
    if (scatters) {
      dx.reserve((long) rows.tokens() * inputs);
    }
    int end = rows.steps(); // of the steps whose gradients are not yet in those of the weights
    for (int s = rows.steps() - 1; s >= 0; s--) {
      int n = rows.active()[s] * units;
      if (epsilons != null) {
        gatherStep(epsilons, s, spare);
        add(spare, dh, n);
      }
      flush(dh, n);
      flush(dc, hasCells ? n : 0);
      backwardStep(s, n);
      if (s == 0 || first(end) - first(s - 1) > chunk()) {
        weightGradients(first(s), first(end), end == rows.steps(), scatters);
        end = s;
      }
    }
    if (rows.tokens() == 0) {
      zero(gradients);
    }
    for (int k = 0; k < biasGradient.length; k++) {
      sumRows(biasGradient[k], gradients.bias(), k);
    }
    peepholeGradient(gradients.peepholes());
    if (scatters) {
      scatter(dx, inputs, inputGradient);
    }
    if (initialGradient != null) {
      for (int r = 0; r < rows.rows().length; r++) {
        initialGradient.output().buffer().put(rows.rows()[r] * units, dh, r * units, units);
        if (hasCells && initialGradient.cell() != null) {
          initialGradient.cell().buffer().put(rows.rows()[r] * units, dc, r * units, units);
        }
      }
    }
  }

  /** Tokens whose z stays in the second-level cache from one use to the next. */
  private int chunk() {
    return Math.max(128, 131_072 / (gates * units));
  }

  private int endOfChunk(int s) {
    int end = s + 1;
    while (end < rows.steps() && first(end + 1) - first(s) <= chunk()) {
      end++;
    }
    return end;
  }

  /** z = W x, for tokens from..to. */
  private void inputProduct(int from, int to) {
    gemm.multiply(
        false,
        true,
        to - from,
        gates * units,
        inputs,
        x,
        (long) from * inputs,
        inputs,
        weights.input(),
        0,
        inputs,
        0,
        z,
        (long) from * gates * units,
        gates * units);
  }

  /** Of tokens from..to, whose z holds the gates' gradients. */
  private void weightGradients(int from, int to, boolean first, boolean intoInputs) {
    Span tokens = new Span(from, to, first ? 0 : 1);
    multiplyOver(tokens, z, 0, gates, gates, x, inputs, gradients.input(), 0);
    recurrentGradient(tokens, gradients.recurrent());
    if (intoInputs) {
      gemm.multiply(
          false,
          false,
          to - from,
          inputs,
          gates * units,
          z,
          (long) from * gates * units,
          gates * units,
          weights.input(),
          0,
          inputs,
          0,
          dx,
          (long) from * inputs,
          inputs);
    }
  }

  /**
   * Tokens whose gradients are added to the weights' together.
   *
   * @param beta what the weights' gradients so far are multiplied by: 0 at first
   */
  record Span(int from, int to, float beta) {}

  /**
   * Rows {@code toBlock..} of gradient = beta gradient + (columns of dz over tokens)^T right.
   *
   * @param block first gate of dz's columns, and how many
   * @param stride gates in a row of dz
   */
  final void multiplyOver(
      Span tokens,
      Floats dz,
      int block,
      int blocks,
      int stride,
      Floats right,
      int columns,
      Floats gradient,
      int toBlock) {
    gemm.multiply(
        true,
        false,
        blocks * units,
        columns,
        tokens.to - tokens.from,
        dz,
        ((long) tokens.from * stride + block) * units,
        stride * units,
        right,
        (long) tokens.from * columns,
        columns,
        tokens.beta,
        gradient,
        (long) toBlock * units * columns,
        columns);
  }

  private void zero(Weights sums) {
    sums.input().buffer().put(0, new float[gates * units * inputs]);
    sums.recurrent().buffer().put(0, new float[gates * units * units]);
  }

  /** Block k of sums = array summed over its rows. */
  final void sumRows(float[] array, Floats sums, int k) {
    float[] sum = new float[units];
    for (int r = 0; r < rows.rows().length; r++) {
      for (int j = 0; j < units; j++) {
        sum[j] += array[r * units + j];
      }
    }
    sums.buffer().put(k * units, sum);
  }

  /**
   * Blocks of z of step s += state R^T, for gates from..to.
   *
   * @param state (tokens, units)
   */
  final void addRecurrent(Floats state, int s, int from, int to) {
    gemm.multiply(
        false,
        true,
        rows.active()[s],
        (to - from) * units,
        units,
        state,
        (long) first(s) * units,
        units,
        weights.recurrent(),
        (long) from * units * units,
        units,
        1,
        z,
        ((long) first(s) * gates + from) * units,
        gates * units);
  }

  /**
   * sum = beta sum + dz R over gates from..to, (rows, units).
   *
   * @param dz (tokens, stride * units), whose column {@code block} is gate {@code from}
   */
  final void multiplyByRecurrent(
      Floats dz, int s, int block, int stride, int from, int to, float beta, Floats sum) {
    gemm.multiply(
        false,
        false,
        rows.active()[s],
        units,
        (to - from) * units,
        dz,
        ((long) first(s) * stride + block) * units,
        stride * units,
        weights.recurrent(),
        (long) from * units * units,
        units,
        beta,
        sum,
        0,
        units);
  }

  final int first(int s) {
    return rows.first()[s];
  }

  private void reserve(int most) {
    if (h.length < most) {
      h = new float[most];
      dh = new float[most];
      c = new float[hasCells ? most : 0];
      dc = new float[hasCells ? most : 0];
      spare = new float[most];
      interleaved = new float[gates * most];
      fewRows = new float[Math.min(rows.rows().length, FewRows.MOST)][gates * units];
      resize(gate, most);
      resize(bias, most);
      resize(biasGradient, most);
    }
    x.reserve((long) rows.tokens() * inputs);
    z.reserve((long) rows.tokens() * gates * units);
    before.reserve((long) rows.tokens() * units);
    product.reserve(most);
  }

  static void resize(float[][] arrays, int length) {
    for (int k = 0; k < arrays.length; k++) {
      arrays[k] = new float[length];
    }
  }

  /** Each block of {@code vectors} once for every row. */
  final void tile(Floats vectors, float[][] tiled, int most) {
    for (int k = 0; k < tiled.length; k++) {
      for (int at = 0; at < most; at += units) {
        vectors.buffer().get(k * units, tiled[k], at, units);
      }
    }
  }

  private void load(Floats source, int r, float[] array) {
    if (source == null) {
      Arrays.fill(array, r * units, (r + 1) * units, 0f);
    } else {
      source.buffer().get(rows.rows()[r] * units, array, r * units, units);
    }
  }

  /** z of step s plus the state's product with the recurrent weights, gate by gate, with bias. */
  final void readGatesWithRecurrent(int s, int n) {
    int active = rows.active()[s];
    if (!hasFewRows()) {
      addRecurrent(before, s, 0, gates);
      readGates(s, n);
      return;
    }
    int width = gates * units;
    for (int r = 0; r < active; r++) {
      z.buffer().get((first(s) + r) * width, fewRows[r]);
    }
    recurrent.addProduct(fewRows, active, h);
    for (int r = 0; r < active; r++) {
      for (int k = 0; k < gates; k++) {
        System.arraycopy(fewRows[r], k * units, gate[k], r * units, units);
      }
    }
    for (int k = 0; k < gates; k++) {
      add(bias[k], gate[k], n);
    }
  }

  private boolean hasFewRows() {
    return rows.rows().length <= FewRows.MOST;
  }

  /** z of step s, gate by gate, with its bias. */
  final void readGates(int s, int n) {
    int width = gates * units;
    z.buffer().get(first(s) * width, interleaved, 0, gates * n);
    for (int r = 0, at = 0; at < n; r++, at += units) {
      for (int k = 0; k < gates; k++) {
        System.arraycopy(interleaved, r * width + k * units, gate[k], at, units);
      }
    }
    for (int k = 0; k < gates; k++) {
      add(bias[k], gate[k], n);
    }
  }

  /** Gates of step s, as {@link #loadGates} takes them back; in the place of z. */
  final void keepGates(int s, int n) {
    for (int k = 0; k < gates; k++) {
      z.buffer().put(first(s) * gates * units + k * n, gate[k], 0, n);
    }
  }

  final void loadGates(int s, int n) {
    for (int k = 0; k < gates; k++) {
      z.buffer().get(first(s) * gates * units + k * n, gate[k], 0, n);
    }
  }

  final void writeGradients(int s, int n) {
    int width = gates * units;
    for (int r = 0, at = 0; at < n; r++, at += units) {
      for (int k = 0; k < gates; k++) {
        System.arraycopy(gate[k], at, interleaved, r * width + k * units, units);
      }
    }
    z.buffer().put(first(s) * width, interleaved, 0, gates * n);
  }

  private void gather(Floats in, Floats packed, int width) {
    FloatBuffer from = in.buffer();
    FloatBuffer to = packed.buffer();
    int[] places = rows.places();
    for (int i = 0, run; i < places.length; i += run) {
      run = run(places, i, places.length);
      to.put(i * width, from, places[i] * width, run * width);
    }
  }

  private void scatter(Floats packed, int width, Floats out) {
    FloatBuffer from = packed.buffer();
    FloatBuffer to = out.buffer();
    int[] places = rows.places();
    for (int i = 0, run; i < places.length; i += run) {
      run = run(places, i, places.length);
      to.put(places[i] * width, from, i * width, run * width);
    }
  }

  private void gatherStep(Floats in, int s, float[] array) {
    int[] places = rows.places();
    for (int i = first(s), run; i < first(s + 1); i += run) {
      run = run(places, i, first(s + 1));
      in.buffer().get(places[i] * units, array, (i - first(s)) * units, run * units);
    }
  }

  private void scatter(float[] array, int s, Floats out) {
    int[] places = rows.places();
    for (int i = first(s), run; i < first(s + 1); i += run) {
      run = run(places, i, first(s + 1));
      out.buffer().put(places[i] * units, array, (i - first(s)) * units, run * units);
    }
  }

  /** How many tokens from i on stand next to each other in time-major arrays too. */
  private static int run(int[] places, int i, int end) {
    int run = 1;
    while (i + run < end && places[i + run] == places[i] + run) {
      run++;
    }
    return run;
  }

  static void add(float[] x, float[] sum, int n) {
    for (int j = 0; j < n; j++) {
      sum[j] = sum[j] + x[j];
    }
  }

  static void times(float[] x, float[] y, float[] product, int n) {
    for (int j = 0; j < n; j++) {
      product[j] = x[j] * y[j];
    }
  }

  static void addTimes(float[] x, float[] y, float[] sum, int n) {
    for (int j = 0; j < n; j++) {
      sum[j] = Math.fma(x[j], y[j], sum[j]);
    }
  }

  private static void flush(float[] x, int n) {
    for (int j = 0; j < n; j++) {
      x[j] = (x[j] + FLUSH) - FLUSH;
    }
  }

  final void freeCommon() {
    x.free();
    z.free();
    before.free();
    product.free();
    dx.free();
  }
}
