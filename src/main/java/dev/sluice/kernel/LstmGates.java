package dev.sluice.kernel;

/**
 * The backward pass through the gates of the usual LSTM, with tanh and the logistic function and
 * without peepholes: what {@link LstmLoop} does in a dozen loops, to the same bits.
 */
interface LstmGates {

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
