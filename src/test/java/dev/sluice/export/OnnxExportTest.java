package dev.sluice.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigReader;
import dev.sluice.experiment.Experiment;
import dev.sluice.model.Bundle;
import dev.sluice.problem.UserException;
import dev.sluice.task.PortableTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of the configs that ship answer in ONNX Runtime as in Sluice. */
class OnnxExportTest {
  private static final double TOLERANCE = 1e-5;
  private static final int EXAMPLES = 6;

  /** What has no operators, by what is refused. */
  static final Map<String, String> REFUSED = Map.of("dates.yaml", "data.target.text");

  static Stream<Path> configs() throws IOException {
    try (Stream<Path> shipped = Files.list(Path.of("config"));
        Stream<Path> gallery = Files.list(Path.of("config/gallery"))) {
      return Stream.concat(shipped, gallery)
          .filter(file -> file.toString().endsWith(".yaml") && dataShip(file))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static boolean dataShip(Path config) {
    return Files.exists(ConfigReader.read(config, List.of()).config().data().source().path());
  }

  @ParameterizedTest
  @MethodSource("configs")
  void givesTheAnswersOfSluiceOrIsRefusedByName(Path config) {
    try (Bundle bundle = bundle(config)) {
      String refused = REFUSED.get(config.getFileName().toString());
      if (refused != null) {
        assertThatThrownBy(() -> OnnxExport.of(bundle))
            .isInstanceOfSatisfying(
                UserException.class,
                e ->
                    assertThat(e.problems())
                        .singleElement()
                        .satisfies(problem -> assertThat(problem.path()).isEqualTo(refused)));
        return;
      }
      OnnxExport export = OnnxExport.of(bundle);

      ExportedExample examples = ExportedExample.of(export, EXAMPLES);

      assertThat(examples.difference(OnnxRuntime.run(export.bytes(), examples.inputs())))
          .isLessThan(TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{dense: {units: 3}}", "{dropout: {rate: 0.1}}"})
  void columnsBesideTextsAreAnInputOfTheirOwn(String last, @TempDir Path folder)
      throws IOException {
    Files.write(
        folder.resolve("rows.csv"),
        Stream.concat(
                Stream.of("text,price,kind"),
                Stream.iterate(0, i -> i < 20, i -> i + 1)
                    .map(i -> "some words %s,%s,%s".formatted(i % 3, i, i % 2 == 0 ? "a" : "b")))
            .toList());
    Path config =
        Files.writeString(
            folder.resolve("rows.yaml"),
            """
            name: rows
            data:
              source: {csv: {path: rows.csv}}
              split: {validation: {share: 0.2}}
              input: {text: {column: text, max_length: 9, features: {numbers: [price]}}}
              target: {class: {column: kind}}
            network: [{embedding: {size: 3}}, {gru: {units: 4}}, %s]
            training: {epochs: 1}
            """
                .formatted(last));
    try (Bundle bundle = bundle(config)) {
      OnnxExport export = OnnxExport.of(bundle);
      ExportedExample examples = ExportedExample.of(export, EXAMPLES);

      assertThat(export.inputs()).containsEntry("features", "double (batch, 1)");
      assertThat(examples.difference(OnnxRuntime.run(export.bytes(), examples.inputs())))
          .isLessThan(TOLERANCE);
    }
  }

  @Test
  void standsBesideProgramsThatRunIt(@TempDir Path folder) throws IOException {
    try (Bundle bundle = bundle(Path.of("config/airline.yaml"))) {
      OnnxFiles files = new OnnxFiles(OnnxExport.of(bundle), folder.resolve("airline.onnx"));

      assertThat(files.write()).isLessThan(TOLERANCE);

      assertThat(files.files()).allSatisfy(file -> assertThat(file).isNotEmptyFile());
      assertThat(Files.readString(folder.resolve("airline.py")))
          .contains("airline.onnx", "#  input values: double (batch, 36, 1)")
          .doesNotContain("@");
      assertThat(Files.readString(folder.resolve("airline.example.txt")))
          .startsWith("input values 1x36x1 ");
    }
  }

  @Test
  void calibratesProbabilitiesAsSluiceDoes(@TempDir Path folder) throws IOException {
    Path config = folder.resolve("calibrated.yaml");
    Files.writeString(
        config,
        "extends: '%s'\nevaluation: {calibrate: temperature, threshold: {recall: 0.9}}\n"
            .formatted(Path.of("config/reviews.yaml").toAbsolutePath()));
    try (Bundle bundle = bundle(config)) {
      PortableTarget.Classes classes =
          (PortableTarget.Classes) bundle.pipeline().target().portable();
      assertThat(classes.temperature()).hasValueSatisfying(of -> assertThat(of).isNotEqualTo(1));
      assertThat(classes.threshold()).isPresent();
      OnnxExport export = OnnxExport.of(bundle);
      ExportedExample examples = ExportedExample.of(export, EXAMPLES);

      assertThat(examples.difference(OnnxRuntime.run(export.bytes(), examples.inputs())))
          .isLessThan(TOLERANCE);
    }
  }

  static Bundle bundle(Path file) {
    Experiment experiment = Experiment.of(ConfigReader.read(file, List.of()));
    return DrawnModel.of(experiment.loaded().config(), experiment.data(), experiment.network());
  }
}
