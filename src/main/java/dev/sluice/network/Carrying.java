package dev.sluice.network;

/** A layer that can go on, in training, from the state that the batch before left. */
interface Carrying {
  /**
   * From now on, each training pass goes on from the state that the one before left.
   *
   * @param begins (batch) rows of the next batch that begin a sequence, from a state of zeros; all
   *     if the batch has another size than the one before
   */
  void carry(boolean[] begins);
}
