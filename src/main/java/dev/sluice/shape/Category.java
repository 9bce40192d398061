package dev.sluice.shape;

/**
 * A number of a step that is the id of a category, for which the network has a vector.
 *
 * @param name the column, or what else it stands for
 * @param ids 0, which is every category that is not known, to {@code ids - 1}
 * @param size numbers of its vector
 * @param otherLearned whether id 0 occurs in training; if not, its vector is the mean of the others
 */
public record Category(String name, int ids, int size, boolean otherLearned) {}
