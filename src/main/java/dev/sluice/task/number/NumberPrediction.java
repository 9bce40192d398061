package dev.sluice.task.number;

import dev.sluice.task.Prediction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The numbers of one example.
 *
 * @param values by column of the target, in its order, original units
 */
public record NumberPrediction(Map<String, Double> values) implements Prediction {
  public NumberPrediction {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * @throws IllegalArgumentException if the model does not predict this column
   */
  public double value(String column) {
    Double value = values.get(column);
    if (value == null) {
      throw new IllegalArgumentException(
          "no column '%s' among %s".formatted(column, values.keySet()));
    }
    return value;
  }
}
