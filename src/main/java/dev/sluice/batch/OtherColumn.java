package dev.sluice.batch;

/**
 * A column that is read in addition to a text.
 *
 * @param average its values, as the network reads them, for an average row of the training part
 */
public record OtherColumn(String name, float[] average) {}
