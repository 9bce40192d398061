package dev.sluice.task.classes;

import dev.sluice.evaluate.Temperature;
import dev.sluice.task.Explained;
import java.util.List;
import java.util.Optional;

/**
 * The log-odds of a class, ln p - ln(1 - p): unlike p they do not saturate near 0 and 1. With a
 * {@link LinearPath} they are those of the combination, and a temperature divides them.
 */
record ClassOdds(
    List<String> answers, Optional<LinearPath> linear, Optional<Temperature> temperature)
    implements Explained {
  @Override
  public OfText of(int answer, List<String> tokens) {
    double[][] worth =
        linear.map(path -> path.words().byToken(tokens)).orElseGet(() -> new double[0][]);
    return (logits, shares) -> at(answer, logits, shares, worth);
  }

  /**
   * @param worth contributions of tokens to the linear path, (rows of its weights)(tokens); empty
   *     without one
   */
  private Point at(int answer, float[] logits, double[] shares, double[][] worth) {
    int classes = answers.size();
    double cooled = 1 / temperature.map(Temperature::value).orElse(1.0);
    double weight = cooled * linear.map(LinearPath::ofNetwork).orElse(1.0);
    double ofWords = cooled * linear.map(LinearPath::ofWords).orElse(0.0);
    double[] scores = new double[classes]; // up to a constant that all classes share
    for (int k = 0; k < logits.length; k++) {
      scores[classes - logits.length + k] = weight * logits[k];
    }
    double[] chances = new double[worth.length]; // of the rows of the linear path
    for (int r = 0; r < worth.length; r++) {
      double[] row = linear.orElseThrow().words().weights()[r];
      double logit = row[row.length - 1];
      for (int t = 0; t < shares.length; t++) {
        logit += shares[t] * worth[r][t];
      }
      chances[r] = 1 / (1 + Math.exp(-logit));
      // of two classes there is one row, and the logit is the difference of the two logarithms
      scores[classes - worth.length + r] +=
          ofWords * (worth.length == 1 ? logit : -Math.log1p(Math.exp(-logit)));
    }
    double[] byScore = new double[classes];
    double value = scores[answer] - othersOf(answer, scores, byScore);
    float[] slopes = new float[logits.length];
    for (int k = 0; k < slopes.length; k++) {
      slopes[k] = (float) (weight * byScore[classes - slopes.length + k]);
    }
    double[] ofTokens = new double[shares.length];
    for (int r = 0; r < worth.length; r++) {
      double slope =
          byScore[classes - worth.length + r] * ofWords * (worth.length == 1 ? 1 : 1 - chances[r]);
      for (int t = 0; t < ofTokens.length; t++) {
        ofTokens[t] += slope * worth[r][t];
      }
    }
    return new Point(value, slopes, ofTokens);
  }

  /**
   * The logarithm of the sum of the exponentials of the other classes' scores.
   *
   * @param byScore receives the derivatives of the log-odds with respect to the scores
   */
  private static double othersOf(int answer, double[] scores, double[] byScore) {
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < scores.length; k++) {
      most = k == answer ? most : Math.max(most, scores[k]);
    }
    double sum = 0;
    for (int k = 0; k < scores.length; k++) {
      sum += k == answer ? 0 : Math.exp(scores[k] - most);
    }
    for (int k = 0; k < scores.length; k++) {
      byScore[k] = k == answer ? 1 : -Math.exp(scores[k] - most) / sum;
    }
    return most + Math.log(sum);
  }
}
