package dev.sluice.input.text;

import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.Optional;

/** Warns about the share of unknown tokens in texts outside of the training part. */
final class UnknownTokens implements TextCheck {
  private static final double MOST = 0.25; // of the tokens

  @Override
  public Optional<Warning> look(TextParts data) {
    EncodedTexts validation = data.part(Part.VALIDATION);
    EncodedTexts test = data.part(Part.TEST);
    long unknown = validation.unknownTokens() + test.unknownTokens();
    long kept = validation.keptTokens() + test.keptTokens();
    return unknown <= MOST * kept
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.TOKENS_UNKNOWN,
                Problem.atKey(
                    data.input().vocabularyKey(),
                    "%s of the tokens of validation and test are not in the vocabulary of %s"
                        .formatted(
                            Warning.percent((double) unknown / kept),
                            data.input().shape().vocabularySize()),
                    data.input().vocabularyAdvice()),
                "the network reads 'unknown' in place of each of them"));
  }
}
