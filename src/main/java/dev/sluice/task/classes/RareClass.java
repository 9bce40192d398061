package dev.sluice.task.classes;

import dev.sluice.batch.Examples;
import dev.sluice.frame.Part;
import dev.sluice.frame.TableFrame;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Warns if the rarest class of the training part is much rarer than the most frequent one. */
final class RareClass implements ClassCheck {
  private static final int MOST_TIMES = 10;

  @Override
  public Optional<Warning> look(FittedClasses target, Map<Part, Examples> parts) {
    List<String> classes = target.names();
    int[] counts = ClassCheck.rows(target, List.of(parts.get(Part.TRAINING)));
    TableFrame training = parts.get(Part.TRAINING).frame().as(TableFrame.class);
    int most = 0;
    int least = 0;
    for (int c = 1; c < counts.length; c++) {
      most = counts[c] > counts[most] ? c : most;
      least = counts[c] < counts[least] ? c : least;
    }
    if (counts[most] < (long) MOST_TIMES * counts[least]) {
      return Optional.empty();
    }
    double share = 1 - (double) counts[least] / training.size();
    return Optional.of(
        new Warning(
            Check.CLASS_IMBALANCE,
            Problem.atKey(
                "data.target.class.column",
                "the training part has %s of class '%s' and %s of '%s', 1 to %s"
                    .formatted(
                        training.counted(counts[least]),
                        classes.get(least),
                        counts[most],
                        classes.get(most),
                        Math.round((double) counts[most] / counts[least])),
                "look at f1 or at the recall of each class, not only at accuracy; collect more %ss"
                        .formatted(training.noun())
                    + " of the rare class"
                    + (counts[least] == 1 && isFirst(parts.get(Part.TRAINING), least)
                        ? ";\nif its row, the first of the file, is a header: leave out column_names"
                        : "")),
            "a model that never predicts '%s' still has an accuracy of %s"
                .formatted(classes.get(least), Warning.percent(share))));
  }

  /** Whether a class is that of the first record of its source. */
  private static boolean isFirst(Examples training, int label) {
    int[] labels = FittedClasses.indexes(training);
    TableFrame frame = training.frame().as(TableFrame.class);
    return IntStream.range(0, labels.length)
        .anyMatch(example -> labels[example] == label && frame.recordNumber(example) == 1);
  }
}
