package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier of texts asked why. */
class ExplainCommandTest {
  private static final String HOSTILE = "</span><script>\u001b[31m \u202e great";
  @TempDir static Path folder;
  private static String run;

  @BeforeAll
  static void train() throws IOException {
    StringBuilder csv = new StringBuilder("text,label\n");
    for (int i = 0; i < 240; i++) {
      csv.append(
          "w%s %s w%s,%s\n"
              .formatted(
                  i % 7,
                  List.of("dull", "great", "so").get(i % 3),
                  i % 5,
                  List.of("bad", "good", "neither").get(i % 3)));
    }
    Files.writeString(folder.resolve("rows.csv"), csv);
    Files.writeString(
        folder.resolve("c.yaml"),
        """
        name: c
        data:
          source: {csv: {path: rows.csv}}
          split: {validation: {share: 0.1}, test: {share: 0.1}}
          input: {text: {column: text, max_length: 8}}
          target: {class: {column: label}}
        network: [{embedding: {size: 4}}, {gru: {units: 4}}]
        training: {epochs: 8, batch_size: 8, optimizer: {adam: {learning_rate: 0.02}}}
        """);
    run = folder.resolve("run").toString();
    CommandLineRun train =
        CommandLineRun.of("train", folder.resolve("c.yaml").toString(), "--run", run);
    assertThat(train.exit()).as(train.err()).isZero();
  }

  private static CommandLineRun explain(String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "explain";
    all[1] = run;
    System.arraycopy(options, 0, all, 2, options.length);
    return CommandLineRun.of(all);
  }

  @Test
  void listsTheWordsThatWeighMost() {
    CommandLineRun why = explain("--text", "w1 great w2 zzz", "--top", "2");

    assertThat(why.exit()).as(why.err()).isZero();
    assertThat(why.err()).isEmpty();
    assertThat(why.out())
        .matches(
            """
            good, p = 0\\.9\\d+
            attribution              position  token
               \\s*\\+\\d\\.\\d{4}  \\+{10}         2  great
            (?s).*2 more tokens: [+-]\\d\\.\\d{4}
            log-odds \\d\\.\\d{4}, without the words -?\\d\\.\\d{4}; completeness error \\S+ \\(\\S+%\\)
            """);
  }

  @Test
  void takesTextsAsPredictDoes() {
    CommandLineRun why = explain("w1 great", "dull");

    assertThat(why.exit()).as(why.err()).isZero();
    assertThat(why.out())
        .isEqualTo(explain("--text", "w1 great", "--text", "dull").out())
        .isEqualTo(explain("w1 great", "--text", "dull").out());
    assertThat(explain(folder.resolve("rows.csv").toString()).err())
        .contains("rows.csv: is a file, not a text\n    for its rows: --input ");
  }

  @Test
  void explainsTheClassThatIsAskedFor() {
    String good = explain("--text", "great", "--class", "good").out();
    String bad = explain("--text", "great", "--class", "bad").out();

    assertThat(good).contains("good, p = ", "  ++++++++++");
    assertThat(bad).contains("bad, p = ", "; the prediction is good", "  ----------");
  }

  @Test
  void aProgramGetsAllTokens() throws IOException {
    JsonNode json =
        new ObjectMapper()
            .readTree(explain("--text", "w1 great", "--text", "", "--top", "1", "--json").out());

    assertThat(json.fieldNames()).toIterable().containsExactly("run", "method", "texts");
    assertThat(json.path("method").asText()).isEqualTo("integrated_gradients");
    JsonNode first = json.path("texts").path(0);
    assertThat(first.fieldNames())
        .toIterable()
        .containsExactly(
            "prediction",
            "class",
            "probability",
            "log_odds",
            "log_odds_without_words",
            "completeness_error",
            "elsewhere",
            "passes",
            "tokens");
    assertThat(first.path("tokens").path(1).fieldNames())
        .toIterable()
        .containsExactly("token", "attribution", "network", "linear", "seen", "known");
    double sum =
        first.path("tokens").path(0).path("attribution").asDouble()
            + first.path("tokens").path(1).path("attribution").asDouble();
    double difference =
        first.path("log_odds").asDouble() - first.path("log_odds_without_words").asDouble();
    assertThat(Math.abs(sum - difference)).isLessThan(0.01 * Math.abs(difference));
    assertThat(json.path("texts").path(1).path("tokens").path(0).path("known").asBoolean())
        .isFalse();
  }

