package dev.sluice.draft;

import java.util.Arrays;

/**
 * How many tokens the texts of the training part have, and where to cut them.
 *
 * @param sorted ascending, one at least
 */
record TokenLengths(int[] sorted) {
  private static final int SHORTEST = 5;
  private static final int LONGEST = 400; // the time of a step grows with the length

  static TokenLengths of(int[] lengths) {
    int[] sorted = lengths.clone();
    Arrays.sort(sorted);
    return new TokenLengths(sorted);
  }

  /** The mean over all texts. */
  long tokens() {
    return Arrays.stream(sorted).asLongStream().sum();
  }

  int texts() {
    return sorted.length;
  }

  int quantile(double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  private int longest() {
    return sorted[sorted.length - 1];
  }

  /** The length of the longest text, unless it is far longer than the others. */
  int most() {
    int usual = quantile(0.95);
    int wanted = longest() <= 2 * usual ? longest() : usual;
    return Math.max(SHORTEST, Math.min(LONGEST, Drafts.roundUp(wanted, SHORTEST)));
  }

  String why() {
    int most = most();
    long longer = Arrays.stream(sorted).filter(length -> length > most).count();
    return "tokens: half of these texts have up to %s, 95 %% up to %s, the longest %s; %s cut"
        .formatted(
            quantile(0.5),
            quantile(0.95),
            longest(),
            longer == 0 ? "none is" : longer == 1 ? "1 is" : longer + " are");
  }
}
