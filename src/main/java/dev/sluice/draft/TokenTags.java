package dev.sluice.draft;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A tagger for files with a token per line.
 *
 * @param columns that may be the target
 * @param usual the default target
 */
record TokenTags(TableDraft table, List<String> columns, String usual) {
  private static final Set<String> NO_TAG = Set.of("_", "*", "");

  Drafted drafted(String words) {
    Wishes wishes = table.wishes();
    if (!wishes.allow(TagsDraft.TASK) || wishes.targets().size() > 1) {
      throw table.question(
          wishes.targets().size() > 1
              ? "a token has one tag: name one --target"
              : "a file with a token per line is for target 'tags', not for '%s'"
                  .formatted(wishes.task().orElseThrow()),
          List.of(),
          "leave out the options about another task");
    }
    ColumnProfile target =
        table.named(wishes.targets().stream().findFirst().orElse(usual), "--target");
    Set<String> tags = target.written().keySet();
    if (NO_TAG.containsAll(tags)) {
      throw table.question(
          "column '%s' has no tags: %s".formatted(target.name(), TableDraft.describe(target)),
          columns.stream()
              .filter(name -> !NO_TAG.containsAll(table.named(name, "--target").written().keySet()))
              .filter(name -> !name.equals(target.name()))
              .map(name -> wishes.withTarget(name).answered())
              .toList(),
          "");
    }
    return new Drafted(
        table.beginning(
                "A tag for each word: '%s' of '%s'"
                    .formatted(Yaml.comment(target.name()), Yaml.comment(words)))
            + TaggerText.of(
                table.wishes().effort(),
                words,
                Optional.empty(),
                target.name(),
                tags,
                "whole sentences, drawn at random"),
        Optional.empty());
  }
}
