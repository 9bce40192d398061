package dev.sluice.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.network.Arithmetic;
import dev.sluice.network.Coefficients;
import dev.sluice.network.Network;
import dev.sluice.network.Plateau;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.AtomicFiles;
import dev.sluice.run.Provenance;
import dev.sluice.run.SoftwareVersions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The states of one training on disk: a folder {@code epoch-00012} for the last one or two, with
 * the numbers as {@link Coefficients}, the rest in {@code state.json}, and size and SHA-256 of each
 * in {@code checksums.json}, beside the {@link Arithmetic} they were computed with. A folder gets
 * its name when all its files are written, so a killed program leaves whole states only; what was
 * changed afterwards is refused.
 */
public final class Checkpoints {
  private static final String STATE = "state.json";
  private static final String PARAMETERS = "parameters.bin";
  private static final String AVERAGE = "average-parameters.bin";
  private static final String BEST_PARAMETERS = "best-parameters.bin";
  private static final String UPDATER = "updater.bin";
  private static final List<String> FILES =
      List.of(STATE, PARAMETERS, AVERAGE, BEST_PARAMETERS, UPDATER);
  private static final Set<String> NOT_ALWAYS =
      Set.of(AVERAGE, UPDATER); // without averaging, and of an optimizer without a state
  private static final String CHECKSUMS = "checksums.json"; // of the other files
  private static final int VERSION = 3; // 1 had no checksums, 2 no arithmetic
  private static final String ANEW = "train anew, or bring back the run's folder as it was";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  /**
   * @param folder made with the first state
   */
  public Checkpoints(Path folder) {
    this.folder = folder;
  }

  /** Those of the pretraining before this training. */
  public Checkpoints ofPretraining() {
    return new Checkpoints(folder.resolve("pretraining"));
  }

  /**
   * Those of a network of an ensemble.
   *
   * @param network from 1
   */
  public Checkpoints of(int network) {
    return network == 1 ? this : new Checkpoints(folder.resolve("network-" + network));
  }

  /** The epoch from which a training would go on; 0 if there is no state. */
  public int lastEpoch() {
    try {
      List<Path> states = states();
      return states.isEmpty() ? 0 : epochOf(states.get(states.size() - 1));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the checkpoints in " + folder, e);
    }
  }

  /**
   * The state with the highest epoch, if there is one.
   *
   * @throws UserException if its files are not those that were written
   */
  Optional<Checkpoint> latest() {
    try {
      List<Path> states = states();
      return states.isEmpty() ? Optional.empty() : Optional.of(read(states.get(states.size() - 1)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the checkpoints in " + folder, e);
    }
  }

  /** Writes a state, then removes those before it. */
  void write(Checkpoint checkpoint) {
    try {
      List<Path> before = states();
      AtomicFiles.writeFolder(
          folder.resolve(String.format(Locale.ROOT, "epoch-%05d", checkpoint.epoch())),
          unfinished -> {
            put(checkpoint.network().parameters(), unfinished.resolve(PARAMETERS));
            put(checkpoint.bestParameters(), unfinished.resolve(BEST_PARAMETERS));
            if (checkpoint.network().average().isPresent()) {
              put(checkpoint.network().average().get(), unfinished.resolve(AVERAGE));
            }
            if (checkpoint.network().updater().isPresent()) {
              put(checkpoint.network().updater().get(), unfinished.resolve(UPDATER));
            }
            Files.write(unfinished.resolve(STATE), JSON.writeValueAsBytes(state(checkpoint)));
            Files.write(
                unfinished.resolve(CHECKSUMS), JSON.writeValueAsBytes(checksums(unfinished)));
          });
      for (Path old : before) {
        AtomicFiles.remove(old);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot replace the checkpoints in " + folder, e);
    }
  }

  private static void put(Coefficients numbers, Path file) throws IOException {
    Files.write(file, numbers.toBytes());
  }

  /** Whole states, the earliest first. */
  private List<Path> states() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("epoch-\\d{5,}"))
          .sorted(Comparator.comparingInt(Checkpoints::epochOf))
          .toList();
    }
  }

  private static int epochOf(Path state) {
    return Integer.parseInt(state.getFileName().toString().substring("epoch-".length()));
  }

  private static Coefficients readNumbers(Path file) throws IOException {
    return Coefficients.fromBytes(Files.readAllBytes(file));
  }

  private static Optional<Coefficients> readIfThere(Path file) throws IOException {
    return Files.exists(file) ? Optional.of(readNumbers(file)) : Optional.empty();
  }

  private static ObjectNode checksums(Path directory) throws IOException {
    ObjectNode checksums = JSON.createObjectNode().put("version", VERSION);
    checksums.put("arithmetic", Arithmetic.VERSION).put("sluice", SoftwareVersions.sluice());
    ObjectNode files = checksums.putObject("files");
    for (String name : FILES) {
      Path file = directory.resolve(name);
      if (Files.exists(file)) {
        files.putObject(name).put("bytes", Files.size(file)).put("sha256", Provenance.sha256(file));
      }
    }
    return checksums;
  }

