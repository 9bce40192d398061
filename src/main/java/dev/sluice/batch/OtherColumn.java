package dev.sluice.batch;

/**
 * A column that is read beside a text.
 *
 * @param average its numbers of the average row of the training part, as many as the network reads
 *     of each row
 */
public record OtherColumn(String name, float[] average) {}
