package dev.sluice.task.tags;

import dev.sluice.task.Prediction;
import java.util.List;

/**
 * The tags of one sequence of tokens.
 *
 * @param tags the most probable tag of each token; with `crf` those of the best path
 * @param probabilities of these tags, each by itself
 */
public record TagPrediction(List<String> tags, List<Double> probabilities) implements Prediction {
  public TagPrediction {
    tags = List.copyOf(tags);
    probabilities = List.copyOf(probabilities);
  }
}
