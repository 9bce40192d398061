package dev.sluice.network;

/** A layer that, in training, can continue from the state that the previous batch left. */
interface Carrying {
  /**
   * From now on, each training pass continues from the state that the previous one left.
   *
   * @param begins (batch) rows of the next batch that begin a sequence, from a state of zeros; all
   *     if the batch differs in size from the one before
   */
  void carry(boolean[] begins);
}
