package dev.sluice.task;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Texts;
import dev.sluice.frame.NormalForm;
import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Warns about texts of the training part that are also in another part, ignoring surrounding white
 * space; the columns beside them, if read, must also be equal. Empty texts are no copies.
 */
public final class DuplicateTexts {
  private static final double MOST = 0.01; // of a part: by so much they can move its accuracy

  private DuplicateTexts() {}

  public static Optional<Warning> look(Map<Part, Examples> parts) {
    Optional<Texts> texts = parts.get(Part.TRAINING).input().texts();
    if (texts.isEmpty()) {
      return Optional.empty();
    }
    Texts training = texts.get();
    Map<String, Integer> seen = new HashMap<>(); // text to its first example
    for (int i = 0; i < training.size(); i++) {
      seen.putIfAbsent(row(training, i), i);
    }
    List<String> found = new ArrayList<>();
    for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
      Texts examples = parts.get(part).input().texts().orElseThrow();
      int count = 0;
      String first = "";
      for (int i = 0; i < examples.size(); i++) {
        Integer twin = examples.text(i).isBlank() ? null : seen.get(row(examples, i));
        if (twin != null && count++ == 0) {
          first =
              "record %s is a copy of record %s"
                  .formatted(examples.recordNumber(i), training.recordNumber(twin));
        }
      }
      if (count > MOST * examples.size()) {
        found.add(
            "%s of %s %s texts (%s) are in the training part too (%s)"
                .formatted(
                    count,
                    examples.size(),
                    part.name().toLowerCase(Locale.ROOT),
                    Warning.percent((double) count / examples.size()),
                    first));
      }
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.DUPLICATE_ROWS_ACROSS_PARTS,
                Problem.atKey(
                    "data.split",
                    String.join(", and ", found),
                    "keep one copy of each text, or put all copies into the same part with"
                        + " data.split.*.column"),
                "a network can memorize them, so the scores look better than they are"));
  }

  private static String row(Texts texts, int example) {
    return Stream.concat(
            Stream.of(texts.text(example)),
            texts.otherColumns().stream().map(column -> texts.cell(example, column)))
        .map(cell -> NormalForm.NFC.of(cell).strip())
        .collect(Collectors.joining("\n"));
  }
}
