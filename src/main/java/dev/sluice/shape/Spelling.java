package dev.sluice.shape;

/**
 * How tokens are spelled for a network that reads their characters.
 *
 * @param alphabet ids of characters are 0 (none) to alphabet - 1
 * @param most characters of a token
 * @param size of a character's vector
 * @param units of the layer that reads them, in each direction
 */
public record Spelling(int alphabet, int most, int size, int units) {}
