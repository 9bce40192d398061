package dev.sluice.input.text;

import dev.sluice.spec.Warning;
import java.util.List;
import java.util.Optional;

/**
 * Looks for one thing in the texts of a language model that is allowed but rarely intended;
 * docs/checks.md gives the reasons for the thresholds.
 */
interface DocumentCheck {
  List<DocumentCheck> ALL = List.of(new DuplicateDocuments(), new RareCharacters());

  Optional<Warning> look(DocumentParts data);
}
