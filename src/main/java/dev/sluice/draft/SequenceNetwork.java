package dev.sluice.draft;

/** The network that reads sequences of numbers, and how it is trained. */
final class SequenceNetwork {
  private static final int FEW_ROWS = 1_000;

  private SequenceNetwork() {}

  /**
   * @param sequences how many there are
   */
  static String text(int sequences) {
    return "network:\n"
        + Drafts.line(
            "  - bidirectional: {layer: {gru: {units: %s}}}"
                .formatted(sequences < FEW_ROWS ? 32 : 64),
            "reads from both ends")
        + Drafts.line("  - pooling: {method: mean}", "what tells may stand at any step")
        + Drafts.training(100, 16, "0.005", 20);
  }
}
