package dev.sluice.kernel;

/**
 * What a recurrent layer computes at a step. In the formulas x is the input of the step, h and c
 * are the state before it, act is {@link #activation} and rec the activation of the gates; W and R
 * are the input and recurrent weights, each gate a block of rows.
 */
public sealed interface Cell {
  /** The number of inputs per step. */
  int inputs();

  /** The number of outputs per step, which is the size of each part of the state. */
  int units();

  /** The activation of the candidate and, in an LSTM, of the cell's output. */
  Squash activation();

  /** The number of blocks of rows in W and R. */
  int gates();

  /** The number of blocks of units in the bias. */
  default int biases() {
    return gates();
  }

  /** The number of blocks of units in the peephole weights. */
  default int peepholes() {
    return 0;
  }

  /** h' = act(W x + R h + b), Elman 1990. */
  record SimpleRnn(int inputs, int units, Squash activation) implements Cell {
    @Override
    public int gates() {
      return 1;
    }
  }

  /**
   * Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000; blocks a, f, o, i, as
   * DL4J has them:
   *
   * <pre>
   *   [a f o i] = W x + R h + b
   *   c' = rec(f) c + rec(i) act(a)
   *   h' = rec(o) act(c')
   * </pre>
   *
   * @param sees what the gates see of the cell state
   */
  record Lstm(int inputs, int units, Squash activation, Squash gateActivation, Sees sees)
      implements Cell {
    /** Peepholes: each gate adds its weights times a cell state, unit by unit. */
    public enum Sees {
      NOTHING(0),
      /** f and i see c, o sees c' (Graves 2013, equations 7 to 10). Weights f, o, i. */
      NEW_STATE_AT_OUTPUT(3),
      /** f, o and i see c. Weights f, o, i. */
      STATE_BEFORE(3),
      /** f, o, i and the candidate a see c. Weights f, o, i, a. */
      STATE_BEFORE_ALSO_CANDIDATE(4);

      private final int blocks;

      Sees(int blocks) {
        this.blocks = blocks;
      }
    }

    @Override
    public int gates() {
      return 4;
    }

    @Override
    public int peepholes() {
      return sees.blocks;
    }
  }

  /**
   * Cho et al. 2014; blocks r, u, c:
   *
   * <pre>
   *   r = rec(W_r x + R_r h + b_r),  u = rec(W_u x + R_u h + b_u)
   *   c = act(W_c x + b_c + r (R_c h + d))     resetAfter, as Keras and PyTorch do
   *   c = act(W_c x + b_c + R_c (r h))         else, as in the paper
   *   h' = u h + (1 - u) c
   * </pre>
   *
   * @param resetAfter with it the bias has a fourth block, d
   */
  record Gru(int inputs, int units, Squash activation, Squash gateActivation, boolean resetAfter)
      implements Cell {
    @Override
    public int gates() {
      return 3;
    }

    @Override
    public int biases() {
      return resetAfter ? 4 : 3;
    }
  }
}
