package dev.sluice.task.labels;

import dev.sluice.task.Prediction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The labels of one example.
 *
 * @param labels those whose probability reaches their threshold, in the order of the model; none,
 *     one or several
 * @param probabilities by label, in the order of the model; each by itself between 0 and 1
 */
public record LabelPrediction(List<String> labels, Map<String, Double> probabilities)
    implements Prediction {
  public LabelPrediction {
    labels = List.copyOf(labels);
    probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
  }

  /**
   * @throws IllegalArgumentException if the model has no such label
   */
  public double probability(String label) {
    Double probability = probabilities.get(label);
    if (probability == null) {
      throw new IllegalArgumentException(
          "no label '%s' among %s".formatted(label, probabilities.keySet()));
    }
    return probability;
  }
}
