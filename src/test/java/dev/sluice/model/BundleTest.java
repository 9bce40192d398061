package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.ConfigReader;
import dev.sluice.frame.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.input.Datasets;
import dev.sluice.network.Coefficients;
import dev.sluice.network.NetworkPlan;
import dev.sluice.predict.Predictor;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import dev.sluice.train.TrainedNetwork;
import dev.sluice.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleTest {
  private static final String YAML =
      """
      name: toy
      data:
        source: {csv: {path: rows-are-in-memory.csv}}
        split: {validation: {share: 0.2}}
        input: {text: {column: text, max_length: 5}}
        target: {class: {column: label}}
      network:
        - embedding: {size: 3}
        - lstm: {units: 4}
      training: {epochs: 1, batch_size: 4}
      """;

  @TempDir Path folder;
  private Path model;
  private TrainedNetwork trained;
  private Dataset data;

  @BeforeEach
  void writeAModel() {
    Config config = ConfigReader.parse(YAML, "toy.yaml", Path.of(""), List.of()).config();
    data =
        Datasets.load(
            config.data(),
            Table.of(
                List.of("text", "label"),
                IntStream.range(0, 20)
                    .mapToObj(i -> List.of(i % 2 == 0 ? "a fine film" : "dull", "" + i % 2))
                    .toList()));
    NetworkPlan plan = NetworkPlan.of(config, data.pipeline().input(), data.pipeline().output());
    trained = new Trainer(config, data, plan).train();
    model = folder.resolve("model");
    Bundle.write(
        model, config, data.pipeline(), plan, trained.network(), data.examples(Part.TRAINING));
  }

  @Test
  void whatIsReadPredictsAsWhatWasWritten() {
    Predictor before = Predictor.of(data.pipeline(), trained.network());
    Predictor after = Predictor.load(model);

    for (String text : List.of("a fine film", "dull", "", "words never seen")) {
      assertThat(after.classify(text)).isEqualTo(before.classify(text));
    }
    assertThat(Coefficients.toBytes(Bundle.open(model).network().params()))
        .isEqualTo(Coefficients.toBytes(trained.network().params()));
  }

  @Test
  void opensInsideTheRunAndAloneElsewhere() throws IOException {
    Path elsewhere = Files.move(model, folder.resolve("moved"));

    assertThat(Bundle.open(elsewhere).config().name()).isEqualTo("toy");
    Files.move(elsewhere, model);
    Files.writeString(folder.resolve("config.yaml"), YAML);
    assertThat(Bundle.open(folder).config().name()).isEqualTo("toy");
  }

  @Test
  void everyFileIsCheckedByItsHash() throws IOException {
    for (String name : List.of("resolved.yaml", "pipeline.json", "parameters.bin", "probe.json")) {
      Path file = model.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      byte[] damaged = whole.clone();
      damaged[damaged.length / 2] ^= 1;

      Files.write(file, damaged);
      assertThatThrownBy(() -> Bundle.open(model))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith(file + ": is not what manifest.json says");

      Files.delete(file);
      assertThatThrownBy(() -> Bundle.open(model))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith(file + ": is missing");
      Files.write(file, whole);
    }
  }

  @Test
  void refusesANewerVersionByName() throws IOException {
    Path manifest = model.resolve("manifest.json");
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = (ObjectNode) mapper.readTree(Files.readAllBytes(manifest));
    Files.write(manifest, mapper.writeValueAsBytes(json.put("version", 99)));

    assertThatThrownBy(() -> Bundle.open(model))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(manifest + ": the model has version 99, this Sluice reads up to 1");
  }

  @Test
  void aNetworkThatAnswersItsProbeDifferentlyIsRefused() {
    Probe probe = Probe.of(trained.network(), data.examples(Part.TRAINING));
    assertThat(probe.largestDifference(trained.network())).isZero();

    trained.network().params().addi(0.01);

    assertThat(probe.largestDifference(trained.network())).isGreaterThan(Probe.TOLERANCE);
  }

  @Test
  void saysWhatIsNoModel() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    assertThatThrownBy(() -> Bundle.open(run))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(run + ": is no run: it has no config.yaml");

    Files.writeString(run.resolve("config.yaml"), YAML);
    assertThatThrownBy(() -> Bundle.open(run))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(run.resolve("model") + ": there is no model");
  }
}
