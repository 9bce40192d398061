package dev.sluice.kernel;

/**
 * The operations of {@link LstmLoop} for the usual LSTM, with tanh and the logistic function and
 * without peepholes, in a few loops instead of a dozen, with identical results: the backward pass,
 * and the forward pass of one row.
 */
interface LstmGates {

  /**
   * Recurrent weights of all gates as {@link #sums} reads them.
   *
   * @param recurrent (4 * units, units), row by row
   */
  float[] together(float[] recurrent, int units);

  /**
   * What the gates of one row are the activations of: W x + R h of each, from 0 on, width apart; of
   * the units from..to.
   *
   * @param together the recurrent weights
   * @param h (width)
   * @param ofInput W x + b of each gate, (4)(.., width) from at on
   * @param z (4 * width), overwritten
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
      float[] z,
      int width,
      int from,
      int to);

  /**
   * The cell state of one row, of the units from..to.
   *
   * @param z (4 * width), the activations of candidate, forget, output and input gate
   * @param c (width), becomes f c + i a
   * @param copy (width), overwritten with the same
   */
  void cell(float[] z, float[] c, float[] copy, int width, int from, int to);

  /**
   * Turns the activations of a step into the gradients of what they are the activations of. Arrays
   * of tokens are read and written from at on, the last two from 0 on.
   *
   * @param a the candidate's activation; f, o and i those of the gates
   * @param squashed tanh of the new cell state
   * @param cellBefore the cell state before the step
   * @param dh gradient of the output
   * @param dc gradient of the new cell state, replaced by that of the one before
   * @param n how many numbers, a multiple of {@link Gemm#lanes}
   */
  void backward(
      float[] a,
      float[] f,
      float[] o,
      float[] i,
      float[] squashed,
      float[] cellBefore,
      int at,
      float[] dh,
      float[] dc,
      int n);
}
