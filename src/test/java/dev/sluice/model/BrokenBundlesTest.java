package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.network.NetworkPlan;
import dev.sluice.predict.Predictor;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import dev.sluice.train.TrainedNetwork;
import dev.sluice.train.Trainer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that were changed at random, and whose manifest was then made to fit. */
class BrokenBundlesTest {
  private static final int ROUNDS = 60; // for each file
  private static final List<String> FILES =
      List.of("resolved.yaml", "pipeline.json", "parameters.bin", "probe.json", "manifest.json");
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1",
          "2",
          "1.5",
          "1e999",
          "-1e39",
          "2147483648",
          "\"\"",
          "\"NaN\"",
          "\"x\"",
          "[]",
          "{}",
          "[null]",
          "[1,1]",
          "9223372036854775808");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void aBrokenModelOfTextsIsRefusedOrAnswersAlike() throws IOException {
    Table rows =
        Table.of(
            List.of("text", "label"),
            IntStream.range(0, 20)
                .mapToObj(i -> List.of(i % 2 == 0 ? "a fine film" : "dull", "" + i % 2))
                .toList());
    Path model =
        write(
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
            """,
            rows);

    breakAndOpen(model, predictor -> predictor.classify("a fine film"));
  }

  @Test
  void aBrokenModelOfASeriesIsRefusedOrAnswersAlike() throws IOException {
    Table rows =
        Table.of(
            List.of("y", "z"),
            IntStream.range(0, 60)
                .mapToObj(i -> List.of("" + Math.sin(i), "" + i * i % 7))
                .toList());
    Path model =
        write(
            """
            name: toy
            data:
              source: {csv: {path: rows-are-in-memory.csv}}
              split: {validation: {share: 0.2}}
              input: {series: {lookback: 4, past_covariates: [z]}}
              target: {forecast: {columns: [y], horizon: 2}}
            network:
              - gru: {units: 3}
            training: {epochs: 1, batch_size: 8}
            """,
            rows);

    breakAndOpen(model, predictor -> predictor.forecast(rows));
  }

  private Path write(String yaml, Table rows) {
    Config config = ConfigReader.parse(yaml, "toy.yaml", Path.of(""), List.of()).config();
    Dataset data = Dataset.load(config.data(), rows);
    NetworkPlan plan =
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape());
    TrainedNetwork trained = new Trainer(config, data, plan).train();
    Path model = folder.resolve("model");
    Bundle.write(model, config, data.pipeline(), trained.network(), data.examples(Part.TRAINING));
    return model;
  }

  private static void breakAndOpen(Path model, Consumer<Predictor> use) throws IOException {
    long seed = System.nanoTime();
    System.out.println("BrokenBundlesTest: seed " + seed);
    Random random = new Random(seed);
    Probe probe = JSON.readValue(Files.readAllBytes(model.resolve("probe.json")), Probe.class);
    byte[] manifest = Files.readAllBytes(model.resolve("manifest.json"));
    int opened = 0;
    int refused = 0;
    for (String name : FILES) {
      Path file = model.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int round = 0; round < ROUNDS; round++) {
        byte[] broken = broken(name, whole, random);
        Files.write(file, broken);
        if (!name.equals("manifest.json")) {
          renewManifest(model);
        }
        try {
          Bundle bundle = Bundle.open(model);
          assertThat(probe.largestDifference(bundle.network()))
              .isLessThanOrEqualTo(Probe.TOLERANCE);
          use.accept(Predictor.of(bundle.pipeline(), bundle.network()));
          opened++;
        } catch (UserException e) {
          assertThat(e).hasMessageContaining(model.toString());
          refused++;
        } catch (RuntimeException | Error e) {
          fail(
              "seed %s: %s became %s"
                  .formatted(seed, name, new String(broken, StandardCharsets.UTF_8)),
              e);
        }
        Files.write(file, whole);
        Files.write(model.resolve("manifest.json"), manifest);
      }
    }
    assertThat(refused).isGreaterThan(ROUNDS);
    assertThat(opened).isPositive();
  }

  private static void renewManifest(Path model) throws IOException {
    Files.delete(model.resolve("manifest.json"));
    Manifest.Dl4j dl4j = new Manifest.Dl4j(Optional.empty(), Optional.empty());
    Files.write(model.resolve("manifest.json"), BundleFiles.bytes(Manifest.of(model, dl4j)));
  }

  private static byte[] broken(String name, byte[] whole, Random random) throws IOException {
    if (random.nextInt(3) == 0 || name.endsWith(".bin")) {
      return withFlippedBits(whole, random);
    }
    if (name.endsWith(".yaml")) {
      return withChangedLine(new String(whole, StandardCharsets.UTF_8), random);
    }
    JsonNode json = JSON.readTree(whole);
    for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
      change(json, random);
    }
    return JSON.writeValueAsBytes(json);
  }

  private static byte[] withFlippedBits(byte[] whole, Random random) {
    byte[] flipped = whole.clone();
    for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private static byte[] withChangedLine(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    switch (random.nextInt(4)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(random.nextInt(lines.size()), line);
      case 2 -> lines.set(at, line.replaceFirst("[0-9]", "" + random.nextInt(1000)));
      default ->
          lines.set(
              at, line.replaceFirst(": .*", ": " + VALUES.get(random.nextInt(VALUES.size()))));
    }
    return String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
  }

  /** Removes, adds or replaces one member or element of some object or array. */
  private static void change(JsonNode json, Random random) throws IOException {
    List<JsonNode> containers = new ArrayList<>();
    containers.add(json);
    for (int i = 0; i < containers.size(); i++) {
      containers
          .get(i)
          .forEach(
              child -> {
                if (child.isContainerNode()) {
                  containers.add(child);
                }
              });
    }
    JsonNode container = containers.get(random.nextInt(containers.size()));
    JsonNode value = JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
    boolean remove = random.nextInt(3) == 0;
    if (container instanceof ObjectNode object && !object.isEmpty()) {
      List<String> keys = new ArrayList<>();
      object.fieldNames().forEachRemaining(keys::add);
      String key = keys.get(random.nextInt(keys.size()));
      if (remove) {
        object.remove(key);
      } else {
        object.set(key, value);
      }
    } else if (container instanceof ArrayNode array && !array.isEmpty()) {
      int at = random.nextInt(array.size());
      if (remove) {
        array.remove(at);
      } else if (random.nextBoolean()) {
        array.set(at, value);
      } else {
        array.insert(at, array.get(random.nextInt(array.size())));
      }
    }
  }
}
