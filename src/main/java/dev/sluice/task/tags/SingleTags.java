package dev.sluice.task.tags;

import dev.sluice.batch.Examples;
import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.Warning;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Warns about tags that only one token of the training part has. */
final class SingleTags implements TagCheck {
  private static final int LISTED = 5;

  @Override
  public Optional<Warning> look(
      TargetSpec.Tags target, List<String> names, Map<Part, Examples> parts) {
    int[] counts = new int[names.size()];
    for (int[] tags : TagCheck.tags(parts, Part.TRAINING)) {
      for (int tag : tags) {
        counts[tag]++;
      }
    }
    int[] single = IntStream.range(0, counts.length).filter(tag -> counts[tag] == 1).toArray();
    return single.length == 0
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.TAG_SEEN_ONCE,
                Problem.atKey(
                    "data.target.tags.column",
                    "%s of %s tags appear once in the training part: %s"
                        .formatted(
                            single.length,
                            names.size(),
                            IntStream.of(single)
                                    .limit(LISTED)
                                    .mapToObj(tag -> "'" + names.get(tag) + "'")
                                    .collect(Collectors.joining(", "))
                                + (single.length > LISTED ? ", ..." : "")),
                    "correct it if it is a spelling error; else collect more examples, or use a"
                        + " more frequent tag"),
                "a tag cannot be learned from one token"));
  }
}
