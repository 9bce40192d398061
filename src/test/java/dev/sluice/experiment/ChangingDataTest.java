package dev.sluice.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigReader;
import dev.sluice.config.LoadedConfig;
import dev.sluice.problem.UserException;
import dev.sluice.run.DataFile;
import dev.sluice.run.Json;
import dev.sluice.run.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program writes to the data between the reading and the training. */
class ChangingDataTest {
  @TempDir Path folder;
  private Path data;
  private LoadedConfig config;
  private RunFolder run;

  @BeforeEach
  void aConfigOfItsOwnData() throws IOException {
    data = Files.copy(Path.of("data/airline-passengers.csv"), folder.resolve("data.csv"));
    config =
        ConfigReader.read(
            Path.of("config/airline.yaml"), List.of("data.source={csv: {path: '" + data + "'}}"));
    run = RunFolder.createAt(folder.resolve("run"));
  }

  @Test
  void aRunThatBeginsNotesTheDataThatWereRead() {
    String sha256 = DataFile.of(data).sha256();

    RunRecord.begin(run, Experiment.of(config), List.of(), Instant.EPOCH);

    assertThat(Json.read(run.provenance()).path("data").path(0).path("sha256").asText())
        .isEqualTo(sha256);
  }

  @Test
  void refusesToBeginWithDataThatChangedWhileTheyWereRead() throws IOException {
    Experiment read = Experiment.of(config);
    change();

    assertThatThrownBy(() -> RunRecord.begin(run, read, List.of(), Instant.EPOCH))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(data + ": has changed while it was read");
    assertThat(run.provenance()).doesNotExist();
  }

  @Test
  void refusesToGoOnWithDataThatChangedWhileTheyWereRead() throws IOException {
    RunRecord.begin(run, Experiment.of(config), List.of(), Instant.EPOCH);
    Experiment read = Experiment.of(RunRecord.unfinished(run));
    change();

    assertThatThrownBy(() -> RunRecord.goOn(run, read))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(data + ": has changed while it was read");
  }

  @Test
  void refusesToGoOnWithAFolderOfWhichAFileHasChanged() throws IOException {
    Path texts = folder.resolve("texts");
    for (int i = 0; i < 40; i++) {
      Path file = texts.resolve(i % 2 == 0 ? "good" : "bad").resolve(i + ".txt");
      Files.createDirectories(file.getParent());
      Files.writeString(file, "film number " + i);
    }
    LoadedConfig ofFolder =
        ConfigReader.parse(
            """
            name: folder
            data:
              source: {folder: {path: texts}}
              split: {validation: {share: 0.2}, test: {share: 0.2}}
              input: {text: {column: text}}
              target: {class: {column: class}}
            network: [{embedding: {size: 2}}, {lstm: {units: 2}}]
            """,
            "folder.yaml",
            folder,
            List.of());
    RunRecord.begin(run, Experiment.of(ofFolder), List.of(), Instant.EPOCH);
    RunInputs.requireUnchanged(run, ofFolder.config().data());

    Files.move(texts.resolve("good/2.txt"), texts.resolve("bad/2.txt"));

    assertThatThrownBy(() -> RunInputs.requireUnchanged(run, ofFolder.config().data()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(texts + ": has changed since the run was started");
  }

  private void change() throws IOException {
    Files.writeString(data, Files.readString(data).replaceFirst("112", "113"));
  }
}
