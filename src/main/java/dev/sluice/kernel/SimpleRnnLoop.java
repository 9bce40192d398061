package dev.sluice.kernel;

/** {@link Cell.SimpleRnn}. */
final class SimpleRnnLoop extends CellLoop {
  private final Squash activation;

  SimpleRnnLoop(Cell.SimpleRnn cell, Gemm gemm) {
    super(cell, gemm, false);
    activation = cell.activation();
  }

  @Override
  void prepare(int tokens, int most) {}

  @Override
  void forwardStep(int s, int n) {
    addRecurrent(s, 0, 1, entering(n));
    activation.apply(math, gate[0], at(s), n);
    System.arraycopy(gate[0], at(s), h, 0, n);
  }

  @Override
  void backwardStep(int s, int n) {
    activation.toGradient(math, gate[0], at(s), dh, n);
    math.add(gate[0], at(s), biasGradient[0], 0, n);
    clear(dh, n);
    addBack(s, 0, gate[0], dh);
    drop(dh, 0, n);
  }

  @Override
  void recurrentGradient(int from, int to) {
    addOver(from, to, gate[0], before, width, gradients.recurrent[0]);
  }

  @Override
  void peepholeGradient() {}
}
