package dev.sluice.kernel;

import dev.sluice.kernel.Cell.Lstm.Sees;

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
  private final float[][] peepholes; // (peepholes)(rows, units), the same in each row
  private final float[][] peepholeGradients; // (peepholes)(rows, units), to be summed over rows
  private final Floats cellBefore = Floats.empty(); // (tokens, units)
  private final Floats squashedCell = Floats.empty(); // (tokens, units): act(c')
  private float[] was = {}; // (rows, units): c
  private float[] squashed = {}; // (rows, units): act(c')

  LstmLoop(Cell.Lstm cell) {
    super(cell, true);
    activation = cell.activation();
    gateActivation = cell.gateActivation();
    sees = cell.sees();
    peepholes = new float[cell.peepholes()][0];
    peepholeGradients = new float[cell.peepholes()][0];
  }

  @Override
  void prepare(int tokens, int most) {
    if (was.length < most) {
      was = new float[most];
      squashed = new float[most];
      resize(peepholes, most);
    }
    resize(peepholeGradients, most);
    tile(weights.peepholes(), peepholes, most);
    if (keeps) {
      cellBefore.reserve((long) tokens * units);
      squashedCell.reserve((long) tokens * units);
    }
  }

  @Override
  void forwardStep(int s, int n) {
    readGatesWithRecurrent(s, n);
    float[] a = gate[A];
    float[] f = gate[F];
    float[] o = gate[O];
    float[] i = gate[I];
    if (keeps) {
      cellBefore.buffer().put(first(s) * units, c, 0, n);
    }
    for (int k = 0; k < peepholes.length; k++) {
      if (PEEPING[k] != O || sees != Sees.NEW_STATE_AT_OUTPUT) {
        addTimes(peepholes[k], c, gate[PEEPING[k]], n);
      }
    }
    activation.apply(a, n);
    gateActivation.apply(f, n);
    gateActivation.apply(i, n);
    times(f, c, c, n);
    addTimes(i, a, c, n);
    if (sees == Sees.NEW_STATE_AT_OUTPUT) {
      addTimes(peepholes[1], c, o, n);
    }
    gateActivation.apply(o, n);
    System.arraycopy(c, 0, squashed, 0, n);
    activation.apply(squashed, n);
    times(o, squashed, h, n);
    if (keeps) {
      keepGates(s, n);
      squashedCell.buffer().put(first(s) * units, squashed, 0, n);
    }
  }

  @Override
  void backwardStep(int s, int n) {
    loadGates(s, n);
    cellBefore.buffer().get(first(s) * units, was, 0, n);
    squashedCell.buffer().get(first(s) * units, squashed, 0, n);
    float[] a = gate[A];
    float[] f = gate[F];
    float[] o = gate[O];
    float[] i = gate[I];

    times(dh, o, spare, n);
    activation.timesDerivative(squashed, spare, n);
    add(spare, dc, n);
    times(dh, squashed, dh, n); // of o
    gateActivation.timesDerivative(o, dh, n);
    if (sees == Sees.NEW_STATE_AT_OUTPUT) {
      addTimes(peepholes[1], dh, dc, n);
      times(f, was, spare, n);
      addTimes(i, a, spare, n); // c'
      addTimes(dh, spare, peepholeGradients[1], n);
    }
    System.arraycopy(dh, 0, spare, 0, n);
    replaceGates(a, f, i, n);
    System.arraycopy(spare, 0, o, 0, n);
    for (int k = 0; k < gates; k++) {
      add(gate[k], biasGradient[k], n);
    }
    for (int k = 0; k < peepholes.length; k++) {
      if (PEEPING[k] != O || sees != Sees.NEW_STATE_AT_OUTPUT) {
        addTimes(gate[PEEPING[k]], was, peepholeGradients[k], n);
        addTimes(gate[PEEPING[k]], peepholes[k], dc, n);
      }
    }
    writeGradients(s, n);
    multiplyByRecurrent(z, s, 0, gates, 0, gates, 0, product);
    product.buffer().get(0, dh, 0, n);
  }

  /** Gradients of a, f and i in their own place; dc becomes that of c. */
  private void replaceGates(float[] a, float[] f, float[] i, int n) {
    times(dc, i, dh, n); // of a
    times(dc, a, squashed, n); // of i
    activation.timesDerivative(a, dh, n);
    gateActivation.timesDerivative(i, squashed, n);
    System.arraycopy(dh, 0, a, 0, n);
    System.arraycopy(squashed, 0, i, 0, n);
    times(dc, was, dh, n); // of f
    gateActivation.timesDerivative(f, dh, n);
    times(dc, f, dc, n);
    System.arraycopy(dh, 0, f, 0, n);
  }

  @Override
  void recurrentGradient(Span tokens, Floats gradient) {
    multiplyOver(tokens, z, 0, gates, gates, before, units, gradient, 0);
  }

  @Override
  void peepholeGradient(Floats gradient) {
    for (int k = 0; k < peepholeGradients.length; k++) {
      sumRows(peepholeGradients[k], gradient, k);
    }
  }

  @Override
  void free() {
    freeCommon();
    cellBefore.free();
    squashedCell.free();
  }
}
