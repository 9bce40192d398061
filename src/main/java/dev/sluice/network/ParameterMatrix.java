package dev.sluice.network;

/**
 * A parameter of a layer, copied.
 *
 * @param values (rows, columns), row by row
 */
public record ParameterMatrix(int rows, int columns, float[] values) {}
