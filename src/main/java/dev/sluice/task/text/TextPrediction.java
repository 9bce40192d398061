package dev.sluice.task.text;

import dev.sluice.task.Prediction;
import java.util.List;

/**
 * The text that a model writes for another.
 *
 * @param best the texts that the search found, the best first, at most as many as the beam is wide
 */
public record TextPrediction(List<Candidate> best) implements Prediction {
  public TextPrediction {
    best = List.copyOf(best);
  }

  /** The best text. */
  public String text() {
    return best.get(0).text();
  }

  /**
   * A text that was found.
   *
   * @param logProbability ln p of the whole text
   * @param score by which texts were compared: ln p, divided by the penalty of their length
   */
  public record Candidate(String text, double logProbability, double score) {}
}
