package dev.sluice.network;

/**
 * How long examples are cut into chunks.
 *
 * @param steps the most of a chunk
 * @param columns numbers of an example after its steps, which every chunk includes
 */
record Chunks(int steps, int columns) {
  /** The number of steps of examples, the last axis of their features. */
  int stepsOf(long lastAxis) {
    return (int) lastAxis - columns;
  }

  /** The features of some of the steps. */
  Signal.Features between(Signal.Features all, int from, int to) {
    int[] shape = all.shape().clone();
    int whole = shape[shape.length - 1];
    shape[shape.length - 1] = to - from + columns;
    return new Signal.Features(
        rows(all.values(), whole, from, to, columns),
        shape,
        all.mask().map(mask -> rows(mask, stepsOf(whole), from, to, 0)));
  }

  /** Numbers from..to of each row, then its last ones. */
  private static float[] rows(float[] rows, int whole, int from, int to, int last) {
    int width = to - from + last;
    float[] part = new float[rows.length / whole * width];
    for (int row = 0; row < rows.length / whole; row++) {
      System.arraycopy(rows, row * whole + from, part, row * width, to - from);
      System.arraycopy(rows, (row + 1) * whole - last, part, (row + 1) * width - last, last);
    }
    return part;
  }
}
