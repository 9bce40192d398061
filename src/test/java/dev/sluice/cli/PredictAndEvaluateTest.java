package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.run.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PredictAndEvaluateTest {
  @TempDir static Path runs;
  @TempDir Path folder;

  @BeforeAll
  static void trainBriefly() {
    assertThat(
            CommandLineRun.of(
                    "train",
                    "config/reviews.yaml",
                    "--set",
                    "network=[{embedding: {size: 16}}, {gru: {units: 32}}]",
                    "--set",
                    "training.epochs=1",
                    "--set",
                    "training.batch_size=200",
                    "--run",
                    runs.resolve("reviews").toString())
                .exit())
        .isZero();
    assertThat(
            CommandLineRun.of(
                    "train",
                    "config/airline.yaml",
                    "--set",
                    "network=[{lstm: {units: 4}}]",
                    "--set",
                    "training.epochs=1",
                    "--run",
                    runs.resolve("airline").toString())
                .exit())
        .isZero();
  }

  @Test
  void addsTheClassBehindTheColumnsOfTheInput() throws IOException {
    Path input =
        Files.writeString(
            folder.resolve("in put.csv"), "\uFEFFid,review\r\n7,\"Fine, really\"\r\n8,\r\n");
    Path output = folder.resolve("predictions.csv");

    CommandLineRun predict = predict("reviews", input.toString(), "--output", output.toString());

    assertThat(predict.exit()).as(predict.err()).isZero();
    List<String> lines = Files.readAllLines(output);
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0)).isEqualTo("id,review,prediction,p_negative,p_positive");
    assertThat(lines.get(1))
        .matches("7,\"Fine, really\",(positive|negative),0\\.\\d{1,10},0\\.\\d{1,10}");
    assertThat(lines.get(2)).matches("8,,(positive|negative),0\\.\\d{1,10},0\\.\\d{1,10}");
  }

  @Test
  void cellsThatASpreadsheetWouldRunAreMadeTextIfAsked() throws IOException {
    Path input =
        Files.writeString(folder.resolve("in.csv"), "@id,review\n-7,=1+1\n\"\r8\",\"+dull\"\n");

    assertThat(predict("reviews", input.toString(), "--safe-csv").out())
        .startsWith("'@id,review,prediction,")
        .contains("\n-7,'=1+1,", "\n\"'\r8\",'+dull,");
    assertThat(predict("reviews", input.toString()).out())
        .startsWith("@id,review,prediction,")
        .contains("\n-7,=1+1,", "\n\"\r8\",+dull,");
  }

  @Test
  void readsStandardInputAndWritesStandardOutput() {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream("review\ndull\n".getBytes(StandardCharsets.UTF_8)));
      CommandLineRun predict = predict("reviews", "-");

      assertThat(predict.exit()).as(predict.err()).isZero();
      assertThat(predict.out())
          .matches(
              "review,prediction,p_negative,p_positive\ndull,\\w+,0\\.\\d{1,10},0\\.\\d{1,10}\n");

      System.setIn(new ByteArrayInputStream("text\ndull\n".getBytes(StandardCharsets.UTF_8)));
      CommandLineRun wrong = predict("reviews", "-");
      assertThat(wrong.exit()).isEqualTo(2);
      assertThat(wrong.err()).startsWith("standard input").contains("'review'");

      System.setIn(
          new ByteArrayInputStream("review\ncaf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)));
      assertThat(predict("reviews", "-").err())
          .startsWith("standard input:2: byte 4 of the line (0xe9) is not UTF-8\n")
          .contains("iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW\n");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void classifiesTextsOfTheCommandLine() {
    CommandLineRun predict = classify("reviews", "Fine, really", "dull", "--", "-5 stars");

    assertThat(predict.exit()).as(predict.err()).isZero();
    assertThat(predict.out().lines().map(line -> line.replaceFirst(",(posi|nega)tive,.*", "")))
        .containsExactly(
            "review,prediction,p_negative,p_positive", "\"Fine, really\"", "dull", "-5 stars");
  }

  @Test
  void refusesTextsWhereTheModelTakesRows() {
    CommandLineRun predict = classify("airline", "next year");

    assertThat(predict.exit()).isEqualTo(2);
    assertThat(predict.err())
        .isEqualTo(
            runs.resolve("airline")
                + """
                : takes rows, not texts
                    give a file of rows: --input FILE
                1 problem
                """);
  }

  @Test
  void everyCommandThatTakesRowsReadsStandardInput() {
    String run = runs.resolve("reviews").toString();
    InputStream before = System.in;
    try {
      for (String command :
          List.of("predict --input", "evaluate --data", "explain --input", "monitor --input")) {
        String[] words = command.split(" ");

        System.setIn(standardInput("{\"review\": \"dull\", \"sentiment\": \"negative\"}\n"));
        CommandLineRun ok = CommandLineRun.of(words[0], run, words[1], "-");
        assertThat(ok.exit()).as(command + ok.err()).isZero();

        System.setIn(standardInput("text;sentiment\ndull;negative\n"));
        CommandLineRun refused = CommandLineRun.of(words[0], run, words[1], "-");
        assertThat(refused.exit()).as(command).isEqualTo(2);
        assertThat(refused.err())
            .startsWith("standard input: has no column 'review'")
            .contains("text, sentiment");
      }
    } finally {
      System.setIn(before);
    }
  }

  private static InputStream standardInput(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void refusesAFileInThePlaceOfAText() {
    CommandLineRun predict = classify("reviews", "data/reviews-hard.csv");

    assertThat(predict.exit()).isEqualTo(2);
    assertThat(predict.err())
        .isEqualTo(
            """
            data/reviews-hard.csv: is a file, not a text
                for its rows: --input data/reviews-hard.csv
            1 problem
            """);
  }

  @Test
  void needsTextsOrAFile() {
    String why =
        """
        sluice predict: give one or more TEXTs, or a file of rows with --input
            see sluice predict --help
        """;

    assertThat(classify("reviews")).isEqualTo(new CommandLineRun(2, "", why));
    assertThat(classify("reviews", "dull", "--input", "-"))
        .isEqualTo(new CommandLineRun(2, "", why));
  }

  @Test
  void forecastsTheYearAfterTheLastMonth() {
    CommandLineRun predict = predict("airline", "data/airline-passengers.csv");

    assertThat(predict.exit()).as(predict.err()).isZero();
    List<String> lines = predict.out().lines().toList();
    assertThat(lines).hasSize(13);
    assertThat(lines.get(0)).isEqualTo("cutoff,timestamp,step,column,forecast");
    assertThat(lines.get(1)).matches("1960-12,1961-01,1,passengers,\\d+\\.\\d+");
    assertThat(lines.get(12)).matches("1960-12,1961-12,12,passengers,\\d+\\.\\d+");
    assertThat(predict.err()).isEqualTo("last known 1960-12, first forecast 1961-01\n");
  }

  @Test
  void aModelThatNeedsNothingKnownAheadHasNoTemplate() {
    CommandLineRun template = predict("airline", "data/airline-passengers.csv", "--template");

    assertThat(template.exit()).isEqualTo(2);
    assertThat(template.err())
        .contains(
            "needs no values known ahead\n"
                + "    predict from the rows as they are: --input FILE, without --template");
  }

  @Test
  void refusesAnInputThatHasAColumnItWouldAdd() throws IOException {
    Path input = Files.writeString(folder.resolve("in.csv"), "review,prediction\nfine,yes\n");

    CommandLineRun predict = predict("reviews", input.toString());

    assertThat(predict.exit()).isEqualTo(2);
    assertThat(predict.err())
        .startsWith(input + ": has a column 'prediction', which predict would add");
  }

  @Test
  void nothingWaitsForAPipeThatIsGivenAsAFile() throws Exception {
    Path pipe = folder.resolve("pipe.csv");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path config = Files.writeString(folder.resolve("e.yaml"), "extends: pipe.csv\n");
    String run = runs.resolve("reviews").toString();

    for (CommandLineRun refused :
        List.of(
            predict("reviews", pipe.toString()),
            CommandLineRun.of("evaluate", run, "--data", pipe.toString()),
            CommandLineRun.of("init", pipe.toString(), "--output", "-"),
            CommandLineRun.of("check", pipe.toString()),
            CommandLineRun.of("check", config.toString()),
            CommandLineRun.of(
                "check",
                "config/reviews.yaml",
                "--set",
                "data.source={csv: {path: '" + pipe + "'}}"))) {
      assertThat(refused.exit()).isEqualTo(2);
      assertThat(refused.err()).contains("is a device or a pipe, expected a file");
    }
  }

  @Test
  void replacesAFileOnlyByForce() throws IOException {
    Path input = Files.writeString(folder.resolve("in.csv"), "review\nfine\n");
    Path output = Files.writeString(folder.resolve("out.csv"), "years of work");

    CommandLineRun refused = predict("reviews", input.toString(), "--output", output.toString());

    assertThat(refused)
        .isEqualTo(
            new CommandLineRun(
                2,
                "",
                output
                    + """
                    : exists already
                        choose another file with --output, or replace this one with --force
                    1 problem
                    """));
    assertThat(output).hasContent("years of work");
    assertThat(
            predict("reviews", input.toString(), "--output", output.toString(), "--force").exit())
        .isZero();
    assertThat(output).content().startsWith("review,prediction,");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
  void writesThroughALink() throws IOException {
    Path input = Files.writeString(folder.resolve("in.csv"), "review\nfine\n");
    Path target = Files.writeString(folder.resolve("target.csv"), "");
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), target);

    CommandLineRun predict = predict("reviews", input.toString(), "--output", link.toString());

    assertThat(predict.exit()).as(predict.err()).isZero();
    assertThat(link).isSymbolicLink();
    assertThat(target).content().startsWith("review,prediction,");
  }

  @Test
  void refusesToWriteOverItsInput() throws IOException {
    Path input = Files.writeString(folder.resolve("in.csv"), "review\nfine\n");

    CommandLineRun predict = predict("reviews", input.toString(), "--output", input.toString());

    assertThat(predict.exit()).isEqualTo(2);
    assertThat(input).hasContent("review\nfine\n");
  }

  @Test
  void scoresTheTestPartAsTheTrainingDid() throws IOException {
    for (String name : List.of("reviews", "airline")) {
      Path run = runs.resolve(name);

      CommandLineRun evaluate = CommandLineRun.of("evaluate", run.toString(), "--json");

      assertThat(evaluate.exit()).as(evaluate.err()).isZero();
      JsonNode now = new ObjectMapper().readTree(evaluate.out());
      JsonNode then = Json.read(run.resolve("results.json")).path("test");
      assertThat(now.path("test")).isEqualTo(then.path("metrics"));
      assertThat(now.path("baselines")).isEqualTo(then.path("baselines"));
    }
  }

  @Test
  void writesWhatItScored() throws IOException {
    Path output = folder.resolve("scored.csv");

    CommandLineRun evaluate =
        CommandLineRun.of(
            "evaluate", runs.resolve("reviews").toString(), "--output", output.toString());

    assertThat(evaluate.exit()).as(evaluate.err()).isZero();
    List<String> rows = Files.readAllLines(output);
    assertThat(rows).hasSize(1 + 400);
    assertThat(rows.get(0)).isEqualTo("review,sentiment,prediction,p_negative,p_positive");
    assertThat(
            CommandLineRun.of(
                    "evaluate", runs.resolve("airline").toString(), "--output", output.toString())
                .err())
        .contains("exists already");
    assertThat(
            CommandLineRun.of(
                    "evaluate",
                    runs.resolve("airline").toString(),
                    "--output",
                    output.toString(),
                    "--force")
                .exit())
        .isZero();
    assertThat(output).hasSameTextualContentAs(runs.resolve("airline").resolve("predictions.csv"));
  }

  /** The rows are not read yet: nothing that took time is lost. */
  @Test
  void refusesAnOutputThatCannotBeWrittenBeforeItPredicts() {
    String run = runs.resolve("reviews").toString();
    String none = folder.resolve("none.csv").toString();
    Path missing = folder.resolve("missing");

    CommandLineRun inMissing =
        CommandLineRun.of(
            "predict", run, "--input", none, "--output", missing.resolve("out.csv").toString());
    CommandLineRun onFolder =
        CommandLineRun.of("predict", run, "--input", none, "--output", folder.toString());

    assertThat(inMissing.exit()).isEqualTo(Main.USER_MISTAKE);
    assertThat(inMissing.err())
        .isEqualTo(
            """
            %s: there is no folder %s
                create it first, or choose another file with --output
            1 problem
            """
                .formatted(missing.resolve("out.csv"), missing));
    assertThat(onFolder.exit()).isEqualTo(Main.USER_MISTAKE);
    assertThat(onFolder.err())
        .isEqualTo(folder + ": is a folder\n    name a file in it with --output\n1 problem\n");
    assertThat(missing).doesNotExist();
  }

  @Test
  void neverReplacesTheFileThatItScores() throws IOException {
    Path rows = folder.resolve("rows.csv");
    Files.writeString(rows, "review,sentiment\nfine,positive\n");

    CommandLineRun evaluate =
        CommandLineRun.of(
            "evaluate",
            runs.resolve("reviews").toString(),
            "--data",
            rows.toString(),
            "--output",
            rows.toString(),
            "--force");

    assertThat(evaluate.exit()).isEqualTo(2);
    assertThat(evaluate.err()).contains("is both input and output");
    assertThat(rows).hasContent("review,sentiment\nfine,positive\n");
  }

  @Test
  void aRunKeepsTheTextsOfItsWorstMistakes() throws IOException {
    JsonNode mistakes =
        Json.read(runs.resolve("reviews").resolve("results.json")).at("/test/mistakes");

    assertThat(mistakes).hasSizeBetween(1, 10);
    double worst = 0;
    for (JsonNode mistake : mistakes) {
      assertThat(mistake.path("p_actual").asDouble())
          .isBetween(worst, mistake.path("p_prediction").asDouble());
      worst = mistake.path("p_actual").asDouble();
      assertThat(mistake.path("text").asText().length()).isBetween(1, 500);
    }
    assertThat(runs.resolve("reviews").resolve("report.html")).content().contains("class=\"text\"");
  }

  @Test
  void describesTheNewestRun() {
    CommandLineRun describe = CommandLineRun.of("describe", runs.resolve("latest").toString());

    assertThat(describe.exit()).as(describe.err()).isZero();
    assertThat(describe.out()).contains(runs.resolve("airline/resolved.yaml").toString());
  }

  @Test
  void scoresAllRowsOfAFile() throws IOException {
    CommandLineRun evaluate =
        CommandLineRun.of(
            "evaluate",
            runs.resolve("reviews").toString(),
            "--data",
            "data/reviews-hard.csv",
            "--json");

    assertThat(evaluate.exit()).as(evaluate.err()).isZero();
    JsonNode baselines = new ObjectMapper().readTree(evaluate.out()).path("baselines");
    assertThat(baselines.at("/majority/accuracy").asDouble()).isEqualTo(0.5); // 500 of 1000
    assertThat(baselines.at("/bag_of_words/accuracy").asDouble()).isBetween(0.6, 0.8);
  }

  private static CommandLineRun predict(String run, String input, String... more) {
    String[] arguments = new String[4 + more.length];
    arguments[0] = "predict";
    arguments[1] = runs.resolve(run).toString();
    arguments[2] = "--input";
    arguments[3] = input;
    System.arraycopy(more, 0, arguments, 4, more.length);
    return CommandLineRun.of(arguments);
  }

  private static CommandLineRun classify(String run, String... more) {
    List<String> arguments = new ArrayList<>(List.of("predict", runs.resolve(run).toString()));
    arguments.addAll(List.of(more));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }
}
