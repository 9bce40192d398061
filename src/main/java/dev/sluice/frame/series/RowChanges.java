package dev.sluice.frame.series;

import java.util.BitSet;

/**
 * What was done to the rows of a series so that they are one step apart, each about rows of the
 * result. Never written.
 *
 * @param inserted rows that are in no file
 * @param moved rows that stood behind a row of a later time
 * @param joined rows that stand for several of one time
 * @param dropped rows of files that are in no other row, or in one that was joined
 */
record RowChanges(BitSet inserted, BitSet moved, BitSet joined, int dropped) {
  static final RowChanges NONE = new RowChanges(new BitSet(), new BitSet(), new BitSet(), 0);
}
