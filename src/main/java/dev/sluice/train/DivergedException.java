package dev.sluice.train;

/** The loss or the weights are no longer finite; the message says where, and what to try. */
final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(String message) {
    super(message);
  }
}
