package dev.sluice.evaluate;

import java.util.List;

/**
 * chrF (Popović 2015) of a corpus with one reference for each text, as sacreBLEU computes it by
 * default: n-grams of 1 to 6 characters without white space, recall weighted twice as much as
 * precision, 0 to 100.
 */
final class CharacterF {
  static final int ORDERS = 6;
  private static final double BETA_SQUARED = 4;

  private CharacterF() {}

  static NgramCounts counts(String predicted, String actual) {
    NgramCounts counts = NgramCounts.of(characters(predicted), characters(actual), ORDERS);
    for (int n = 0; n < ORDERS; n++) {
      if (counts.actual()[n] == 0) {
        counts.predicted()[n] = 0; // orders that have no n-grams do not count
      }
    }
    return counts;
  }

  private static List<String> characters(String text) {
    return text.codePoints()
        .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c) && c != 0x85)
        .mapToObj(Character::toString)
        .toList();
  }

  /** Computed from the summed counts of all texts. */
  static double score(NgramCounts counts) {
    double precision = 0;
    double recall = 0;
    int orders = 0;
    for (int n = 0; n < ORDERS; n++) {
      if (counts.predicted()[n] > 0 && counts.actual()[n] > 0) {
        precision += counts.common()[n] / counts.predicted()[n];
        recall += counts.common()[n] / counts.actual()[n];
        orders++;
      }
    }
    return precision + recall == 0
        ? 0
        : 100
            * (1 + BETA_SQUARED)
            * (precision / orders)
            * (recall / orders)
            / (BETA_SQUARED * precision / orders + recall / orders);
  }
}
