package dev.sluice.kernel;

/**
 * What can read sequences chunk by chunk: each is read once from the first to the last, and then,
 * for gradients, once more from the last to the first, when it is known what came behind it.
 */
public interface Chunked {
  /** From now on each pass is of a chunk of the same sequences; the next one of the first. */
  void begin();

  /**
   * The next pass is once more of a chunk that was read, and the backward pass of it follows.
   *
   * @param chunk from the last, down to 0
   */
  void again(int chunk);

  /** From now on each pass is of whole sequences. */
  void end();
}
