package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import java.util.Optional;

/** A number for each text: the user names a column of numbers, and rows have texts but no time. */
final class NumberDraft implements TableTask {
  static final String TASK = "number";

  @Override
  public Optional<String> draft(TableDraft table) {
    Wishes wishes = table.wishes();
    boolean texts = wishes.text().isPresent() || !table.of(Kind.TEXT).isEmpty();
    if (!wishes.allow(TASK) || wishes.targets().size() != 1 || !texts) {
      return Optional.empty();
    }
    ColumnProfile target = table.named(wishes.targets().get(0), "--target");
    boolean meant =
        wishes.name(TASK)
            || target.is(Kind.NUMBER)
                && !target.mayBeClass()
                && wishes.time().isEmpty()
                && table.of(Kind.TIME).isEmpty();
    if (!meant) {
      return Optional.empty();
    }
    return Optional.of(
        new TextDraft(table, NumberLabel.of(table, target), table.textColumns(target)).text());
  }
}
