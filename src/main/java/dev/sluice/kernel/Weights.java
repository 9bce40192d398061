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
public record Weights(Floats input, Floats recurrent, Floats bias, Floats peepholes) {}
