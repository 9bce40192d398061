package dev.sluice.task.tags;

import dev.sluice.batch.Examples;
import dev.sluice.frame.Part;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.Warning;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for one thing that is allowed but rarely intended; docs/checks.md gives the reasons for the
 * thresholds.
 */
interface TagCheck {
  List<TagCheck> ALL = List.of(new SingleTags(), new BrokenSpans());

  Optional<Warning> look(TargetSpec.Tags target, List<String> names, Map<Part, Examples> parts);

  /** The tags of a part by index, (examples)(steps). */
  static int[][] tags(Map<Part, Examples> parts, Part part) {
    return parts.containsKey(part) ? parts.get(part).labels(TagLabels.class).tags() : new int[0][];
  }
}
