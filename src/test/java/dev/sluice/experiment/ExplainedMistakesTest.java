package dev.sluice.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.config.ConfigReader;
import dev.sluice.predict.Explainer;
import dev.sluice.predict.TextExplanation;
import dev.sluice.run.ExplainedText;
import dev.sluice.run.Explanations;
import dev.sluice.run.Results;
import dev.sluice.run.RunFolder;
import dev.sluice.run.TestScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainedMistakesTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String CLASSES = "text: {column: words} | class: {column: kind}";

  @TempDir private Path folder;

  /** One text in six has the other class: a mistake for a model that knows the words. */
  private void write(int fillers) throws IOException {
    Random random = new Random(1);
    List<String> rows = new ArrayList<>(List.of("words,kind,size"));
    for (int i = 0; i < 120; i++) {
      boolean fine = i % 2 == 0;
      StringBuilder text = new StringBuilder(fine ? "fine" : "dull");
      random.ints(fillers, 0, 9).forEach(w -> text.append(" w").append(w));
      rows.add("%s,%s,%s".formatted(text, fine == (i % 6 > 0) ? "good" : "bad", i % 5));
    }
    Files.write(folder.resolve("rows.csv"), rows);
  }

  private RunFolder train(String inputAndTarget, String training) {
    String[] parts = inputAndTarget.split("\\|");
    Experiment experiment =
        Experiment.of(
            ConfigReader.parse(
                """
                name: explained
                data:
                  source: {csv: {path: rows.csv}}
                  split: {validation: {share: 0.2}, test: {share: 0.3}}
                  input: {%s}
                  target: {%s}
                network: [{embedding: {size: 4}}, {pooling: {method: mean}}]
                training: {epochs: 20, batch_size: 4, optimizer: {adam: {learning_rate: 0.02}}%s}
                """
                    .formatted(parts[0], parts[1], training),
                "explained.yaml",
                folder,
                List.of()));
    RunFolder run = RunFolder.createAt(folder.resolve("run"));
    RunRecord.begin(run, experiment, List.of(), NOW).end(experiment, experiment.train(), () -> NOW);
    return run;
  }

  private static Explanations explanations(RunFolder run) {
    return Explanations.read(run.explanations()).orElseThrow();
  }

  @Test
  void theWorstMistakesAreExplainedAsTheCommandDoes() throws IOException {
    write(4);
    RunFolder run = train(CLASSES, "");

    List<Explanations.Mistake> explained = explanations(run).mistakes();
    List<TestScores.Mistake> worst =
        Results.read(run.results()).orElseThrow().test().orElseThrow().mistakes();

    assertThat(explained).hasSize(5);
    assertThat(explained.stream().map(Explanations.Mistake::row))
        .isEqualTo(worst.stream().limit(5).map(TestScores.Mistake::row).toList());
    try (Explainer explainer = Explainer.load(run.path())) {
      for (int i = 0; i < explained.size(); i++) {
        ExplainedText why = explained.get(i).why();
        TextExplanation asked = explainer.explain(worst.get(i).text().orElseThrow());
        assertThat(explained.get(i).actual()).isEqualTo(worst.get(i).actual());
        assertThat(why.explained()).isEqualTo(worst.get(i).prediction());
        assertThat(why.completenessError().orElseThrow())
            .isLessThan(0.01 * Math.abs(why.logOdds() - why.withoutWords()));
        assertThat(why.tokens().get(0).token()).isIn("fine", "dull");
        assertThat(why.tokens().stream().map(ExplainedText.Token::attribution))
            .isEqualTo(asked.recorded().tokens().stream().map(t -> t.attribution()).toList());
        assertThat(why.probability()).isCloseTo(worst.get(i).pPrediction(), within(1e-6));
      }
    }
    assertThat(Files.readString(run.report())).contains("The words behind the worst mistakes");
  }

  @Test
  void columnsBesideTheTextAreAmongTheReasons() throws IOException {
    write(4);
    RunFolder run =
        train("text: {column: words, features: {numbers: [size]}} | class: {column: kind}", "");

    ExplainedText why = explanations(run).mistakes().get(0).why();

    assertThat(why.columns()).hasSize(1);
    assertThat(why.columns().get(0).column()).isEqualTo("size");
    assertThat(Files.readString(run.report())).contains("other columns, unchanged: size = ");
  }

  @Test
  void longTextsAreLeftOutAndTheReportSaysSo() throws IOException {
    write(1000);
    RunFolder run = train(CLASSES, "");

    assertThat(explanations(run).mistakes()).isEmpty();
    assertThat(explanations(run).leftOut())
        .contains("Without 5 texts of more than 1000 tokens; sluice explain has no such limit");
    assertThat(Files.readString(run.report()))
        .contains("<p class=\"note\">Without 5 texts of more");
  }

  @Test
  void anAverageOfNetworksIsNotExplained() throws IOException {
    write(4);
    RunFolder run = train(CLASSES, ", ensemble: {seeds: 2}");

    assertThat(explanations(run))
        .isEqualTo(
            new Explanations(List.of(), Optional.of("An average of networks cannot be explained")));
  }

  @Test
  void whatHasNoWordsHasNoSuchFile() throws IOException {
    write(4);

    assertThat(train("text: {column: words} | number: {columns: [size]}", "").explanations())
        .doesNotExist();
  }
}
