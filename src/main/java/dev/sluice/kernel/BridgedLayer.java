package dev.sluice.kernel;

/**
 * A recurrent layer of a decoder, and the dense layer that computes its initial state from what an
 * encoder gives: h = tanh(W v + b), and in the same way the cell of an LSTM. Not re-entrant.
 */
final class BridgedLayer {
  final Cell cell;
  final Dense bridge;
  final RecurrentKernel recurrent;
  private final int inputs;

  /**
   * @param inputs numbers of the encoder, for each row
   * @param threads the most that it may use
   */
  BridgedLayer(Cell cell, int inputs, int threads) {
    this.cell = cell;
    this.inputs = inputs;
    bridge = new Dense(inputs, Decoder.Form.parts(cell) * cell.units(), Squash.TANH, threads);
    recurrent = new RecurrentKernel(cell, threads);
  }

  /** Zeros. */
  State state(int rows) {
    return new State(
        Floats.of((long) rows * cell.units()),
        Decoder.Form.parts(cell) == 2 ? Floats.of((long) rows * cell.units()) : null);
  }

  /**
   * The initial state.
   *
   * @param vectors (rows, inputs)
   */
  State initial(Floats vectors, int rows) {
    float[] made = bridge.forward(vectors, rows);
    State state = state(rows);
    int units = cell.units();
    for (int r = 0; r < rows; r++) {
      int at = r * bridge.width();
      state.output().buffer().put(r * units, made, at, units);
      if (state.cell() != null) {
        state.cell().buffer().put(r * units, made, at + units, units);
      }
    }
    return state;
  }

  /**
   * Gradients of the last {@link #initial}.
   *
   * @param gradient of the initial state
   * @param ofWeights overwritten, as ofBias
   * @return (rows, inputs)
   */
  Floats backward(State gradient, int rows, Floats ofWeights, Floats ofBias) {
    float[] dy = new float[rows * bridge.width()];
    int units = cell.units();
    for (int r = 0; r < rows; r++) {
      int at = r * bridge.width();
      gradient.output().buffer().get(r * units, dy, at, units);
      if (gradient.cell() != null) {
        gradient.cell().buffer().get(r * units, dy, at + units, units);
      }
    }
    Floats ofInputs = Floats.of((long) rows * inputs);
    bridge.backward(dy, rows, ofWeights, ofBias, ofInputs);
    return ofInputs;
  }
}
