package dev.sluice.task.classes;

import dev.sluice.batch.Examples;
import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Warns about classes that are what programs write where a row has no class. */
final class MissingAsClass implements ClassCheck {
  private static final Set<String> MARKERS =
      Set.of("nan", "null", "na", "n/a", "#n/a", "<na>", "nat"); // none may well be a class

  @Override
  public Optional<Warning> look(FittedClasses target, Map<Part, Examples> parts) {
    List<String> classes = target.names();
    int[] found =
        IntStream.range(0, classes.size())
            .filter(c -> MARKERS.contains(classes.get(c).strip().toLowerCase(Locale.ROOT)))
            .toArray();
    if (found.length == 0) {
      return Optional.empty();
    }
    int[] rows = ClassCheck.rows(target, parts.values());
    String shown =
        Arrays.stream(found)
            .mapToObj(c -> ClassCheck.counted(classes.get(c), rows[c], parts.get(Part.TRAINING)))
            .collect(Collectors.joining(" and "));
    return Optional.of(
        new Warning(
            Check.MISSING_AS_CLASS,
            Problem.atKey(
                "data.target.class.column",
                "%s %s a class, and may mean that the class is missing"
                    .formatted(shown, found.length == 1 ? "is" : "are each"),
                "leave them out, or write their class, if it is missing there"),
            "the network is trained to predict it, and all scores count it"));
  }
}
