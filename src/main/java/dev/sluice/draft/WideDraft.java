package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import dev.sluice.problem.YamlWord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A class or a number for sequences, each a row with a numbered column for each step. */
final class WideDraft implements TableTask {
  private static final int MOST_LEVELS = 256; // of a pixel; as many whole numbers are measured
  private static final int FEWEST = 2; // where the user has said the task
  private static final Pattern CHANNEL = Pattern.compile("(.*?)_?(\\d+)_(\\d+)"); // x_0_2: step 0
  private static final Pattern STEP = Pattern.compile("(.*\\D|)(\\d+)");

  @Override
  public Optional<String> draft(TableDraft table) {
    Wishes wishes = table.wishes();
    boolean said = wishes.name("class") || wishes.name("number");
    if (!said && wishes.task().isPresent()
        || wishes.targets().size() > 1
        || wishes.text().isPresent()
        || wishes.time().isPresent()
        || !table.of(Kind.TEXT).isEmpty()) {
      return Optional.empty();
    }
    Map<String, List<ColumnProfile>> channels = channels(table);
    List<ColumnProfile> steps = channels.values().stream().flatMap(List::stream).toList();
    if (steps.size() < (said ? FEWEST : TableDraft.WIDE)) {
      return Optional.empty();
    }
    return Label.of(table, steps).map(label -> text(table, channels, label));
  }

  /** Token ids that fill a column each are not numbers of which one is larger than another. */
  @Override
  public Optional<String> note(TableDraft table) {
    List<ColumnProfile> steps = channels(table).values().stream().flatMap(List::stream).toList();
    return values(steps).allMatch(value -> value.matches("\\d{1,9}"))
            && values(steps).distinct().limit(MOST_LEVELS + 1).count() > MOST_LEVELS
        ? Optional.of(
            "all steps are whole numbers: if they are token ids, write those of a row into one"
                + " column, with spaces between them and without padding, such as '17 4 220'")
        : Optional.empty();
  }

  private static Stream<String> values(List<ColumnProfile> steps) {
    return steps.stream().flatMap(column -> column.values().keySet().stream());
  }

  /** The columns of each channel by their numbers, if all channels have the same numbers. */
  private static Map<String, List<ColumnProfile>> channels(TableDraft table) {
    List<ColumnProfile> numbers =
        table.columns().stream()
            .filter(column -> column.holdsNumbers() && !WidePanel.isDate(column.name()))
            .toList();
    boolean both =
        numbers.stream().filter(c -> CHANNEL.matcher(c.name()).matches()).count() * 2
            > numbers.size();
    Map<String, TreeMap<Integer, ColumnProfile>> found = new LinkedHashMap<>();
    for (ColumnProfile column : numbers) {
      Matcher name = (both ? CHANNEL : STEP).matcher(column.name());
      if (name.matches() && name.group(2).length() < 9) {
        found
            .computeIfAbsent(
                both ? name.group(1) + name.group(3) : name.group(1), stem -> new TreeMap<>())
            .put(Integer.valueOf(name.group(2)), column);
      }
    }
    int most = found.values().stream().mapToInt(Map::size).max().orElse(0);
    found.values().removeIf(steps -> steps.size() < most); // such as a label named like a step
    boolean runs =
        found.values().stream()
                .allMatch(steps -> steps.lastKey() - steps.firstKey() == steps.size() - 1)
            && found.values().stream().map(TreeMap::keySet).distinct().count() == 1;
    Map<String, List<ColumnProfile>> channels = new LinkedHashMap<>();
    if (runs && most > 1) {
      found.forEach((stem, steps) -> channels.put(stem, new ArrayList<>(steps.values())));
    }
    return channels;
  }

  private static String text(
      TableDraft table, Map<String, List<ColumnProfile>> channels, Label label) {
    int steps = channels.values().iterator().next().size();
    return table.beginning(
            "%s of sequences of %s steps: '%s'".formatted(label.title(), steps, label.names()),
            Stream.concat(
                    channels.values().stream().flatMap(List::stream), label.numbers().stream())
                .toList())
        + table.split(label.drawn()).line()
        + "  input:\n    sequence:\n"
        + (channels.size() == 1
            ? Drafts.line(
                "      wide: {columns: %s}".formatted(columns(channels.values().iterator().next())),
                "a column for each step")
            : "      wide:  # the columns of the steps, for each channel\n        channels:\n"
                + channels.entrySet().stream()
                    .map(
                        channel ->
                            "          %s: %s\n"
                                .formatted(name(channel.getKey()), columns(channel.getValue())))
                    .collect(Collectors.joining()))
        + label.lines(0)
        + SequenceNetwork.text(table.wishes().effort(), table.table().size());
  }

  /** The stem without separators at its end, which the user's names may have. */
  private static String name(String stem) {
    String name = stem.replaceFirst("[\\s_.-]+$", "");
    return YamlWord.key(name.isEmpty() ? "channel" : name);
  }

  /** As a range if the names form one. */
  private static String columns(List<ColumnProfile> steps) {
    List<String> names = steps.stream().map(ColumnProfile::name).toList();
    Matcher first = STEP.matcher(names.get(0));
    boolean plain =
        first.matches()
            && Stream.iterate(Integer.parseInt(first.group(2)), i -> i + 1)
                .limit(names.size())
                .map(i -> first.group(1) + i)
                .toList()
                .equals(names);
    return Yaml.list(plain ? List.of(names.get(0) + ".." + names.get(names.size() - 1)) : names);
  }
}
