package dev.sluice.kernel;

/** {@link Cell.Gru}. */
final class GruLoop extends CellLoop {
  private static final int R = 0;
  private static final int U = 1;
  private static final int C = 2;
  private static final int D = 3; // the bias within the reset

  private final Squash activation;
  private final Squash gateActivation;
  private final boolean resetAfter;

  /**
   * (tokens, width). With resetAfter R_c h + d, then its gradient; else r h, which R_c multiplies.
   */
  private float[] inner = {};

  private float[] product = {}; // (rows, width)
  private float[] carried = {}; // (rows, width)

  GruLoop(Cell.Gru cell, Gemm gemm) {
    super(cell, gemm, false);
    activation = cell.activation();
    gateActivation = cell.gateActivation();
    resetAfter = cell.resetAfter();
  }

  @Override
  void prepare(int tokens, int most) {
    inner = atLeast(inner, tokens);
    product = atLeast(product, most);
    carried = atLeast(carried, most);
  }

  @Override
  void forwardStep(int s, int n) {
    int at = at(s);
    float[] entering = entering(n);
    addRecurrent(s, R, C, entering);
    gateActivation.apply(gate[R], at, n);
    gateActivation.apply(gate[U], at, n);
    if (resetAfter) {
      multiplyRows(s, entering, 0, weights.fromState[C], weights.bias[D], 0, 0, inner, at);
      addProduct(gate[R], inner, at, gate[C], n);
    } else {
      times(gate[R], at, entering, product, n);
      System.arraycopy(product, 0, inner, at, n);
      addRecurrent(s, C, C + 1, product);
    }
    activation.apply(gate[C], at, n);
    mix(gate[U], gate[C], at, h, n);
  }

  @Override
  void backwardStep(int s, int n) {
    int at = at(s);
    updateGradient(before, gate[C], at, dh, spare, n);
    times(gate[U], at, dh, carried, n);
    subtract(carried, dh, n); // of c's output
    gateActivation.toGradient(gate[U], at, spare, n);
    activation.toGradient(gate[C], at, dh, n);
    clear(dh, n);
    if (resetAfter) {
      product(gate[C], inner, at, spare, n); // of r
      product(gate[C], gate[R], at, product, n);
      System.arraycopy(product, 0, inner, at, n); // of R_c h + d
      add(product, biasGradient[D], n);
      addBack(s, C, inner, dh);
    } else {
      clear(product, n);
      addBack(s, C, gate[C], product); // of r h
      drop(product, 0, n);
      times(before, at, product, spare, n); // of r
      addTimes(gate[R], at, product, carried, n);
    }
    gateActivation.toGradient(gate[R], at, spare, n);
    addBack(s, R, gate[R], dh);
    addBack(s, U, gate[U], dh);
    drop(dh, 0, n);
    add(carried, dh, n);
    for (int k = 0; k < gate.length; k++) {
      add(gate[k], at, biasGradient[k], n);
    }
  }

  @Override
  void recurrentGradient(int from, int to) {
    addOver(from, to, gate[R], before, width, gradients.recurrent[R]);
    addOver(from, to, gate[U], before, width, gradients.recurrent[U]);
    addOver(
        from,
        to,
        resetAfter ? inner : gate[C],
        resetAfter ? before : inner,
        width,
        gradients.recurrent[C]);
  }

  @Override
  void peepholeGradient() {}

  /** sum += x y, of all three from at on. */
  private static void addProduct(float[] x, float[] y, int at, float[] sum, int n) {
    for (int j = 0; j < n; j++) {
      sum[at + j] = Math.fma(x[at + j], y[at + j], sum[at + j]);
    }
  }

  /** product = x y, of both from at on. */
  private static void product(float[] x, float[] y, int at, float[] product, int n) {
    for (int j = 0; j < n; j++) {
      product[j] = x[at + j] * y[at + j];
    }
  }

  /** h = u h + (1 - u) c. */
  private static void mix(float[] u, float[] c, int at, float[] h, int n) {
    for (int j = 0; j < n; j++) {
      h[j] = Math.fma(u[at + j], h[j] - c[at + j], c[at + j]);
    }
  }

  private static void updateGradient(
      float[] before, float[] c, int at, float[] dh, float[] du, int n) {
    for (int j = 0; j < n; j++) {
      du[j] = dh[j] * (before[at + j] - c[at + j]);
    }
  }

  /** difference -= x. */
  private static void subtract(float[] x, float[] difference, int n) {
    for (int j = 0; j < n; j++) {
      difference[j] = difference[j] - x[j];
    }
  }
}