  @Test
  void explainsRowsOfAFileAndWritesAPageWhereHostileTextStaysText() throws IOException {
    Path rows = folder.resolve("new.csv");
    Files.writeString(rows, "text\n\"" + HOSTILE + "\"\nw1 dull " + "w2 ".repeat(9) + "\n");
    Path page = folder.resolve("why.html");

    CommandLineRun why = explain("--input", rows.toString(), "--html", page.toString());

    assertThat(why.exit()).as(why.err()).isZero();
    assertThat(why.out())
        .contains(
            "row 1: good",
            "row 2: bad",
            "the network did not see 3 of 11 tokens, because of max_length")
        .doesNotContain("\u001b", "\u202e");
    assertThat(page)
        .content()
        .contains(
            "default-src &#39;none&#39;", "script-src &#39;none&#39;", "<h2>row 1: good, p = ")
        .containsPattern(
            "<span class=\"for\" style=\"--share:1\\.0*\" title=\"\\+[^\"]*\">great </span>")
        .doesNotContain("<script");
    assertThat(explain("--input", rows.toString(), "--html", page.toString()).err())
        .contains("exists already", "replace this one with --force");
    assertThat(explain("--text", "great", "--html", page.toString(), "--force").exit()).isZero();
  }

  @Test
  void neverWritesThePageOverItsInput() throws IOException {
    String rows = Files.writeString(folder.resolve("own.csv"), "text\ngreat\n").toString();

    assertThat(explain("--input", rows, "--html", rows, "--force").err())
        .startsWith(rows + ": is both input and output\n");
    assertThat(Path.of(rows)).content().isEqualTo("text\ngreat\n");
  }

  @Test
  void thePageOfTheDocsNamesEveryOption() throws IOException {
    String page = Files.readString(Path.of("docs/explain.md"));

    assertThat(CommandLineRun.of("explain", "--help").out().lines().map(String::strip))
        .filteredOn(line -> line.startsWith("--") && !line.startsWith("--force"))
        .isNotEmpty()
        .allMatch(line -> page.contains("`" + line.split("[ `]")[0]));
  }

  @Test
  void coloursWordsOnATerminalThatHasColours() {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out, true);

    new Main(new Terminal(writer, writer, true, true, true, 80))
        .run("explain", run, "--text", "great \u202e w1");

    assertThat(out.toString()).contains("\u001b[1;32mgreat\u001b[0m").doesNotContain("\u202e");
  }

  @Test
  void occlusionIsACheck() {
    assertThat(explain("--text", "w1 dull w3", "--method", "occlusion").out())
        .contains("bad, p = ", "++++++++++         2  dull")
        .doesNotContain("completeness");
  }

  @Test
  void ofForecastsItListsColumnsLagsAndValues() throws IOException {
    StringBuilder csv = new StringBuilder("y,z\n");
    for (int i = 0; i < 80; i++) {
      csv.append("%s,%s\n".formatted(i * 7 % 5 + i * 0.1, i % 3));
    }
    String rows = Files.writeString(folder.resolve("series.csv"), csv).toString();
    Files.writeString(
        folder.resolve("s.yaml"),
        """
        name: s
        data:
          source: {csv: {path: series.csv}}
          input: {series: {lookback: 3, past_covariates: [z]}}
          target: {forecast: {columns: [y], horizon: 2}}
          split: {validation: {rows: 10}, test: {rows: 10}}
        network: [{gru: {units: 2}}]
        training: {epochs: 1, batch_size: 16}
        """);
    String series = folder.resolve("series-run").toString();
    assertThat(
            CommandLineRun.of("train", folder.resolve("s.yaml").toString(), "--run", series).exit())
        .isZero();

    CommandLineRun why = CommandLineRun.of("explain", series, "--input", rows, "--top", "4");
    CommandLineRun json = CommandLineRun.of("explain", series, "--input", rows, "--json");

    assertThat(why.exit()).as(why.err()).isZero();
    assertThat(why.out())
        .startsWith("y: ")
        .contains("the mean of the forecast rows", "all lags", "all columns", "lag  column");
    assertThat(why.out().lines()).hasSize(2 + 3 + 1 + 4 + 1 + 5);
    JsonNode columns = new ObjectMapper().readTree(json.out()).path("columns");
    assertThat(columns.findValuesAsText("column")).containsExactly("y", "z");
    assertThat(columns.path(0).path("effects")).hasSize(3);
    assertThat(CommandLineRun.of("explain", series, "--text", "x").err())
        .contains("forecasts a series, for which there is no TEXT, --class, --method or --html");
    assertThat(CommandLineRun.of("explain", series, "--input", rows, "--method", "occlusion").err())
        .contains("forecasts a series, for which there is no TEXT, --class, --method or --html");
    assertThat(CommandLineRun.of("explain", series, "--input", rows, "--column", "z").err())
        .contains("does not forecast the column 'z'", "it forecasts y");
  }

  @Test
  void refusesWhatItCannotExplain() {
    assertThat(explain("--text", "x", "--class", "goood"))
        .isEqualTo(
            new CommandLineRun(
                2, "", run + ": has no class 'goood'\n    did you mean 'good'?\n1 problem\n"));
    assertThat(explain("--text", "x", "--method", "shap").err())
        .isEqualTo(
            """
            sluice explain: --method must be integrated_gradients or occlusion, not shap
                see sluice explain --help
            """);
    assertThat(explain().err()).startsWith("sluice explain: give one or more TEXTs, or a file");
    assertThat(explain("--text", "x", "--top", "0").err()).startsWith("sluice explain: --top must");
  }
}
