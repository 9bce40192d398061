package dev.sluice.kernel;

/**
 * The state of a layer at the begin or end of each sequence, or its gradient.
 *
 * @param output (batch, units), h
 * @param cell (batch, units), c; empty where the cell has none
 */
public record State(Floats output, Floats cell) {}
