package dev.sluice.input.text;

import dev.sluice.spec.Warning;
import java.util.List;
import java.util.Optional;

/**
 * Looks for one thing of a language model's texts that is allowed and seldom meant; docs/checks.md
 * argues the thresholds.
 */
interface DocumentCheck {
  List<DocumentCheck> ALL = List.of(new DuplicateDocuments(), new RareCharacters());

  Optional<Warning> look(DocumentParts data);
}
