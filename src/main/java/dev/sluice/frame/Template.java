package dev.sluice.frame;

import dev.sluice.source.Table;

/**
 * Rows that become the input of a prediction once their empty cells are filled in.
 *
 * @param toFillIn what is to be filled in, such as "'price' in 2 rows (2024-06-01 to 2024-06-02)"
 */
public record Template(Table rows, String toFillIn) {}
