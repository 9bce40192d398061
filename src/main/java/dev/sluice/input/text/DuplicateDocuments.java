package dev.sluice.input.text;

import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Warns about documents of the training part that are also in another part, token for token. */
final class DuplicateDocuments implements DocumentCheck {
  private static final double MOST = 0.01; // of a part, as of texts with a class

  @Override
  public Optional<Warning> look(DocumentParts data) {
    EncodedDocuments training = data.part(Part.TRAINING);
    Map<IntBuffer, Integer> seen = new HashMap<>(); // until the first duplicate
    for (int i = 0; i < training.size(); i++) {
      seen.putIfAbsent(IntBuffer.wrap(training.ids()[i]), i);
    }
    List<String> found = new ArrayList<>();
    for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
      EncodedDocuments documents = data.part(part);
      int count = 0;
      String first = "";
      for (int i = 0; i < documents.size(); i++) {
        int[] ids = documents.ids()[i];
        Integer twin = ids.length == 0 ? null : seen.get(IntBuffer.wrap(ids));
        if (twin != null && count++ == 0) {
          first =
              "record %s is a copy of record %s"
                  .formatted(
                      documents.frame().recordNumber(i), training.frame().recordNumber(twin));
        }
      }
      if (count > MOST * documents.size()) {
        found.add(
            "%s of %s %s texts (%s) are in the training part too (%s)"
                .formatted(
                    count,
                    documents.size(),
                    part.name().toLowerCase(Locale.ROOT),
                    Warning.percent((double) count / documents.size()),
                    first));
      }
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.DUPLICATE_ROWS_ACROSS_PARTS,
                Problem.atKey(
                    "data.split", String.join(", and ", found), "keep one copy of each text"),
                "a network can memorize them, so the scores look better than they are"));
  }
}
