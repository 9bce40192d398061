package dev.sluice.frame.series;

import java.util.BitSet;

/**
 * How the rows of a series were changed to make them one step apart; each refers to rows of the
 * result. Never written.
 *
 * @param inserted rows that are in no file
 * @param moved rows that came after a row of a later time
 * @param joined rows that combine several of the same time
 * @param dropped rows of files that are in no other row, or in one that was joined
 */
record RowChanges(BitSet inserted, BitSet moved, BitSet joined, int dropped) {
  static final RowChanges NONE = new RowChanges(new BitSet(), new BitSet(), new BitSet(), 0);
}
