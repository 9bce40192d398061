package dev.sluice.kernel;

/** {@link Cell.Gru}. */
final class GruLoop extends CellLoop {
  private static final int R = 0;
  private static final int U = 1;
  private static final int C = 2;

  private final Squash activation;
  private final Squash gateActivation;
  private final boolean resetAfter;

  /**
   * (tokens, units). With resetAfter R_c h + d, then its gradient; else r h, which R_c multiplies.
   */
  private final Floats inner = Floats.empty();

  private float[] was = {}; // (rows, units): h before the step
  private float[] innerNow = {}; // (rows, units)
  private float[] du = {}; // (rows, units)
  private float[] carried = {}; // (rows, units)

  GruLoop(Cell.Gru cell) {
    super(cell, false);
    activation = cell.activation();
    gateActivation = cell.gateActivation();
    resetAfter = cell.resetAfter();
  }

  @Override
  void prepare(int tokens, int most) {
    if (was.length < most) {
      was = new float[most];
      innerNow = new float[most];
      du = new float[most];
      carried = new float[most];
    }
    inner.reserve((long) tokens * units);
  }

  @Override
  void forwardStep(int s, int n) {
    addRecurrent(before, s, R, C);
    if (resetAfter) {
      candidateProduct(s);
      inner.buffer().get(first(s) * units, innerNow, 0, n);
      add(bias[3], innerNow, n);
      readGates(s, n);
      gateActivation.apply(gate[R], n);
      addTimes(gate[R], innerNow, gate[C], n);
      if (keeps) {
        inner.buffer().put(first(s) * units, innerNow, 0, n);
      }
    } else {
      readGates(s, n);
      gateActivation.apply(gate[R], n);
      times(gate[R], h, innerNow, n);
      inner.buffer().put(first(s) * units, innerNow, 0, n);
      candidateProduct(s);
      product.buffer().get(0, innerNow, 0, n);
      add(innerNow, gate[C], n);
    }
    gateActivation.apply(gate[U], n);
    activation.apply(gate[C], n);
    mix(gate[U], gate[C], h, n);
    if (keeps) {
      keepGates(s, n);
    }
  }

  /** R_c times h into inner, or R_c times inner into product. */
  private void candidateProduct(int s) {
    gemm.multiply(
        false,
        true,
        rows.active()[s],
        units,
        units,
        resetAfter ? before : inner,
        (long) first(s) * units,
        units,
        weights.recurrent(),
        (long) C * units * units,
        units,
        0,
        resetAfter ? inner : product,
        resetAfter ? (long) first(s) * units : 0,
        units);
  }

  @Override
  void backwardStep(int s, int n) {
    loadGates(s, n);
    before.buffer().get(first(s) * units, was, 0, n);
    float[] r = gate[R];
    float[] u = gate[U];
    float[] c = gate[C];

    updateGradient(dh, was, c, du, n);
    gateActivation.timesDerivative(u, du, n);
    candidateGradient(dh, u, spare, n);
    activation.timesDerivative(c, spare, n);
    times(dh, u, carried, n);
    System.arraycopy(du, 0, u, 0, n);
    System.arraycopy(spare, 0, c, 0, n);
    add(u, biasGradient[U], n);
    add(c, biasGradient[C], n);

    if (resetAfter) {
      inner.buffer().get(first(s) * units, innerNow, 0, n);
      times(c, innerNow, spare, n); // of r
      times(c, r, innerNow, n); // of R_c h + d
      inner.buffer().put(first(s) * units, innerNow, 0, n);
      add(innerNow, biasGradient[3], n);
      resetGradient(r, n);
      writeGradients(s, n);
      multiplyByRecurrent(inner, s, 0, 1, C, gates, 0, product);
    } else {
      writeGradients(s, n);
      multiplyByRecurrent(z, s, C, gates, C, gates, 0, product);
      product.buffer().get(0, innerNow, 0, n); // of r h
      addTimes(innerNow, r, carried, n);
      times(innerNow, was, spare, n); // of r
      resetGradient(r, n);
      writeGradients(s, n);
    }
    multiplyByRecurrent(z, s, R, gates, R, C, resetAfter ? 1 : 0, product);
    product.buffer().get(0, dh, 0, n);
    add(carried, dh, n);
  }

  /** From the gradient of r's output in {@link #spare} to that of its input in r's place. */
  private void resetGradient(float[] r, int n) {
    gateActivation.timesDerivative(r, spare, n);
    System.arraycopy(spare, 0, r, 0, n);
    add(r, biasGradient[R], n);
  }

  @Override
  void recurrentGradient(Span tokens, Floats gradient) {
    multiplyOver(tokens, z, R, 2, gates, before, units, gradient, R);
    if (resetAfter) {
      multiplyOver(tokens, inner, 0, 1, 1, before, units, gradient, C);
    } else {
      multiplyOver(tokens, z, C, 1, gates, inner, units, gradient, C);
    }
  }

  @Override
  void peepholeGradient(Floats gradient) {}

  @Override
  void free() {
    freeCommon();
    inner.free();
  }

  private static void mix(float[] u, float[] c, float[] h, int n) {
    for (int j = 0; j < n; j++) {
      h[j] = Math.fma(u[j], h[j] - c[j], c[j]);
    }
  }

  private static void updateGradient(float[] dh, float[] was, float[] c, float[] du, int n) {
    for (int j = 0; j < n; j++) {
      du[j] = dh[j] * (was[j] - c[j]);
    }
  }

  private static void candidateGradient(float[] dh, float[] u, float[] dc, int n) {
    for (int j = 0; j < n; j++) {
      dc[j] = dh[j] * (1f - u[j]);
    }
  }
}
