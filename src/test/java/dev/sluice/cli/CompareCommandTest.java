package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.evaluate.Verdict.Outcome;
import dev.sluice.experiment.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several seeds of a config, and runs beside each other. */
class CompareCommandTest {
  @TempDir Path folder;

  private Path config() throws IOException {
    Random random = new Random(1);
    List<String> lines = new ArrayList<>(List.of("text,mood"));
    for (int i = 0; i < 160; i++) {
      boolean good = i % 2 == 0;
      boolean clear = random.nextInt(4) > 0;
      lines.add(
          (clear == good ? "a fine day " : "a grey day ") + i + "," + (good ? "good" : "bad"));
    }
    Files.write(folder.resolve("days.csv"), lines);
    return Files.writeString(
        folder.resolve("days.yaml"),
        """
        name: days
        seed: 1
        data:
          source: {csv: {path: days.csv}}
          split: {validation: {share: 0.25}, test: {share: 0.25}}
          input: {text: {column: text, max_length: 4}}
          target: {class: {column: mood, positive: good}}
        network: [{embedding: {size: 4}}, {pooling: {method: mean}}]
        training: {epochs: 3, batch_size: 16, optimizer: {adam: {learning_rate: 0.05}}}
        evaluation: {metrics: [accuracy, log_loss], baselines: [majority]}
        """);
  }

  private static CommandLineRun done(String... command) {
    CommandLineRun run = CommandLineRun.of(command);
    assertThat(run.exit()).as(run.err()).isZero();
    return run;
  }

  @Test
  void severalSeedsHaveAMeanASpreadAndOneVerdict() throws IOException {
    String config = config().toString();
    Path runs = folder.resolve("runs");

    CommandLineRun trained = done("train", config, "--seeds", "2", "--run", runs.toString());

    assertThat(trained.out())
        .containsPattern("          +seed 1 +seed 2 +mean +spread\\n")
        .containsPattern("accuracy( +0\\.\\d+){4}\\n")
        .contains("The mean of 2 seeds is ", "report of seed 2  ");
    assertThat(runs.resolve("seed-1/results.json")).exists();
    assertThat(runs.resolve("seed-2/provenance.json")).content().contains("seed=2");

    Path one = runs.resolve("seed-1");
    Path other = runs.resolve("seed-2");
    Path page = folder.resolve("page.html");
    CommandLineRun compared =
        done("compare", one.toString(), other.toString(), "--html", page.toString());
    assertThat(compared.out())
        .startsWith("a  " + one + "\nb  " + other + "\n\nkey   a  b\nseed  1  2\n")
        .containsPattern("score +a +b\\naccuracy( +[\\d.]+){2}\\n")
        .containsPattern("difference +b - a  95% interval +p\\naccuracy ")
        .contains("\nb is ");
    assertThat(page).content().contains("<td>", "seed-1", "b and a").doesNotContain("<script");

    CommandLineRun again =
        CommandLineRun.of("compare", one.toString(), other.toString(), "--html", page.toString());
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("exists already");

    CommandLineRun json = done("compare", one.toString(), other.toString(), "--json");
    JsonNode read = new ObjectMapper().readTree(json.out());
    assertThat(read.at("/settings/seed").toString()).isEqualTo("[\"1\",\"2\"]");
    assertThat(read.at("/pairs/0/metrics/log_loss/interval")).hasSize(2);
    assertThat(read.at("/pairs/0/metrics/accuracy/p").asDouble()).isBetween(0.0, 1.0);

    Comparison itself = Comparison.of(List.of(one, one));
    assertThat(itself.settings()).isEmpty();
    assertThat(CompareCommand.text(itself, 80)).doesNotContain("-0.000");
    assertThat(itself.pairs().get(0).verdict().outcome()).isEqualTo(Outcome.NO_BETTER);
    for (String line :
        CompareCommand.text(Comparison.of(List.of(one, other, one)), 40).split("\n")) {
      if (!line.contains(folder.toString()) && !line.contains(" is ")) {
        assertThat(line.length()).as(line).isLessThanOrEqualTo(40);
      }
    }
  }

  @Test
  void runsOfDifferentTestPartsAreRefused() throws IOException {
    String config = config().toString();
    Path one = folder.resolve("one");
    Path other = folder.resolve("other");
    done("train", config, "--run", one.toString());
    done(
        "train",
        config,
        "--run",
        other.toString(),
        "--set",
        "data.split.test.share=0.3",
        "--set",
        "data.input.text.max_length=9");

    CommandLineRun compared = CommandLineRun.of("compare", one.toString(), other.toString());

    assertThat(compared.exit()).isEqualTo(2);
    assertThat(compared.err())
        .isEqualTo(
            """
            %s: was not scored on the same test part as %s: they differ in data.split.test.share
                compare runs with the same data, split and target
            1 problem
            """
                .formatted(other, one));
  }

  @Test
  void seedsMustBeSeveral() throws IOException {
    CommandLineRun one = CommandLineRun.of("train", config().toString(), "--seeds", "1");

    assertThat(one.exit()).isEqualTo(2);
    assertThat(one.err()).contains("--seeds must be 2 or more");
  }
}
