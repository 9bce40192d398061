package dev.sluice.frame;

import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.SplitSpec;
import dev.sluice.spec.Warning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Warnings about the parts of a split of rows; docs/checks.md gives the reasons for the thresholds.
 */
public final class SplitWarnings {
  private static final double LARGE = 0.5; // of all examples

  private final String column;
  private final Map<Part, ? extends TableFrame> parts;
  private final Map<String, Map<Part, Integer>> groups = new LinkedHashMap<>(); // examples
  private int examples;

  private SplitWarnings(String column, Map<Part, ? extends TableFrame> parts) {
    this.column = column;
    this.parts = parts;
    for (Part part : Part.values()) {
      if (parts.containsKey(part)) {
        examples += parts.get(part).size();
        if (parts.get(part).table().indexOf(column) >= 0) {
          ExampleGroups.each(
              parts.get(part),
              column,
              (name, i) ->
                  groups
                      .computeIfAbsent(name, n -> new LinkedHashMap<>())
                      .merge(part, 1, Integer::sum));
        }
      }
    }
  }

  /** Checks examples that {@link RowSplit} has split in this way. */
  public static List<Warning> in(SplitSpec split, Map<Part, ? extends TableFrame> parts) {
    Optional<SplitWarnings> grouped = split.group().map(column -> new SplitWarnings(column, parts));
    return Stream.of(
            UnclaimedValues.in(split, parts),
            grouped.flatMap(SplitWarnings::acrossParts),
            grouped.flatMap(SplitWarnings::large),
            grouped.flatMap(SplitWarnings::ofOne))
        .flatMap(Optional::stream)
        .toList();
  }

  /** How many groups each part has, by the part's name; empty without groups. */
  public static Optional<Map<String, Object>> groups(
      SplitSpec split, Map<Part, ? extends TableFrame> parts) {
    return split
        .group()
        .map(
            column -> {
              Map<String, Object> counts = new LinkedHashMap<>();
              parts.forEach(
                  (part, of) ->
                      counts.put(
                          part.name().toLowerCase(Locale.ROOT),
                          of.table().indexOf(column) < 0
                              ? 0
                              : ExampleGroups.of(of, column, IntStream.range(0, of.size()))
                                  .size()));
              return counts;
            });
  }

  private Optional<Warning> acrossParts() {
    List<String> torn =
        groups.entrySet().stream()
            .filter(group -> group.getValue().size() > 1)
            .map(Map.Entry::getKey)
            .toList();
    if (torn.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Warning(
            Check.GROUPS_ACROSS_PARTS,
            Problem.atKey(
                ExampleGroups.KEY,
                "%s of %s groups of column '%s' are in two parts, the first of them '%s' (%s)"
                    .formatted(
                        torn.size(),
                        groups.size(),
                        column,
                        torn.get(0),
                        String.join(
                            " and ",
                            new TreeSet<>(groups.get(torn.get(0)).keySet())
                                .stream()
                                    .map(part -> part.name().toLowerCase(Locale.ROOT))
                                    .toList())),
                "use share or rows for both parts, or separate these groups in the files or the"
                    + " column that define a part"),
            "a file or a column puts rows into a part regardless of their group"));
  }

  private Optional<Warning> large() {
    return groups.entrySet().stream()
        .filter(g -> sum(g.getValue()) > LARGE * examples)
        .findFirst()
        .map(
            group ->
                new Warning(
                    Check.GROUP_TOO_LARGE,
                    Problem.atKey(
                        ExampleGroups.KEY,
                        "'%s' has %s of %s, and cannot be divided"
                            .formatted(
                                group.getKey(),
                                sum(group.getValue()),
                                parts.get(Part.TRAINING).counted(examples)),
                        "check whether '%s' is the right column; if the value means 'no group', leave its cells empty"
                            .formatted(group.getKey())),
                    "so the other parts have few groups, and their scores say little about new"
                        + " ones"));
  }

  private static int sum(Map<Part, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private Optional<Warning> ofOne() {
    return groups.values().stream().anyMatch(counts -> sum(counts) > 1)
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.GROUPS_OF_ONE,
                Problem.atKey(
                    ExampleGroups.KEY,
                    "no value of column '%s' is in two %ss"
                        .formatted(column, parts.get(Part.TRAINING).noun()),
                    "name the column of what rows have in common, or remove it"),
                "there is nothing to keep together"));
  }
}
