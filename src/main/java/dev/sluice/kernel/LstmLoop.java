package dev.sluice.kernel;

import dev.sluice.kernel.Cell.Lstm.Sees;
import java.util.Optional;

/** {@link Cell.Lstm}. */
final class LstmLoop extends CellLoop {
  private static final int A = 0;
  private static final int F = 1;
  private static final int O = 2;
  private static final int I = 3;

  /** Gates in the order of their peepholes. */
  private static final int[] PEEPING = {F, O, I, A};

  private final Squash activation;
  private final Squash gateActivation;
  private final Sees sees;
  private final Optional<LstmGates> usual; // instead of gateGradients
  private final float[][] peepholes; // (peepholes)(rows, width), the same in each row
  private final float[][] peepholeGradients; // (peepholes)(rows, width), to be summed over rows
  private float[] cellBefore = {}; // (tokens, width); only if it is kept
  private float[] squashed = {}; // (tokens, width): act(c')
  private float[] da = {}; // (rows, width)
  private float[] df = {}; // (rows, width)
  private float[] di = {}; // (rows, width)

  LstmLoop(Cell.Lstm cell, Gemm gemm) {
    super(cell, gemm, true);
    activation = cell.activation();
    gateActivation = cell.gateActivation();
    sees = cell.sees();
    usual =
        activation == Squash.TANH && gateActivation == Squash.SIGMOID && sees == Sees.NOTHING
            ? gemm.lstmGates()
            : Optional.empty();
    peepholes = new float[cell.peepholes()][0];
    peepholeGradients = new float[cell.peepholes()][0];
  }

  @Override
  void prepare(int tokens, int most) {
    squashed = atLeast(squashed, tokens);
    tile(weights.peepholes, peepholes, most);
    if (keeps) {
      cellBefore = atLeast(cellBefore, tokens);
      da = atLeast(da, most);
      df = atLeast(df, most);
      di = atLeast(di, most);
      for (int k = 0; k < peepholeGradients.length; k++) {
        peepholeGradients[k] = new float[most];
      }
    }
  }

  @Override
  void forwardStep(int s, int n) {
    int at = at(s);
    addRecurrent(s, 0, 4, entering(n));
    if (keeps) {
      System.arraycopy(c, 0, cellBefore, at, n);
    }
    for (int k = 0; k < peepholes.length; k++) {
      if (PEEPING[k] != O || sees != Sees.NEW_STATE_AT_OUTPUT) {
        addTimes(peepholes[k], c, gate[PEEPING[k]], at, n);
      }
    }
    activation.apply(gate[A], at, n);
    gateActivation.apply(gate[F], at, n);
    gateActivation.apply(gate[I], at, n);
    nextCell(gate[A], gate[F], gate[I], at, c, n);
    if (sees == Sees.NEW_STATE_AT_OUTPUT) {
      addTimes(peepholes[1], c, gate[O], at, n);
    }
    gateActivation.apply(gate[O], at, n);
    System.arraycopy(c, 0, squashed, at, n);
    activation.apply(squashed, at, n);
    output(gate[O], squashed, at, h, n);
  }

  private static void nextCell(float[] a, float[] f, float[] i, int at, float[] c, int n) {
    for (int j = 0; j < n; j++) {
      c[j] = Math.fma(i[at + j], a[at + j], f[at + j] * c[j]);
    }
  }

  private static void output(float[] o, float[] squashed, int at, float[] h, int n) {
    for (int j = 0; j < n; j++) {
      h[j] = o[at + j] * squashed[at + j];
    }
  }

  @Override
  void backwardStep(int s, int n) {
    int at = at(s);
    if (usual.isPresent()) {
      usual.get().backward(gate[A], gate[F], gate[O], gate[I], squashed, cellBefore, at, dh, dc, n);
    } else {
      gateGradients(at, n);
    }
    for (int k = 0; k < gate.length; k++) {
      add(gate[k], at, biasGradient[k], n);
    }
    for (int k = 0; k < peepholes.length; k++) {
      float[] dz = gate[PEEPING[k]];
      if (PEEPING[k] != O || sees != Sees.NEW_STATE_AT_OUTPUT) {
        addTimes(dz, cellBefore, at, peepholeGradients[k], n);
        addTimes(dz, at, peepholes[k], dc, n);
      }
    }
    clear(dh, n);
    for (int k = 0; k < gate.length; k++) {
      addBack(s, k, gate[k], dh);
    }
    drop(dh, 0, n);
  }

  private void gateGradients(int at, int n) {
    times(squashed, at, dh, spare, n); // of o
    times(gate[O], at, dh, dh, n);
    activation.toGradient(squashed, at, dh, n);
    add(squashed, at, dc, n);
    gateActivation.toGradient(gate[O], at, spare, n);
    if (sees == Sees.NEW_STATE_AT_OUTPUT) {
      addTimes(gate[O], at, peepholes[1], dc, n);
      newCell(at, spare, n);
      addTimes(gate[O], at, spare, peepholeGradients[1], n);
    }
    times(gate[I], at, dc, da, n);
    times(gate[A], at, dc, di, n);
    times(cellBefore, at, dc, df, n);
    times(gate[F], at, dc, dc, n);
    activation.toGradient(gate[A], at, da, n);
    gateActivation.toGradient(gate[F], at, df, n);
    gateActivation.toGradient(gate[I], at, di, n);
  }

  /** c' = f c + i a once more. */
  private void newCell(int at, float[] cell, int n) {
    System.arraycopy(cellBefore, at, cell, 0, n);
    nextCell(gate[A], gate[F], gate[I], at, cell, n);
  }

  /** sum += x y, of both from at on. */
  private static void addTimes(float[] x, float[] y, int at, float[] sum, int n) {
    for (int j = 0; j < n; j++) {
      sum[j] = Math.fma(x[at + j], y[at + j], sum[j]);
    }
  }

  @Override
  void recurrentGradient(int from, int to) {
    for (int k = 0; k < gate.length; k++) {
      addOver(from, to, gate[k], before, width, gradients.recurrent[k]);
    }
  }

  @Override
  void peepholeGradient() {
    for (int k = 0; k < peepholeGradients.length; k++) {
      sumRows(peepholeGradients[k], gradients.peepholes[k]);
    }
  }
}
