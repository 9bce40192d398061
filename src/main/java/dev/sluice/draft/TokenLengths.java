package dev.sluice.draft;

import java.util.Arrays;

/**
 * How many tokens the texts of the training part have, and where to cut them.
 *
 * @param sorted ascending, one at least
 * @param limit what is read of a text at most
 */
record TokenLengths(int[] sorted, int limit) {
  /** More is read of documents only: time and memory of a step grow with it. */
  static final int LONGEST = 400;

  private static final int SHORTEST = 5;
  private static final int LONGEST_DOCUMENT = 5_000;
  private static final int TOKENS_OF_AN_EPOCH = 10_000_000; // minutes
  private static final double MOST_CUT = 1 / 3.0; // of all tokens

  static TokenLengths of(int[] lengths) {
    int[] sorted = lengths.clone();
    Arrays.sort(sorted);
    return new TokenLengths(sorted, LONGEST);
  }

  /** The same of texts that may be read beyond {@link #LONGEST}, where that would cut most. */
  TokenLengths ofDocuments() {
    if (tokens() - read(LONGEST) <= MOST_CUT * tokens()) {
      return this;
    }
    int most = LONGEST_DOCUMENT;
    while (most > LONGEST && read(most) > TOKENS_OF_AN_EPOCH) {
      most -= 100;
    }
    return new TokenLengths(sorted, most);
  }

  /** Tokens of all texts where of each so many are read at most. */
  private long read(int most) {
    return Arrays.stream(sorted).mapToLong(length -> Math.min(length, most)).sum();
  }

  /** Whether more is read than of usual texts. */
  boolean areDocuments() {
    return most() > LONGEST;
  }

  /** Whether most texts are shorter than those that make up most of the tokens. */
  boolean vary() {
    return quantile(0.5) <= LONGEST;
  }

  /** The sum over all texts. */
  long tokens() {
    return Arrays.stream(sorted).asLongStream().sum();
  }

  int texts() {
    return sorted.length;
  }

  int quantile(double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  int longest() {
    return sorted[sorted.length - 1];
  }

  /** The length of the longest text, unless it is far longer than the others. */
  int most() {
    int usual = quantile(0.95);
    int wanted = longest() <= 2 * usual ? longest() : usual;
    return Math.max(SHORTEST, Math.min(limit, Drafts.roundUp(wanted, SHORTEST)));
  }

  String why() {
    int most = most();
    long longer = Arrays.stream(sorted).filter(length -> length > most).count();
    return "tokens: half of these texts have up to %s, 95%% up to %s, the longest %s; %s cut"
        .formatted(
            quantile(0.5),
            quantile(0.95),
            longest(),
            longer == 0 ? "none is" : longer == 1 ? "1 is" : longer + " are");
  }
}
