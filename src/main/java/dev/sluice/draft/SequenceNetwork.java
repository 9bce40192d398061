package dev.sluice.draft;

/** The network that reads sequences of numbers, and its training. */
final class SequenceNetwork {
  private static final int FEW_ROWS = 1_000;

  private SequenceNetwork() {}

  /**
   * @param sequences how many there are
   */
  static String text(Effort effort, int sequences) {
    return switch (effort) {
      case FAST ->
          "# --fast: a small layer in one direction, and a fifth of the usual epochs\n"
              + "network:\n"
              + "  - gru: {units: 16}\n"
              + Drafts.line("  - pooling: {method: mean}", "the important steps may be anywhere")
              + Drafts.training(20, 16, "0.01", 5);
      case USUAL -> usual(sequences);
      case BEST ->
          "# --best: up to three times the usual time\n" + usual(sequences) + Drafts.ensemble();
    };
  }

  private static String usual(int sequences) {
    return "network:\n"
        + Drafts.line(
            "  - bidirectional: {layer: {gru: {units: %s}}}"
                .formatted(sequences < FEW_ROWS ? 32 : 64),
            "reads in both directions")
        + Drafts.line("  - pooling: {method: mean}", "the important steps may be anywhere")
        + Drafts.training(100, 16, "0.005", 20);
  }
}
