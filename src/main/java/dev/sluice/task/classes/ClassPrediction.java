package dev.sluice.task.classes;

import dev.sluice.task.Prediction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The class of one text.
 *
 * @param label the most probable class; with a threshold, the positive one from that on
 * @param probabilities by class, in the order of the model; they sum to 1
 */
public record ClassPrediction(String label, Map<String, Double> probabilities)
    implements Prediction {
  public ClassPrediction {
    probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
  }

  /**
   * @throws IllegalArgumentException if the model has no such class
   */
  public double probability(String label) {
    Double probability = probabilities.get(label);
    if (probability == null) {
      throw new IllegalArgumentException(
          "no class '%s' among %s".formatted(label, probabilities.keySet()));
    }
    return probability;
  }
}
