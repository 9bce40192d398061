package dev.sluice.task.tags;

import dev.sluice.batch.Examples;
import dev.sluice.frame.Part;
import dev.sluice.frame.StepFrame;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.Warning;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Warns about tags I- that follow neither B- nor I- of their type. */
final class BrokenSpans implements TagCheck {
  @Override
  public Optional<Warning> look(
      TargetSpec.Tags target, List<String> names, Map<Part, Examples> parts) {
    if (target.scheme() != TargetSpec.Tags.Scheme.IOB2) {
      return Optional.empty();
    }
    int broken = 0;
    int all = 0;
    String first = "";
    for (Map.Entry<Part, Examples> part : parts.entrySet()) {
      int[][] tags = TagCheck.tags(parts, part.getKey());
      for (int i = 0; i < tags.length; i++) {
        for (int t = 0; t < tags[i].length; t++) {
          String tag = names.get(tags[i][t]);
          if (!tag.startsWith("I-")) {
            continue;
          }
          all++;
          String before = t == 0 ? "" : names.get(tags[i][t - 1]);
          if (before.isEmpty()
              || before.equals("O")
              || !before.substring(2).equals(tag.substring(2))) {
            if (broken++ == 0) {
              first =
                  "'%s' in line %s"
                      .formatted(tag, part.getValue().frame().as(StepFrame.class).line(i, t));
            }
          }
        }
      }
    }
    return broken == 0
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.BROKEN_SPANS,
                Problem.atKey(
                    "data.target.tags.scheme",
                    "%s of %s tags I- follow neither B- nor I- of their type, such as %s"
                        .formatted(broken, all, first),
                    "start each span with B-; if all spans start with I-, the file is in IOB1:"
                        + " convert it, or remove scheme: iob2"),
                "such a span counts from its first I- tag, and a crf never predicts one"));
  }
}
