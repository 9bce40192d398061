package dev.sluice.frame;

import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.SplitSpec;
import dev.sluice.spec.Warning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Values of a column that marks parts, which no part names. One such value marks the training rows.
 * In a column with another meaning, such as a country, all values may be unclaimed.
 */
final class UnclaimedValues {
  private static final int LISTED = 5;
  private static final Set<String> TRAINING = Set.of("train", "training");
  private static final Set<String> PARTS =
      Set.of(
          "validation", "valid", "val", "dev", "test", "testing", "eval", "evaluation", "holdout");

  private UnclaimedValues() {}

  /** The rows that have a value: how many, and the first one's number. */
  private record Found(int count, int first) {}

  /** Looks for such values in rows that {@link RowSplit} has split in this way. */
  static Optional<Warning> in(SplitSpec split, Map<Part, ? extends TableFrame> parts) {
    List<String> found = new ArrayList<>();
    for (String column : columns(split)) {
      Map<String, Found> unclaimed = unclaimed(split, parts, column);
      if (!unclaimed.isEmpty()) {
        found.add(
            "column '%s': no part takes %s%s"
                .formatted(
                    column,
                    unclaimed.entrySet().stream()
                        .limit(LISTED)
                        .map(
                            value ->
                                "'%s' (%s, first in record %s)"
                                    .formatted(
                                        value.getKey(),
                                        parts.get(Part.TRAINING).counted(value.getValue().count()),
                                        value.getValue().first()))
                        .collect(Collectors.joining(", ")),
                    unclaimed.size() > LISTED ? ", ..." : ""));
      }
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.UNCLAIMED_VALUES,
                Problem.atKey(
                    "data.split",
                    String.join(", and ", found),
                    "assign the value to a part, correct it, or leave its rows out of the file"),
                "all rows that no part takes are used for training"));
  }

  private static Stream<SplitSpec.Part> specs(SplitSpec split) {
    return Stream.of(split.validation(), split.test()).flatMap(Optional::stream);
  }

  private static Set<String> columns(SplitSpec split) {
    return specs(split)
        .flatMap(part -> part.column().stream())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Map<String, Found> unclaimed(
      SplitSpec split, Map<Part, ? extends TableFrame> parts, String column) {
    Set<String> claimed =
        specs(split)
            .filter(part -> part.column().filter(column::equals).isPresent())
            .map(part -> plain(part.value().orElseThrow()))
            .collect(Collectors.toSet());
    Map<String, Found> left = left(split, parts, column);
    boolean marksParts =
        Stream.concat(claimed.stream(), left.keySet().stream().map(UnclaimedValues::plain))
            .anyMatch(value -> TRAINING.contains(value) || PARTS.contains(value));
    Optional<String> training =
        left.keySet().stream()
            .filter(value -> TRAINING.contains(plain(value)))
            .findFirst()
            .or(
                () ->
                    left.entrySet().stream()
                        .max(Comparator.comparingInt(value -> value.getValue().count()))
                        .map(Map.Entry::getKey));
    Map<String, Found> unclaimed = new LinkedHashMap<>(left);
    unclaimed
        .keySet()
        .removeIf(
            value ->
                !claimed.contains(plain(value))
                    && (!marksParts || training.filter(value::equals).isPresent()));
    return unclaimed;
  }

  /** The value of the rows that no column or file assigns to a part. */
  private static Map<String, Found> left(
      SplitSpec split, Map<Part, ? extends TableFrame> parts, String column) {
    Map<String, Found> left = new LinkedHashMap<>();
    parts.forEach(
        (part, rows) -> {
          Optional<SplitSpec.Part> taken =
              part == Part.VALIDATION
                  ? split.validation()
                  : part == Part.TEST ? split.test() : Optional.empty();
          if (taken.filter(p -> p.column().isPresent() || p.file().isPresent()).isPresent()) {
            return;
          }
          int index = rows.table().indexOf(column);
          for (int i = 0; i < rows.size(); i++) {
            left.merge(
                NormalForm.NFC.of(rows.value(i, index)),
                new Found(1, rows.recordNumber(i)),
                (a, b) -> new Found(a.count() + 1, Math.min(a.first(), b.first())));
          }
        });
    return left;
  }

  private static String plain(String value) {
    return NormalForm.NFC.of(value).strip().toLowerCase(Locale.ROOT);
  }
}
