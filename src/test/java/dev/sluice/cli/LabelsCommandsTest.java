package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.predict.Predictor;
import dev.sluice.run.Json;
import dev.sluice.task.labels.LabelPrediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Any number of labels of a text, from the file to predictions of new rows. */
class LabelsCommandsTest {
  @TempDir Path folder;

  private Path write(String name, String header, int rows) throws IOException {
    List<String> lines = new ArrayList<>(List.of(header));
    for (int i = 0; i < rows; i++) {
      boolean crash = i % 2 == 0;
      boolean slow = i % 3 == 0;
      String text =
          (crash ? "it crashes at start" : "it runs")
              + (slow ? " and takes an hour" : "")
              + " "
              + i;
      List<String> tags = new ArrayList<>();
      if (crash) {
        tags.add("the crash");
      }
      if (slow) {
        tags.add("slow");
      }
      lines.add(
          header.contains("tags")
              ? "%s,%s".formatted(text, String.join("| ", tags))
              : "%s,%s,%s".formatted(text, crash ? 1 : 0, slow ? "yes" : "No"));
    }
    return Files.write(folder.resolve(name), lines);
  }

  private Path config(String target) throws IOException {
    return Files.writeString(
        folder.resolve("tickets.yaml"),
        """
        name: tickets
        data:
          source: {csv: {path: tickets.csv}}
          split: {validation: {share: 0.25}, test: {share: 0.25}}
          input: {text: {column: text, max_length: 9}}
          target: {labels: %s}
        network: [{embedding: {size: 6}}, {lstm: {units: 6}}]
        training: {epochs: 12, batch_size: 8, optimizer: {adam: {learning_rate: 0.03}}}
        """
            .formatted(target));
  }

