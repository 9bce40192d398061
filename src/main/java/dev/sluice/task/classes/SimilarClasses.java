package dev.sluice.task.classes;

import dev.sluice.batch.Examples;
import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Warns about classes that differ only in case, in white space, or in how a number is written. */
final class SimilarClasses implements ClassCheck {
  private static final int LISTED = 3;
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,40}(\\.\\d{0,40})?");

  @Override
  public Optional<Warning> look(FittedClasses target, Map<Part, Examples> parts) {
    List<String> classes = target.names();
    Map<String, List<Integer>> alike =
        IntStream.range(0, classes.size())
            .boxed()
            .collect(Collectors.groupingBy(c -> form(classes.get(c))));
    List<List<Integer>> groups =
        alike.values().stream()
            .filter(group -> group.size() > 1)
            .sorted((a, b) -> a.get(0) - b.get(0))
            .toList();
    if (groups.isEmpty()) {
      return Optional.empty();
    }
    int[] rows = ClassCheck.rows(target, parts.values());
    String shown =
        groups.stream()
            .limit(LISTED)
            .map(
                group ->
                    group.stream()
                        .map(
                            c ->
                                ClassCheck.counted(
                                    classes.get(c), rows[c], parts.get(Part.TRAINING)))
                        .collect(Collectors.joining(" and ")))
            .collect(Collectors.joining("; "));
    return Optional.of(
        new Warning(
            Check.SIMILAR_CLASSES,
            Problem.atKey(
                "data.target.class.column",
                "classes differ only in case, white space or how a number is written: %s%s"
                    .formatted(
                        shown,
                        groups.size() > LISTED ? "; ... (%s such)".formatted(groups.size()) : ""),
                "spell them alike if they are the same class"),
            "they are separate classes, and the network is trained to distinguish them"));
  }

  private static String form(String name) {
    String plain = name.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    return NUMBER.matcher(plain).matches()
        ? new BigDecimal(plain).stripTrailingZeros().toPlainString()
        : plain;
  }
}
