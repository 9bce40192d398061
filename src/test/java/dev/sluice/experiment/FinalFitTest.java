package dev.sluice.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigReader;
import dev.sluice.config.LoadedConfig;
import dev.sluice.evaluate.Patience;
import dev.sluice.model.Bundle;
import dev.sluice.run.Json;
import dev.sluice.run.Results;
import dev.sluice.run.RunFolder;
import dev.sluice.run.RunFolder.Status;
import dev.sluice.train.Checkpoints;
import dev.sluice.train.EpochScores;
import dev.sluice.train.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FinalFitTest {
  private static final String HEADER = "day,x,shop,words,tags,other,kind";

  @TempDir private Path folder;

  @BeforeEach
  void writeData() throws IOException {
    List<String> all = new ArrayList<>(List.of(HEADER));
    for (int i = 0; i < 24; i++) {
      all.add(
          "%s,%s,%s,w%s x w%s,A B A,y w%s,%s"
              .formatted(
                  i,
                  String.format(Locale.ROOT, "%.3f", Math.sin(i)),
                  i % 2 == 0 ? "a" : "b",
                  i,
                  i % 3,
                  i % 4,
                  i / 3 % 2 == 0 ? "up" : "down"));
    }
    Files.write(folder.resolve("all.csv"), all);
    Files.write(folder.resolve("early.csv"), all.subList(0, 17));
    List<String> late = new ArrayList<>(List.of(HEADER));
    late.addAll(all.subList(17, 25));
    Files.write(folder.resolve("late.csv"), late);
    Files.writeString(folder.resolve("book.txt"), "the cat sat on the mat.\n".repeat(20));
  }

  private LoadedConfig config(
      String source,
      String rest,
      String network,
      String split,
      String training,
      String... overrides) {
    return ConfigReader.parse(
        """
        name: final
        data: {source: {%s}, split: {%s}, %s}
        network: %s
        training: {batch_size: 4, optimizer: {adam: {learning_rate: 0.01}}, %s}
        evaluation: {baselines: []}
        """
            .formatted(
                source,
                split,
                rest,
                network.startsWith("{encoder") ? network : "[" + network + "]",
                training),
        "final.yaml",
        folder,
        List.of(overrides));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "series | csv: {path: all.csv} | csv: {path: all.csv} | validation: {rows: 4}, test: {rows:"
            + " 4} | input: {series: {lookback: 3}}, target: {forecast: {columns: [x], horizon: 2}}"
            + " | {gru: {units: 2, dropout: 0.3}}",
        "series of files | csv: {path: early.csv} | csv: {path: all.csv} | validation: {rows: 4},"
            + " test: {file: late.csv} | series: {by: [shop]}, input: {series: {lookback: 2}},"
            + " target: {forecast: {columns: [x], horizon: 2}} | {gru: {units: 2}}",
        "texts | csv: {path: all.csv} | csv: {path: all.csv} | validation: {share: 0.2}, test:"
            + " {share: 0.2} | input: {text: {column: words}}, target: {class: {column: kind}} |"
            + " {embedding: {size: 2}}, {lstm: {units: 2, dropout: 0.3}}",
        "texts of files | csv: {path: early.csv} | csv: {path: all.csv}"
            + " | validation: {share: 0.2}, test: {file: late.csv}"
            + " | input: {text: {column: words}}, target: {class: {column: kind}}"
            + " | {embedding: {size: 2}}, {lstm: {units: 2}}",
        "numbers | csv: {path: all.csv} | csv: {path: all.csv} | test: {share: 0.2}"
            + " | input: {sequence: {wide: {columns: [day, x]}}}, target: {class: {column: kind}}"
            + " | {simple_rnn: {units: 2}}",
        "tags | csv: {path: all.csv} | csv: {path: all.csv} | validation: {share: 0.2}, test:"
            + " {share: 0.2} | input: {tokens: {column: words}}, target: {tags: {column: tags}} |"
            + " {embedding: {size: 2}}, {simple_rnn: {units: 2}}",
        "next | lines: {path: book.txt, documents: file} | lines: {path: book.txt, documents: file}"
            + " | validation: {share: 0.2}, test: {share: 0.2}"
            + " | input: {text: {tokenizer: {characters: {}}}}, target: {next: {}}"
            + " | {embedding: {size: 2}}, {lstm: {units: 2}}",
        "text | csv: {path: all.csv} | csv: {path: all.csv} | validation: {share: 0.2}, test:"
            + " {share: 0.2} | input: {text: {column: words}}, target: {text: {column: other}} |"
            + " {encoder: [{embedding: {size: 2}}, {gru: {units: 2}}], decoder: [{gru: {units:"
            + " 2}}]}",
      })
  void theModelThatIsKeptIsThatOfATrainingOnAllRows(
      String name, String source, String whole, String split, String rest, String network)
      throws IOException {
    LoadedConfig with = config(source, rest, network, split, "epochs: 3, final_fit: {on: all}");
    RunFolder fitted = run("fitted", with);
    RunFolder plain = run("plain", config(source, rest, network, split, "epochs: 3"));
    Results results = Results.read(fitted.results()).get();
    int epochs = results.training().keptEpoch().orElseThrow();
    RunFolder onAll = run("all", config(whole, rest, network, "", "epochs: " + epochs));

    assertThat(fitted.model().resolve("parameters.bin"))
        .hasSameBinaryContentAs(onAll.model().resolve("parameters.bin"));
    assertThat(fitted.model().resolve("pipeline.json"))
        .hasSameBinaryContentAs(onAll.model().resolve("pipeline.json"));
    assertThat(fitted.predictions()).hasSameBinaryContentAs(plain.predictions());
    assertThat(results.test().get().metrics())
        .isEqualTo(Results.read(plain.results()).get().test().get().metrics());
    assertThat(results.finalFit().get().epochs()).isEqualTo(epochs);
    Bundle.open(fitted.path()).close();
  }

  @Test
  void saysThatTheScoresAreThoseOfTheModelBefore() throws IOException {
    RunFolder run = run("run", series());

    // 24 rows, windows of 3 + 2
    String said =
        "The scores are those of the model before the final fit. The saved model was then trained"
            + " again, for 3 epochs on all 20 examples; there is no data left to score it on.";
    assertThat(Results.read(run.results()).get().finalFit().get().sentence()).isEqualTo(said);
    assertThat(Files.readString(run.report())).contains(said);
    assertThat(Json.read(run.provenance()).path("final_fit").toString())
        .isEqualTo("{\"on\":\"all\",\"epochs\":3,\"examples\":20}");
  }

  @Test
  void aStartThatWasKeptIsFittedToAllRows() throws IOException {
    String rest = "input: {series: {lookback: 3}}, target: {forecast: {columns: [x], horizon: 2}}";
    String network = "{gru: {units: 2}}, {output: {linear_skip: true, linear_start: ridge}}";
    LoadedConfig config =
        config(
            "csv: {path: all.csv}",
            rest,
            network,
            "validation: {rows: 4}, test: {rows: 4}",
            "epochs: 3, final_fit: {on: all}",
            "training.optimizer={sgd: {learning_rate: 10}}"); // steps that are much too large
    RunFolder run = run("run", config);

    Results results = Results.read(run.results()).get();
    assertThat(results.training().keptEpoch()).hasValue(0);
    assertThat(results.training().epochs()).isEqualTo(3);
    assertThat(results.training().note())
        .hasValue("The start was kept: no epoch was better than its ridge regression");
    assertThat(results.finalFit().get().sentence())
        .contains("The saved model is its starting point, fitted again on all 20 examples");
    assertThat(Files.readString(run.report())).contains("The start was kept: no epoch");
    Bundle.open(run.path()).close();
  }

  @Test
  void aFinalFitThatWasInterruptedGoesOnToTheSameBytes() throws IOException {
    RunFolder whole = run("whole", series());
    Experiment experiment = Experiment.of(series());
    RunFolder run = RunFolder.createAt(folder.resolve("interrupted"));
    Checkpoints checkpoints = new Checkpoints(run.checkpoints());
    AtomicBoolean over = new AtomicBoolean();
    Progress untilTheSecondEpoch =
        new Progress() {
          @Override
          public void epochEnded(EpochScores scores, boolean best) {
            over.set(scores.epoch() == 2);
          }
        };
    RunRecord.begin(run, experiment, List.of(), Instant.EPOCH)
        .end(
            experiment,
            experiment.train(Progress.NONE, () -> false, Optional.of(checkpoints)),
            () -> Instant.EPOCH,
            over::get,
            untilTheSecondEpoch);

    assertThat(run.status()).contains(Status.INTERRUPTED);
    try (Bundle before = Bundle.open(run.path())) {
      assertThat(before.config().training().finalFit()).isEmpty();
    }

    Experiment again = Experiment.of(RunRecord.unfinished(run));
    RunRecord.goOn(run, again)
        .end(
            again,
            again.train(Progress.NONE, () -> false, Optional.of(checkpoints)),
            () -> Instant.EPOCH,
            Patience.ENDLESS,
            Progress.NONE);

    assertThat(run.status()).contains(Status.FINISHED);
    assertThat(run.model().resolve("parameters.bin"))
        .hasSameBinaryContentAs(whole.model().resolve("parameters.bin"));
    try (Bundle kept = Bundle.open(run.path())) {
      assertThat(kept.config().training().finalFit()).isPresent();
    }
  }

  @Test
  void keepsTheIntervalsThatTheValidationPartGave() throws IOException {
    String rest =
        "input: {series: {lookback: 3}}, target: {forecast: {columns: [x], horizon: 2,"
            + " intervals: {conformal: {levels: [0.8]}}}}";
    String split = "validation: {rows: 6}, test: {rows: 4}";
    String network = "{simple_rnn: {units: 2}}";
    RunFolder scored = run("scored", config("csv: {path: all.csv}", rest, network, split, ""));
    RunFolder kept =
        run("kept", config("csv: {path: all.csv}", rest, network, split, "final_fit: {on: all}"));

    assertThat(Json.read(kept.model().resolve("pipeline.json")).path("target"))
        .isEqualTo(Json.read(scored.model().resolve("pipeline.json")).path("target"));
    assertThat(kept.model().resolve("parameters.bin").toFile())
        .hasSize(scored.model().resolve("parameters.bin").toFile().length());
  }

  @Test
  void refusesWhatCannotBeMeant() {
    assertThatThrownBy(
            () ->
                config(
                    "csv: {path: all.csv}",
                    "input: {series: {lookback: 3}}, target: {forecast: {columns: [x], horizon:"
                        + " 2}}",
                    "{gru: {units: 2}}",
                    "",
                    "final_fit: {on: all}"))
        .hasMessageContaining("training.final_fit: all rows are used for training already");
    assertThatThrownBy(
            () ->
                config(
                    "csv: {path: all.csv}",
                    "input: {series: {lookback: 3}}, target: {forecast: {columns: [x], horizon:"
                        + " 2}}",
                    "{gru: {units: 2}}",
                    "validation: {rows: 4}",
                    "schedule: {plateau: {}}, final_fit: {on: all}"))
        .hasMessageContaining(
            "training.final_fit: plateau watches the validation part, and a final fit trains on"
                + " it");
  }

  private LoadedConfig series() {
    return config(
        "csv: {path: all.csv}",
        "input: {series: {lookback: 3}}, target: {forecast: {columns: [x], horizon: 2}}",
        "{gru: {units: 2, dropout: 0.3}}",
        "test: {rows: 4}",
        "epochs: 3, final_fit: {on: all}");
  }

  private RunFolder run(String name, LoadedConfig config) {
    Experiment experiment = Experiment.of(config);
    RunFolder run = RunFolder.createAt(folder.resolve(name));
    RunRecord.begin(run, experiment, List.of(), Instant.EPOCH)
        .end(experiment, experiment.train(), () -> Instant.EPOCH);
    return run;
  }
}
