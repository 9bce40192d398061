package dev.sluice.evaluate;

import java.util.List;
import java.util.regex.Pattern;

/**
 * BLEU (Papineni et al. 2002) of a corpus with one reference for each text, as sacreBLEU (Post
 * 2018) computes it by default: tokens of `13a`, n-grams of orders 1 to 4, exponential smoothing, 0
 * to 100. Case matters.
 */
final class Bleu {
  static final int ORDERS = 4;

  private static final Pattern SIGNS = Pattern.compile("([\\{-~\\[-` -&\\(-\\+:-@/])");
  private static final Pattern AFTER_NO_DIGIT = Pattern.compile("([^0-9])([.,])");
  private static final Pattern BEFORE_NO_DIGIT = Pattern.compile("([.,])([^0-9])");
  private static final Pattern DASH = Pattern.compile("([0-9])(-)");
  private static final Pattern BLANKS = Pattern.compile("(?U)\\s+");

  private Bleu() {}

  /** The tokens of mteval-v13a. */
  static List<String> tokens(String text) {
    String line = text.replace("<skipped>", "").replace("-\n", "").replace("\n", " ");
    line =
        line.replace("&quot;", "\"")
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">");
    line = SIGNS.matcher(" " + line + " ").replaceAll(" $1 ");
    line = AFTER_NO_DIGIT.matcher(line).replaceAll("$1 $2 ");
    line = BEFORE_NO_DIGIT.matcher(line).replaceAll(" $1 $2");
    line = DASH.matcher(line).replaceAll("$1 $2 ");
    String bare = BLANKS.matcher(line).replaceAll(" ").strip();
    return bare.isEmpty() ? List.of() : List.of(bare.split(" "));
  }

  static NgramCounts counts(String predicted, String actual) {
    return NgramCounts.of(tokens(predicted), tokens(actual), ORDERS);
  }

  /** Computed from the summed counts of all texts. */
  static double score(NgramCounts counts) {
    double sumOfLogs = 0;
    double smoothing = 1;
    for (int n = 0; n < ORDERS; n++) {
      if (counts.predicted()[n] == 0 || counts.common()[0] == 0) {
        return 0;
      }
      double right = counts.common()[n];
      if (right == 0) {
        smoothing *= 2;
        right = 1 / smoothing;
      }
      sumOfLogs += Math.log(right / counts.predicted()[n]);
    }
    double lengths = counts.actual()[0] / counts.predicted()[0];
    return 100 * Math.min(1, Math.exp(1 - lengths)) * Math.exp(sumOfLogs / ORDERS);
  }
}
