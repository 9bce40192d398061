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
   * @param alignment one entry for each token of the text; empty if the model has no attention
   * @param logProbability ln p of the whole text
   * @param score by which texts were compared: ln p, divided by the penalty of their length
   */
  public record Candidate(
      String text, List<Aligned> alignment, double logProbability, double score) {
    public Candidate {
      alignment = List.copyOf(alignment);
    }
  }

  /**
   * A token that was written, and the token of the source at which the model looked most.
   *
   * @param source empty if the model looked at padding
   * @param position of the source's token among those that the model reads, from 0
   * @param weight its share of the attention, 0 to 1
   */
  public record Aligned(String token, String source, int position, double weight) {}
}
