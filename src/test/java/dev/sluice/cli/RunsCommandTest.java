package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.config.ConfigReader;
import dev.sluice.config.ConfigWriter;
import dev.sluice.run.LockProgram;
import dev.sluice.run.RunFolder;
import dev.sluice.run.RunFolder.Status;
import dev.sluice.run.SampleResults;
import dev.sluice.spec.Config;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunsCommandTest {
  @TempDir Path folder;

  @Test
  void comparesRunsBestFirst() throws Exception {
    finished("2026-11-21T10:00:01Z", "worse", "accuracy", 0.75);
    finished("2026-11-21T10:00:02Z", "better", "accuracy", 0.8825);
    begun("2026-11-21T10:00:03Z", Status.INTERRUPTED);
    finished("2026-11-21T10:00:04Z", "better", "accuracy", 0.85);

    CommandLineRun runs = CommandLineRun.of("runs", folder.toString());

    assertThat(runs.exit()).isZero();
    assertThat(lines(runs.out()))
        .containsExactly(
            "run status epochs accuracy",
            "reviews/2026-11-21T10-00-02 finished 2 0.8825",
            "reviews/2026-11-21T10-00-04 finished 2 0.8500",
            "reviews/2026-11-21T10-00-01 ! finished 2 0.7500",
            "",
            "run status epochs",
            "reviews/2026-11-21T10-00-03 interrupted 0");
  }

  @Test
  void runsThatWereScoredAsTheNewestComeFirst() throws Exception {
    finished("2026-11-21T10:00:01Z", "better", "mae", 19);
    finished("2026-11-21T10:00:02Z", "better", "rmse", 5);
    finished("2026-11-21T10:00:03Z", "better", "mae", 20);

    assertThat(lines(CommandLineRun.of("runs", folder.toString()).out()))
        .containsExactly(
            "run status epochs mae rmse",
            "reviews/2026-11-21T10-00-01 finished 2 19.00",
            "reviews/2026-11-21T10-00-03 finished 2 20.00",
            "reviews/2026-11-21T10-00-02 finished 2 5.000");
  }

  @Test
  void eachTaskHasATableOfItsOwn() throws Exception {
    finished("2026-11-21T10:00:01Z", "better", "mae", 19, "rmse", 24);
    finished("2026-11-21T10:00:02Z", "better", "accuracy", 0.75);
    finished("2026-11-21T10:00:03Z", "better", "mae", 18, "rmse", 25);

    assertThat(lines(CommandLineRun.of("runs", folder.toString()).out()))
        .containsExactly(
            "run status epochs mae rmse",
            "reviews/2026-11-21T10-00-03 finished 2 18.00 25.00",
            "reviews/2026-11-21T10-00-01 finished 2 19.00 24.00",
            "",
            "run status epochs accuracy",
            "reviews/2026-11-21T10-00-02 finished 2 0.7500");
  }

  @Test
  void showsAsManyMetricsAsTheTerminalHasRoomFor() throws Exception {
    finished("2026-11-21T10:00:01Z", "better", "accuracy", 0.75, "f1", 0.5, "roc_auc", 0.25);
    StringWriter out = new StringWriter();
    int room = (folder + "/reviews/2026-11-21T10-00-01  finished  epochs  accuracy    f1").length();

    new Main(new Terminal(new PrintWriter(out), new PrintWriter(out), true, true, false, room + 2))
        .run("runs", folder.toString());

    assertThat(lines(out.toString().replace(System.lineSeparator(), "\n")))
        .containsExactly(
            "run status epochs accuracy f1",
            "reviews/2026-11-21T10-00-01 finished 2 0.7500 0.5000",
            "more metrics: sluice runs --json");
  }

  private List<String> lines(String out) {
    return out.replace(folder + File.separator, "")
        .lines()
        .map(line -> line.replaceAll(" +", " "))
        .toList();
  }

  @Test
  void sortsByDateByAScoreAndByTheEpochs() throws Exception {
    finished("2026-11-21T10:00:01Z", "better", "mae", 19, "rmse", 24);
    finished("2026-11-21T10:00:02Z", "better", "mae", 18, "rmse", 26);
    begun("2026-11-21T10:00:03Z", Status.INTERRUPTED);

    assertThat(lines(done("--sort", "date")))
        .containsExactly(
            "run started status epochs mae rmse",
            "reviews/2026-11-21T10-00-03 2026-11-21 10:00 interrupted 0",
            "reviews/2026-11-21T10-00-02 2026-11-21 10:00 finished 2 18.00 26.00",
            "reviews/2026-11-21T10-00-01 2026-11-21 10:00 finished 2 19.00 24.00");
    assertThat(lines(done("--sort", "rmse")))
        .containsExactly(
            "run status epochs mae rmse",
            "reviews/2026-11-21T10-00-01 finished 2 19.00 24.00",
            "reviews/2026-11-21T10-00-02 finished 2 18.00 26.00",
            "reviews/2026-11-21T10-00-03 interrupted 0");
    assertThat(lines(done("--sort", "epochs")).get(3)).startsWith("reviews/2026-11-21T10-00-03");
    CommandLineRun misspelt = CommandLineRun.of("runs", folder.toString(), "--sort", "rmsee");
    assertThat(misspelt.exit()).isEqualTo(2);
    assertThat(misspelt.err())
        .isEqualTo("--sort: no run has a score 'rmsee'\n    did you mean 'rmse'?\n1 problem\n");
  }

  @Test
  void withoutAnyScoreEachOrderIsThere() throws Exception {
    begun("2026-11-21T10:00:03Z", Status.INTERRUPTED);

    assertThat(done("--sort", "f1")).contains("reviews/2026-11-21T10-00-03");
  }

  private String done(String... options) {
    List<String> command = new ArrayList<>(List.of("runs", folder.toString()));
    command.addAll(List.of(options));
    CommandLineRun runs = CommandLineRun.of(command.toArray(String[]::new));
    assertThat(runs.exit()).as(runs.err()).isZero();
    return runs.out();
  }

  private void configured(String time, double mae, String resolved) throws Exception {
    finished(time, "better", "mae", mae);
    Files.writeString(
        folder.resolve("reviews/" + time.replace(":", "-").replace("Z", "") + "/resolved.yaml"),
        resolved);
  }

  private void threeOfOneName() throws Exception {
    String config = "name: reviews\nnetwork: [{lstm: {units: %s}}, {dense: {units: 8}}]\n";
    String training = "training: {epochs: 5, optimizer: {adam: {learning_rate: %s}}}\n";
    configured("2026-11-21T10:00:01Z", 19, config.formatted(4) + training.formatted("0.01"));
    configured("2026-11-21T10:00:02Z", 18, config.formatted(8) + training.formatted("1e-2"));
    configured("2026-11-21T10:00:03Z", 17, config.formatted(16) + training.formatted("0.001"));
  }

  @Test
  void listsTheRunsThatAreAsTheUserWants() throws Exception {
    threeOfOneName();
    Path resolved = begun("2026-11-21T10:00:04Z", Status.INTERRUPTED).resolved();
    Files.writeString(resolved, "name: reviews\ndata: {target: {class: {column: label}}}\n");
    Map<String, String> conditions =
        Map.of(
            "learning_rate=0.010", "2 1", // the same numbers, the best first
            "training.optimizer.adam.learning_rate < 0.005", "3",
            "lstm.units>=8", "3 2",
            "units=8", "3 2 1", // of any layer
            "units!=8", "4", // has none
            "mae<=18", "3 2",
            "status=interrupted", "4",
            "status!=finished", "4",
            "name=reviews", "3 2 1 4",
            "task=forecast", "3 2 1");
    assertThat(done("--where", "task=class")).contains("10-00-04").doesNotContain("10-00-03");

    conditions.forEach(
        (condition, expected) ->
            assertThat(
                    lines(CommandLineRun.of("runs", folder.toString(), "--where", condition).out())
                        .stream()
                        .filter(line -> line.startsWith("reviews/"))
                        .map(line -> line.substring(26, 27))
                        .collect(Collectors.joining(" ")))
                .as(condition)
                .isEqualTo(expected));
    assertThat(done("--where", "units>4", "--where", "epochs=9"))
        .isEqualTo("no such run among the 4 in " + folder + "\n");
  }

  @Test
  void refusesConditionsThatCannotHold() throws Exception {
    threeOfOneName();
    Map<String, String> conditions =
        Map.of(
            "learning_rat=1",
            "no run has a key or a score 'learning_rat'\n    did you mean" + " 'learning_rate'?",
            "accuracy",
            "'accuracy' is not a condition\n"
                + "    write a key, one of = != < <= > >=, and a value: --where 'accuracy>0.9'",
            "mae==18",
            "'mae==18' is not a condition\n"
                + "    write a key, one of = != < <= > >=, and a value: --where 'accuracy>0.9'",
            "mae=>18",
            "'mae=>18' is not a condition\n"
                + "    write a key, one of = != < <= > >=, and a value: --where 'accuracy>0.9'",
            "mae<1d", // a number to Java, a day to a config
            "'mae<1d': '1d' is not a number\n    compare with a number, or use = or" + " !=",
            "mae<low",
            "'mae<low': 'low' is not a number\n    compare with a number, or use = or" + " !=");

    conditions.forEach(
        (condition, message) -> {
          CommandLineRun runs = CommandLineRun.of("runs", folder.toString(), "--where", condition);
          assertThat(runs.exit()).isEqualTo(2);
          assertThat(runs.err()).isEqualTo("--where: " + message + "\n1 problem\n");
        });
  }

  @Test
  void showsTheKeysInWhichRunsDiffer() throws Exception {
    threeOfOneName();

    assertThat(lines(done("--diff")))
        .containsExactly(
            "run mae units learning_rate",
            "reviews/2026-11-21T10-00-03 17.00 16 0.001",
            "reviews/2026-11-21T10-00-02 18.00 8 1e-2",
            "reviews/2026-11-21T10-00-01 19.00 4 0.01");
    assertThat(done("--diff", "--where", "mae=17")).isEqualTo("There is only one run.\n");
    JsonNode json = new ObjectMapper().readTree(done("--diff", "--json", "--sort", "date"));
    assertThat(json.path("settings").toString())
        .isEqualTo(
            "{\"network[0].lstm.units\":[\"16\",\"8\",\"4\"],"
                + "\"training.optimizer.adam.learning_rate\":[\"0.001\",\"1e-2\",\"0.01\"]}");
    assertThat(json.at("/runs/0/started").asText()).isEqualTo("2026-11-21T10:00:03Z");
    assertThat(json.at("/runs/0/name").asText()).isEqualTo("reviews");
  }

  @Test
  void leavesOutTheDefaultsOfLayersThatOneRunHas() throws Exception {
    for (String layer : List.of("lstm: {units: 16}", "gru: {units: 8}")) {
      Config config =
          ConfigReader.parse(
                  """
                  name: reviews
                  data:
                    source: {csv: {path: texts.csv}}
                    input: {text: {column: text}}
                    target: {class: {column: label}}
                  network: [{%s}]
                  """
                      .formatted(layer),
                  "reviews.yaml",
                  Path.of(""),
                  List.of())
              .config();
      boolean first = layer.startsWith("lstm");
      configured(
          first ? "2026-11-21T10:00:01Z" : "2026-11-21T10:00:02Z",
          first ? 17 : 18,
          ConfigWriter.toYaml(config));
    }

    assertThat(lines(done("--diff")))
        .containsExactly(
            "run mae lstm.units gru.units",
            "reviews/2026-11-21T10-00-01 17.00 16 -",
            "reviews/2026-11-21T10-00-02 18.00 - 8");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 80, 200})
  void fitsATerminal(int columns) throws Exception {
    threeOfOneName();
    finished("2026-11-21T10:00:05Z", "worse", "accuracy", 0.75, "f1", 0.5, "roc_auc", 0.25);
    Files.writeString(
        folder.resolve("reviews/2026-11-21T10-00-05/resolved.yaml"), "name: reviews\n");
    begun("2026-11-21T10:00:06Z", Status.INTERRUPTED);
    begun("2026-11-21T10:00:07Z", Status.INTERRUPTED);
    Files.writeString(folder.resolve("reviews/2026-11-21T10-00-07/results.json"), "{");

    for (List<String> options :
        List.of(List.<String>of(), List.of("--sort", "date"), List.of("--diff"))) {
      List<String> command = new ArrayList<>(List.of("runs", folder.toString()));
      command.addAll(options);
      StringWriter out = new StringWriter();
      new Main(
              new Terminal(
                  new PrintWriter(out, true),
                  new PrintWriter(out, true),
                  true,
                  true,
                  false,
                  columns))
          .run(command.toArray(String[]::new));

      assertThat(out.toString()).contains("2026-11-21T10-00-05", "2026-11-21T10-00-07");
      assertThat(out.toString().lines())
          .allMatch(line -> line.length() <= columns || line.startsWith(folder.toString()));
      if (columns < 200 && options.equals(List.of("--diff"))) {
        assertThat(out.toString())
            .contains(
                folder + "/reviews/2026-11-21T10-00-03\n  mae 17.00\n  lstm.units: 16\n",
                "\n  learning_rate: 0.001\n");
      }
    }
  }

  @Test
  void saysOfABrokenRunWhatIsWrongAndListsTheOthers() throws Exception {
    finished("2026-11-21T10:00:01Z", "better", "mae", 19);
    Path damaged = begun("2026-11-21T10:00:02Z", Status.FINISHED).results();
    Files.writeString(damaged, "{\"name\": \"x\", \"task\": 3");
    Path folderNotFile = begun("2026-11-21T10:00:03Z", Status.FINISHED).metrics();
    Files.createDirectory(folderNotFile);

    CommandLineRun runs = CommandLineRun.of("runs", folder.toString());
    JsonNode json = new ObjectMapper().readTree(done("--json"));

    assertThat(runs.exit()).isZero();
    assertThat(lines(runs.out()))
        .containsExactly(
            "run status epochs mae",
            "reviews/2026-11-21T10-00-01 finished 2 19.00",
            "",
            "reviews/2026-11-21T10-00-02",
            " broken: results.json: is damaged: it holds no JSON",
            "reviews/2026-11-21T10-00-03",
            " broken: cannot read reviews/2026-11-21T10-00-03/metrics.jsonl: Is a directory");
    assertThat(json.at("/runs/1/status").asText()).isEqualTo("broken");
    assertThat(json.at("/runs/1/reason").asText())
        .isEqualTo("results.json: is damaged: it holds no JSON");
    assertThat(lines(done("--where", "status=broken"))).hasSize(4);
    assertThat(lines(done("--diff")).get(0)).isEqualTo("reviews/2026-11-21T10-00-01");
  }

  @Test
  void tellsAKilledRunFromOneThatIsBeingTrained() throws Exception {
    begun("2026-11-21T10:00:01Z", Status.RUNNING);
    RunFolder running = begun("2026-11-21T10:00:02Z", Status.RUNNING);
    RunFolder.Lock lock = running.lock();

    CommandLineRun runs = CommandLineRun.of("runs", folder.toString(), "--json");
    lock.close();

    JsonNode result = new ObjectMapper().readTree(runs.out());
    assertThat(result.at("/runs/0/status").asText()).isEqualTo("killed");
    assertThat(result.at("/runs/1/status").asText()).isEqualTo("running");
  }

  @Test
  void listingRunsLeavesTheirTrainersLock() throws Exception {
    RunFolder run = begun("2026-11-21T10:00:01Z", Status.RUNNING);

    try (RunFolder.Lock lock = run.lock()) {
      assertThat(lock).isNotNull();
      assertThat(CommandLineRun.of("runs", folder.toString()).out()).contains("running");
      assertThat(CommandLineRun.of("evaluate", run.path().toString()).exit()).isEqualTo(2);
      try (LockProgram other = LockProgram.start(run)) {
        assertThat(other.said()).isEqualTo("refused");
      }
    }
  }

  @Test
  void listsThroughALink() throws Exception {
    RunFolder run = begun("2026-11-21T10:00:01Z", Status.RUNNING);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("reviews"));

    assertThat(CommandLineRun.of("runs", link.toString()).out())
        .contains(run.path().toRealPath().toString());
  }

  @Test
  void writesNothingWhereItLists() throws Exception {
    RunFolder run = begun("2026-11-21T10:00:01Z", Status.RUNNING);
    List<String> before = List.of(run.path().toFile().list());

    assertThat(CommandLineRun.of("runs", folder.toString()).out()).contains("killed");

    assertThat(run.path().toFile().list()).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void refusesAFolderThatDoesNotExist() {
    CommandLineRun runs = CommandLineRun.of("runs", folder.resolve("none").toString());

    assertThat(runs.exit()).isEqualTo(2);
    assertThat(runs.err()).contains("none: there is no such folder");
  }

  private RunFolder begun(String time, Status status) throws Exception {
    RunFolder run = RunFolder.create(folder, "reviews", Instant.parse(time));
    Files.writeString(run.config(), "");
    run.setStatus(status);
    return run;
  }

  /** The first score decides: as for accuracy, more is better, or as for errors, less. */
  private void finished(String time, String outcome, Object... scores) throws Exception {
    RunFolder run = begun(time, Status.FINISHED);
    Files.writeString(run.metrics(), "{\"epoch\": 1}\n{\"epoch\": 2}\n");
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (int i = 0; i < scores.length; i += 2) {
      metrics.put((String) scores[i], ((Number) scores[i + 1]).doubleValue());
    }
    boolean classes = scores[0].equals("accuracy");
    SampleResults.write(
        run, classes ? "classes" : "forecast", metrics, outcome, classes ? "higher" : "lower", "");
  }
}
