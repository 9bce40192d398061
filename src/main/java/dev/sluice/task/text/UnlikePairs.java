package dev.sluice.task.text;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Texts;
import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Warns about pairs in which one text is far longer relative to the other than is usual in the
 * training part.
 */
final class UnlikePairs implements PairCheck {
  private static final double MOST = 0.01; // of the training part
  private static final double TIMES = 9; // as in clean-corpus-n.perl of Moses

  @Override
  public Optional<Warning> look(FittedTextTarget target, Map<Part, Examples> parts) {
    Examples training = parts.get(Part.TRAINING);
    Texts sources = training.input().texts().orElseThrow();
    List<String> written = target.written(training);
    double[] ratios = new double[written.size()]; // target tokens per source token
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = (target.length(written.get(i)) + 1.0) / (sources.tokens(i).size() + 1.0);
    }
    double[] sorted = ratios.clone();
    Arrays.sort(sorted);
    double usual = sorted[sorted.length / 2];
    int unlike = 0;
    int first = -1;
    for (int i = 0; i < ratios.length; i++) {
      if (ratios[i] > TIMES * usual || ratios[i] * TIMES < usual) {
        unlike++;
        first = first < 0 ? i : first;
      }
    }
    return unlike <= MOST * ratios.length
        ? Optional.empty()
        : Optional.of(
            new Warning(
                Check.UNLIKE_PAIRS,
                Problem.atKey(
                    target.key() + ".column",
                    "in %s of %s training pairs, one text is over 9 times as long as usual for the other, first in record %s"
                        .formatted(unlike, ratios.length, sources.recordNumber(first)),
                    "check whether the texts of a row belong together, and leave out those that do"
                        + " not"),
                "from such pairs, the network learns to invent texts"));
  }
}
