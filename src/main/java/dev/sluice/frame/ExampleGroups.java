package dev.sluice.frame;

import dev.sluice.spec.SplitSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** Groups of examples by their value in the column that {@code split.group} names. */
public final class ExampleGroups {
  static final String KEY = "data.split.group";

  private ExampleGroups() {}

  /**
   * The examples of each group, groups in the order of their first examples; an example without a
   * value is a group by itself.
   */
  static List<int[]> of(TableFrame all, String column, IntStream examples) {
    List<List<Integer>> groups = new ArrayList<>();
    Map<String, List<Integer>> named = new LinkedHashMap<>();
    examples.forEach(
        example -> {
          String name = name(all, column, example);
          List<Integer> group = name.isEmpty() ? null : named.get(name);
          if (group == null) {
            group = new ArrayList<>();
            groups.add(group);
            if (!name.isEmpty()) {
              named.put(name, group);
            }
          }
          group.add(example);
        });
    return groups.stream().map(of -> of.stream().mapToInt(Integer::intValue).toArray()).toList();
  }

  /**
   * The group of each example, counted from 0; empty if the split names no column or the rows do
   * not have it.
   */
  public static Optional<int[]> numbers(SplitSpec split, Frame examples) {
    return split
        .group()
        .filter(column -> examples.as(TableFrame.class).table().indexOf(column) >= 0)
        .map(
            column -> {
              List<int[]> groups =
                  of(examples.as(TableFrame.class), column, IntStream.range(0, examples.size()));
              int[] numbers = new int[examples.size()];
              for (int group = 0; group < groups.size(); group++) {
                for (int example : groups.get(group)) {
                  numbers[example] = group;
                }
              }
              return numbers;
            });
  }

  /** Passes each example that belongs to a group to {@code seen}, with the name of the group. */
  static void each(TableFrame examples, String column, BiConsumer<String, Integer> seen) {
    for (int i = 0; i < examples.size(); i++) {
      String name = name(examples, column, i);
      if (!name.isEmpty()) {
        seen.accept(name, i);
      }
    }
  }

  /** As composed characters, trimmed. */
  private static String name(TableFrame examples, String column, int example) {
    return NormalForm.NFC.of(examples.value(example, examples.table().indexOf(column))).strip();
  }
}
