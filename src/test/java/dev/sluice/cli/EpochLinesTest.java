package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.train.EpochScores;
import dev.sluice.train.Progress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpochLinesTest {
  private final StringWriter written = new StringWriter();
  private final PrintWriter out = new PrintWriter(written, true);

  @Test
  void writesALineForEachEpoch() {
    train(new EpochLines(out, 20, Optional.empty(), 80));

    // 19 epochs of 10 s, then 18 of (10 + 4) / 2 s
    assertThat(written.toString())
        .isEqualToNormalizingNewlines(
            """
            epoch  1/20  loss 0.6931  validation 0.6500, accuracy 0.6250  best  3 min left
            epoch  2/20  loss 0.5000  validation 0.7000, accuracy 0.6000  2 min left
            """);
  }

  @Test
  void tellsHowFarALongEpochIsAfterAMinuteThenAfterTwoAndFour() {
    AtomicLong seconds = new AtomicLong();
    Progress lines =
        new EpochLines(
            out, "epoch", 2, Optional.empty(), 80, () -> Instant.ofEpochSecond(seconds.get()));
    for (int epoch = 1; epoch <= 2; epoch++) {
      lines.epochStarted(epoch, 1000);
      for (int batch = 0; batch < 100; batch++) {
        seconds.addAndGet(10);
        lines.batchTrained(epoch, 10, 0.5);
      }
      lines.epochEnded(scores(epoch, 0.5, 0.4, 0.75, 1000), false);
    }

    // lines of the second epoch only after 16 minutes without one: 2 epochs of 1,000 s
    assertThat(written.toString())
        .isEqualToNormalizingNewlines(
            """
            epoch 1/2  loss 0.5000   6%  32 min left
            epoch 1/2  loss 0.5000  18%  30 min left
            epoch 1/2  loss 0.5000  42%  26 min left
            epoch 1/2  loss 0.5000  90%  18 min left
            epoch 1/2  loss 0.5000  validation 0.4000, accuracy 0.7500  17 min left
            epoch 2/2  loss 0.5000  96%  40 s left
            epoch 2/2  loss 0.5000  validation 0.4000, accuracy 0.7500
            """);
  }

  @Test
  void theStartSaysNothingOfTheTimeThatEpochsTake() {
    Progress lines = new EpochLines(out, 20, Optional.empty(), 80);
    lines.epochEnded(scores(0, 0.6, 0.5, 0.625, 100), true);
    train(lines);

    assertThat(written.toString())
        .isEqualToNormalizingNewlines(
            """
            epoch  0/20  loss 0.6000  validation 0.5000, accuracy 0.6250  best
            epoch  1/20  loss 0.6931  validation 0.6500, accuracy 0.6250  best  3 min left
            epoch  2/20  loss 0.5000  validation 0.7000, accuracy 0.6000  2 min left
            """);
  }

  @Test
  void showsTheMetricThatEarlyStoppingWatches() {
    EpochScores scores =
        new EpochScores(
            1, 0.5, Map.of("loss", 0.25, "mae", 2.0, "rmse", 3.0), OptionalDouble.of(0.001), 1);

    new EpochLines(out, 1, Optional.of("rmse"), 80).epochEnded(scores, true);
    new EpochBars(out, "epoch", 1, Optional.of("mae"), 80).epochEnded(scores, true);

    assertThat(written.toString())
        .contains("validation 0.2500, rmse 3.0000  best")
        .contains("validation 0.2500, mae 2.0000  best");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.25, 31.234, 99_999, 1e30})
  void linesAreNoLongerThan80Columns(double loss) {
    EpochScores scores =
        new EpochScores(
            1,
            loss,
            Map.of("loss", loss, "precision_positive", 0.5),
            OptionalDouble.empty(),
            12_345);

    new EpochLines(out, 1000, Optional.of("precision_positive"), 200).epochEnded(scores, true);
    new EpochLines(out, 10, Optional.of("precision_positive"), 200).epochEnded(scores, true);

    assertThat(written.toString().lines())
        .hasSize(2)
        .allSatisfy(
            line ->
                assertThat(line)
                    .hasSizeLessThanOrEqualTo(80)
                    .contains("precision_positive 0.5000"));
  }

  @Test
  void leavesOutWhatANarrowTerminalHasNoRoomFor() {
    train(new EpochLines(out, 20, Optional.empty(), 62));

    assertThat(written.toString().lines())
        .containsExactly(
            "epoch  1/20  loss 0.6931  validation 0.6500, accuracy 0.6250",
            "epoch  2/20  loss 0.5000  validation 0.7000, accuracy 0.6000");
  }

  @Test
  void barsLeaveTheSameLinesBehind() {
    train(new EpochBars(out, "epoch", 20, Optional.empty(), 80));

    assertThat(atLast())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("epoch  1/20  loss 0.6931"),
            line -> assertThat(line).startsWith("epoch  2/20  loss 0.5000"));
  }

  /** What a terminal shows at last: of each line, what follows its last return to the left. */
  private Stream<String> atLast() {
    return Arrays.stream(written.toString().split("\\R?\\n"))
        .map(line -> line.substring(line.lastIndexOf('\r') + 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80})
  void barsFitTheTerminal(int columns) {
    Progress bars = new EpochBars(out, "epoch", 20, Optional.empty(), columns);
    bars.epochStarted(1, 64);
    bars.batchTrained(1, 32, 0.7);
    bars.trainingEnded(); // draws the bar once more

    String last = written.toString().replaceFirst("(?s)\r *\r$", "");
    last = last.substring(last.lastIndexOf('\r') + 1);
    assertThat(last)
        .hasSizeLessThan(columns)
        .matches("epoch 1  50% +(\\[=+ +\\]  [\\d,]+/s  )?\\d+ s left  loss 0.7000 *");
    assertThat(last.contains("[==")).isEqualTo(columns == 80);
  }

  @Test
  void aBarIsRemovedWhenTheTrainingStopsWithinAnEpoch() {
    Progress bars = new EpochBars(out, "epoch", 20, Optional.empty(), 80);
    bars.epochStarted(1, 64);
    bars.batchTrained(1, 32, 0.7);

    bars.trainingEnded();

    assertThat(written.toString()).matches("(?s).*\r {10,79}\r");
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
