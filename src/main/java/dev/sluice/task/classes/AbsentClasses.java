package dev.sluice.task.classes;

import dev.sluice.batch.Examples;
import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Warns about classes of the training part that do not occur in validation or test. */
final class AbsentClasses implements ClassCheck {
  private static final int LISTED = 5;

  @Override
  public Optional<Warning> look(FittedClasses target, Map<Part, Examples> parts) {
    List<String> classes = target.names();
    List<String> found = new ArrayList<>();
    for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
      Examples examples = parts.get(part);
      boolean[] present = new boolean[classes.size()];
      Arrays.stream(FittedClasses.indexes(examples)).forEach(label -> present[label] = true);
      List<String> absent = new ArrayList<>();
      for (int c = 0; c < present.length; c++) {
        if (!present[c]) {
          absent.add(classes.get(c));
        }
      }
      if (examples.size() > 0 && !absent.isEmpty()) {
        found.add(
            "%s has no %s of %s of %s classes: %s%s"
                .formatted(
                    ClassCheck.nameOf(part),
                    examples.frame().noun(),
                    absent.size(),
                    classes.size(),
                    absent.stream()
                        .limit(LISTED)
                        .map("'%s'"::formatted)
                        .collect(Collectors.joining(", ")),
                    absent.size() > LISTED ? ", ..." : ""));
      }
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.CLASS_ABSENT_FROM_PART,
                Problem.atKey(
                    "data.split",
                    String.join(", and ", found),
                    "make the part larger, shuffle the rows, or collect more %ss of the class"
                        .formatted(parts.get(Part.TRAINING).frame().noun())),
                "the scores of that part do not cover these classes"));
  }
}
