package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import dev.sluice.spec.Config;
import dev.sluice.spec.LayerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What init --fast and --best write is checked and trained; only network and training differ. */
class InitEffortTest {
  @TempDir private Path folder;

  /** One file for each kind of task, and what init is told of it. */
  private enum Data {
    CLASS("mails.csv", "text,label", InitEffortTest::mail, true),
    NUMBER(
        "prices.csv",
        "text,price",
        i -> text(i) + "," + (i * 7 % 53 + 0.5),
        true,
        "--target",
        "price"),
    LABELS(
        "tags.csv",
        "text,tags",
        i -> text(i) + (i % 3 == 0 ? ",\"a,b\"" : ",b"),
        true,
        "--target",
        "tags"),
    SERIES(
        "days.csv",
        "value",
        i -> Double.toString(10 + i % 7 + i % 3 * 0.1),
        true,
        "--time",
        "none"),
    SEQUENCES("rows.csv", "id,step,x,kind", InitEffortTest::step, true),
    TAGS(
        "words.bio", "w0 X", i -> i % 5 == 4 ? "" : "w" + i % 6 + (i % 2 == 0 ? " X" : " Y"), true),
    SPANS(
        "names.bio",
        "w0 O",
        i -> i % 5 == 4 ? "" : "w" + i % 6 + (i % 5 == 1 ? " B-x" : " O"),
        false),
    NEXT("book.txt", "It was a dark and stormy night.", i -> "The rain fell on line " + i, false);

    private final String file;
    private final String header;
    private final IntFunction<String> row;
    private final boolean severalNetworks;
    private final List<String> said;

    Data(
        String file,
        String header,
        IntFunction<String> row,
        boolean severalNetworks,
        String... said) {
      this.file = file;
      this.header = header;
      this.row = row;
      this.severalNetworks = severalNetworks;
      this.said = List.of(said);
    }
  }

  private static String text(int i) {
    return "the thing no " + i + " of this year was rather " + (i % 2 == 0 ? "fine" : "awful");
  }

  private static String mail(int i) {
    return text(i) + "," + (i % 2 == 0 ? "good" : "bad");
  }

  /** Twelve steps of each sequence. */
  private static String step(int i) {
    int id = i / 12;
    return "s%s,%s,%s,%s".formatted(id, i % 12, (id % 2 == 0 ? 1 : -1) * 0.5 + i % 5 * 0.1, id % 2);
  }

  private Path write(Data data) throws IOException {
    List<String> lines = new ArrayList<>(List.of(data.header));
    IntStream.range(0, 240).mapToObj(data.row).forEach(lines::add);
    return Files.write(folder.resolve(data.file), lines);
  }

