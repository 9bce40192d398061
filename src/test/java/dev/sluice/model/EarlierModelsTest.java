package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.network.NetworkPlan;
import dev.sluice.predict.Predictor;
import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import dev.sluice.spec.SourceSpec;
import dev.sluice.train.Trainer;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models of every version of the format, {@code src/test/resources/models/VERSION-WHAT}, each with
 * rows and the answers of the Sluice that wrote it. If you raise the version, run this with {@code
 * -Dgolden.update=true}: it writes those of the newest version where there are none.
 */
class EarlierModelsTest {
  private static final Path MODELS = Path.of("src/test/resources/models");
  private static final Set<String> ANSWERS = Set.of("p_bad", "p_good", "forecast");
  private static final double PRECISION = 1e-5; // of each answer

  private static final String TEXTS =
      """
      name: texts
      data:
        source: {csv: {path: texts.csv}}
        split: {validation: {share: 0.2}, test: {share: 0.2}}
        input: {text: {column: text, max_length: 5}}
        target: {class: {column: label}}
      network:
        - embedding: {size: 3}
        - lstm: {units: 4}
      training: {epochs: 3, batch_size: 4}
      """;

  private static final String SERIES =
      """
      name: series
      data:
        source: {csv: {path: series.csv}}
        time: {column: month, format: yyyy-MM, frequency: 1mo}
        columns: {y: {transform: {log: {}}, scale: {standard: {}}}}
        split: {validation: {rows: 12}, test: {rows: 12}}
        input: {series: {lookback: 12, past_covariates: [z], calendar: [month]}}
        target: {forecast: {columns: [y], horizon: 3}}
      network:
        - lstm: {units: 4}
        - dense: {units: 3, activation: relu}
      training: {epochs: 3, batch_size: 4}
      """;

  static List<Path> models() throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      writeNewest("texts", TEXTS);
      writeNewest("series", SERIES);
    }
    try (Stream<Path> folders = Files.list(MODELS)) {
      return folders.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void answersAsItDidWhenItWasWritten(Path folder) throws IOException {
    Table rows = table(folder.resolve("rows.csv"));

    assertAnswers(folder, Predictor.load(folder.resolve("model")), rows);
  }

  @Test
  void thereIsOneOfEachVersion() throws IOException {
    Set<String> versions =
        models().stream()
            .map(folder -> folder.getFileName().toString().split("-")[0])
            .collect(Collectors.toSet());

    assertThat(versions)
        .isEqualTo(
            IntStream.rangeClosed(1, BundleFiles.VERSION)
                .mapToObj(Integer::toString)
                .collect(Collectors.toSet()));
  }

  @Test
  void rulesThatCameLaterLockNoModelOut(@TempDir Path copy) throws IOException {
    Path old = MODELS.resolve("1-texts");
    for (String name : List.of("pipeline.json", "parameters.bin", "probe.json")) {
      Files.copy(old.resolve("model").resolve(name), copy.resolve(name));
    }
    Files.writeString(
        copy.resolve("resolved.yaml"),
        Files.readString(old.resolve("model/resolved.yaml"))
            .replace("epochs: 3", "epochs: -3") // a range
            .replace("forget_bias: 1", "forget_bias: 1\n      swish: true") // a key
            .replace("optimizer: {adam:", "optimizer: {lion:") // a choice
            .replace("evaluation: {}", "evaluation: {metrics: [gone]}"));
    writeManifest(copy, 1);

    assertAnswers(old, Predictor.load(copy), table(old.resolve("rows.csv")));
  }

  private static void writeManifest(Path folder, int version) throws IOException {
    Manifest now = Manifest.of(folder, new Manifest.Dl4j(Optional.empty(), Optional.empty()));
    Manifest then =
        new Manifest(
            now.format(), version, now.sluice(), now.arithmetic(), now.dl4j(), now.files());
    Files.write(folder.resolve("manifest.json"), BundleFiles.bytes(then));
  }

  private static void assertAnswers(Path folder, Predictor predictor, Table rows)
      throws IOException {
    Path file = Files.createTempFile("answers", ".csv");
    StringWriter text = new StringWriter();
    predictor.predict(rows, text);
    Files.writeString(file, text.toString());
    Table now = table(file);
    Files.delete(file);
    Table then = table(folder.resolve("answers.csv"));

    assertThat(now.size()).isEqualTo(then.size());
    for (String column : then.columns()) {
      for (int row = 0; ANSWERS.contains(column) && row < then.size(); row++) {
        double expected = Double.parseDouble(then.value(row, then.indexOf(column)));
        assertThat(Double.parseDouble(now.value(row, now.indexOf(column))))
            .as("%s, row %s", column, row + 1)
            .isEqualTo(expected, within(PRECISION * Math.abs(expected)));
      }
    }
  }

  private static Table table(Path file) {
    return Sources.open(new SourceSpec.Csv(file, ",", Optional.empty())).read();
  }

  private static void writeNewest(String what, String yaml) throws IOException {
    Path folder = MODELS.resolve(BundleFiles.VERSION + "-" + what);
    if (Files.exists(folder)) {
      return;
    }
    Path rows = folder.resolve("rows.csv");
    Files.createDirectories(folder);
    Files.copy(MODELS.resolve("1-" + what).resolve("rows.csv"), rows);
    Config config = ConfigReader.parse(yaml, what, Path.of("/data"), List.of()).config();
    Dataset data =
        Dataset.load(config.data(), what.equals("texts") ? labelledTexts() : table(rows));
    NetworkPlan plan =
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape());
    Path model = folder.resolve("model");
    Bundle.write(
        model,
        config,
        data.pipeline(),
        new Trainer(config, data, plan).train().network(),
        data.examples(Part.TRAINING));
    Files.delete(model.resolve("model.zip"));
    StringWriter answers = new StringWriter();
    Predictor.load(model).predict(table(rows), answers);
    Files.writeString(folder.resolve("answers.csv"), answers.toString());
  }

  private static Table labelledTexts() {
    return Table.of(
        List.of("text", "label"),
        IntStream.range(0, 40)
            .mapToObj(i -> i % 2 == 0 ? List.of("a fine film", "good") : List.of("dull", "bad"))
            .toList());
  }
}
