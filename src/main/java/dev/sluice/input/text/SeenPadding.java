package dev.sluice.input.text;

import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.Optional;
import java.util.stream.IntStream;

/** Warns about padding that the network sees because it is not masked. */
final class SeenPadding implements TextCheck {
  private static final double MOST = 0.5; // of the steps

  @Override
  public Optional<Warning> look(TextParts data) {
    EncodedTexts training = data.part(Part.TRAINING);
    int most = data.input().shape().maxLength();
    long seen = IntStream.range(0, training.size()).mapToLong(i -> training.ids(i).length).sum();
    double share = 1 - (double) seen / ((double) most * training.size());
    return data.input().shape().seenPadding().isEmpty() || share <= MOST
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.UNMASKED_PADDING,
                Problem.atKey(
                    data.input().key() + ".mask",
                    "on average, %s of the %s steps of a training text are padding"
                        .formatted(Warning.percent(share), most),
                    "remove mask: false, or set max_length: %s, which keeps nine of ten texts whole"
                        .formatted(training.lengthQuantile(0.9))),
                "the network reads more padding than text, and its predictions depend on it"));
  }
}
