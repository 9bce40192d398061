package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.run.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A language model from its config to the texts it writes. */
class GenerateCommandTest {
  @TempDir static Path folder;
  private static String run;

  @BeforeAll
  static void train() throws IOException {
    String text = "the cat sat on the mat. the dog sat on the log.\n".repeat(60);
    Files.writeString(folder.resolve("book.txt"), text);
    Files.writeString(folder.resolve("book.yaml"), config("book.txt", "file"));
    run = folder.resolve("run").toString();
    CommandLineRun train =
        CommandLineRun.of("train", folder.resolve("book.yaml").toString(), "--run", run);
    assertThat(train.exit()).as(train.err()).isZero();
    assertThat(train.out()).contains("perplexity", "bits_per_token", "unigram", "ngram");
    assertThat(folder.resolve("run/predictions.csv")).content().startsWith("row,step,actual,log_");
    assertThat(folder.resolve("run/report.html")).content().contains("bits_per_token");
  }

  private static String config(String file, String documents) {
    return """
    name: book
    data:
      source: {lines: {path: %s, documents: %s}}
      split: {validation: {share: 0.1}, test: {share: 0.1}}
      input: {text: {tokenizer: {characters: {}}}}
      target: {next: {}}
    network: [{embedding: {size: 6}}, {lstm: {units: 16}}]
    training: {epochs: 3, batch_size: 4, optimizer: {adam: {learning_rate: 0.02}}}
    """
        .formatted(file, documents);
  }

  private static CommandLineRun generate(String... options) {
    String[] all = new String[options.length + 2];
    all[0] = "generate";
    all[1] = run;
    System.arraycopy(options, 0, all, 2, options.length);
    return CommandLineRun.of(all);
  }

  @Test
  void writesThePromptAndWhatComesAfterIt() {
    CommandLineRun first = generate("--prompt", "the ", "--length", "30", "--temperature", "0.8");
    CommandLineRun again = generate("--prompt", "the ", "--length", "30", "--temperature", "0.8");

    assertThat(first.exit()).as(first.err()).isZero();
    assertThat(first.out().stripTrailing()).startsWith("the ");
    assertThat(first.out()).hasSize(4 + 30 + 1).isEqualTo(again.out());
    assertThat(generate("--prompt", "the ", "--length", "30", "--seed", "7").out())
        .isNotEqualTo(first.out());
  }

  @Test
  void theReportShowsTextsThatCanBeWrittenAgain() throws IOException {
    List<Samples.Sample> samples =
        Samples.read(folder.resolve("run/samples.json")).orElseThrow().texts();

    assertThat(samples).extracting(Samples.Sample::temperature).containsExactly(0.5, 0.8, 1.0);
    assertThat(samples).extracting(sample -> sample.text().length()).containsOnly(300);
    Samples.Sample second = samples.get(1);
    assertThat(generate("--length", "300", "--temperature", "0.8").out())
        .isEqualTo(second.text() + "\n");
    assertThat(folder.resolve("run/report.html"))
        .content()
        .contains("<h2>Generated texts</h2>", "<h3>Temperature 0.8, seed 42</h3>", second.text());
  }

  @Test
  void severalTextsHaveTheSeedsThatFollow() throws IOException {
    String two = generate("--length", "20", "--count", "2", "--seed", "5").out();

    assertThat(two)
        .isEqualTo(
            generate("--length", "20", "--seed", "5").out()
                + "\n"
                + generate("--length", "20", "--seed", "6").out());
    JsonNode json =
        new ObjectMapper()
            .readTree(generate("--length", "20", "--count", "2", "--seed", "5", "--json").out());
    assertThat(json.path("texts").path(0).asText() + "\n\n" + json.path("texts").path(1).asText())
        .isEqualTo(two.substring(0, two.length() - 1));
  }

  @Test
  void refusesAPromptThatTheModelDoesNotKnow() {
    CommandLineRun refused = generate("--prompt", "the Zoo é");

    assertThat(refused.exit()).isEqualTo(Main.USER_MISTAKE);
    assertThat(refused.err())
        .isEqualTo(
            """
            prompt: the model was not trained on 'z', 'é'
                leave that out, or train on texts that have it
            1 problem
            """);
  }

