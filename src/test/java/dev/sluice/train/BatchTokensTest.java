package dev.sluice.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.config.ConfigReader;
import dev.sluice.experiment.Experiment;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchTokensTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeTexts() throws IOException {
    List<String> rows = new ArrayList<>(List.of("text,label,other"));
    for (int i = 0; i < 40; i++) {
      String words = (i % 2 == 0 ? "fine" : "awful") + " word".repeat(i % 9);
      rows.add(words + "," + (i % 2 == 0 ? "good" : "bad") + "," + words + " and more");
    }
    Files.write(folder.resolve("texts.csv"), rows);
  }

  private Experiment experiment(String training, String... overrides) {
    return Experiment.of(
        ConfigReader.parse(
            """
            name: toy
            data:
              source: {csv: {path: texts.csv}}
              split: {validation: {share: 0.25}}
              input: {text: {column: text, max_length: 8}}
              target: {class: {column: label}}
            network: [{embedding: {size: 3}}, {lstm: {units: 3}}]
            training: {epochs: 3, %s}
            """
                .formatted(training),
            "toy.yaml",
            folder,
            List.of(overrides)));
  }

  @Test
  void anEpochHasAsManyStepsAsItSaysAndShowsEachTextOnce() {
    Experiment toy = experiment("batch_size: 16, batch_tokens: 20");
    List<Integer> sizes = new ArrayList<>();

    TrainedNetwork trained =
        toy.train(
            new Progress() {
              @Override
              public void batchTrained(int epoch, int examples, double loss) {
                if (epoch == 2) {
                  sizes.add(examples);
                }
              }
            },
            () -> false,
            Optional.empty());

    assertThat(trained.ending()).isEqualTo(Ending.COMPLETED);
    assertThat(sizes.stream().mapToInt(i -> i).sum()).isEqualTo(30);
    assertThat(sizes).anyMatch(size -> size > 4).allMatch(size -> size <= 16);
  }

  @Test
  void aResumedTrainingGivesTheSameBits() {
    Experiment toy = experiment("batch_size: 16, batch_tokens: 20, schedule: {cosine: {}}");
    Checkpoints checkpoints = new Checkpoints(folder.resolve("checkpoints"));

    toy.train(Progress.NONE, after(14), Optional.of(checkpoints));
    assertThat(checkpoints.lastEpoch()).isBetween(1, 2);
    TrainedNetwork resumed = toy.train(Progress.NONE, () -> false, Optional.of(checkpoints));

    assertThat(resumed.network().parameters().toBytes())
        .isEqualTo(toy.train().network().parameters().toBytes());
  }

  @Test
  void validationScoresAreThoseOfBatchesOfExamples() {
    String still = "optimizer: {sgd: {learning_rate: 1e-12}}, batch_size: 16";

    EpochScores byTokens = experiment(still + ", batch_tokens: 20").train().epochs().get(0);
    EpochScores byExamples = experiment(still).train().epochs().get(0);

    assertThat(byTokens.validation().get("loss"))
        .isEqualTo(byExamples.validation().get("loss"), within(1e-9));
    assertThat(byTokens.validation().get("accuracy"))
        .isEqualTo(byExamples.validation().get("accuracy"));
  }

  @Test
  void aTextLongerThanABatchIsRefused() {
    assertThatThrownBy(() -> experiment("batch_size: 16, batch_tokens: 7"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            toy.yaml:8:53: training.batch_tokens: one example has 8 steps, more than the 7 of a batch
                raise it to at least 8, or set a smaller max_length of the input""");
  }

  @Test
  void theLongerOfBothTextsOfAPairCounts() {
    String network =
        "network={encoder: [{embedding: {size: 3}}, {lstm: {units: 3}}], decoder: [{embedding:"
            + " {size: 3}}, {lstm: {units: 3}}]}";

    assertThatThrownBy(
            () ->
                experiment(
                    "batch_size: 16, batch_tokens: 9",
                    "data.target={text: {column: other, max_length: 12}}",
                    network))
        .hasMessageContaining("one example has 12 steps, more than the 9 of a batch");
  }

  @Test
  void aBudgetThatBoundsNoBatchIsRefused() {
    assertThatThrownBy(() -> experiment("batch_size: 16, batch_tokens: 128"))
        .hasMessage(
            """
            toy.yaml:8:53: training.batch_tokens: has no effect: 16 examples of at most 8 steps are 128
                raise batch_size, set batch_tokens below 128, or remove it""");
  }

  @Test
  void examplesOfOneLengthHaveABatchSizeOnly() {
    assertThatThrownBy(
            () ->
                experiment(
                    "batch_size: 16, batch_tokens: 24",
                    "data.input.text={column: text, max_length: 8, mask: false}"))
        .hasMessage(
            """
            toy.yaml:8:53: training.batch_tokens: all examples have 8 steps, so batch_size alone limits a batch
                remove it, or set batch_size: 3""");
  }

  @Test
  void languageModelsAreBoundedByTheirSegments() {
    assertThatThrownBy(
            () ->
                experiment(
                    "batch_size: 16, batch_tokens: 24",
                    "data.input={text: {column: text}}",
                    "data.target={next: {}}"))
        .hasMessageContaining("a language model always trains on 16 texts of 100 tokens at a time");
  }

  private static BooleanSupplier after(int batches) {
    AtomicInteger asked = new AtomicInteger();
    return () -> asked.incrementAndGet() > batches;
  }
}
