package dev.sluice.input.text;

import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.Optional;

/**
 * Warns about a vocabulary of all training tokens: the vector of 'unknown' keeps its random initial
 * value.
 */
final class UntrainedUnknown implements TextCheck {
  private static final double LEAST =
      0.001; // of the tokens elsewhere: below this, it hardly matters

  @Override
  public Optional<Warning> look(TextParts data) {
    EncodedTexts training = data.part(Part.TRAINING);
    EncodedTexts validation = data.part(Part.VALIDATION);
    EncodedTexts test = data.part(Part.TEST);
    long unknown = validation.unknownTokens() + test.unknownTokens();
    long kept = validation.keptTokens() + test.keptTokens();
    return training.unknownTokens() > 0 || training.emptyTexts() > 0 || unknown <= LEAST * kept
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.VOCABULARY_TOO_LARGE,
                Problem.atKey(
                    data.input().vocabularyKey(),
                    "all tokens of the training part are in the vocabulary (%s), and %s of those of validation and test are unknown"
                        .formatted(
                            data.input().shape().vocabularySize(),
                            Warning.percent((double) unknown / kept)),
                    "set min_count: 2 or a smaller size, or embedding: {word_dropout: 0.01}"),
                "the training never sees 'unknown', so its vector, and its effect on new texts,"
                    + " stays random"));
  }
}
