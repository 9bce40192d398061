package dev.sluice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sluice.batch.Examples;
import dev.sluice.config.ConfigReader;
import dev.sluice.config.ConfigWriter;
import dev.sluice.data.Pipeline;
import dev.sluice.drift.Profile;
import dev.sluice.network.Coefficients;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.network.StockNetwork;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.AtomicFiles;
import dev.sluice.run.Json;
import dev.sluice.run.RunFolder;
import dev.sluice.spec.Config;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A model as a folder of plain files, which can be moved and needs nothing beside it:
 *
 * <ul>
 *   <li>{@code manifest.json}: the version of this layout, the Sluice that wrote it, and size and
 *       SHA-256 of every other file;
 *   <li>{@code resolved.yaml}: the config with every default, from which the network is rebuilt;
 *   <li>{@code pipeline.json}: what was fitted, {@link Pipeline#toJson};
 *   <li>{@code parameters.bin}: the network's parameters, {@link Coefficients}; of an ensemble
 *       those of one network after the other;
 *   <li>{@code probe.json}: a few inputs with the outputs that the network gave;
 *   <li>{@code profile.json}: what the training rows were like, {@link Profile}; not of imported
 *       models, nor of those of earlier versions;
 *   <li>{@code model.zip}: the network for programs with DL4J only, where one exists.
 * </ul>
 *
 * @param pipeline fitted on the training part
 * @param network for predictions; it answers its probe
 * @param profile of the rows that it was trained on, if it is known
 */
public record Bundle(Config config, Pipeline pipeline, Network network, Optional<Profile> profile)
    implements AutoCloseable {

  private static final String CONFIG = "resolved.yaml";
  private static final String PIPELINE = "pipeline.json";
  private static final String PARAMETERS = "parameters.bin";
  private static final String PROBE = "probe.json";
  private static final String PROFILE = "profile.json";
  private static final String STOCK = "model.zip";
  private static final long LARGEST_CONFIG = 1 << 20; // bytes
  private static final long LARGEST_PROFILE = 64 << 20;
  private static final long LARGEST_PIPELINE = 512 << 20; // of 2^24 tokens, 32 bytes each
  private static final ObjectMapper JSON = Json.mapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * Writes a model; the folder appears as a whole or not at all.
   *
   * @param folder replaced if it exists
   * @param given the config of the network
   * @param examples of the pipeline, the first of which become the probe
   */
  public static void write(
      Path folder, Config given, Pipeline pipeline, Network network, Examples examples) {
    write(folder, given, pipeline, network, examples, Optional.empty());
  }

  /**
   * Writes a model with a profile.
   *
   * @param profile of the rows that the model was trained on
   */
  public static void write(
      Path folder,
      Config given,
      Pipeline pipeline,
      Network network,
      Examples examples,
      Optional<Profile> profile) {
    NetworkPlan plan = network.plan();
    Coefficients parameters = network.parameters();
    int networks = (int) (parameters.length() / plan.parameters()); // fewer if it was stopped
    Config config = given.with(given.training().withNetworks(networks)).withoutTracking();
    AtomicFiles.writeFolder(
        folder,
        unfinished -> {
          Files.writeString(unfinished.resolve(CONFIG), ConfigWriter.toYaml(config));
          Files.write(unfinished.resolve(PIPELINE), JSON.writeValueAsBytes(pipeline.toJson()));
          Files.write(unfinished.resolve(PARAMETERS), parameters.toBytes());
          if (profile.isPresent()) {
            Files.write(
                unfinished.resolve(PROFILE), JSON.writeValueAsBytes(profile.get().toJson()));
          }
          Files.write(
              unfinished.resolve(PROBE),
              JSON.writeValueAsBytes(
                  Probe.of(network, examples, plan.input().steps() + plan.input().columns())));
          Files.write(
              unfinished.resolve(BundleFiles.MANIFEST),
              BundleFiles.bytes(Manifest.of(unfinished, writeStock(network, config, unfinished))));
        });
  }

  private static Manifest.Dl4j writeStock(Network network, Config config, Path folder)
      throws IOException {
    StockNetwork other = StockNetwork.of(network.plan(), config, network.parameters());
    if (other instanceof StockNetwork.Expressed expressed) {
      expressed.write(folder.resolve(STOCK));
      return new Manifest.Dl4j(Optional.of(STOCK), Optional.empty());
    }
    String reason = ((StockNetwork.NotExpressible) other).reason();
    return new Manifest.Dl4j(Optional.empty(), Optional.of(reason));
  }

  /**
   * Reads a model and checks it: every file against the manifest, the network against its probe.
   * Only regular files of a plausible size are read.
   *
   * @param path the model's folder, or a run that holds one, see {@link RunFolder#open}
   * @throws UserException naming the file, if there is no model, a newer version of Sluice wrote
   *     it, it is damaged, or this version of Sluice computes differently
   */
  public static Bundle open(Path path) {
    Path named = AtomicFiles.current(path);
    Path folder =
        Files.exists(named.resolve(BundleFiles.MANIFEST))
            ? named
            : AtomicFiles.current(RunFolder.open(path).model());
    BundleFiles files = BundleFiles.of(folder);
    Config config =
        ConfigReader.parseResolved(
            new String(files.bytes(CONFIG, LARGEST_CONFIG), StandardCharsets.UTF_8),
            files.path(CONFIG).toString());
    Pipeline pipeline =
        in(
            files.path(PIPELINE),
            () ->
                Pipeline.fromJson(
                    config.data(), files.json(PIPELINE, LARGEST_PIPELINE, JsonNode.class)));
    NetworkPlan plan =
        in(
            files.path(CONFIG),
            () -> NetworkPlan.of(config, pipeline.inputShape(), pipeline.outputShape()));
    Optional<Profile> profile =
        files.lists(PROFILE)
            ? Optional.of(
                in(
                    files.path(PROFILE),
                    () -> Profile.fromJson(files.json(PROFILE, LARGEST_PROFILE, JsonNode.class))))
            : Optional.empty();
    int networks = config.training().networks();
    Coefficients parameters = parameters(files, plan, networks);
    Probe probe = files.json(PROBE, Probe.largest(plan), Probe.class);
    probe
        .fault(plan)
        .ifPresent(
            fault -> {
              throw BundleFiles.damaged(files.path(PROBE), fault);
            });
    Network network = Network.trained(plan, parameters.divided(networks), 1);
    double difference = probe.largestDifference(network);
    if (difference > Probe.TOLERANCE && files.version() == 1) {
      Network turned = Network.trained(plan, parameters.withTableByRows(plan));
      if (probe.largestDifference(turned) <= Probe.TOLERANCE) {
        return new Bundle(config, pipeline, turned, profile);
      }
    }
    if (difference > Probe.TOLERANCE) {
      throw differs(folder, files, difference);
    }
    return new Bundle(config, pipeline, network, profile);
  }

  private static UserException differs(Path folder, BundleFiles files, double difference) {
    return files.isOfThisArithmetic()
        ? BundleFiles.damaged(
            folder,
            String.format(
                Locale.ROOT,
                "the outputs of the network for the probe differ from the recorded ones by %.2g",
                difference))
        : new UserException(
            Problem.inFile(
                folder,
                String.format(
                    Locale.ROOT,
                    "the arithmetic of this Sluice differs from that of %s: the outputs for the"
                        + " probe differ by %.2g",
                    files.writer(),
                    difference),
                "use the Sluice that wrote the model, or train again"));
  }

  /** Frees the parameters; {@link #network} cannot be used afterwards. */
  @Override
  public void close() {
    network.close();
  }

  private static Coefficients parameters(BundleFiles files, NetworkPlan plan, int networks) {
    byte[] bytes =
        files.bytesOfSize(
            PARAMETERS,
            networks * plan.parameters() * Float.BYTES,
            networks == 1
                ? "the network has %s parameters".formatted(plan.parameters())
                : "its %s networks have %s parameters each".formatted(networks, plan.parameters()));
    FloatBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    while (values.hasRemaining()) {
      if (!Float.isFinite(values.get())) {
        throw BundleFiles.damaged(
            files.path(PARAMETERS), "has a parameter that is NaN or infinite");
      }
    }
    return Coefficients.fromBytes(bytes);
  }

  /** Adds the file to problems of the config or the pipeline. */
  private static <T> T in(Path file, Supplier<T> read) {
    try {
      return read.get();
    } catch (UserException e) {
      throw new UserException(
          e.problems().stream()
              .map(p -> p.location().isEmpty() ? p.withLocation(file.toString()) : p)
              .toList());
    }
  }
}
