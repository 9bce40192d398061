package dev.sluice.batch;

/**
 * Texts that are read on, token by token, to learn what comes next; numbered from 0. Each is
 * predicted from its begin, id {@link #BORDER}.
 */
public interface Documents {
  /** What stands before the first token of a document, and after its last. */
  int BORDER = 0;

  /** (documents)(tokens); do not write. */
  int[][] ids();

  /** Whether documents end with their last token, so that their end is predicted too. */
  boolean ended();

  /** How many tokens of a document are predicted, its end included. */
  default int predictions(int document) {
    return ids()[document].length + (ended() ? 1 : 0);
  }

  /** How many of all. */
  default long predictions() {
    long sum = 0;
    for (int i = 0; i < ids().length; i++) {
      sum += predictions(i);
    }
    return sum;
  }
}
