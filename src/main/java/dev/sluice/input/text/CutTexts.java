package dev.sluice.input.text;

import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.Optional;

/** Warns about texts of the training part that are longer than the network sees. */
final class CutTexts implements TextCheck {
  private static final double MOST = 0.25; // of the texts

  @Override
  public Optional<Warning> look(TextParts data) {
    EncodedTexts training = data.part(Part.TRAINING);
    double share = (double) training.cutTexts() / training.size();
    return share <= MOST
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.TOKENS_CUT,
                Problem.atKey(
                    data.input().key() + ".max_length",
                    "%s of the training texts are longer than %s tokens, half of all are longer than %s"
                        .formatted(
                            Warning.percent(share),
                            data.input().shape().maxLength(),
                            training.lengthQuantile(0.5)),
                    "max_length: %s keeps nine of ten texts whole; or choose the part to keep: start, end or both"
                        .formatted(training.lengthQuantile(0.9))),
                "the network never sees the rest"));
  }
}
