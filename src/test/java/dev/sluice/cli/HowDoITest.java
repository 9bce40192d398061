package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.run.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each answer of docs/how-do-i.md works: its configs pass `check`, and its commands run, on files
 * of the kind it names.
 */
class HowDoITest {
  private static final Path KERAS = Path.of("src/test/resources/keras/networks");

  /** What a whole training of the page would take too long for. */
  private static final Map<String, List<String>> QUICK =
      Map.of(
          "train", List.of("--set", "training.epochs=1"),
          "backtest", List.of("--set", "training.epochs=1", "--set", "network[0].lstm.units=2"));

  @TempDir private static Path folder;

  /** An answer: its heading, its data sections and its command lines. */
  record Answer(String question, List<String> configs, List<String> commands) {
    static Answer of(String section) {
      return new Answer(
          section.lines().findFirst().orElseThrow(),
          all("```yaml\n(.*?)```", section),
          all("(?m)^ {4}\\./sluice ([^\n]*)$", section));
    }

    private static List<String> all(String pattern, String text) {
      return Pattern.compile(pattern, Pattern.DOTALL)
          .matcher(text)
          .results()
          .map(result -> result.group(1).lines().collect(Collectors.joining("\n")))
          .toList();
    }

    @Override
    public String toString() {
      return question;
    }
  }

  static List<Answer> answers() throws IOException {
    String page = Files.readString(Path.of("docs/how-do-i.md")).replace("\r\n", "\n");
    return Pattern.compile("\n## ").splitAsStream(page).skip(1).map(Answer::of).toList();
  }

  @BeforeAll
  static void makeTheFilesOfThePage() throws IOException {
    csv(
        "reviews.csv",
        "review,sentiment,author",
        i -> text(i) + "," + of(i, "negative", "positive") + ",a" + i / 2);
    csv(
        "sales.csv",
        "day,units",
        i -> LocalDate.of(2025, 1, 1).plusDays(i) + "," + (20 + i % 7),
        400);
    csv(
        "tickets.csv",
        "text,tags,price,shop,urgent",
        i ->
            "%s,%s,%s,shop%s,%s"
                .formatted(
                    text(i), of(i, "late", "\"late,broken\""), i % 11, i % 3, of(i, "yes", "no")));
    csv(
        "mails.csv",
        "title,body,label",
        i -> text(i) + "," + text(i + 1) + "," + of(i, "work", "home"));
    csv(
        "waves.csv",
        columns(150) + ",label",
        i -> values(i, 150) + "," + of(i, "flat", "steep"),
        40);
    csv(
        "steps.csv",
        "sequence,step,x,y,label",
        i -> "%s,%s,%s,%s,%s".formatted(i / 5, i % 5, i % 7, i % 3, of(i / 5, "a", "b")),
        500);
    csv("houses.csv", "text,price", i -> text(i) + "," + (100 + i % 13));
    lines(
        "pages.jsonl",
        i ->
            "{\"body\": \"<p>%s</p>\", \"topic\": \"%s\"}"
                .formatted(text(i), of(i, "sport", "art")));
    lines("pairs.tsv", i -> i == 0 ? "english\tgerman" : text(i) + "\t" + text(i + 1));
    lines("train.conll", i -> i % 6 == 5 ? "" : word(i) + " " + of(i, "O", "B-PER"));
    for (String name : List.of("train.conllu", "test.conllu")) {
      lines(
          name,
          i ->
              i % 6 == 5
                  ? ""
                  : "%s\t%s\t_\t%s\t_\t_\t_\t_\t_\t_"
                      .formatted(i % 6 + 1, word(i), of(i, "NOUN", "VERB")));
    }
    lines("book.txt", i -> "It was " + text(i) + ".");
    Files.copy(Path.of("src/test/resources/npz/keras.npz"), folder.resolve("imdb.npz"));
    Files.copy(KERAS.resolve("keras3-2.keras"), folder.resolve("model.keras"));
    Files.copy(KERAS.resolve("keras3-2-inputs.npz"), folder.resolve("inputs.npz"));
    Files.copy(KERAS.resolve("keras3-2-outputs.npz"), folder.resolve("outputs.npz"));
    csv("rows.csv", "ids", i -> "3 4 5 1 2 " + (1 + i % 8));
    archive("aclImdb_v1.tar.gz");
    Files.copy(folder.resolve("reviews.csv"), folder.resolve("new.csv"));
    Files.writeString(folder.resolve("reviews.yaml"), config(answers().get(0).configs().get(0)));
    for (String name : List.of("best", "latest")) {
      run("train reviews.yaml --run runs/reviews/" + name);
    }
  }

