package dev.sluice.draft;

/** The network that reads texts for a class, labels or a number, and its training. */
final class TextNetwork {
  private static final int BATCH = 32;
  private static final int FEW_TEXTS = 1_000;
  private static final int FEW_FOR_NETWORKS = 5_000; // rows below which regularization matters most

  private final Effort effort;
  private final TokenLengths lengths;
  private final boolean characters;

  /**
   * @param characters whether the tokens are characters, not words
   */
  TextNetwork(Effort effort, TokenLengths lengths, boolean characters) {
    this.effort = effort;
    this.lengths = lengths;
    this.characters = characters;
  }

  /** The sections {@code network} and {@code training}. */
  String text() {
    return switch (effort) {
      case FAST -> fast();
      case USUAL -> usual();
      case BEST -> best();
    };
  }

  /** A fast network. Characters get a convolution: without their order they would tell nothing. */
  private String fast() {
    return "# --fast: no recurrent layer, which would be slower, and few epochs\n"
        + "network:\n"
        + Drafts.line(
            "  - embedding: {size: 64, word_dropout: 0.2}",
            "a vector for each token; a fifth is hidden in training")
        + (characters
            ? Drafts.line("  - convolution: {filters: 64, width: 5}", "groups of five characters")
            : "")
        + Drafts.line("  - pooling: {method: mean_max}", "what occurs anywhere in the text")
        + Drafts.line("  - dropout: {rate: 0.4}", "keeps a few words from deciding alone")
        + Drafts.training(10, BATCH, "0.005", 3)
        + batches(!characters);
  }

  private String usual() {
    int units = lengths.texts() < FEW_TEXTS ? 32 : 64;
    boolean few = lengths.texts() < FEW_FOR_NETWORKS;
    return "network:\n"
        + Drafts.line(
            "  - embedding: {size: %s}".formatted(units),
            "a vector for each token of the vocabulary")
        + Drafts.line(
            "  - lstm: {units: %s, dropout: %s}".formatted(units, few ? "0.4" : "0.2"),
            "%s texts to learn from are %s"
                .formatted(lengths.texts(), few ? "few: much dropout" : "many: little dropout"))
        + (lengths.areDocuments()
            ? Drafts.line("  - pooling: {method: mean_max}", "the important words may be anywhere")
            : "")
        + Drafts.training(20, BATCH, "0.002", 3)
        + batches(/* readsOn= */ true);
  }

  /**
   * What keeps batches of documents in memory.
   *
   * @param readsOn whether the layers can go on from one piece of a text to the next
   */
  private String batches(boolean readsOn) {
    int most = BATCH * TokenLengths.LONGEST;
    if (!lengths.areDocuments()) {
      return "";
    }
    if (readsOn && !lengths.vary()) {
      return Drafts.line(
          "  chunk_steps: " + TokenLengths.LONGEST,
          "most texts have more tokens: reads so many at a time, to save memory");
    }
    int longest = Math.min(lengths.longest(), lengths.most());
    return (long) Math.min(BATCH, lengths.texts()) * longest <= most
        ? ""
        : Drafts.line(
            "  batch_tokens: " + most,
            "half of the texts have up to %s tokens, the longest %s: fewer long ones at a time"
                .formatted(lengths.quantile(0.5), longest));
  }

  private String best() {
    return "# --best: up to three times the usual time\n" + usual() + Drafts.ensemble();
  }
}
