package dev.sluice.task.text;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Texts;
import dev.sluice.frame.NormalForm;
import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Warns about pairs in which both texts are the same. */
final class CopiedPairs implements PairCheck {
  private static final double MOST = 0.25; // of the training part

  @Override
  public Optional<Warning> look(FittedTextTarget target, Map<Part, Examples> parts) {
    Examples training = parts.get(Part.TRAINING);
    Texts sources = training.input().texts().orElseThrow();
    List<String> written = target.written(training);
    int same = 0;
    for (int i = 0; i < written.size(); i++) {
      same += form(sources.text(i)).equals(form(written.get(i))) ? 1 : 0;
    }
    return same <= MOST * written.size()
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.COPIED_PAIRS,
                Problem.atKey(
                    target.key() + ".column",
                    "%s of the training texts are the same in source and target"
                        .formatted(Warning.percent((double) same / written.size())),
                    "check whether the target column is the right one; leave out pairs that were"
                        + " not translated"),
                "the network learns to copy instead of translating"));
  }

  private static String form(String text) {
    return NormalForm.NFC.of(text).strip();
  }
}
