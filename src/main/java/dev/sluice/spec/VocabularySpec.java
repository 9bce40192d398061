package dev.sluice.spec;

import java.util.Optional;

/** The `vocabulary` of a text input. */
@Doc("Which tokens get an id of their own: the most frequent of the training part.")
public record VocabularySpec(
    @Doc("The largest number of ids, padding (0) and unknown (1) included.")
        @Default("10000")
        @Range(min = 3, max = 16_777_216)
        int size,
    @Doc("Tokens seen less often in the training part are unknown.") @Default("1") @Range(min = 1)
        int minCount,
    @Doc(
            "Further ids for all other tokens, which share them by a hash of how they are written"
                + " (Weinberger et al. 2009): none is unknown, whatever new texts hold. Of a text"
                + " that goes in. Left out: the others are unknown.")
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
