package dev.sluice.input.text;

import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Warns about characters that occur once in the training part; vocabularies of longer tokens are
 * skipped.
 */
final class RareCharacters implements DocumentCheck {
  private static final double MOST = 0.1; // of the vocabulary
  private static final int LISTED = 10;

  @Override
  public Optional<Warning> look(DocumentParts data) {
    Vocabulary vocabulary = data.input().vocabulary();
    boolean characters =
        vocabulary.tokens().stream()
            .allMatch(token -> token.codePointCount(0, token.length()) == 1);
    int[] counts = new int[vocabulary.size()];
    Arrays.stream(data.part(Part.TRAINING).ids())
        .flatMapToInt(Arrays::stream)
        .forEach(id -> counts[id]++);
    int[] once =
        IntStream.range(Vocabulary.FIRST_TOKEN, counts.length)
            .filter(id -> counts[id] == 1)
            .toArray();
    return !characters || once.length <= MOST * vocabulary.tokens().size()
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.RARE_CHARACTERS,
                Problem.atKey(
                    "data.input.text.vocabulary",
                    "%s of %s characters appear once in the training part: %s"
                        .formatted(
                            once.length,
                            vocabulary.tokens().size(),
                            IntStream.of(once)
                                    .limit(LISTED)
                                    .mapToObj(id -> "'" + data.input().shown(id) + "'")
                                    .collect(Collectors.joining(", "))
                                + (once.length > LISTED ? ", ..." : "")),
                    "set vocabulary: {min_count: 2}, to train the vector of unknown characters with"
                        + " them"),
                "the network cannot learn where they belong, and may write them anywhere"));
  }
}