  @ParameterizedTest
  @MethodSource("answers")
  void everyAnswerWorks(Answer answer) throws IOException {
    for (String config : answer.configs()) {
      Path file = Files.writeString(folder.resolve("page.yaml"), config(config));
      CommandLineRun check = CommandLineRun.of("check", file.toString());
      assertThat(check.exit()).as("%s%n%s", config, check.err()).isZero();
    }
    for (String command : answer.commands()) {
      run(command);
    }
  }

  /** Runs a command line of the page, whose files lie in the folder. */
  private static void run(String line) {
    List<String> words =
        new ArrayList<>(
            Pattern.compile("\"([^\"]*)\"|(\\S+)")
                .matcher(line)
                .results()
                .map(HowDoITest::word)
                .toList());
    String command = words.get(0);
    if (line.contains("--resume")) { // after the last epoch, before the scores
      RunFolder.open(Path.of(words.get(2))).setStatus(RunFolder.Status.INTERRUPTED);
    } else {
      words.addAll(QUICK.getOrDefault(command, List.of()));
    }
    if (command.equals("init")) {
      words.addAll(
          List.of(
              "--output",
              folder.resolve(words.get(1).replaceFirst(".*/(\\w+)\\..*$", "$1.yaml")).toString(),
              "--force"));
    } else if (List.of("train", "backtest").contains(command)
        && !line.matches(".*--(run|resume).*")) {
      words.addAll(
          List.of(
              "--run",
              folder
                  .resolve("runs")
                  .resolve(words.get(1).replaceFirst(".*/(\\w+)\\..*$", "$1"))
                  .resolve(
                      line.contains("--seeds")
                          ? "seeds"
                          : line.contains("--watch") ? "watched" : "latest")
                  .toString()));
    }
    if (command.equals("serve")) { // it would not end
      PrintWriter nowhere = new PrintWriter(new StringWriter());
      new Main(Terminal.plain(nowhere, nowhere))
          .commandLine()
          .parseArgs(words.toArray(String[]::new));
      return;
    }
    CommandLineRun done = CommandLineRun.of(words.toArray(String[]::new));
    assertThat(done.exit()).as("%s%n%s", line, done.err()).isZero();
  }

  /**
   * A word of a command line; a file or run is in the folder, unless it ships with Sluice. What
   * else lies in the working directory, such as runs of the user, is not touched.
   */
  private static String word(MatchResult found) {
    String word = found.group(1) != null ? found.group(1) : found.group(2);
    boolean isFile = found.group(1) == null && word.matches("runs/.*|[\\w./]+\\.(?!\\d)\\w+");
    return isFile && !word.matches("(config|data)/.*") ? folder.resolve(word).toString() : word;
  }

  private static String config(String data) {
    return "name: page\ndata:\n%snetwork: [%s]\ntraining: {epochs: 1}\n"
        .formatted(
            data.indent(2),
            data.contains("sequence:") || data.contains("series:")
                ? "{lstm: {units: 4}}"
                : "{embedding: {size: 4}}, {lstm: {units: 4}}");
  }

  private static String text(int i) {
    return IntStream.range(0, 5)
        .mapToObj(j -> word(i * 7 + i / 11 * j + j * j))
        .collect(Collectors.joining(" "));
  }

  private static String word(int i) {
    return List.of(
            "plot", "film", "dull", "bright", "slow", "new", "old", "long", "red", "blue", "fine")
        .get(i % 11);
  }

  private static String of(int i, String first, String second) {
    return i % 2 == 0 ? first : second;
  }

  private static String columns(int count) {
    return IntStream.range(0, count).mapToObj(i -> "t" + i).collect(Collectors.joining(","));
  }

  private static String values(int row, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> String.format(Locale.ROOT, "%.2f", Math.sin(i * (1 + row % 2) / 9.0) + row % 5))
        .collect(Collectors.joining(","));
  }

  private static void csv(String name, String header, IntFunction<String> row) throws IOException {
    csv(name, header, row, 120);
  }

  private static void csv(String name, String header, IntFunction<String> row, int rows)
      throws IOException {
    Files.writeString(folder.resolve(name), header + "\n" + joined(row, rows));
  }

  private static void lines(String name, IntFunction<String> line) throws IOException {
    Files.writeString(folder.resolve(name), joined(line, 240));
  }

  private static String joined(IntFunction<String> line, int count) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
  }

  /** Texts in folders of their class, as in Stanford's archive. */
  private static void archive(String name) throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new GzipCompressorOutputStream(Files.newOutputStream(folder.resolve(name))))) {
      for (int i = 0; i < 120; i++) {
        byte[] text = text(i).getBytes(StandardCharsets.UTF_8);
        TarArchiveEntry entry =
            new TarArchiveEntry(
                "aclImdb/%s/%s/%s_7.txt"
                    .formatted(i < 80 ? "train" : "test", of(i, "neg", "pos"), i));
        entry.setSize(text.length);
        tar.putArchiveEntry(entry);
        tar.write(text);
        tar.closeArchiveEntry();
      }
    }
  }
}
