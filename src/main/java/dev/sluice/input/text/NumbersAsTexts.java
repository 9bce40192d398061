package dev.sluice.input.text;

import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Warns about texts that are numbers: a network treats each as a word, without an order of size.
 */
final class NumbersAsTexts implements TextCheck {
  private static final double MOST = 0.9; // of the texts
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9][0-9., ]*([eE][+-]?[0-9]+)?");

  @Override
  public Optional<Warning> look(TextParts data) {
    EncodedTexts training = data.part(Part.TRAINING);
    List<String> numbers =
        IntStream.range(0, training.size())
            .mapToObj(i -> training.text(i).strip())
            .filter(text -> NUMBER.matcher(text).matches())
            .toList();
    return numbers.size() <= MOST * training.size()
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.NUMBERS_AS_TEXTS,
                Problem.atKey(
                    data.input().key() + ".column",
                    "%s of the training texts are numbers, such as '%s'"
                        .formatted(
                            Warning.percent((double) numbers.size() / training.size()),
                            numbers.get(0)),
                    "choose a column of texts; for numbers use the input sequence or series, for"
                        + " token ids the input ids"),
                "each number is read as a word, without its value"));
  }
}