  @Test
  void namesInAColumnAreTrainedScoredAndPredicted() throws IOException {
    Path rows = write("tickets.csv", "text,tags", 96);
    Path config = config("{column: tags, separator: '|'}");
    Path run = folder.resolve("run");

    CommandLineRun check = CommandLineRun.of("check", config.toString());
    CommandLineRun describe = CommandLineRun.of("describe", config.toString());
    CommandLineRun train = CommandLineRun.of("train", config.toString(), "--run", run.toString());
    CommandLineRun text = CommandLineRun.of("predict", run.toString(), "it crashes at start");
    CommandLineRun predict =
        CommandLineRun.of("predict", run.toString(), "--input", rows.toString());
    CommandLineRun evaluate =
        CommandLineRun.of("evaluate", run.toString(), "--data", rows.toString(), "--json");

    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out()).contains("the crash");
    assertThat(describe.exit()).isZero();
    assertThat(train.exit()).as(train.err()).isZero();
    JsonNode test = Json.read(run.resolve("results.json")).path("test");
    assertThat(test.at("/metrics").fieldNames())
        .toIterable()
        .containsExactly("micro_f1", "macro_f1", "subset_accuracy", "hamming_loss");
    assertThat(test.at("/metrics/micro_f1").asDouble()).isGreaterThan(0.95);
    assertThat(test.at("/baselines/bag_of_words/micro_f1").asDouble()).isGreaterThan(0.95);
    assertThat(test.at("/baselines/frequent_labels/micro_f1").asDouble()).isLessThan(0.8);
    assertThat(test.at("/per_class/the crash/recall").asDouble()).isGreaterThan(0.9);
    assertThat(Json.read(run.resolve("results.json")).at("/training/note").asText())
        .contains("thresholds of 2 of 2 labels were chosen");
    assertThat(run.resolve("report.html")).content().contains("Each label", "frequent_labels");
    assertThat(Files.readAllLines(run.resolve("predictions.csv")).get(0))
        .isEqualTo("row,actual,prediction,p_slow,p_the crash");
    assertThat(text.exit()).as(text.err()).isZero();
    assertThat(text.out()).contains("it crashes at start,the crash,");
    assertThat(predict.out().lines().toList())
        .hasSize(97)
        .first()
        .isEqualTo("text,tags,prediction,p_slow,p_the crash");
    assertThat(evaluate.exit()).as(evaluate.err()).isZero();
    assertThat(evaluate.out()).contains("\"micro_f1\"", "\"per_class\"");
    try (Predictor predictor = Predictor.load(run)) {
      LabelPrediction both = predictor.labels("it crashes at start and takes an hour");

      assertThat(both.labels()).containsExactly("slow", "the crash");
      assertThat(both.probability("slow")).isBetween(0.0, 1.0);
      assertThat(predictor.labels("it runs 5").labels()).isEmpty();
      assertThatThrownBy(() -> predictor.classify("it runs"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this model gives labels; use labels(text) or labels(rows)");
    }
  }

  @Test
  void aColumnForEachLabelAndOneThresholdForAll() throws IOException {
    write("tickets.csv", "text,crash,slow", 60);
    Path config = config("{columns: [slow, crash], threshold: 0.999}");
    Path run = folder.resolve("run");

    CommandLineRun train =
        CommandLineRun.of(
            "train", config.toString(), "--run", run.toString(), "--set", "training.epochs=1");

    assertThat(train.exit()).as(train.err()).isZero();
    try (Predictor predictor = Predictor.load(run)) {
      assertThat(predictor.labels("it crashes").probabilities().keySet())
          .containsExactly("slow", "crash");
      assertThat(predictor.labels("it crashes").labels()).isEmpty();
    }
  }

  @Test
  void whatIsNoLabelIsNamedWithItsPlaceAndTheWayOut() throws IOException {
    Files.writeString(folder.resolve("tickets.csv"), "text,a,b,c\na b,1,0,x\nb c,,2,y\nc,0,1,x\n");

    assertThat(CommandLineRun.of("check", config("{columns: [a, b]}").toString()).err())
        .contains("tickets.csv:3: column 'a': no value")
        .contains("tickets.csv:3: column 'b': '2' is neither 1 nor 0")
        .contains("write 1 (or true, yes)");
    assertThat(CommandLineRun.of("check", config("{column: c}").toString()).err())
        .contains("data.target.labels.column: no row of the training part has several labels")
        .contains("such as separator: '|'")
        .contains("target: {class: {column: ...}}");
    assertThat(CommandLineRun.of("check", config("{column: d}").toString()).err())
        .contains("data.target.labels.column: ", "tickets.csv has no column 'd'");
    assertThat(CommandLineRun.of("check", config("{}").toString()).err())
        .contains("needs column or columns");
    assertThat(CommandLineRun.of("check", config("{columns: [a], separator: x}").toString()).err())
        .contains("separator");
  }

  @Test
  void listsOfJsonAreNotTakenForSingleLabels() throws IOException {
    List<String> lists = List.of("[]", "['a']", "['a','b']", "['b','c']", "['a','b','c']", "['c']");
    Files.writeString(
        folder.resolve("tickets.jsonl"),
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    "{'text': 'it broke again, number %s', 'tags': %s}\n"
                        .formatted(i, lists.get(i % lists.size())))
            .collect(Collectors.joining())
            .replace('\'', '"'));
    Path config = config("{column: tags}");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("csv: {", "jsonl: {")
            .replace("tickets.csv", "tickets.jsonl"));

    assertThat(CommandLineRun.of("check", config.toString()).err())
        .contains(
            "data.target.labels.column: no row of the training part has several labels, such as 'a b c': ',' separates none\n",
            "    if blanks separate labels, as of lists in JSON: separator: ' '\n");
    CommandLineRun init =
        CommandLineRun.of(
            "init",
            folder.resolve("tickets.jsonl").toString(),
            "--output",
            folder.resolve("init.yaml").toString());
    assertThat(init.exit()).as(init.err()).isZero();
    assertThat(folder.resolve("init.yaml"))
        .content()
        .contains("target: {labels: {column: tags, separator: \" \"}}");
  }

  @Test
  void theOutputAndTheLossMustBeThoseOfLabels() throws IOException {
    write("tickets.csv", "text,crash,slow", 60);
    Path config = config("{columns: [slow, crash]}");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("units: 6}}]", "units: 6}}, {output: {units: 3, activation: softmax}}]")
            .replace("training: {", "training: {loss: {cross_entropy: {}}, "));

    assertThat(CommandLineRun.of("check", config.toString()).err())
        .contains("is 3, but 2 labels with sigmoid need 2 units")
        .contains("is softmax, but the outputs are probabilities of 2 labels")
        .contains("cross_entropy is not for the target labels");
  }
}
