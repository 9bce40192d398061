package dev.sluice.task.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.batch.Examples;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.run.ClassEvaluation;
import dev.sluice.run.ClassEvaluation.Areas;
import dev.sluice.run.ClassEvaluation.Averages;
import dev.sluice.run.ClassEvaluation.Bin;
import dev.sluice.run.ClassEvaluation.Slice;
import dev.sluice.run.TestScores;
import dev.sluice.spec.EvaluationSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestPartTest {
  @TempDir private Path folder;

  /** Rows of the classes, all in both parts; the text of row i is "text i". */
  private Dataset data(String... classes) throws IOException {
    List<String> rows = new ArrayList<>(List.of("text,class,part"));
    for (String part : List.of("train", "test")) {
      for (int i = 0; i < classes.length; i++) {
        rows.add("text %s,%s,%s".formatted(i, classes[i], part));
      }
    }
    Files.write(folder.resolve("rows.csv"), rows);
    return Dataset.load(
        ConfigReader.parse(
                """
                name: toy
                data:
                  source: {csv: {path: rows.csv}}
                  split: {test: {column: part, value: test}}
                  input: {text: {column: text}}
                  target: {class: {column: class}}
                network: [{embedding: {size: 2}}, {lstm: {units: 2}}]
                """,
                "toy.yaml",
                folder,
                List.of())
            .config()
            .data());
  }

  private static final EvaluationSpec NOTHING =
      new EvaluationSpec(Optional.empty(), Optional.empty());

  private static ClassEvaluation evaluation(Dataset data, float[][] outputs) {
    return evaluation(data, NOTHING, outputs);
  }

  private static ClassEvaluation evaluation(Dataset data, EvaluationSpec asked, float[][] outputs) {
    Examples test = data.examples(Part.TEST);
    FittedClasses target = (FittedClasses) data.pipeline().target();
    return target
        .evaluation(asked, data.parts(), test, target.predictions(test, outputs))
        .orElseThrow();
  }

  @Test
  void ofTwoClassesShowsCurvesAndThresholdsOfThePositiveOne() throws IOException {
    ClassEvaluation shown =
        evaluation(
            data("bad", "good", "bad", "good"), new float[][] {{0.25f}, {0.875f}, {0.5f}, {0.5f}});

    assertThat(shown.size()).isEqualTo(4);
    assertThat(shown.positive()).contains("good");
    assertThat(shown.metrics())
        .containsEntry("accuracy", 0.75)
        .containsEntry("roc_auc", 0.875) // of 4 pairs three are right, and one is a tie
        .containsEntry("brier", (0.0625 + 0.015625 + 0.25 + 0.25) / 4)
        .containsKeys("mcc", "balanced_accuracy", "average_precision", "ece", "f1_positive");
    assertThat(shown.absent()).isEmpty();
    ClassEvaluation.Curves curves = shown.curves().get(0);
    assertThat(shown.curves()).hasSize(1);
    assertThat(curves.falsePositiveRate()).containsExactly(0.0, 0.0, 0.5, 1.0);
    assertThat(curves.truePositiveRate()).containsExactly(0.0, 0.5, 1.0, 1.0);
    assertThat(curves.recall()).containsExactly(0.5, 1.0);
    assertThat(curves.precision()).containsExactly(1.0, 0.66667);
    assertThat(shown.thresholds())
        .containsExactly(
            new ClassEvaluation.Threshold(
                0.875,
                1,
                0,
                1,
                2,
                Optional.of(1.0),
                Optional.of(0.5),
                Optional.of(2 / 3.0),
                Optional.of(0.75)),
            new ClassEvaluation.Threshold(
                0.5,
                2,
                1,
                0,
                1,
                Optional.of(2 / 3.0),
                Optional.of(1.0),
                Optional.of(0.8),
                Optional.of(0.75)));
    assertThat(shown.reliability()).contains(new Bin(0.4, 0.5, 2, 0.5, 0.5));
    assertThat(shown.areas())
        .containsEntry("bad", new Areas(2, Optional.of(0.875), Optional.of(1 / 2.0 + 2 / 3.0 / 2)));
    assertThat(shown.averages().get("recall"))
        .isEqualTo(new Averages(Optional.of(0.75), Optional.of(0.75), Optional.of(0.75)));
  }

  @Test
  void listsTheMostConfidentMistakesAndTheLeastCertainRowsWithTheirText() throws IOException {
    ClassEvaluation shown =
        evaluation(
            data("bad", "good", "bad", "good"),
            new float[][] {{0.75f}, {0.125f}, {0.5f}, {0.5625f}});

    assertThat(shown.mistakes())
        .containsExactly(
            new TestScores.Mistake(6, "good", "bad", 0.125, 0.875, Optional.of("text 1")),
            new TestScores.Mistake(5, "bad", "good", 0.25, 0.75, Optional.of("text 0")));
    assertThat(shown.uncertain())
        .extracting(TestScores.Mistake::row)
        .containsExactly(7L, 8L, 5L, 6L);
  }

  @Test
  void ofManyClassesDrawsThoseWithTheMostRowsAndCountsTheFirstPlaces() throws IOException {
    String[] classes =
        IntStream.range(0, 24)
            .mapToObj(i -> "c" + (char) ('a' + Math.min(i, 11)))
            .toArray(String[]::new);
    float[][] outputs = new float[24][12];
    for (int i = 0; i < 24; i++) {
      outputs[i][Math.min(i, 11)] = 1;
    }

    ClassEvaluation shown = evaluation(data(classes), outputs);

    assertThat(shown.positive()).isEmpty();
    assertThat(shown.chosen()).contains("The 10 classes with the most rows, of 12.");
    assertThat(shown.curves()).hasSize(10).extracting("name").contains("cl").doesNotContain("ck");
    assertThat(shown.areas()).hasSize(12);
    assertThat(shown.metrics()).containsEntry("top_3", 1.0).containsEntry("top_5", 1.0);
    assertThat(shown.thresholds()).isEmpty();
    assertThat(shown.averages().get("roc_auc"))
        .isEqualTo(new Averages(Optional.of(1.0), Optional.empty(), Optional.of(1.0)));
  }

  @Test
  void scoresRowsByLengthAndByWhatColumnsHold() throws IOException {
    Dataset data = data("bad", "good", "bad", "good");
    EvaluationSpec asked =
        new EvaluationSpec(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(List.of("class")));

    ClassEvaluation shown =
        evaluation(data, asked, new float[][] {{0.25f}, {0.875f}, {0.75f}, {0.75f}});

    assertThat(shown.slices()).hasSize(2);
    assertThat(shown.slices().get(0).column()).isEmpty();
    assertThat(shown.slices().get(0).slices()) // all texts have two tokens
        .extracting(Slice::name, Slice::rows, Slice::small)
        .containsExactly(tuple("all", 4L, true));
    assertThat(shown.slices().get(1).column()).contains("class");
    assertThat(shown.slices().get(1).slices())
        .extracting(Slice::name, Slice::rows, slice -> slice.metrics().get("accuracy"))
        .containsExactly(tuple("bad", 2L, 0.5), tuple("good", 2L, 1.0));
    // no row of "bad" has the positive class
    assertThat(shown.slices().get(1).slices().get(0).metrics())
        .containsKeys("log_loss", "f1", "precision_positive")
        .doesNotContainKey("recall_positive");
  }

  @Test
  void rangesHoldAFifthOfTheTrainingRowsEachAndAnyOtherNumber() {
    NumberRanges ranges = NumberRanges.of(IntStream.rangeClosed(1, 100).asDoubleStream().toArray());

    assertThat(IntStream.range(0, ranges.count()).mapToObj(ranges::name))
        .containsExactly(
            "up to 20", "above 20 up to 40", "above 40 up to 60", "above 60 up to 80", "above 80");
    assertThat(ranges.of(20)).isZero();
    assertThat(ranges.of(20.5)).isEqualTo(1);
    assertThat(ranges.of(-9)).isZero();
    assertThat(ranges.of(1e9)).isEqualTo(4);
    assertThat(NumberRanges.of(new double[] {1, 1, 1, 1, 2}).count()).isEqualTo(2);
  }

  @Test
  void readsWhatItWrote() throws IOException {
    ClassEvaluation shown =
        evaluation(
            data("bad", "good", "bad", "good"), new float[][] {{0.25f}, {0.875f}, {0.5f}, {0.5f}});
    Path file = folder.resolve("evaluation.json");

    shown.write(file);

    assertThat(ClassEvaluation.read(file)).contains(shown);
    assertThat(ClassEvaluation.read(folder.resolve("none.json"))).isEmpty();
  }

  @Test
  void outputsThatAreNoNumbersHaveNoEvaluation() throws IOException {
    Dataset data = data("bad", "good");
    Examples test = data.examples(Part.TEST);
    FittedClasses target = (FittedClasses) data.pipeline().target();

    assertThat(
            target.evaluation(
                NOTHING,
                data.parts(),
                test,
                target.predictions(test, new float[][] {{Float.NaN}, {0}})))
        .isEmpty();
  }
}
