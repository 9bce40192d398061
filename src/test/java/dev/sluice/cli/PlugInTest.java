package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.network.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user's plug-in, compiled into a jar of its own from {@code src/test/plugin}: a source, a
 * tokenizer, a layer and a metric. docs/plug-ins.md tells how it came about.
 */
class PlugInTest {
  private static final Path SOURCES = Path.of("src/test/plugin");

  private static final String CONFIG =
      """
      name: plugged
      data:
        source: {json_lines: {path: reviews.jsonl}}
        split: {validation: {share: 0.2}, test: {share: 0.2}}
        input: {text: {column: text, tokenizer: {ngrams: {size: 2}}, max_length: 20}}
        target: {class: {column: label}}
      network:
        - embedding: {size: 4}
        - lstm: {units: 4}
        - scaling: {initial: 0.5}
      training: {epochs: 2, batch_size: 8}
      evaluation: {metrics: [accuracy, error_rate]}
      """;

  @TempDir private static Path folder;
  private static Path jar;
  private static Process session;
  private static ObjectOutputStream commands;
  private static ObjectInputStream answers;

  @BeforeAll
  static void buildThePlugIn() throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    List<String> arguments =
        new ArrayList<>(List.of("-d", classes.toString(), "-encoding", "UTF-8", "-proc:none"));
    arguments.addAll(files(SOURCES, ".java").stream().map(Path::toString).toList());
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(new String[0])))
        .isZero();
    jar = folder.resolve("example plug-in.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      add(entries, classes, files(classes, ".class"));
      add(entries, SOURCES, files(SOURCES.resolve("META-INF"), ""));
    }
    List<String> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(
          i % 2 == 0
              ? "{\"text\": \"fine film number %s\", \"label\": \"good\"}".formatted(i)
              : "{\"text\": \"awful trash of %s\", \"label\": \"bad\"}".formatted(i));
    }
    Files.write(folder.resolve("reviews.jsonl"), rows);
    startASession();
  }

  private static void startASession() throws IOException {
    session =
        start(jar, Session.class).redirectError(folder.resolve("session.txt").toFile()).start();
    commands = new ObjectOutputStream(session.getOutputStream());
    commands.flush();
    answers = new ObjectInputStream(session.getInputStream());
  }

  @AfterAll
  static void endTheSession() {
    session.destroyForcibly();
  }

  private static List<Path> files(Path root, String ending) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(f -> Files.isRegularFile(f) && f.toString().endsWith(ending)).toList();
    }
  }

  private static void add(JarOutputStream jar, Path root, List<Path> files) throws IOException {
    for (Path file : files) {
      jar.putNextEntry(new JarEntry(root.relativize(file).toString().replace('\\', '/')));
      Files.copy(file, jar);
      jar.closeEntry();
    }
  }

  @Test
  void standsInTheSchemaSoThatEditorsCompleteIt() throws Exception {
    JsonNode schema = new ObjectMapper().readTree(sluice("schema").out());

    assertThat(kinds(schema, "layer")).contains("lstm", "scaling");
    assertThat(kinds(schema, "source")).contains("csv", "json_lines");
    assertThat(kinds(schema, "tokenizer")).contains("words", "ngrams");
    assertThat(kinds(schema, "metric")).contains("accuracy", "error_rate");
    JsonNode size = schema.at("/$defs/tokenizer.ngrams/properties/size");
    assertThat(size.get("maximum").asInt()).isEqualTo(9);
    assertThat(size.get("default").asInt()).isEqualTo(3);
    assertThat(size.get("description").asText()).isEqualTo("Characters in each.");
  }

  private static List<String> kinds(JsonNode schema, String choice) {
    List<String> names = new ArrayList<>();
    schema.at("/$defs/" + choice + "/anyOf/0/properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  @Test
  void standsInTheReference() throws Exception {
    assertThat(launched(jar, "schema", "--reference").out())
        .contains(
            "### `scaling`\n\nMultiplies each feature of a vector by a weight and adds a bias.")
        .contains("| `initial` | a number | `1` | The weights before training. |");
  }

  @Test
  void isSuggestedWhereItIsMisspelt() throws Exception {
    write(
        "broken.yaml",
        CONFIG
            .replace("scaling", "scalin")
            .replace("size: 2", "sise: 2")
            .replace("error_rate", "error_rat"));

    CommandLineRun check = sluice("check", "broken.yaml");

    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err())
        .contains("broken.yaml:5:53: data.input.text.tokenizer.ngrams.sise: unknown key")
        .contains("did you mean 'size'?  keys of ngrams: size (3)")
        .contains("broken.yaml:10:5: network[2].scalin: unknown layer")
        .contains("did you mean 'scaling'?")
        .contains("did you mean 'error_rate'?");
  }

  @Test
  void isTrainedScoredAndUsed() throws Exception {
    write("right.yaml", CONFIG);

    CommandLineRun train = sluice("train", "right.yaml", "--run", "run");
    CommandLineRun predict =
        sluice("predict", "run", "--input", "reviews.jsonl", "--output", "predictions.csv");

    assertThat(train.exit()).as(train.err()).isZero();
    assertThat(train.out()).contains("error_rate");
    assertThat(Files.readString(folder.resolve("run/resolved.yaml")))
        .contains("scaling: {initial: 0.5}");
    assertThat(predict.exit()).as(predict.err()).isZero();
    assertThat(Files.readAllLines(folder.resolve("predictions.csv"))).hasSize(41);
  }

  @Test
  void aTargetOfOnesOwnIsTrainedScoredAndUsed() throws Exception {
    List<String> rows = new ArrayList<>(List.of("text,stars"));
    for (int i = 0; i < 60; i++) {
      rows.add(i % 3 == 0 ? "a fine film %s,5".formatted(i) : "so dull %s,1".formatted(i));
    }
    Files.write(folder.resolve("stars.csv"), rows);
    write(
        "stars.yaml",
        """
        name: stars
        data:
          source: {csv: {path: stars.csv}}
          split: {validation: {share: 0.2}, test: {share: 0.2}}
          input: {text: {column: text}}
          target: {rating: {column: stars}}
        network: [{embedding: {size: 4}}, {lstm: {units: 4}}]
        training: {epochs: 40, batch_size: 8, early_stopping: {patience: 40, monitor: within_half},
          optimizer: {adam: {learning_rate: 0.05}}}
        """);

    CommandLineRun check = sluice("check", "stars.yaml");
    CommandLineRun train = sluice("train", "stars.yaml", "--run", "stars");
    CommandLineRun evaluate = sluice("evaluate", "stars", "--json");
    CommandLineRun predict =
        sluice("predict", "stars", "--input", "stars.csv", "--output", "rated.csv");

    assertThat(check.exit()).as(check.err()).isZero();
    assertThat(check.out()).contains("mean_rating");
    assertThat(train.exit()).as(train.err()).isZero();
    assertThat(train.out())
        .contains("within_half", "mean_rating")
        .contains("better than always predicting the mean");
    JsonNode results = new ObjectMapper().readTree(folder.resolve("stars/results.json").toFile());
    assertThat(results.at("/task").asText()).isEqualTo("rating");
    assertThat(results.at("/test/metrics/within_half").asDouble()).isGreaterThan(0.9);
    assertThat(evaluate.exit()).as(evaluate.err()).isZero();
    assertThat(new ObjectMapper().readTree(evaluate.out()).at("/test"))
        .isEqualTo(results.at("/test/metrics"));
    assertThat(predict.exit()).as(predict.err()).isZero();
    assertThat(Files.readAllLines(folder.resolve("rated.csv"))).hasSize(61);
    assertThat(folder.resolve("stars/report.html")).exists();
  }

  @Test
  void aPlugInThatIsNotThereIsMissed() throws Exception {
    CommandLineRun check = launched(Path.of("no", "such.jar"), "schema");

    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.out()).isEmpty();
    assertThat(check.err())
        .isEqualTo(
            "SLUICE_PLUGINS: '%s' does not exist\n    list jars or folders of classes, separated by '%s'\n1 problem\n"
                .formatted(Path.of("no", "such.jar"), File.pathSeparator));
  }

  @Test
  void aPlugInThatCannotBeLoadedIsNamed() throws Exception {
    Path broken = Files.createDirectories(folder.resolve("broken"));
    Path services = Files.createDirectories(broken.resolve("META-INF/services"));
    Files.writeString(services.resolve("dev.sluice.plugin.KindProvider"), "com.example.Gone\n");

    CommandLineRun check = launched(broken, "schema");

    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err())
        .isEqualTo(
            "SLUICE_PLUGINS: a plug-in cannot be loaded: dev.sluice.plugin.KindProvider: Provider"
                + " com.example.Gone not found\n1 problem\n");
  }

  /**
   * Runs the commands that it is given on standard input, until its end: one Java for all, since
   * each command is short beside the start of Java and ND4J.
   */
  static final class Session {
    private Session() {}

    public static void main(String[] none) throws Exception {
      try (ObjectOutputStream answers = new ObjectOutputStream(System.out);
          ObjectInputStream commands = new ObjectInputStream(System.in)) {
        System.setOut(System.err);
        while (commands.readObject() instanceof String[] arguments) {
          CommandLineRun run = CommandLineRun.of(arguments);
          answers.writeObject(new Object[] {run.exit(), run.out(), run.err()});
          answers.flush();
        }
      }
    }
  }

  private static CommandLineRun sluice(String... arguments) throws Exception {
    commands.writeObject(arguments);
    commands.flush();
    Object[] answer = (Object[]) answers.readObject();
    return new CommandLineRun((int) answer[0], (String) answer[1], (String) answer[2]);
  }

  /** One command as the launcher runs it, in a Java of its own. */
  private static CommandLineRun launched(Path plugin, String... arguments) throws Exception {
    Path err = Files.createTempFile(folder, "err", ".txt");
    Process process = start(plugin, Main.class, arguments).redirectError(err.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    int exit = process.waitFor();
    return new CommandLineRun(exit, lines(out), lines(Files.readString(err)));
  }

  private static ProcessBuilder start(Path plugin, Class<?> program, String... arguments) {
    List<String> command =
        ChildJvm.java(
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-cp",
            ChildJvm.classPathWith(plugin),
            program.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("SLUICE_PLUGINS", plugin.toString());
    return builder;
  }

  private static String lines(String text) {
    return text.replace(System.lineSeparator(), "\n");
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }
}
