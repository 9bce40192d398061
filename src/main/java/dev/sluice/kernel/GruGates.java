package dev.sluice.kernel;

/**
 * The operations of {@link GruLoop} for a single row in a prediction, with results identical to its
 * loops.
 */
interface GruGates {

  /**
   * Recurrent weights of all gates as {@link #sums} reads them.
   *
   * @param recurrent (3 * units, units), row by row
   */
  float[] together(float[] recurrent, int units);

  /**
   * W x + R h of reset and update gate, and R h + d of the candidate, from 0 on, width apart; of
   * the units from..to.
   *
   * @param together the recurrent weights
   * @param h (width)
   * @param ofInput W x + b of each gate, (3)(.., width) from at on; the candidate's is not read
   * @param inner d, (width)
   * @param z (3 * width), overwritten
   * @param width units and what fills up the last vector
   * @param from a multiple of two vectors
   * @param to where they end, a multiple of two vectors or width
   */
  void sums(
      float[] together,
      int units,
      float[] h,
      float[][] ofInput,
      int at,
      float[] inner,
      float[] z,
      int width,
      int from,
      int to);
}
