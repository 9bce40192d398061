package dev.sluice.frame;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Cells that say whether a row has a label: 1, true or yes, and 0, false or no, in any case. */
public final class YesNo {
  private static final Set<String> YES = Set.of("1", "1.0", "true", "yes");
  private static final Set<String> NO = Set.of("0", "0.0", "false", "no");

  private YesNo() {}

  /** The answer of a cell; empty if it is neither. */
  public static Optional<Boolean> read(String cell) {
    String word = cell.strip().toLowerCase(Locale.ROOT);
    return YES.contains(word)
        ? Optional.of(true)
        : NO.contains(word) ? Optional.of(false) : Optional.empty();
  }
}
