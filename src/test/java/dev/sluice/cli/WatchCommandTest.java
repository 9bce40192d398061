package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.network.ChildJvm;
import dev.sluice.run.RunFolder;
import dev.sluice.run.RunFolder.Status;
import dev.sluice.watch.Listener;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trainings that a page follows. */
@Timeout(180)
class WatchCommandTest {
  private static final Pattern ADDRESS =
      Pattern.compile("(?m)^watch (http://127\\.0\\.0\\.1:\\d+/)$");

  @TempDir Path folder;

  /** A training that goes on while the test looks at it; it waits until a page listens. */
  private static final class Training {
    private final StringWriter out = new StringWriter();
    private final CountDownLatch listening = new CountDownLatch(1);
    private final StringWriter err =
        new StringWriter() {
          @Override
          public void flush() {
            if (ADDRESS.matcher(toString()).find()) {
              try {
                listening.await(60, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }
          }
        };
    private final CompletableFuture<Integer> exit;

    Training(String... command) {
      Terminal terminal =
          Terminal.plain(new PrintWriter(out, true), new PrintWriter(err, /* autoFlush= */ true));
      exit = CompletableFuture.supplyAsync(() -> new Main(terminal).run(command));
    }

    String url() throws InterruptedException {
      while (true) {
        Matcher address = ADDRESS.matcher(err.toString());
        if (address.find()) {
          return address.group(1);
        }
        assertThat(exit).as(err.toString()).isNotDone();
        Thread.sleep(20);
      }
    }

    Listener listen() throws IOException, InterruptedException {
      Listener page = new Listener(url());
      listening.countDown();
      return page;
    }
  }

  private Path config(int epochs) throws IOException {
    List<String> lines = new ArrayList<>(List.of("text,mood"));
    for (int i = 0; i < 160; i++) {
      lines.add(
          (i % 2 == 0 ? "a fine day " : "a grey day ")
              + i
              + ","
              + (i % 2 == 0 ? "good" : "<b>bad"));
    }
    Files.write(folder.resolve("days.csv"), lines);
    return Files.writeString(
        folder.resolve("days.yaml"),
        """
        name: days
        data:
          source: {csv: {path: days.csv}}
          split: {validation: {share: 0.25}, test: {share: 0.25}}
          input: {text: {column: text, max_length: 4}}
          target: {class: {column: mood, positive: good}}
        network: [{embedding: {size: 4}}, {lstm: {units: 4, dropout: 0.1}}]
        training: {epochs: %s, batch_size: 16}
        evaluation: {metrics: [accuracy, log_loss], baselines: [majority]}
        """
            .formatted(epochs));
  }

  @Test
  void aPageFollowsToTheVerdictAndGetsTheReportAndTheBytesAreThoseOfATrainingThatNobodyWatches()
      throws Exception {
    String config = config(30).toString();
    Path watched = folder.resolve("watched");

    Training training =
        new Training("train", config, "--watch", "--json", "--run", watched.toString());
    Listener.Event done;
    try (Listener page = training.listen()) {
      String url = training.url();
      page.await(event -> event.words().startsWith("Training: epoch "));
      page.await(event -> event.data().at("/curve-accuracy/epochs").size() > 0);
      done = page.await(event -> event.data().path("title").asText().equals("done"));
      String report = Listener.get(url + done.data().at("/runs/0/report").asText()).body();
      page.await("end");

      assertThat(report).isEqualTo(Files.readString(watched.resolve("report.html")));
    }
    assertThat(training.exit.get()).isZero();
    JsonNode result = new ObjectMapper().readTree(training.out.toString());
    assertThat(training.out.toString().lines()).hasSize(1);
    assertThat(done.words()).isEqualTo(result.path("verdict").asText());
    assertThat(done.data().path("outcome").asText()).isEqualTo(result.path("outcome").asText());
    assertThat(done.data().at("/story/0").asText()).startsWith("Right ");
    assertThat(done.data().path("lines").toString())
        .contains(
            "\"reading " + folder,
            "\"run " + watched,
            "\"epoch 30/30  loss ",
            "\"scoring the test part\"");

    CommandLineRun alone =
        CommandLineRun.of("train", config, "--run", folder.resolve("alone").toString());
    assertThat(alone.exit()).as(alone.err()).isZero();
    for (String file : List.of("model/parameters.bin", "predictions.csv", "evaluation.json")) {
      assertThat(watched.resolve(file))
          .hasSameBinaryContentAs(folder.resolve("alone").resolve(file));
    }
  }

  @Test
  void onePageFollowsSeveralSeeds() throws Exception {
    Path runs = folder.resolve("runs");
    Training training =
        new Training(
            "train", config(30).toString(), "--watch", "--seeds", "2", "--run", runs.toString());

    try (Listener page = training.listen()) {
      page.await(event -> event.words().startsWith("Run 2 of 2. "));
      JsonNode last = page.await(event -> event.data().path("runs").size() == 2).data();
      Listener.get(training.url() + last.at("/runs/0/report").asText());
      Listener.get(training.url() + last.at("/runs/1/report").asText());
      page.await("end");

      assertThat(last.at("/runs/0/name").asText()).isEqualTo(runs.resolve("seed-42").toString());
      assertThat(last.at("/runs/0/words").asText()).startsWith("The model is ");
    }
    assertThat(training.exit.get()).isZero();
    assertThat(training.err.toString()).containsOnlyOnce("watch http://");
  }

  @Test
  void aRunThatIsResumedShowsTheEpochsOfBefore() throws Exception {
    Path run = folder.resolve("run");
    String config = config(6).toString();
    CommandLineRun.of("train", config, "--run", run.toString());
    RunFolder.open(run).setStatus(Status.INTERRUPTED);

    Training training = new Training("train", "--resume", run.toString(), "--watch");

    try (Listener page = training.listen()) {
      JsonNode curves =
          page.await(event -> event.data().at("/curve-loss/epochs").size() > 0).data();
      page.await(event -> event.data().path("title").asText().equals("done"));

      assertThat(curves.at("/curve-loss/epochs").size()).isEqualTo(6);
    }
    assertThat(training.exit.get()).isZero();
  }

  @Test
  void interruptedItTellsThePageBeforeTheProgramEnds() throws Exception {
    Path run = folder.resolve("run");
    List<String> command = ChildJvm.java();
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.sluice.cli.Main"));
    command.addAll(
        List.of("train", config(100_000).toString(), "--watch", "--run", run.toString()));
    Path err = folder.resolve("stderr.txt");
    Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
    Matcher address = ADDRESS.matcher("");
    while (!address.reset(Files.readString(err)).find()) {
      assertThat(process.isAlive()).as(Files.readString(err)).isTrue();
      Thread.sleep(50);
    }
    try (Listener page = new Listener(address.group(1))) {
      page.await(event -> event.data().at("/figures/Best epoch").isTextual());

      process.destroy(); // a request to end, as Ctrl-C is
      page.await(
          event ->
              event
                  .words()
                  .equals("This run was interrupted before it was scored; it can be resumed."));
      page.await("end");
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(err)).contains("resume with: sluice train --resume " + run);
    assertThat(RunFolder.open(run).status()).contains(Status.INTERRUPTED);
  }

  @Test
  void aPortThatIsTakenIsSaidBeforeAnythingIsReadOrMade() throws IOException {
    Path run = folder.resolve("run");
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress("127.0.0.1", 0));
      String port = Integer.toString(taken.getLocalPort());

      CommandLineRun train =
          CommandLineRun.of(
              "train", config(1).toString(), "--watch", "--port", port, "--run", run.toString());

      assertThat(train.exit()).isEqualTo(2);
      assertThat(train.err())
          .startsWith("127.0.0.1:" + port + ": cannot listen on it: ")
          .endsWith(
              """
                  stop the program that uses the port, choose another one, or leave out --port for any free port
              1 problem
              """);
      assertThat(run).doesNotExist();
    }
  }

