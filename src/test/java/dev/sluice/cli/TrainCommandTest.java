package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.network.ChildJvm;
import dev.sluice.run.Json;
import dev.sluice.run.RunFolder;
import dev.sluice.run.RunFolder.Status;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class TrainCommandTest {
  private static final int OF_EACH_CLASS = 120;
  private static final int EPOCHS = 50; // so many that a run is killed between the first and last

  @TempDir private static Path data;

  /** Some reviews, with a network that trains in a moment. */
  private static final String[] SMALL = {
    "config/reviews.yaml",
    "--set",
    "network=[{embedding: {size: 4}}, {lstm: {units: 4, dropout: 0.2, recurrent_dropout: 0.2}}]",
    "--set",
    "training.batch_size=50",
    "--set",
    "training.early_stopping.patience=100",
    "--set",
    "evaluation.baselines=[majority]"
  };

  @TempDir Path folder;

  @BeforeAll
  static void writeSomeReviews() throws IOException {
    List<String> all = Files.readAllLines(Path.of("data/reviews.csv"));
    List<String> some = new ArrayList<>(all.subList(0, 1)); // the names of the columns
    for (String label : List.of(",negative", ",positive")) {
      all.stream().filter(row -> row.endsWith(label)).limit(OF_EACH_CLASS).forEach(some::add);
    }
    Files.write(reviews(), some);
  }

  private static Path reviews() {
    return data.resolve("reviews.csv");
  }

  @Test
  void beginAndEndAreReadFromTheClock() {
    Path run = folder.resolve("run");
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Instant now = Instant.parse("2026-11-21T04:53:13Z");
    TrainCommand train =
        new TrainCommand(Terminal.plain(nowhere, nowhere), InstantSource.fixed(now));
    List<String> args = arguments(run, 1);

    int exit = new CommandLine(train).execute(args.subList(1, args.size()).toArray(String[]::new));

    assertThat(exit).isZero();
    JsonNode provenance = Json.read(new RunFolder(run).provenance());
    assertThat(provenance.path("started").asText()).isEqualTo("2026-11-21T04:53:13Z");
    assertThat(provenance.path("ended").asText()).isEqualTo("2026-11-21T04:53:13Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"reviews", "airline", "seattle-weather"})
  void everyShippedConfigTrains(String name) {
    Path run = folder.resolve("run");

    CommandLineRun train =
        CommandLineRun.of(
            "train",
            "config/" + name + ".yaml",
            "--set",
            "training.epochs=1",
            "--run",
            run.toString());

    assertThat(train.exit()).as(train.err()).isZero();
    assertThat(train.err()).contains("epoch 1/1  loss ");
    assertThat(train.out()).contains("model").endsWith("report  " + run + "/report.html\n");
    for (String file :
        List.of(
            "config.yaml",
            "resolved.yaml",
            "metrics.jsonl",
            "predictions.csv",
            "results.json",
            "data.json",
            "provenance.json",
            "report.html",
            "model/manifest.json")) {
      assertThat(run.resolve(file)).isNotEmptyFile();
    }
    boolean linear = !name.equals("seattle-weather"); // a path that Deeplearning4j cannot add
    assertThat(Files.exists(run.resolve("model/model.zip"))).isNotEqualTo(linear);
    assertThat(RunFolder.open(run).status()).contains(Status.FINISHED);
  }

  @Test
  void twoRunsOfOneSeedLeaveTheSameBytes() throws IOException {
    train(folder.resolve("one"), 2);
    train(folder.resolve("two"), 2);

    for (String file : List.of("predictions.csv", "model/parameters.bin")) {
      assertThat(folder.resolve("one").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("two").resolve(file));
    }
  }

  @Test
  void aRunThatIsKilledAndResumedLeavesTheBytesOfOneThatIsNot() throws Exception {
    train(folder.resolve("whole"), EPOCHS);
    Path killed = folder.resolve("killed");

    Process process = startInAJavaOfItsOwn(killed, EPOCHS);
    waitForEpochs(killed, 2, process);
    process.destroyForcibly().waitFor();
    assertThat(Files.readAllLines(killed.resolve("metrics.jsonl")).size()).isLessThan(EPOCHS);
    CommandLineRun resumed = CommandLineRun.of("train", "--resume", killed.toString());

    assertThat(resumed.exit()).as(resumed.err()).isZero();
    for (String file : List.of("predictions.csv", "model/parameters.bin")) {
      assertThat(killed.resolve(file))
          .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
    }
    assertThat(Files.readAllLines(killed.resolve("metrics.jsonl"))).hasSize(EPOCHS);
  }

  @Test
  void aRunIsResumedWithTheThreadsThatItBeganWith() throws Exception {
    Path killed = folder.resolve("killed");
    List<String> otherMachine = List.of("-XX:ActiveProcessorCount=5");
    train(folder.resolve("whole"), EPOCHS, "--set", "training.threads=5");

    Process process = startInAJavaOfItsOwn(otherMachine, killed, EPOCHS);
    waitForEpochs(killed, 1, process);
    process.destroyForcibly().waitFor();
    CommandLineRun resumed = CommandLineRun.of("train", "--resume", killed.toString());

    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertThat(killed.resolve("resolved.yaml")).content().contains("threads: 5");
    for (String file : List.of("predictions.csv", "model/parameters.bin", "model/resolved.yaml")) {
      assertThat(killed.resolve(file))
          .hasSameBinaryContentAs(folder.resolve("whole").resolve(file));
    }
  }

  @Test
  void withoutVectorInstructionsTheBytesAreTheSameAndOneLineSaysSo() throws Exception {
    String network =
        "network=[{embedding: {size: 4}},"
            + " {bidirectional: {layer: {gru: {units: 5}}}},"
            + " {lstm: {units: 9, recurrent_dropout: 0.2}}]";
    train(folder.resolve("vectors"), 2, "--set", network);

    Process process = startInAJavaOfItsOwn(folder.resolve("plain"), 2, "--set", network);

    assertThat(process.waitFor()).isZero();
    for (String file : List.of("predictions.csv", "model/parameters.bin")) {
      assertThat(folder.resolve("plain").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("vectors").resolve(file));
    }
    assertThat(Files.readString(folder.resolve("stderr.txt")))
        .containsOnlyOnce(
            "recurrent layers run without vector instructions, about three times slower than they"
                + " can: start the JVM with --add-modules jdk.incubator.vector");
  }

  @Test
  void asTheLauncherStartsItThereAreVectorInstructionsAndNoWarning() throws Exception {
    train(folder.resolve("vectors"), 1);

    Process process =
        startInAJavaOfItsOwn(
            List.of("--add-exports=java.base/jdk.internal.module=ALL-UNNAMED"),
            folder.resolve("launched"),
            1);

    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(folder.resolve("stderr.txt")))
        .startsWith("reading " + reviews() + "\n")
        .doesNotContain("without vector instructions");
    assertThat(folder.resolve("launched/model/parameters.bin"))
        .hasSameBinaryContentAs(folder.resolve("vectors/model/parameters.bin"));
  }

  @Test
  void interruptedItLeavesAModelThatWorksAndSaysHowToGoOn() throws Exception {
    Path run = folder.resolve("run");
    Process process = startInAJavaOfItsOwn(run, 500);
    waitForEpochs(run, 1, process);

    process.destroy(); // a request to end, as Ctrl-C is
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(Files.readString(folder.resolve("stderr.txt")))
        .contains("the best model so far, of epoch ", "resume with: sluice train --resume " + run);
    assertThat(RunFolder.open(run).status()).contains(Status.INTERRUPTED);
    assertThat(Json.read(run.resolve("results.json")).at("/training/ending").asText())
        .isEqualTo("interrupted");
    assertThat(run.resolve("report.html"))
        .content()
        .contains("This run was interrupted before it was scored; it can be resumed.");
    CommandLineRun predict =
        CommandLineRun.of("predict", run.toString(), "--input", "data/reviews-hard.csv");
    assertThat(predict.exit()).as(predict.err()).isZero();
    assertThat(predict.out().lines().findFirst())
        .contains("review,sentiment,prediction,p_negative,p_positive");
  }

  @Test
  void theLastLineForProgramsIsOneObject() throws IOException {
    CommandLineRun train = train(folder.resolve("run"), 1, "--json");

    JsonNode result = new ObjectMapper().readTree(train.out());
    assertThat(train.out().lines()).hasSize(1);
    assertThat(result.path("run").asText()).isEqualTo(folder.resolve("run").toString());
    assertThat(result.at("/test/accuracy").isNumber()).isTrue();
    assertThat(result.at("/baselines/majority/accuracy").asDouble()).isEqualTo(0.5);
    assertThat(result.path("seconds").asDouble()).isPositive();
  }

  @Test
  void saysWhatItDoesWhileItReadsAndScores() {
    CommandLineRun train = train(folder.resolve("run"), 1);

    assertThat(train.err())
        .startsWith("reading " + reviews() + "\n")
        .contains(
            "\nrun ",
            "\nscoring the test part\nThe model is its linear path, a bag of words of 3793 terms: ");
  }

  @Test
  void refusesToOverwriteAFolder() throws IOException {
    Files.writeString(folder.resolve("thesis.doc"), "years of work");

    CommandLineRun train = train(folder, 1);

    assertThat(train.exit()).isEqualTo(2);
    assertThat(train.err()).contains("\n" + folder + ": exists and is not an empty folder");
    assertThat(folder.toFile().list()).containsExactly("thesis.doc");
  }

  @Test
  void refusesToResumeWhatHasFinished() {
    train(folder.resolve("run"), 1);

    CommandLineRun resume =
        CommandLineRun.of("train", "--resume", folder.resolve("run").toString());

    assertThat(resume.exit()).isEqualTo(2);
    assertThat(resume.err()).contains("has finished: there is nothing to resume");
  }

  @Test
  void refusesToResumeWithOtherData() throws IOException {
    Path data = folder.resolve("data.csv");
    Files.copy(reviews(), data);
    Path run = folder.resolve("run");
    train(run, 1, "--set", "data.source={csv: {path: '" + data + "'}}");
    RunFolder.open(run).setStatus(Status.INTERRUPTED);
    Files.writeString(data, "review,sentiment\nfine,positive\n");

    CommandLineRun resume = CommandLineRun.of("train", "--resume", run.toString());

    assertThat(resume.exit()).isEqualTo(2);
    assertThat(resume.err()).startsWith(data + ": has changed since the run was started");
  }

  @Test
  void aConfigThatIsWrongLeavesNoFolder() {
    CommandLineRun train =
        train(folder.resolve("run"), 1, "--set", "network=[{dense: {units: 3}}]");

    assertThat(train.exit()).isEqualTo(2);
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void needsAConfigOrARun() {
    assertThat(CommandLineRun.of("train").exit()).isEqualTo(2);
    CommandLineRun both = CommandLineRun.of("train", "config/reviews.yaml", "--resume", "x");
    assertThat(both.exit()).isEqualTo(2);
    assertThat(both.err()).contains("give a CONFIG, or --resume RUN");
  }

  private static CommandLineRun train(Path run, int epochs, String... more) {
    return CommandLineRun.of(arguments(run, epochs, more).toArray(String[]::new));
  }

  private static List<String> arguments(Path run, int epochs, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train"));
    arguments.addAll(List.of(SMALL));
    arguments.addAll(List.of("--set", "data.source.csv.path=" + reviews()));
    arguments.addAll(List.of("--set", "training.epochs=" + epochs, "--run", run.toString()));
    arguments.addAll(List.of(more));
    return arguments;
  }

  /** Without vector instructions: its module is not there unless it is asked for. */
  private Process startInAJavaOfItsOwn(Path run, int epochs, String... more) throws IOException {
    return startInAJavaOfItsOwn(List.of(), run, epochs, more);
  }

  private Process startInAJavaOfItsOwn(List<String> options, Path run, int epochs, String... more)
      throws IOException {
    List<String> command = ChildJvm.java();
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.sluice.cli.Main"));
    command.addAll(arguments(run, epochs, more));
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("stdout.txt").toFile())
        .redirectError(folder.resolve("stderr.txt").toFile())
        .start();
  }

  private void waitForEpochs(Path run, int epochs, Process process) throws Exception {
    Path metrics = run.resolve("metrics.jsonl");
    while (!Files.exists(metrics) || Files.readAllLines(metrics).size() < epochs) {
      assertThat(process.isAlive()).as(Files.readString(folder.resolve("stderr.txt"))).isTrue();
      Thread.sleep(20);
    }
  }
}
