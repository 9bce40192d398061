package dev.sluice.batch;

/**
 * Texts that are read continuously, token by token, to learn which token comes next; numbered from
 * 0. The first token of each is predicted from {@link #BORDER}.
 */
public interface Documents {
  /** The id that stands before the first token of a document and after its last one. */
  int BORDER = 0;

  /** The ids as (documents)(tokens); do not modify. */
  int[][] ids();

  /** Whether each document is complete, so that its end is predicted too. */
  boolean ended();

  /** The number of tokens predicted in a document, including its end if that is predicted. */
  default int predictions(int document) {
    return ids()[document].length + (ended() ? 1 : 0);
  }

  /**
   * How many of these stand at its begin and are only read, so that nothing is learned from them.
   */
  default int onlyRead(int document) {
    return 0;
  }

  /** How many of all documents are learned from. */
  default long learned() {
    long sum = 0;
    for (int i = 0; i < ids().length; i++) {
      sum += predictions(i) - onlyRead(i);
    }
    return sum;
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
