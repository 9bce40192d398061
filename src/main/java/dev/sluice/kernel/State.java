package dev.sluice.kernel;

/**
 * The state of a layer at the begin or end of each sequence, or its gradient.
 *
 * @param output (batch, units), h
 * @param cell (batch, units), c; or null where the cell has none; as a gradient null for zeros too,
 *     and as the last state where nobody asks for it
 */
public record State(Floats output, Floats cell) {}
