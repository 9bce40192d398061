package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import java.util.List;
import java.util.Optional;

/** Numbers for each text: the user names columns of numbers, and rows have texts but no time. */
final class NumberDraft implements TableTask {
  static final String TASK = "number";

  @Override
  public Optional<String> draft(TableDraft table) {
    Wishes wishes = table.wishes();
    boolean texts = wishes.text().isPresent() || !table.of(Kind.TEXT).isEmpty();
    if (!wishes.allow(TASK) || wishes.targets().isEmpty() || !texts) {
      return Optional.empty();
    }
    List<ColumnProfile> targets =
        wishes.targets().stream().map(name -> table.named(name, "--target")).toList();
    boolean several = targets.size() > 1; // of which none is a class
    boolean meant =
        wishes.name(TASK)
            || wishes.time().isEmpty()
                && table.of(Kind.TIME).isEmpty()
                && targets.stream().allMatch(t -> t.is(Kind.NUMBER))
                && (several || !targets.get(0).mayBeClass());
    if (!meant) {
      return Optional.empty();
    }
    List<ColumnProfile> read = table.textColumns(targets);
    return Optional.of(new TextDraft(table, NumberLabel.of(table, targets), read).text());
  }
}
