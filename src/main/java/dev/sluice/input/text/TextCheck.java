package dev.sluice.input.text;

import dev.sluice.spec.Warning;
import java.util.List;
import java.util.Optional;

/**
 * Looks for one thing that is allowed but rarely intended; docs/checks.md gives the reasons for the
 * thresholds.
 */
interface TextCheck {
  List<TextCheck> ALL =
      List.of(
          new NumbersAsTexts(),
          new CutTexts(),
          new UnknownTokens(),
          new UntrainedUnknown(),
          new SeenPadding());

  Optional<Warning> look(TextParts data);
}
