package dev.sluice.kernel;

/** {@link Cell.SimpleRnn}. */
final class SimpleRnnLoop extends CellLoop {
  private final Squash activation;

  SimpleRnnLoop(Cell.SimpleRnn cell) {
    super(cell, false);
    activation = cell.activation();
  }

  @Override
  void prepare(int tokens, int most) {}

  @Override
  void forwardStep(int s, int n) {
    readGatesWithRecurrent(s, n);
    activation.apply(gate[0], n);
    System.arraycopy(gate[0], 0, h, 0, n);
    if (keeps) {
      keepGates(s, n);
    }
  }

  @Override
  void backwardStep(int s, int n) {
    loadGates(s, n);
    activation.timesDerivative(gate[0], dh, n);
    System.arraycopy(dh, 0, gate[0], 0, n);
    add(dh, biasGradient[0], n);
    writeGradients(s, n);
    multiplyByRecurrent(z, s, 0, 1, 0, 1, 0, product);
    product.buffer().get(0, dh, 0, n);
  }

  @Override
  void recurrentGradient(Span tokens, Floats gradient) {
    multiplyOver(tokens, z, 0, 1, 1, before, units, gradient, 0);
  }

  @Override
  void peepholeGradient(Floats gradient) {}

  @Override
  void free() {
    freeCommon();
  }
}
