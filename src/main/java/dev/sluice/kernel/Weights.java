package dev.sluice.kernel;

/**
 * The weights of a layer, or their gradients. Blocks of rows, of the bias and of the peepholes
 * stand in the order that the {@link Cell} names them in.
 *
 * @param input (gates * units, inputs), row by row; DL4J's W, which stands column by column
 * @param recurrent (gates * units, units), row by row
 * @param bias (biases * units)
 * @param peepholes (peepholes * units); empty where the cell has none
 */
public record Weights(Floats input, Floats recurrent, Floats bias, Floats peepholes) {
  static Weights reserved(Cell cell) {
    long rows = (long) cell.gates() * cell.units();
    return new Weights(
        Floats.of(rows * cell.inputs()),
        Floats.of(rows * cell.units()),
        Floats.of((long) cell.biases() * cell.units()),
        Floats.of((long) cell.peepholes() * cell.units()));
  }

  void free() {
    input.free();
    recurrent.free();
    bias.free();
    peepholes.free();
  }
}