  @Test
  void refusesWhatIsNoChoice() {
    assertThat(generate("--temperature", "-1").err()).contains("--temperature must be 0 or more");
    assertThat(generate("--count", "0").err()).contains("----count must be 1 or more");
    assertThat(generate("--top-p", "0").exit()).isEqualTo(Main.USER_MISTAKE);
  }

  @Test
  void textsWithoutAKnownTokenGiveNoVerdict() throws IOException {
    Path other = folder.resolve("greek.txt");
    Files.writeString(other, "\u03b1\u03b2\u03b3");

    CommandLineRun evaluated =
        CommandLineRun.of("evaluate", run, "--data", other.toString(), "--json");

    assertThat(evaluated.exit()).as(evaluated.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(evaluated.out());
    String why = "none of the 3 tokens is in the vocabulary of the model";
    assertThat(json.path("outcome").asText()).isEqualTo("unknown");
    assertThat(json.path("verdict").asText()).isEqualTo("The model cannot be judged: " + why + ".");
    assertThat(json.path("test")).isEmpty();
    assertThat(json.path("absent").properties())
        .isNotEmpty()
        .allMatch(metric -> metric.getValue().asText().equals(why));
  }

  @Test
  void manyUnknownTokensAreMentioned() throws IOException {
    Path other = folder.resolve("mixed.txt");
    Files.writeString(other, "the cat sat on \u03b1");
    String scores = CommandLineRun.of("evaluate", run, "--data", other.toString()).out();
    Files.writeString(other, "the \u03b1\u03b2");
    String more = CommandLineRun.of("evaluate", run, "--data", other.toString()).out();

    assertThat(scores).doesNotContain("are not in the vocabulary").contains("perplexity");
    assertThat(more)
        .contains(
            "2 of 6 tokens are not in the vocabulary; they are predicted as one, the unknown token,"
                + " which makes scores look better.\n");
  }

  @Test
  void otherTextsAreScoredAndPredicted() throws IOException {
    Path other = folder.resolve("other.txt");
    Files.writeString(other, "the cat sat on the log.\n");
    CommandLineRun evaluated = CommandLineRun.of("evaluate", run, "--data", other.toString());
    assertThat(evaluated.exit()).as(evaluated.err()).isZero();
    assertThat(evaluated.out()).contains("perplexity").contains("ngram");

    CommandLineRun predicted = CommandLineRun.of("predict", run, "the cat sat.", "xxxx", "");
    assertThat(predicted.exit()).as(predicted.err()).isZero();
    String[] lines = predicted.out().split("\n");
    assertThat(lines[0]).isEqualTo("text,log_probability,perplexity");
    double cat = Double.parseDouble(lines[1].split(",")[2]);
    double unknown = Double.parseDouble(lines[2].split(",")[2]);
    assertThat(cat).isLessThan(unknown);
    assertThat(lines[3]).isEqualTo(",0.000000,");
  }

  @Test
  void checkShowsTheFirstDocument() {
    CommandLineRun check = CommandLineRun.of("check", folder.resolve("book.yaml").toString());

    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out())
        .contains("tokens      training 2304, validation 288, test 288")
        .contains("tokens  t, h, e,  , c, a, t,  , ... (2304)");
  }

  @Test
  void refusesFilesWithoutText() throws IOException {
    Files.writeString(folder.resolve("empty.txt"), "");
    Files.writeString(folder.resolve("one.txt"), "x");
    Path config = folder.resolve("bad.yaml");

    Files.writeString(config, config("empty.txt", "file"));
    assertThat(CommandLineRun.of("check", config.toString()).err()).contains("no text");
    Files.writeString(config, config("one.txt", "file"));
    assertThat(CommandLineRun.of("check", config.toString()).err())
        .contains("the only document has 1 token, and this share is less than one of them");
  }

  @Test
  void aModelOfClassesWritesNothing() {
    Path classes = folder.resolve("classes");
    CommandLineRun train =
        CommandLineRun.of(
            "train",
            "config/reviews.yaml",
            "--set",
            "training.epochs=1",
            "--set",
            "network=[{embedding: {size: 2}}, {lstm: {units: 2}}]",
            "--run",
            classes.toString());
    assertThat(train.exit()).as(train.err()).isZero();

    assertThat(CommandLineRun.of("generate", classes.toString()).err())
        .contains(": is not a language model")
        .contains("train one, with data.target: {next: {}}");
  }
}
