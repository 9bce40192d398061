package dev.sluice.shape;

/**
 * An input of a step that is the id of a category, for which the network has a vector.
 *
 * @param name the column, or what else it represents
 * @param ids 0, for every unknown category, to {@code ids - 1}
 * @param size of its vector
 * @param otherLearned whether id 0 occurs in training; if not, its vector is the mean of the others
 */
public record Category(String name, int ids, int size, boolean otherLearned) {}
