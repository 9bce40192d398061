package dev.sluice.task;

import dev.sluice.batch.Examples;
import dev.sluice.frame.Part;
import dev.sluice.input.PartSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How often each label appears in the parts of the data, for summaries. */
public final class LabelCounts {
  private LabelCounts() {}

  /**
   * By name of the part, then of the label; parts without examples are left out.
   *
   * @param names of the labels, by index
   * @param labels of examples, by index, one after the other
   */
  public static Map<String, Object> byPart(
      Map<Part, Examples> parts, List<String> names, Function<Examples, int[]> labels) {
    Map<Part, Examples> there = new LinkedHashMap<>(parts);
    there.values().removeIf(examples -> examples.size() == 0);
    return PartSummary.byPart(there, examples -> counts(names, labels.apply(examples)));
  }

  private static Map<String, Object> counts(List<String> names, int[] labels) {
    int[] ofLabel = new int[names.size()];
    for (int label : labels) {
      ofLabel[label]++;
    }
    Map<String, Object> counts = new LinkedHashMap<>();
    for (int k = 0; k < ofLabel.length; k++) {
      counts.put(names.get(k), ofLabel[k]);
    }
    return counts;
  }
}
