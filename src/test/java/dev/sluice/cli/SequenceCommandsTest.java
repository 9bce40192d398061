package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sequences of rows, from the file to predictions of new ones. */
class SequenceCommandsTest {
  @TempDir Path folder;

  @Test
  void longSequencesAreCheckedDescribedTrainedScoredAndPredicted() throws IOException {
    writeLong(Files.createDirectories(folder.resolve("my data")).resolve("steps.csv"), 60, true);
    writeLong(folder.resolve("new.csv"), 3, false);
    Path config =
        Files.writeString(
            folder.resolve("waves.yaml"),
            """
            name: waves
            data:
              source: {csv: {path: my data/steps.csv}}
              split: {validation: {share: 0.2}, test: {rows: 12}}
              input: {sequence: {long: {by: the id, order: step, columns: [x, y]}}}
              target: {class: {column: wave}}
            network: [{lstm: {units: 8}}]
            training: {epochs: 20, batch_size: 8, optimizer: {adam: {learning_rate: 0.02}}}
            """);
    Path run = folder.resolve("run");

    EveryCommand commands = EveryCommand.of(config, run, folder.resolve("new.csv"));

    assertThat(commands.check().out())
        .contains("sequences  training 36, validation 12, test 12")
        .contains("network[0] lstm  6 steps x 2");
    JsonNode results = Json.read(run.resolve("results.json"));
    assertThat(results.at("/test/size").asInt()).isEqualTo(12);
    assertThat(results.at("/test/metrics/accuracy").asDouble()).isGreaterThan(0.8);
    assertThat(results.at("/test/absent_baselines/bag_of_words").asText())
        .isEqualTo("the input is not text");
    assertThat(Files.readAllLines(run.resolve("predictions.csv"))).hasSize(13);
    assertThat(run.resolve("report.html")).content().contains("sequences").contains("Confusion");
    List<String> lines = commands.predict().out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("the id,prediction,p_down,p_up");
    assertThat(lines).hasSize(4);
    assertThat(lines.get(1)).startsWith("s0,");
    countsSequencesWhereverASequenceIsSeveralRows(config, run);
  }

  private void countsSequencesWhereverASequenceIsSeveralRows(Path config, Path run)
      throws IOException {
    assertThat(CommandLineRun.of("evaluate", run.toString()).out())
        .containsPattern("class +sequences +precision");
    CommandLineRun compare = CommandLineRun.of("compare", run.toString(), run.toString());
    assertThat(compare.exit()).as(compare.err()).isZero();
    assertThat(compare.out()).doesNotContain(" rows");
    CommandLineRun monitor =
        CommandLineRun.of("monitor", run.toString(), "--input", folder + "/my data/steps.csv");
    assertThat(monitor.out()).contains(" checks of 60 sequences");
    assertThat(CommandLineRun.of("monitor", run.toString(), "--input", folder + "/new.csv").out())
        .contains("with 3 sequences, only large changes can be detected");
    assertThat(run.resolve("report.html"))
        .content()
        .contains(" of 12 test sequences.", "The least certain sequences", "Few test sequences")
        .contains("of sequences with 80%", "Sequences by classes")
        .containsPattern("Class</th>\\s*<th[^>]*>Sequences</th>\\s*<th[^>]*>Area under ROC")
        .containsPattern("Probability</th>\\s*<th[^>]*>Sequences</th>\\s*<th[^>]*>Mean probability")
        .doesNotContain("test rows", ">Rows<", "of rows", "Rows by");
    Path drafted = folder.resolve("drafted.yaml");
    CommandLineRun init =
        CommandLineRun.of(
            "init",
            folder + "/my data/steps.csv",
            "--by",
            "the id",
            "--target",
            "wave",
            "--output",
            drafted.toString());
    assertThat(init.exit()).as(init.err()).isZero();
    assertThat(drafted).content().contains("# sequences: down 30, up 30");
  }

  /** Sequences that rise or fall, of 3 to 6 steps, one beside the other. */
  private static void writeLong(Path file, int sequences, boolean labelled) throws IOException {
    List<String> lines = new ArrayList<>(List.of("the id,step,x,y" + (labelled ? ",wave" : "")));
    for (int step = 0; step < 6; step++) {
      for (int i = 0; i < sequences; i++) {
        if (step < 3 + i % 4) {
          int sign = i % 2 == 0 ? 1 : -1;
          lines.add(
              "s%s,%s,%s,%s%s"
                  .formatted(
                      i,
                      step,
                      sign * step + Math.sin(i),
                      Math.cos(i * step),
                      labelled ? sign > 0 ? ",up" : ",down" : ""));
        }
      }
    }
    Files.write(file, lines);
  }

  @Test
  void wideSequencesMayHaveTestRowsInAFileOfTheirOwn() throws IOException {
    writeWide(folder.resolve("train.csv"), 40);
    writeWide(folder.resolve("test.csv"), 10);
    Path config =
        Files.writeString(
            folder.resolve("wide.yaml"),
            """
            name: wide
            data:
              source: {csv: {path: train.csv}}
              split: {validation: {share: 0.2}, test: {file: test.csv}}
              input: {sequence: {wide: {columns: [t0..t7]}}}
              target: {class: {column: label}}
            network: [{gru: {units: 6}}]
            training: {epochs: 20, batch_size: 8, optimizer: {adam: {learning_rate: 0.02}}}
            """);
    Path run = folder.resolve("run");

    CommandLineRun train = CommandLineRun.of("train", config.toString(), "--run", run.toString());
    CommandLineRun predict =
        CommandLineRun.of(
            "predict", run.toString(), "--input", folder.resolve("test.csv").toString());

    assertThat(train.exit()).as(train.err()).isZero();
    assertThat(Json.read(run.resolve("results.json")).at("/test/metrics/accuracy").asDouble())
        .isGreaterThan(0.8);
    assertThat(predict.exit()).as(predict.err()).isZero();
    assertThat(predict.out().lines().toList().get(0))
        .isEqualTo("label,t0,t1,t2,t3,t4,t5,t6,t7,prediction,p_down,p_up");
  }

  private static void writeWide(Path file, int rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of("label,t0,t1,t2,t3,t4,t5,t6,t7"));
    for (int i = 0; i < rows; i++) {
      StringBuilder line = new StringBuilder(i % 2 == 0 ? "up" : "down");
      for (int t = 0; t < 8; t++) {
        line.append(",").append((i % 2 == 0 ? t : -t) + Math.sin(3 * i));
      }
      lines.add(line.toString());
    }
    Files.write(file, lines);
  }

  @Test
  void aTextOnTheCommandLineIsRefused() throws IOException {
    writeWide(folder.resolve("train.csv"), 20);
    Path config =
        Files.writeString(
            folder.resolve("wide.yaml"),
            """
            name: wide
            data:
              source: {csv: {path: train.csv}}
              input: {sequence: {wide: {columns: ['t*']}}}
              target: {class: {column: label}}
            network: [{gru: {units: 2}}]
            training: {epochs: 1}
            """);
    Path run = folder.resolve("run");
    assertThat(CommandLineRun.of("train", config.toString(), "--run", run.toString()).exit())
        .isZero();

    CommandLineRun predict = CommandLineRun.of("predict", run.toString(), "a text");

    assertThat(predict.exit()).isEqualTo(2);
    assertThat(predict.err()).contains("takes rows, not texts");
  }
}
