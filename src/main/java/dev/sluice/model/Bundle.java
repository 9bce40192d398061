package dev.sluice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.ConfigReader;
import dev.sluice.config.ConfigWriter;
import dev.sluice.frame.Examples;
import dev.sluice.frame.FittedPipeline;
import dev.sluice.input.Inputs;
import dev.sluice.network.Coefficients;
import dev.sluice.network.NetworkBuilder;
import dev.sluice.network.NetworkPlan;
import dev.sluice.network.StockNetwork;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.AtomicFiles;
import dev.sluice.run.RunFolder;
import dev.sluice.spec.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A model as a folder of plain files, which can be moved and needs nothing beside it:
 *
 * <ul>
 *   <li>{@code manifest.json}: the version of this layout, and size and SHA-256 of every other
 *       file;
 *   <li>{@code resolved.yaml}: the config with every default, from which the network is rebuilt;
 *   <li>{@code pipeline.json}: what was fitted, {@link FittedPipeline#toJson};
 *   <li>{@code parameters.bin}: the network's parameters, {@link Coefficients};
 *   <li>{@code probe.json}: a few inputs with the outputs that the network gave;
 *   <li>{@code model.zip}: the network for programs with DL4J only, where one exists.
 * </ul>
 *
 * @param pipeline fitted on the training part
 * @param network for predictions; it answers its probe
 */
public record Bundle(
    Config config, FittedPipeline pipeline, NetworkPlan plan, MultiLayerNetwork network) {

  private static final String FORMAT = "sluice-model";
  private static final int VERSION = 1;
  private static final String MANIFEST = "manifest.json";
  private static final String CONFIG = "resolved.yaml";
  private static final String PIPELINE = "pipeline.json";
  private static final String PARAMETERS = "parameters.bin";
  private static final String PROBE = "probe.json";
  private static final String STOCK = "model.zip";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * Writes a model; the folder appears whole or not at all.
   *
   * @param folder replaced if it exists
   * @param examples of the pipeline, the first of which become the probe
   */
  public static void write(
      Path folder,
      Config config,
      FittedPipeline pipeline,
      NetworkPlan plan,
      MultiLayerNetwork network,
      Examples examples) {
    ObjectNode stock = JSON.createObjectNode();
    AtomicFiles.writeFolder(
        folder,
        unfinished -> {
          Files.writeString(unfinished.resolve(CONFIG), ConfigWriter.toYaml(config));
          Files.write(unfinished.resolve(PIPELINE), JSON.writeValueAsBytes(pipeline.toJson()));
          Files.write(unfinished.resolve(PARAMETERS), Coefficients.toBytes(network.params()));
          Files.write(
              unfinished.resolve(PROBE), JSON.writeValueAsBytes(Probe.of(network, examples)));
          StockNetwork other = StockNetwork.of(plan, config.training(), network.params());
          if (other instanceof StockNetwork.Expressed expressed) {
            ModelSerializer.writeModel(
                expressed.network(), unfinished.resolve(STOCK).toFile(), /* saveUpdater= */ false);
            stock.put("file", STOCK);
          } else if (other instanceof StockNetwork.NotExpressible none) {
            stock.put("none", none.reason());
          }
          Files.write(
              unfinished.resolve(MANIFEST), JSON.writeValueAsBytes(manifest(unfinished, stock)));
        });
  }

  private static ObjectNode manifest(Path folder, ObjectNode stock) throws IOException {
    ObjectNode manifest = JSON.createObjectNode();
    manifest.put("format", FORMAT).put("version", VERSION);
    manifest.set("dl4j", stock);
    ObjectNode files = manifest.putObject("files");
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path file : entries.sorted().toList()) {
        files
            .putObject(file.getFileName().toString())
            .put("bytes", Files.size(file))
            .put("sha256", sha256(Files.readAllBytes(file)));
      }
    }
    return manifest;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /**
   * Reads a model and checks it: every file against the manifest, the network against its probe.
   *
   * @param path the model's folder, or a run that holds one, see {@link RunFolder#open}
   * @throws UserException naming the file, if there is no model, a newer Sluice wrote it, or it is
   *     damaged
   */
  public static Bundle open(Path path) {
    Path folder = Files.exists(path.resolve(MANIFEST)) ? path : RunFolder.open(path).model();
    Map<String, byte[]> files = verified(folder);
    Config config =
        ConfigReader.parseResolved(
            new String(files.get(CONFIG), StandardCharsets.UTF_8),
            folder.resolve(CONFIG).toString());
    FittedPipeline pipeline = pipeline(config, folder.resolve(PIPELINE), files.get(PIPELINE));
    NetworkPlan plan = NetworkPlan.of(config, pipeline.input(), pipeline.output());
    if (files.get(PARAMETERS).length != plan.parameters() * Float.BYTES) {
      throw damaged(
          folder.resolve(PARAMETERS),
          "holds %s bytes, and the network has %s parameters"
              .formatted(files.get(PARAMETERS).length, plan.parameters()));
    }
    MultiLayerNetwork network =
        new NetworkBuilder(plan).trained(Coefficients.fromBytes(files.get(PARAMETERS)));
    double difference =
        readJson(folder.resolve(PROBE), files.get(PROBE), Probe.class).largestDifference(network);
    if (difference > Probe.TOLERANCE) {
      throw damaged(
          folder,
          String.format(
              Locale.ROOT, "the network answers its probe differently, by %.2g", difference));
    }
    return new Bundle(config, pipeline, plan, network);
  }

  /** The contents of the files that the model is rebuilt from, each as the manifest says. */
  private static Map<String, byte[]> verified(Path folder) {
    Path manifestFile = folder.resolve(MANIFEST);
    if (!Files.isRegularFile(manifestFile)) {
      throw new UserException(
          Problem.inFile(
              folder,
              "there is no model",
              "the run has not completed an epoch; go on with sluice train --resume "
                  + folder.getParent()));
    }
    JsonNode manifest = readJson(manifestFile, read(manifestFile), JsonNode.class);
    if (!manifest.path("format").asText().equals(FORMAT)) {
      throw damaged(manifestFile, "is not of the format " + FORMAT);
    }
    int version = manifest.path("version").asInt();
    if (version > VERSION) {
      throw new UserException(
          Problem.inFile(
              manifestFile,
              "the model has version %s, this Sluice reads up to %s".formatted(version, VERSION),
              "use the Sluice that wrote the model, or a newer one"));
    }
    Map<String, byte[]> files = new HashMap<>();
    for (String name : List.of(CONFIG, PIPELINE, PARAMETERS, PROBE)) {
      byte[] bytes = read(folder.resolve(name));
      if (!manifest.path("files").path(name).path("sha256").asText().equals(sha256(bytes))) {
        throw damaged(folder.resolve(name), "is not what " + MANIFEST + " says");
      }
      files.put(name, bytes);
    }
    return files;
  }

  private static FittedPipeline pipeline(Config config, Path file, byte[] bytes) {
    try {
      return Inputs.of(config.data().input())
          .fromJson(config.data(), readJson(file, bytes, JsonNode.class));
    } catch (UserException e) {
      throw new UserException(
          e.problems().stream().map(problem -> problem.withLocation(file.toString())).toList());
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw damaged(file, "is missing");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static <T> T readJson(Path file, byte[] bytes, Class<T> type) {
    try {
      return JSON.readValue(bytes, type);
    } catch (IOException e) {
      throw damaged(file, "is not the JSON that was written");
    }
  }

  private static UserException damaged(Path file, String how) {
    return new UserException(
        Problem.inFile(file, how, "copy the whole model folder again, or train it again"));
  }
}
