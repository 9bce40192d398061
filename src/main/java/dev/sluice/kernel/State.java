package dev.sluice.kernel;

/**
 * The state of a layer at the beginning or end of each sequence, or its gradient.
 *
 * @param output (batch, units), h
 * @param cell (batch, units), c; or null if the cell has none; in a gradient, null also means
 *     zeros, and in the last state that it is not needed
 */
public record State(Floats output, Floats cell) {}
