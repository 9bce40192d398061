package dev.sluice.task.classes;

import dev.sluice.batch.Examples;
import dev.sluice.frame.Part;
import dev.sluice.frame.TableFrame;
import dev.sluice.spec.Warning;
import dev.sluice.task.DuplicateTexts;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for one thing that is allowed but rarely intended; docs/checks.md gives the reasons for the
 * thresholds.
 */
interface ClassCheck {
  List<ClassCheck> ALL =
      List.of(
          (target, parts) -> DuplicateTexts.look(parts),
          new TellingToken(),
          new ListsAsClasses(),
          new RareClass(),
          new SimilarClasses(),
          new MissingAsClass(),
          new AbsentClasses());

  Optional<Warning> look(FittedClasses target, Map<Part, Examples> parts);

  /** The number of rows of each class in these parts. */
  static int[] rows(FittedClasses target, Collection<Examples> parts) {
    int[] rows = new int[target.names().size()];
    for (Examples part : parts) {
      for (int label : FittedClasses.indexes(part)) {
        rows[label]++;
      }
    }
    return rows;
  }

  /** As in {@code 'spam' (1 row)}. */
  static String counted(String name, int rows, Examples of) {
    return "'%s' (%s)".formatted(name, of.frame().as(TableFrame.class).counted(rows));
  }

  static String nameOf(Part part) {
    return part.name().toLowerCase(Locale.ROOT);
  }
}
