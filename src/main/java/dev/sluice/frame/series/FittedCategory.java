package dev.sluice.frame.series;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.shape.Category;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The categories of one column. Their ids begin with 1, in this order; 0 stands for every other
 * category.
 *
 * @param values those that are not rare in the training part, the most frequent first
 * @param otherLearned whether others occur in training
 */
record FittedCategory(String column, List<String> values, boolean otherLearned) {
  FittedCategory {
    values = List.copyOf(values);
  }

  /** The ids of the values. */
  Map<String, Integer> ids() {
    Map<String, Integer> ids = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      ids.put(values.get(i), i + 1);
    }
    return ids;
  }

  /**
   * @param size of the vector
   */
  Category shape(int size) {
    return new Category(column, values.size() + 1, size, otherLearned);
  }

  void write(ObjectNode json) {
    values.forEach(json.putArray("values")::add);
    json.put("other_learned", otherLearned);
  }
}
