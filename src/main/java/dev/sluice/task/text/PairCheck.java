package dev.sluice.task.text;

import dev.sluice.batch.Examples;
import dev.sluice.frame.Part;
import dev.sluice.spec.Warning;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for one thing that is allowed but rarely intended; docs/checks.md gives the reasons for the
 * thresholds.
 */
interface PairCheck {
  List<PairCheck> ALL = List.of(new CopiedPairs(), new EmptySources(), new UnlikePairs());

  Optional<Warning> look(FittedTextTarget target, Map<Part, Examples> parts);
}