  private String init(Data data, String... more) throws IOException {
    Path config = folder.resolve("out.yaml");
    List<String> args =
        new ArrayList<>(
            List.of("init", write(data).toString(), "--force", "--output", config.toString()));
    args.addAll(data.said);
    args.addAll(List.of(more));
    CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));
    assertThat(run.exit()).as(run.err()).isZero();
    return Files.readString(config);
  }

  private Config read() {
    return ConfigReader.read(folder.resolve("out.yaml"), List.of()).config();
  }

  private void train() throws IOException {
    CommandLineRun train =
        CommandLineRun.of(
            "train",
            folder.resolve("out.yaml").toString(),
            "--set",
            "training.epochs=1",
            "--run",
            Files.createTempDirectory(folder, "run").toString());
    assertThat(train.exit()).as(train.err()).isZero();
  }

  private static String dataOf(String config) {
    return config
        .substring(0, config.indexOf("network:"))
        .lines()
        .filter(line -> !line.startsWith("# --") && !line.contains("characters:"))
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @EnumSource
  void bothAreTrainedAndDifferInNetworkAndTrainingOnly(Data data) throws IOException {
    String usual = init(data);
    Config ofUsual = read();
    String fast = init(data, "--fast");
    Config ofFast = read();
    train();
    String best = init(data, "--best");
    Config ofBest = read();
    train();

    assertThat(dataOf(fast)).isEqualTo(dataOf(usual));
    assertThat(dataOf(best)).isEqualTo(dataOf(usual));
    assertThat(usual).doesNotContain("# --");
    assertThat(fast).contains("# --fast: ");
    assertThat(best).contains("# --best: ");
    assertThat(ofBest.training().networks()).isEqualTo(data.severalNetworks ? 3 : 1);
    if (data == Data.NEXT) {
      assertThat(fast).contains("# --fast: there is only the usual recipe for a language model");
      assertThat(ofFast.training()).isEqualTo(ofUsual.training());
    } else {
      assertThat(ofFast.training().epochs()).isLessThan(ofUsual.training().epochs());
    }
  }

  @Test
  void charactersKeepTheirOrderInAFastNetwork() throws IOException {
    Path data = folder.resolve("names.csv");
    List<String> lines = new ArrayList<>(List.of("name,kind"));
    IntStream.range(0, 60).forEach(i -> lines.add("n" + i + "ame,k" + i % 2));
    Files.write(data, lines);

    CommandLineRun run =
        CommandLineRun.of(
            "init",
            data.toString(),
            "--text",
            "name",
            "--target",
            "kind",
            "--fast",
            "--output",
            folder.resolve("out.yaml").toString());

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(read().network().layers().get(1)).isInstanceOf(LayerSpec.Convolution.class);
    train();
  }

  /** Texts of so many words each, in turn; every tenth word tells the class. */
  private Path documents(int rows, int... words) throws IOException {
    List<String> lines = new ArrayList<>(List.of("text,kind"));
    for (int i = 0; i < rows; i++) {
      String tells = i / words.length % 2 == 0 ? "fine" : "awful";
      int row = i;
      lines.add(
          IntStream.range(0, words[i % words.length])
                  .mapToObj(w -> w % 10 == 0 ? tells : "w" + (7 * w + 13 * row) % 101)
                  .collect(Collectors.joining(" "))
              + ","
              + (tells.equals("fine") ? "good" : "bad"));
    }
    return Files.write(folder.resolve("documents.csv"), lines);
  }

  private String init(Path data, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("init", data.toString(), "--force", "--output"));
    args.add(folder.resolve("out.yaml").toString());
    args.addAll(List.of(more));
    CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));
    assertThat(run.exit()).as(run.err()).isZero();
    return Files.readString(folder.resolve("out.yaml"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--fast", "--task=class"})
  void documentsAreReadInChunks(String option) throws IOException {
    String written = init(documents(44, 1200, 1000), option);

    assertThat(read().training().chunkSteps()).contains(400);
    assertThat(read().training().batchTokens()).isEmpty();
    assertThat(written)
        .contains("max_length: 1200", "95% up to 1200, the longest 1200; none is cut")
        .contains("# most texts have more tokens: reads so many at a time, to save memory")
        .contains("- pooling: {method: mean_max}");
    train();
  }

  @Test
  void fewLongTextsAmongShortOnesShareABudgetOfTokens() throws IOException {
    String written = init(documents(50, 20, 30, 20, 30, 900)); // 900 of 1000 tokens

    assertThat(read().training().batchTokens()).contains(12_800);
    assertThat(read().training().chunkSteps()).isEmpty();
    assertThat(written)
        .contains("max_length: 900")
        .contains("# half of the texts have up to 30 tokens, the longest 900: fewer long ones at");
    train();
  }

  @Test
  void convolutionsOverLongTextsHaveABudgetInsteadOfChunks() throws IOException {
    Path data = documents(60, 1000);
    Files.writeString(data, Files.readString(data).replace(" ", ""));

    String written = init(data, "--text", "text", "--target", "kind", "--fast");

    assertThat(written).contains("convolution:", "batch_tokens: 12800").doesNotContain("chunk_");
    train();
  }

  @Test
  void usualTextsHaveNeither() throws IOException {
    String written = init(documents(50, 380, 500)); // 100 of 880 tokens are beyond 400

    assertThat(written).contains("max_length: 400").doesNotContain("chunk_steps", "batch_tokens");
  }

  @Test
  void questionsKeepWhatTheUserSaid() throws IOException {
    Path data = folder.resolve("two.csv");
    List<String> lines = new ArrayList<>(List.of("a,b"));
    IntStream.range(0, 60).forEach(i -> lines.add(i % 11 + ".5," + i % 13 + ".5"));
    Files.write(data, lines);

    CommandLineRun run = CommandLineRun.of("init", data.toString(), "--best");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("two.csv --best --target a\n");
  }

  @Test
  void oneOfTheTwoIsAsked() {
    CommandLineRun run = CommandLineRun.of("init", "x.csv", "--fast", "--best");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("--fast", "--best", "mutually exclusive");
    assertThat(CommandLineRun.of("init", "--template", "sentiment", "--fast").err())
        .startsWith("sluice init: a --template does not read data");
  }
}
