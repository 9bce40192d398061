package dev.sluice.spec;

import java.util.Optional;

/** The `vocabulary` of a text input. */
@Doc("Which tokens get their own id: the most frequent ones of the training part.")
public record VocabularySpec(
    @Doc("The maximum number of ids, including padding (0) and unknown (1).")
        @Default("10000")
        @Range(min = 3, max = 16_777_216)
        int size,
    @Doc("Tokens that occur less often than this in the training part are unknown.")
        @Default("1")
        @Range(min = 1)
        int minCount,
    @Doc(
            "The number of additional ids for all other tokens, which share them by a hash of"
                + " their spelling (Weinberger et al. 2009). No token is then unknown, even in new"
                + " texts. For input texts only. If omitted, other tokens are unknown.")
        @Example("65536")
        @Range(min = 1, max = 16_777_216)
        Optional<Integer> hash) {
  /** Without a hash. */
  public VocabularySpec(int size, int minCount) {
    this(size, minCount, Optional.empty());
  }

  /** Stops where all others must be unknown. */
  void requireNoHash(String why) {
    if (hash.isPresent()) {
      throw new InvalidSpecException("vocabulary.hash", why, "remove it");
    }
  }
}
