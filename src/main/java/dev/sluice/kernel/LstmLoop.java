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
  private final Optional<LstmGates> usual; // instead of gateGradients, and for one row
  private final float[][] peepholes; // (peepholes)(rows, width), the same in each row
  private final float[][] peepholeGradients; // (peepholes)(rows, width), to be summed over rows
  private float[] cellBefore = {}; // (tokens, width); only if it is kept
  private float[] squashed = {}; // (tokens, width): act(c')
  private final float[] ofRow; // (4 * width): the gates of one row
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
    ofRow = new float[usual.isPresent() ? 4 * width : 0];
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
  Optional<RowThreads.Step> rowStep() {
    return weights.together == null ? Optional.empty() : usual.map(gates -> rowStep(gates));
  }

  private RowThreads.Step rowStep(LstmGates of) {
    return (s, old, next, from, to) -> {
      int at = at(s);
      int n = to - from;
      of.sums(weights.together, units, old, gate, at, ofRow, width, from, to);
      math.tanh(ofRow, from, n);
      for (int k = F; k <= I; k++) {
        math.logistic(ofRow, k * width + from, n);
      }
      of.cell(ofRow, c, squashed, width, from, to);
      math.tanh(squashed, from, n);
      math.times(ofRow, O * width + from, squashed, from, next, from, n);
    };
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
        math.addTimes(peepholes[k], 0, c, 0, gate[PEEPING[k]], at, n);
      }
    }
    activation.apply(math, gate[A], at, n);
    gateActivation.apply(math, gate[F], at, n);
    gateActivation.apply(math, gate[I], at, n);
    nextCell(at, c, n);
    if (sees == Sees.NEW_STATE_AT_OUTPUT) {
      math.addTimes(peepholes[1], 0, c, 0, gate[O], at, n);
    }
    gateActivation.apply(math, gate[O], at, n);
    System.arraycopy(c, 0, squashed, at, n);
    activation.apply(math, squashed, at, n);
    math.times(gate[O], at, squashed, at, h, 0, n);
  }

  /** cell = f cell + i a. */
  private void nextCell(int at, float[] cell, int n) {
    math.times(gate[F], at, cell, 0, cell, 0, n);
    math.addTimes(gate[I], at, gate[A], at, cell, 0, n);
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
      math.add(gate[k], at, biasGradient[k], 0, n);
    }
    for (int k = 0; k < peepholes.length; k++) {
      float[] dz = gate[PEEPING[k]];
      if (PEEPING[k] != O || sees != Sees.NEW_STATE_AT_OUTPUT) {
        math.addTimes(dz, at, cellBefore, at, peepholeGradients[k], 0, n);
        math.addTimes(dz, at, peepholes[k], 0, dc, 0, n);
      }
    }
    clear(dh, n);
    for (int k = 0; k < gate.length; k++) {
      addBack(s, k, gate[k], dh);
    }
    drop(dh, 0, n);
  }

  private void gateGradients(int at, int n) {
    math.times(squashed, at, dh, 0, spare, 0, n); // of o
    math.times(gate[O], at, dh, 0, dh, 0, n);
    activation.toGradient(math, squashed, at, dh, n);
    math.add(squashed, at, dc, 0, n);
    gateActivation.toGradient(math, gate[O], at, spare, n);
    if (sees == Sees.NEW_STATE_AT_OUTPUT) {
      math.addTimes(gate[O], at, peepholes[1], 0, dc, 0, n);
      newCell(at, spare, n);
      math.addTimes(gate[O], at, spare, 0, peepholeGradients[1], 0, n);
    }
    math.times(gate[I], at, dc, 0, da, 0, n);
    math.times(gate[A], at, dc, 0, di, 0, n);
    math.times(cellBefore, at, dc, 0, df, 0, n);
    math.times(gate[F], at, dc, 0, dc, 0, n);
    activation.toGradient(math, gate[A], at, da, n);
    gateActivation.toGradient(math, gate[F], at, df, n);
    gateActivation.toGradient(math, gate[I], at, di, n);
  }

  /** Recomputes c' = f c + i a. */
  private void newCell(int at, float[] cell, int n) {
    System.arraycopy(cellBefore, at, cell, 0, n);
    nextCell(at, cell, n);
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
