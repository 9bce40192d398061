package dev.sluice.kernel;

/**
 * A layer that can read sequences chunk by chunk: all chunks are read once from the first to the
 * last, and, for gradients, once more from the last to the first, when it is known what follows
 * each.
 */
public interface Chunked {
  /** From now on each pass is one chunk of the same sequences; the next one is the first. */
  void begin();

  /**
   * The next pass repeats a chunk that was read, and its backward pass follows.
   *
   * @param chunk from the last, down to 0
   */
  void again(int chunk);

  /** From now on each pass is of whole sequences. */
  void end();
}
