package dev.sluice.kernel;

import java.util.Optional;

/** {@link Cell.Gru}. */
final class GruLoop extends CellLoop {
  private static final int R = 0;
  private static final int U = 1;
  private static final int C = 2;
  private static final int D = 3; // the bias within the reset

  private final Squash activation;
  private final Squash gateActivation;
  private final boolean resetAfter;
  private final Optional<GruGates> together; // for one row
  private final float[] ofRow; // (3 * width): reset and update gate and R_c h + d of one row

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
    together = resetAfter ? gemm.gruGates() : Optional.empty();
    ofRow = new float[together.isPresent() ? 3 * width : 0];
  }

  @Override
  void prepare(int tokens, int most) {
    inner = atLeast(inner, tokens);
    product = atLeast(product, most);
    carried = atLeast(carried, most);
  }

  @Override
  Optional<RowThreads.Step> rowStep() {
    return weights.together == null ? Optional.empty() : together.map(gates -> rowStep(gates));
  }

  private RowThreads.Step rowStep(GruGates of) {
    return (s, old, next, from, to) -> {
      int at = at(s);
      int n = to - from;
      of.sums(weights.together, units, old, gate, at, weights.bias[D], ofRow, width, from, to);
      gateActivation.apply(math, ofRow, from, n);
      gateActivation.apply(math, ofRow, width + from, n);
      math.addTimes(ofRow, from, ofRow, 2 * width + from, gate[C], at + from, n);
      activation.apply(math, gate[C], at + from, n);
      nextOutput(ofRow, width + from, at + from, old, next, from, n);
    };
  }

  @Override
  void forwardStep(int s, int n) {
    int at = at(s);
    float[] entering = entering(n);
    addRecurrent(s, R, C, entering);
    gateActivation.apply(math, gate[R], at, n);
    gateActivation.apply(math, gate[U], at, n);
    if (resetAfter) {
      multiplyRows(s, entering, 0, weights.fromState[C], weights.bias[D], 0, 0, inner, at);
      math.addTimes(gate[R], at, inner, at, gate[C], at, n);
    } else {
      math.times(gate[R], at, entering, 0, product, 0, n);
      System.arraycopy(product, 0, inner, at, n);
      addRecurrent(s, C, C + 1, product);
    }
    activation.apply(math, gate[C], at, n);
    nextOutput(gate[U], at, at, h, h, 0, n);
  }

  @Override
  void backwardStep(int s, int n) {
    int at = at(s);
    System.arraycopy(before, at, spare, 0, n);
    math.subtract(gate[C], at, spare, 0, n);
    math.times(dh, 0, spare, 0, spare, 0, n); // of u
    math.times(gate[U], at, dh, 0, carried, 0, n);
    math.subtract(carried, 0, dh, 0, n); // of c's output
    gateActivation.toGradient(math, gate[U], at, spare, n);
    activation.toGradient(math, gate[C], at, dh, n);
    clear(dh, n);
    if (resetAfter) {
      math.times(gate[C], at, inner, at, spare, 0, n); // of r
      math.times(gate[C], at, gate[R], at, product, 0, n);
      System.arraycopy(product, 0, inner, at, n); // of R_c h + d
      math.add(product, 0, biasGradient[D], 0, n);
      addBack(s, C, inner, dh);
    } else {
      clear(product, n);
      addBack(s, C, gate[C], product); // of r h
      drop(product, 0, n);
      math.times(before, at, product, 0, spare, 0, n); // of r
      math.addTimes(gate[R], at, product, 0, carried, 0, n);
    }
    gateActivation.toGradient(math, gate[R], at, spare, n);
    addBack(s, R, gate[R], dh);
    addBack(s, U, gate[U], dh);
    drop(dh, 0, n);
    math.add(carried, 0, dh, 0, n);
    for (int k = 0; k < gate.length; k++) {
      math.add(gate[k], at, biasGradient[k], 0, n);
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

  /** next = u old + (1 - u) c, as c + u (old - c), of n numbers from {@code from} on. */
  private void nextOutput(
      float[] update, int updateAt, int at, float[] old, float[] next, int from, int n) {
    System.arraycopy(old, from, spare, from, n);
    math.subtract(gate[C], at, spare, from, n);
    System.arraycopy(gate[C], at, next, from, n);
    math.addTimes(update, updateAt, spare, from, next, from, n);
  }
}
