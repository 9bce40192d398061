package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.train.EpochScores;
import dev.sluice.train.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EpochLinesTest {
  private final StringWriter written = new StringWriter();
  private final PrintWriter out = new PrintWriter(written, true);

  @Test
  void writesALineForEachEpoch() {
    train(new EpochLines(out, 20, Optional.empty()));

    // 19 epochs of 10 s, then 18 of (10 + 4) / 2 s
    assertThat(written.toString())
        .isEqualToNormalizingNewlines(
            """
            epoch  1/20  loss 0.6931  validation loss 0.6500, accuracy 0.6250  10.0 s, at most 3:10 min left  best so far
            epoch  2/20  loss 0.5000  validation loss 0.7000, accuracy 0.6000  4.0 s, at most 2:06 min left
            """);
  }

  @Test
  void showsTheMetricThatEarlyStoppingWatches() {
    EpochScores scores =
        new EpochScores(
            1, 0.5, Map.of("loss", 0.25, "mae", 2.0, "rmse", 3.0), OptionalDouble.of(0.001), 1);

    new EpochLines(out, 1, Optional.of("rmse")).epochEnded(scores, true);
    new EpochBars(out, 1, Optional.of("mae")).epochEnded(scores, true);

    assertThat(written.toString())
        .contains("validation loss 0.2500, rmse 3.0000  1.0 s")
        .contains("validation loss 0.2500, mae 2.0000  1.0 s");
  }

  @Test
  void barsLeaveTheSameLinesBehind() {
    train(new EpochBars(out, 20, Optional.empty()));

    // What a terminal shows at last: of each line, what follows its last return to the left.
    assertThat(written.toString().split("\\R?\\n"))
        .extracting(line -> line.substring(line.lastIndexOf('\r') + 1))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("epoch  1/20  loss 0.6931"),
            line -> assertThat(line).startsWith("epoch  2/20  loss 0.5000"));
  }

  @Test
  void aBarIsRemovedWhenTheTrainingStopsWithinAnEpoch() {
    Progress bars = new EpochBars(out, 20, Optional.empty());
    bars.epochStarted(1, 64);
    bars.batchTrained(1, 32, 0.7);

    bars.trainingEnded();

    assertThat(written.toString()).endsWith("\r" + " ".repeat(79) + "\r");
  }

  private static void train(Progress progress) {
    progress.epochStarted(1, 64);
    progress.batchTrained(1, 32, 0.7);
    progress.batchTrained(1, 32, 0.6862);
    progress.epochEnded(scores(1, 0.69314, 0.65, 0.625, 10), true);
    progress.epochStarted(2, 64);
    progress.batchTrained(2, 64, 0.5);
    progress.epochEnded(scores(2, 0.5, 0.7, 0.6, 4), false);
  }

  private static EpochScores scores(
      int epoch, double loss, double validationLoss, double accuracy, double seconds) {
    Map<String, Double> validation = new LinkedHashMap<>();
    validation.put("loss", validationLoss);
    validation.put("accuracy", accuracy);
    return new EpochScores(epoch, loss, validation, OptionalDouble.of(0.001), seconds);
  }
}
