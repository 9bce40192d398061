package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import dev.sluice.spec.Config;
import dev.sluice.spec.EvaluationSpec;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.SplitSpec;
import dev.sluice.spec.TrainingSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  private static final String REVIEWS =
      """
      name: reviews
      data:
        source: {csv: {path: reviews.csv}}
        split: {validation: {share: 0.1}, test: {share: 0.2}}
        input: {text: {column: review}}
        target: {class: {column: sentiment}}
      network:
        - embedding: {size: 8}
        - lstm: {units: 8}
      """;

  @TempDir Path folder;

  @Test
  void fillsInTheDefaults() {
    Config config = parse(REVIEWS);

    assertThat(config.version()).isEqualTo(1);
    assertThat(config.seed()).isEqualTo(42);
    assertThat(config.training())
        .isEqualTo(
            new TrainingSpec(
                20,
                32,
                new OptimizerSpec.Adam(0.001, 0.9, 0.999, 1e-8),
                new dev.sluice.spec.ScheduleSpec.Constant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                1,
                Optional.empty()));
    assertThat(config.evaluation())
        .isEqualTo(new EvaluationSpec(Optional.empty(), Optional.empty()));
  }

  /** The parser reads in blocks of 1024 chars, or a number near it. */
  @Test
  void readsCharactersOfTwoCharsAtAnyPlace() {
    for (int place = 1000; place < 1060; place++) {
      String comment = "#" + "x".repeat(place - 1) + "\uD83D\uDE00\n";

      assertThat(parse(comment + REVIEWS).seed()).as("at char %s", place).isEqualTo(42);
    }
  }

  @Test
  void letsTheBodyOfAChoiceBeLeftOut() {
    Config withoutBody = parse(REVIEWS + "training: {optimizer: {sgd: }, schedule: {cosine: {}}}");
    Config asWord = parse(REVIEWS + "training: {optimizer: sgd, schedule: cosine}");

    assertThat(withoutBody.training().optimizer()).isEqualTo(new OptimizerSpec.Sgd(0.01, 0));
    assertThat(asWord).isEqualTo(withoutBody);
  }

  @Test
  void readsChoicesInAList() {
    Config config = parse(REVIEWS + "evaluation: {metrics: [accuracy, {f1: {}}, log_loss: ]}");

    assertThat(config.evaluation().metrics())
        .contains(
            List.of(new MetricSpec.Accuracy(), new MetricSpec.F1(), new MetricSpec.LogLoss()));
  }

  @Test
  void takesAnEmptySectionForItsDefaults() {
    Config config = parse(REVIEWS + "training:\n  early_stopping:\nevaluation:\n");

    assertThat(config.training().earlyStopping())
        .contains(new TrainingSpec.EarlyStopping("loss", 5, 0));
  }

  @Test
  void takesAWrittenNullForAnOptionalKeyThatIsLeftOut() {
    Config config = parse(REVIEWS + "training: {early_stopping: null, loss: ~}\n");

    assertThat(config).isEqualTo(parse(REVIEWS));
  }

  @Test
  void takesNumbersAndWordsForTextWhereTextBelongs() {
    Config config =
        parse(
            REVIEWS.replace("validation: {share: 0.1}", "validation: {column: 2024, value: true}"));

    SplitSpec.Part part = config.data().split().validation().orElseThrow();
    assertThat(part.column()).contains("2024");
    assertThat(part.value()).contains("true");
  }

  @Test
  void readsNumbersAsTheCoreSchemaWritesThem() {
    Config config =
        parse(
            REVIEWS.replace(
                "lstm: {units: 8}",
                "lstm: {units: 0x10, dropout: .5, l1: 1e-3, l2: +2., forget_bias: -1}"));

    LayerSpec.Lstm lstm = (LayerSpec.Lstm) config.network().layers().get(1);
    assertThat(lstm.units()).isEqualTo(16);
    assertThat(lstm.dropout()).isEqualTo(0.5);
    assertThat(lstm.l1()).isEqualTo(0.001);
    assertThat(lstm.l2()).isEqualTo(2);
    assertThat(lstm.forgetBias()).isEqualTo(-1);
  }

  @Test
  void resolvesPathsAgainstTheFolderOfTheFile() throws IOException {
    Path file = folder.resolve("config").resolve("a.yaml");
    Files.createDirectories(file.getParent());
    Files.writeString(file, REVIEWS.replace("reviews.csv", "../data/reviews.csv"));

    Config config = ConfigReader.read(file, List.of()).config();

    assertThat(config.data().source().path())
        .isEqualTo(folder.toRealPath().resolve("data/reviews.csv"));
  }

  @Test
  void resolvesPathsBehindALinkToTheFolderWhereTheLinkLeads() throws IOException {
    Path project = Files.createDirectories(folder.resolve("project/config")).getParent();
    Files.writeString(project.resolve("config/a.yaml"), REVIEWS.replace("reviews.csv", "../r.csv"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), project.resolve("config"));

    Config config = ConfigReader.read(link.resolve("a.yaml"), List.of()).config();

    assertThat(config.data().source().path()).isEqualTo(project.toRealPath().resolve("r.csv"));
  }

  @Test
  void keepsAnAbsolutePath() {
    Path absolute = folder.resolve("reviews.csv").toAbsolutePath();

    Config config = parse(REVIEWS.replace("reviews.csv", "'" + absolute + "'"));

    assertThat(config.data().source().path()).isEqualTo(absolute);
  }

  @Test
  void acceptsAByteOrderMarkAndWindowsLineEnds() throws IOException {
    Path file = folder.resolve("a.yaml");
    Files.writeString(file, "\uFEFF" + REVIEWS.replace("\n", "\r\n"));

    LoadedConfig loaded = ConfigReader.read(file, List.of());

    assertThat(loaded.config().name()).isEqualTo("reviews");
    assertThat(loaded.origin("name").orElseThrow().location()).isEqualTo(file + ":1:7");
    assertThat(loaded.origin("network[1].lstm.units").orElseThrow().location())
        .isEqualTo(file + ":9:19");
    assertThat(loaded.text()).startsWith("name: reviews\r\n");
  }

  @Test
  void countsColumnsInCharactersNotInCodeUnits() {
    String yaml = REVIEWS.replace("{column: review}", "{column: '\uD83D\uDE00', keep: no}");

    // "  input: {text: {column: 'x', keep: " is 36 characters long
    assertThatThrownBy(() -> parse(yaml))
        .hasMessage("a.yaml:5:37: data.input.text.keep: expected start, end or both, found 'no'");
  }

  @Test
  void namesTheByteThatIsNotUtf8() throws IOException {
    Path file = folder.resolve("latin1.yaml");
    Files.write(file, "name: x\n# caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> ConfigReader.read(file, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessage(file + ":2:6: the byte 0xE9 is not UTF-8\n    save the file as UTF-8");
  }

  @Test
  void recognisesUtf16() throws IOException {
    Path file = folder.resolve("utf16.yaml");
    Files.write(file, "name: x\n".getBytes(StandardCharsets.UTF_16));

    assertThatThrownBy(() -> ConfigReader.read(file, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            file
                + ":1:1: the byte 0xFE is not UTF-8\n"
                + "    the file seems to be UTF-16: save it as UTF-8");
  }

  @Test
  void refusesAFileThatEndsWithinACharacter() throws IOException {
    Path file = folder.resolve("cut.yaml");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xC3});

    assertThatThrownBy(() -> ConfigReader.read(file, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + ":1:4: the byte 0xC3 is not UTF-8");
  }

  @Test
  void namesTheFileThatWasProbablyMeant() throws IOException {
    Files.writeString(folder.resolve("reviews.yaml"), REVIEWS);
    Path file = folder.resolve("review.yaml");

    assertThatThrownBy(() -> ConfigReader.read(file, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "%s: no such file\n    did you mean '%s'?"
                .formatted(file, folder.resolve("reviews.yaml")));
  }

  @Test
  void refusesAFolder() {
    assertThatThrownBy(() -> ConfigReader.read(folder, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessage(folder + ": is a folder\n    give the config file in it");
  }

  @Test
  void refusesAFileThatIsTooLarge() throws IOException {
    Path file = folder.resolve("large.yaml");
    Files.writeString(file, "# a comment\n".repeat(100_000));

    assertThatThrownBy(() -> ConfigReader.read(file, List.of()))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + ": is larger than 128 KiB");
  }

  @Test
  void reportsTheFirstHundredOfVeryManyProblems() {
    String yaml = REVIEWS + "  - {dense: {patience: 3}}\n".repeat(10_000);

    // each of the layers has an unknown key and lacks its units
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith("\na.yaml:59:14: and 19900 more problems");
  }

  @Test
  void showsOnlyTheEndsOfALongValue() {
    assertThatThrownBy(() -> parse(REVIEWS + "seed: " + "x".repeat(100_000)))
        .isInstanceOf(UserException.class)
        .hasMessageMatching("a.yaml:10:7: seed: expected a whole number, found 'x+\\.\\.\\.x+'")
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(120));
  }

  private static Config parse(String yaml) {
    return ConfigReader.parse(yaml, "a.yaml", Path.of("data"), List.of()).config();
  }
}
