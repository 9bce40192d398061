package dev.sluice.task.classes;

import dev.sluice.batch.Examples;
import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Warns about classes that are lists of names with a separator: each combination is a class of its
 * own.
 */
final class ListsAsClasses implements ClassCheck {
  private static final List<String> SEPARATORS = List.of(",", ";", "|");
  private static final double MOST = 0.1; // of the training rows

  @Override
  public Optional<Warning> look(FittedClasses target, Map<Part, Examples> parts) {
    return SEPARATORS.stream()
        .map(separator -> look(separator, target, parts.get(Part.TRAINING)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Warning> look(String separator, FittedClasses target, Examples training) {
    List<String> classes = target.names();
    Set<String> names = new HashSet<>();
    boolean[] lists = new boolean[classes.size()];
    for (int c = 0; c < lists.length; c++) {
      List<String> parts =
          Pattern.compile(Pattern.quote(separator))
              .splitAsStream(classes.get(c).replaceAll("^\\[|]$", ""))
              .map(part -> part.strip().replaceAll("^[\"']|[\"']$", ""))
              .toList();
      lists[c] = parts.size() > 1;
      names.addAll(parts);
    }
    long rows =
        Arrays.stream(FittedClasses.indexes(training)).filter(label -> lists[label]).count();
    int example = 0;
    while (example < lists.length && !lists[example]) {
      example++;
    }
    return names.size() >= classes.size() || rows <= MOST * training.size()
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.LISTS_AS_CLASSES,
                Problem.atKey(
                    "data.target.class.column",
                    "%s classes are combinations of %s names with '%s' between them, such as '%s'"
                        .formatted(classes.size(), names.size(), separator, classes.get(example)),
                    "if a row may have several labels: target: {labels: {column: %s, separator: '%s'}}"
                        .formatted(target.column(), separator)),
                "each combination is a separate class, so the network does not learn what they have"
                    + " in common"));
  }
}