  @Test
  void refusesAPortThatCannotBeMeantAndABacktest() throws IOException {
    String config = config(1).toString();

    CommandLineRun without = CommandLineRun.of("train", config, "--port", "8000");
    CommandLineRun beyond = CommandLineRun.of("train", config, "--watch", "--port", "70000");
    CommandLineRun backtest = CommandLineRun.of("backtest", config, "--watch");

    assertThat(List.of(without.exit(), beyond.exit(), backtest.exit())).containsOnly(2);
    assertThat(without.err())
        .startsWith("sluice train: --port needs --watch: add --watch, or leave out --port\n");
    assertThat(beyond.err()).startsWith("sluice train: --port must be from 0 to 65535\n");
    assertThat(backtest.err()).startsWith("sluice backtest: unknown option '--watch'\n");
  }

  @Test
  void aTrainingThatCannotBeginEndsItsServer() throws Exception {
    Path blocked = Files.createDirectories(folder.resolve("blocked"));
    Files.writeString(blocked.resolve("thesis.doc"), "years of work");

    CommandLineRun train =
        CommandLineRun.of("train", config(1).toString(), "--watch", "--run", blocked.toString());

    assertThat(train.exit()).isEqualTo(2);
    assertThat(train.err()).contains("exists and is not an empty folder");
    Matcher address = ADDRESS.matcher(train.err());
    assertThat(address.find()).isTrue();
    assertThatThrownBy(() -> Listener.get(address.group(1))).isInstanceOf(ConnectException.class);
  }
}
