package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Metrics;
import dev.sluice.report.RunStory;
import dev.sluice.run.Epoch;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.TargetSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreenfulTest {
  private static final RunStory STORY =
      new RunStory(
          "The model is better.",
          "better",
          List.of(
              "Right 75.0% of the time: 3 of 4 test rows.",
              "Always predicting 'negative' is right 50.0% of the time; bag of words 75.0%."),
          List.of(epoch(1, 0.8, 0.6), epoch(2, 0.4, 0.5), epoch(3, 0.1, 0.9)),
          Optional.of(2),
          List.of(
              new RunStory.Advice(
                  "Overfitting from epoch 3 on", List.of("--set network[1].lstm.dropout=0.3"))));

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  void fitsTheTerminalAndOneScreen(int columns) {
    String text = Screenful.of(STORY, evaluation(), columns, /* bars= */ true);

    assertThat(text.lines()).allMatch(line -> TextTable.cells(line) <= columns);
    assertThat(text.lines().count()).isLessThanOrEqualTo(24);
    assertThat(text.replace('\n', ' '))
        .contains("Right 75.0% of the time", "accuracy", "majority", "Overfitting from epoch 3 on")
        .contains("--set network[1].lstm.dropout=0.3", "epoch 2 of 3 was kept");
  }

  @Test
  void drawsBothLossesOnOneScale() {
    String text = Screenful.of(STORY, evaluation(), 80, /* bars= */ true);

    // of 0.1 to 0.9: 0.8 is the eighth bar, 0.4 the fourth, 0.1 the first, 0.6 and 0.5 the sixth,
    // fifth
    assertThat(text)
        .contains("training loss    \u2588\u2584\u2581  0.8000 to 0.1000\n")
        .contains(
            "validation loss  \u2586\u2585\u2588  0.6000 to 0.9000, lowest 0.5000 in epoch 2\n");
  }

  @Test
  void saysThatTheStartWasKept() {
    RunStory kept =
        new RunStory(
            "The model is better.",
            "better",
            List.of(),
            List.of(epoch(0, 0.3, 0.2), epoch(1, 0.8, 0.6), epoch(2, 0.4, 0.5)),
            Optional.of(0),
            List.of());

    assertThat(Screenful.of(kept, evaluation(), 80, /* bars= */ true))
        .contains("0.2000 to 0.5000, lowest 0.2000 in epoch 0\n")
        .contains("the start was kept: none of 2 epochs was better");
  }

  @Test
  void numbersDoWhereATerminalHasNoBars() {
    String text = Screenful.of(STORY, evaluation(), 80, /* bars= */ false);

    assertThat(text).contains("training loss    0.8000 to 0.1000\n").isASCII();
  }

  @Test
  void aLongTrainingHasTheMeansOfNeighbours() {
    List<Double> falling = IntStream.range(0, 1000).mapToObj(i -> 1000.0 - i).toList();

    assertThat(Sparkline.of(falling, 8, 0, 1000))
        .isEqualTo("\u2588\u2587\u2586\u2585\u2584\u2583\u2582\u2581");
    assertThat(Sparkline.of(List.of(Double.NaN, 1.0), 8, 1, 1)).isEqualTo(" \u2581");
  }

  private static Epoch epoch(int number, double training, double validation) {
    return new Epoch(
        number, training, Map.of("loss", validation), Optional.empty(), 1, number == 2);
  }

  private static Evaluation evaluation() {
    List<String> classes = List.of("negative", "positive");
    int[] actual = {0, 1, 0, 1};
    ClassPredictions model =
        new ClassPredictions(
            classes, actual, new double[][] {{0.9, 0.1}, {0.2, 0.8}, {0.7, 0.3}, {0.6, 0.4}});
    ClassPredictions majority =
        new ClassPredictions(
            classes, actual, new double[][] {{0.5, 0.5}, {0.5, 0.5}, {0.5, 0.5}, {0.5, 0.5}});
    BaselineSpec baseline = new BaselineSpec.Majority();
    EvaluationPlan plan =
        new EvaluationPlan(
            Metrics.fitting(new TargetSpec.ClassTarget("class", Optional.empty())),
            List.of(baseline),
            Optional.empty(),
            Optional.empty());
    return Evaluation.of(
        plan, model, Map.of(baseline, new BaselineOutcome.Predicted(majority, Optional.empty())));
  }
}
