package dev.sluice.frame.series;

import dev.sluice.source.Table;
import java.util.BitSet;
import java.util.List;

/**
 * Rows in time order, one step apart.
 *
 * @param tables one after the other; rows that were inserted are copies of the row before
 * @param inserted the rows that are in no file
 */
record Timeline(List<Table> tables, TimeAxis axis, BitSet inserted) {}
