package dev.sluice.task.text;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Texts;
import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.Map;
import java.util.Optional;

/** Warns about texts to be written from an empty source. */
final class EmptySources implements PairCheck {
  @Override
  public Optional<Warning> look(FittedTextTarget target, Map<Part, Examples> parts) {
    int empty = 0;
    int all = 0;
    int first = 0;
    for (Examples examples : parts.values()) {
      Texts sources = examples.input().texts().orElseThrow();
      for (int i = 0; i < sources.size(); i++) {
        if (sources.text(i).isBlank() && empty++ == 0) {
          first = sources.recordNumber(i);
        }
      }
      all += sources.size();
    }
    return empty == 0
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.EMPTY_SOURCES,
                Problem.atKey(
                    target.key() + ".column",
                    "%s of %s texts have an empty source, first in record %s"
                        .formatted(empty, all, first),
                    "leave out such rows"),
                "the network learns to invent texts"));
  }
}