  /**
   * Makes sure that the files are those that were written, before one of them is used.
   *
   * @throws UserException with every file that is not
   */
  private static void requireIntact(Path directory) {
    Path list = directory.resolve(CHECKSUMS);
    JsonNode checksums;
    try {
      checksums = JSON.readTree(Files.readAllBytes(list));
    } catch (IOException e) {
      throw new UserException(
          Problem.inFile(list, "is missing or damaged: " + e.getMessage(), ANEW));
    }
    int version = checksums.path("version").asInt();
    if (version != VERSION) {
      throw new UserException(
          Problem.inFile(
              list,
              "the checkpoint has version %s, this Sluice reads %s".formatted(version, VERSION),
              ANEW));
    }
    int arithmetic = checksums.path("arithmetic").asInt();
    if (arithmetic != Arithmetic.VERSION) {
      throw new UserException(
          Problem.inFile(
              list,
              "the training was computed with arithmetic %s, this Sluice computes with %s: it would not end as it began"
                  .formatted(arithmetic, Arithmetic.VERSION),
              "go on with Sluice %s, or train anew"
                  .formatted(checksums.path("sluice").asText("of then"))));
    }
    List<Problem> problems = new ArrayList<>();
    for (String name : FILES) {
      Path file = directory.resolve(name);
      JsonNode written = checksums.path("files").path(name);
      if (!isAsWritten(file, written)) {
        problems.add(Problem.inFile(file, "is not what the training wrote", ANEW));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  private static boolean isAsWritten(Path file, JsonNode written) {
    if (!Files.isRegularFile(file)) {
      return written.isMissingNode() && NOT_ALWAYS.contains(file.getFileName().toString());
    }
    // The size first: a file of any size may stand there.
    return file.toFile().length() == written.path("bytes").asLong(-1)
        && Provenance.sha256(file).equals(written.path("sha256").asText());
  }

  private static ObjectNode state(Checkpoint checkpoint) {
    ObjectNode state = JSON.createObjectNode();
    state.put("iterations", checkpoint.network().steps());
    BestEpoch best = checkpoint.best();
    ObjectNode bestJson = state.putObject("best").put("epoch", best.epoch());
    if (Double.isFinite(best.value())) {
      bestJson.put("value", best.value());
    }
    bestJson.put("waited", best.waited());
    checkpoint
        .network()
        .plateau()
        .ifPresent(
            p -> {
              ObjectNode plateau = state.putObject("plateau").put("scale", p.scale());
              if (Double.isFinite(p.best())) {
                plateau.put("best", p.best());
              }
              plateau.put("waited", p.waited());
            });
    write(checkpoint.epochs(), state);
    return state;
  }

  static void write(List<EpochScores> epochs, ObjectNode state) {
    for (EpochScores scores : epochs) {
      ObjectNode epoch = state.withArray("epochs").addObject();
      epoch.put("epoch", scores.epoch()).put("loss", scores.loss());
      ObjectNode validation = epoch.putObject("validation");
      scores.validation().forEach(validation::put);
      scores.learningRate().ifPresent(rate -> epoch.put("learning_rate", rate));
      epoch.put("seconds", scores.seconds());
    }
  }

  /** Those that {@link #write(List, ObjectNode)} wrote. */
  static List<EpochScores> epochs(JsonNode state) {
    List<EpochScores> epochs = new ArrayList<>();
    for (JsonNode epoch : state.path("epochs")) {
      Map<String, Double> validation = new LinkedHashMap<>();
      epoch
          .path("validation")
          .properties()
          .forEach(e -> validation.put(e.getKey(), e.getValue().asDouble()));
      epochs.add(
          new EpochScores(
              epoch.path("epoch").asInt(),
              epoch.path("loss").asDouble(),
              validation,
              epoch.has("learning_rate")
                  ? OptionalDouble.of(epoch.path("learning_rate").asDouble())
                  : OptionalDouble.empty(),
              epoch.path("seconds").asDouble()));
    }
    return epochs;
  }

  private static Checkpoint read(Path directory) throws IOException {
    requireIntact(directory);
    JsonNode state = JSON.readTree(Files.readAllBytes(directory.resolve(STATE)));
    JsonNode best = state.path("best");
    JsonNode plateau = state.path("plateau");
    return new Checkpoint(
        epochs(state),
        new Network.State(
            state.path("iterations").asInt(),
            readNumbers(directory.resolve(PARAMETERS)),
            readIfThere(directory.resolve(AVERAGE)),
            readIfThere(directory.resolve(UPDATER)),
            plateau.isMissingNode()
                ? Optional.empty()
                : Optional.of(
                    new Plateau.State(
                        plateau.path("scale").asDouble(),
                        plateau.path("best").asDouble(Double.POSITIVE_INFINITY),
                        plateau.path("waited").asInt()))),
        new BestEpoch(
            best.path("epoch").asInt(),
            best.path("value").asDouble(Double.NaN),
            best.path("waited").asInt()),
        readNumbers(directory.resolve(BEST_PARAMETERS)));
  }
}
