package dev.sluice.model;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.network.Arithmetic;
import dev.sluice.network.Coefficients;
import dev.sluice.network.NetworkPlan;
import dev.sluice.predict.Predictor;
import dev.sluice.problem.UserException;
import dev.sluice.run.Provenance;
import dev.sluice.run.SoftwareVersions;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import dev.sluice.train.TrainedNetwork;
import dev.sluice.train.Trainer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private static final List<String> FILES =
      List.of("manifest.json", "resolved.yaml", "pipeline.json", "parameters.bin", "probe.json");

  @TempDir Path folder;
  private Path model;
  private TrainedNetwork trained;
  private Dataset data;

  @BeforeEach
  void writeAModel() {
    Config config = ConfigReader.parse(YAML, "toy.yaml", Path.of(""), List.of()).config();
    data =
        Dataset.load(
            config.data(),
            Table.of(
                List.of("text", "label"),
                IntStream.range(0, 20)
                    .mapToObj(i -> List.of(i % 2 == 0 ? "a fine film" : "dull", "" + i % 2))
                    .toList()));
    NetworkPlan plan =
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape());
    trained = new Trainer(config, data, plan).train();
    model = folder.resolve("model");
    Bundle.write(model, config, data.pipeline(), trained.network(), data.examples(Part.TRAINING));
  }

  @Test
  void whatIsReadPredictsAsWhatWasWritten() {
    Predictor before = Predictor.of(data.pipeline(), trained.network());
    Predictor after = Predictor.load(model);

    for (String text : List.of("a fine film", "dull", "", "words never seen")) {
      assertThat(after.classify(text)).isEqualTo(before.classify(text));
    }
    assertThat(Bundle.open(model).network().parameters().toBytes())
        .isEqualTo(trained.network().parameters().toBytes());
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
          .hasMessageStartingWith(file + ": does not match manifest.json");

      Files.delete(file);
      assertThatThrownBy(() -> Bundle.open(model))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith(file + ": is missing");
      Files.write(file, whole);
    }
  }

  @Test
  void theManifestIsAsItAlwaysWas() throws IOException {
    String written = Files.readString(model.resolve("manifest.json"));

    assertThat(written)
        .startsWith(
            """
            {
              "format" : "sluice-model",
              "version" : 2,
              "sluice" : "%s",
              "arithmetic" : %s,
              "dl4j" : {
                "file" : "model.zip"
              },
              "files" : {
                "model.zip" : {
                  "bytes" : %s,
                  "sha256" : "%s"
                },
                "parameters.bin" : {
            """
                .formatted(
                    SoftwareVersions.sluice(),
                    Arithmetic.VERSION,
                    Files.size(model.resolve("model.zip")),
                    Provenance.sha256(model.resolve("model.zip"))))
        .endsWith("\n    }\n  }\n}");
  }

  @Test
  void refusesANewerVersionByName() throws IOException {
    Path manifest = model.resolve("manifest.json");
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = (ObjectNode) mapper.readTree(Files.readAllBytes(manifest));
    Files.write(manifest, mapper.writeValueAsBytes(json.put("version", 99)));

    assertThatThrownBy(() -> Bundle.open(model))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(manifest + ": the model has version 99, this Sluice reads up to 2");
  }

  @Test
  void aNetworkThatAnswersItsProbeDifferentlyIsRefused() {
    Probe probe = Probe.of(trained.network(), data.examples(Part.TRAINING), 100);
    assertThat(probe.largestDifference(trained.network())).isZero();

    ByteBuffer moved =
        ByteBuffer.wrap(trained.network().parameters().toBytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < moved.capacity(); at += Float.BYTES) {
      moved.putFloat(at, moved.getFloat(at) + 0.01f);
    }
    trained.network().setParameters(Coefficients.fromBytes(moved.array()));

    assertThat(probe.largestDifference(trained.network())).isGreaterThan(Probe.TOLERANCE);
  }

  @Test
  void aModelOfAnotherArithmeticIsNotCalledDamaged() throws IOException {
    Path parameters = model.resolve("parameters.bin");
    byte[] other = Files.readAllBytes(parameters);
    ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN).putFloat(other.length - 4, 1);
    Files.write(parameters, other);
    renewManifest();
    assertRefused(
        model, "the outputs of the network for the probe differ from the recorded ones by 0.");

    Path manifest = model.resolve("manifest.json");
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = (ObjectNode) mapper.readTree(Files.readAllBytes(manifest));
    Files.write(manifest, mapper.writeValueAsBytes(json.put("arithmetic", 0).put("sluice", "0.0")));

    assertRefused(
        model,
        "the arithmetic of this Sluice differs from that of version 0.0: the outputs for the probe"
            + " differ by 0.");
  }

  @Test
  void saysWhatIsNoModel() throws IOException {
    Path run = Files.createDirectory(folder.resolve("run"));
    assertThatThrownBy(() -> Bundle.open(run))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(run + ": is not a run: it has no config.yaml");

    Files.writeString(run.resolve("config.yaml"), YAML);
    assertThatThrownBy(() -> Bundle.open(run))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(run.resolve("model") + ": there is no model");
  }

  @Test
  void readsNothingThatIsNoPlainFileOrTooLarge() throws Exception {
    for (String name : FILES) {
      Path file = model.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      Files.delete(file);
      Files.createDirectory(file);
      assertRefused(file, "is not a plain file");
      Files.delete(file);
      assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
      assertRefused(file, "is not a plain file");
      Files.delete(file);
      try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
        sparse.setLength(3L << 30); // more than any array holds
      }
      assertRefused(file, name.equals("manifest.json") ? "has 3221225472 bytes" : "does not match");
      if (!name.equals("manifest.json")) {
        claimBytes(name, 3L << 30);
        assertRefused(file, "has 3221225472 bytes");
      }
      Files.write(file, whole);
      claimBytes(name, whole.length);
    }
    assertThat(Bundle.open(model).config().name()).isEqualTo("toy");
  }

  @Test
  void theParametersHaveTheSizeThatTheNetworkSays() throws IOException {
    Path file = model.resolve("parameters.bin");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length + 4));
    renewManifest();

    assertRefused(
        file,
        "has %s bytes, and the network has %s parameters, which are %s bytes"
            .formatted(whole.length + 4, whole.length / 4, whole.length));
  }

  @Test
  void everyParameterIsFinite() throws IOException {
    Path file = model.resolve("parameters.bin");
    byte[] whole = Files.readAllBytes(file);
    for (float value : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      byte[] changed = whole.clone();
      ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putFloat(whole.length - 8, value);
      Files.write(file, changed);
      renewManifest();

      assertRefused(file, "has a parameter that is NaN or infinite");
    }
  }

  @Test
  void aProbeThatTheNetworkCannotBeAskedIsRefused() throws IOException {
    for (Map.Entry<String, String> probe :
        Map.ofEntries(
                entry("{}", "must hold 1 to 4 cases"),
                entry("{'cases': []}", "must hold 1 to 4 cases"),
                entry("{'cases': [null]}", "case 0: shape, features or outputs are missing"),
                entry("null", "is not the JSON that Sluice writes"),
                entry("{'cases': [{'features': [2], 'outputs': [0]}]}", "case 0: shape, features"),
                entry(aCase("[1, 1]", "null", "[0]"), "case 0: shape, features or outputs"),
                entry(aCase("[1, 2]", "[2]", "[0]"), "case 0: its 1 features"),
                entry(aCase("[1, 6]", "[2,2,2,2,2,2]", "[0]"), "case 0: its 6 features"),
                entry(aCase("[1, 0]", "[]", "[0]"), "case 0: its 0 features"),
                entry(aCase("[2]", "[2, 2]", "[0]"), "case 0: its 2 features"),
                entry(aCase("[1, 1]", "[2]", "[]"), "case 0: has 0 outputs, and the network gives"),
                entry(aCase("[1, 1]", "[1e9]", "[0]"), "case 0: its 1 features"),
                entry(aCase("[1, 1]", "[-1]", "[0]"), "case 0: its 1 features"),
                entry(aCase("[1, 1]", "[1.5]", "[0]"), "case 0: its 1 features"),
                entry(aCase("[1, 1]", "[1e99]", "[0]"), "case 0: has a number that is NaN"))
            .entrySet()) {
      Files.writeString(model.resolve("probe.json"), probe.getKey().replace('\'', '"'));
      renewManifest();

      assertRefused(model.resolve("probe.json"), probe.getValue());
    }
  }

  private static String aCase(String shape, String features, String outputs) {
    return "{'cases': [{'shape': %s, 'features': %s, 'outputs': %s}]}"
        .formatted(shape, features, outputs);
  }

  @Test
  void whatDoesNotFitTogetherIsRefusedAtItsFile() throws IOException {
    Path config = model.resolve("resolved.yaml");
    Files.writeString(config, Files.readString(config).replace("units: 4", "units: 400000"));
    renewManifest();

    assertRefused(config, "network: has ");
  }

  private void assertRefused(Path file, String how) {
    assertThatThrownBy(() -> Bundle.open(model))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + ": " + how);
  }

  private void renewManifest() throws IOException {
    Files.delete(model.resolve("manifest.json"));
    Manifest.Dl4j dl4j = new Manifest.Dl4j(Optional.empty(), Optional.of("changed"));
    Files.write(model.resolve("manifest.json"), BundleFiles.bytes(Manifest.of(model, dl4j)));
  }

  private void claimBytes(String name, long bytes) throws IOException {
    Path manifest = model.resolve("manifest.json");
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(Files.readAllBytes(manifest));
    if (json.path("files").has(name)) {
      ((ObjectNode) json.path("files").path(name)).put("bytes", bytes);
      Files.write(manifest, new ObjectMapper().writeValueAsBytes(json));
    }
  }
}
