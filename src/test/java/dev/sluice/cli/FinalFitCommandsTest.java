package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FinalFitCommandsTest {
  private static final String[] SETS = {
    "--set", "training.epochs=2",
    "--set", "network=[{simple_rnn: {units: 2}}]",
    "--set", "evaluation.baselines=[linear]",
    "--set", "training.final_fit={on: all}"
  };

  @TempDir Path folder;

  @Test
  void trainSaysWhatIsKeptAndTheOthersKnowIt() throws IOException {
    String run = folder.resolve("run").toString();

    CommandLineRun train = of("train", "config/airline.yaml", "--run", run, "--json");
    CommandLineRun evaluate = CommandLineRun.of("evaluate", run);
    CommandLineRun onFile =
        CommandLineRun.of("evaluate", run, "--data", "data/airline-passengers.csv", "--json");
    CommandLineRun describe = of("describe", "config/airline.yaml");
    CommandLineRun predict =
        CommandLineRun.of("predict", run, "--input", "data/airline-passengers.csv");

    assertThat(train.exit()).as(train.err()).isZero();
    assertThat(train.err())
        .containsSubsequence(
            "scoring the test part", "final fit: training again on all rows, 2 epochs\n");
    JsonNode json = new ObjectMapper().readTree(train.out());
    // 144 rows, 12 of them without a difference, windows of 24 + 12: 132 - 24 - 12 + 1
    assertThat(json.path("final_fit").path("examples").asInt()).isEqualTo(97);
    assertThat(json.path("test").path("mae").asDouble()).isPositive();
    assertThat(evaluate.exit()).isEqualTo(2);
    assertThat(evaluate.err())
        .contains(
            "its model was trained on all rows, including the test part",
            "score other rows with --data FILE");
    assertThat(onFile.exit()).as(onFile.err()).isZero();
    assertThat(new ObjectMapper().readTree(onFile.out()).path("baselines").path("linear"))
        .isNotEmpty();
    assertThat(describe.out())
        .contains("The saved model is trained again, on all 97 examples; it has");
    assertThat(predict.exit()).isZero();
  }

  @Test
  void theSentenceStandsBelowTheScores() {
    CommandLineRun train =
        of("train", "config/airline.yaml", "--run", folder.resolve("run").toString());

    assertThat(train.out())
        .contains("The scores are those of the model before the final fit. The saved model");
  }

  private static CommandLineRun of(String... command) {
    String[] all = new String[command.length + SETS.length];
    System.arraycopy(command, 0, all, 0, command.length);
    System.arraycopy(SETS, 0, all, command.length, SETS.length);
    return CommandLineRun.of(all);
  }
}
