package dev.sluice.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.network.Coefficients;
import dev.sluice.network.Plateau;
import dev.sluice.run.AtomicFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The states of one training on disk: a folder {@code epoch-00012} for the last one or two, with
 * the numbers as {@link Coefficients} and the rest in {@code state.json}. A folder gets its name
 * when all its files are written, so a killed program leaves whole states only.
 */
public final class Checkpoints {
  private static final String STATE = "state.json";
  private static final String PARAMETERS = "parameters.bin";
  private static final String BEST_PARAMETERS = "best-parameters.bin";
  private static final String UPDATER = "updater.bin";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;

  /**
   * @param folder made with the first state
   */
  public Checkpoints(Path folder) {
    this.folder = folder;
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

  /** The state with the highest epoch, if there is one. */
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
          folder.resolve("epoch-%05d".formatted(checkpoint.epoch())),
          unfinished -> {
            put(checkpoint.parameters(), unfinished.resolve(PARAMETERS));
            put(checkpoint.bestParameters(), unfinished.resolve(BEST_PARAMETERS));
            if (checkpoint.updater().isPresent()) {
              put(checkpoint.updater().get(), unfinished.resolve(UPDATER));
            }
            Files.write(unfinished.resolve(STATE), JSON.writeValueAsBytes(state(checkpoint)));
          });
      for (Path old : before) {
        AtomicFiles.remove(old);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot replace the checkpoints in " + folder, e);
    }
  }

  private static void put(INDArray row, Path file) throws IOException {
    Files.write(file, Coefficients.toBytes(row));
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

  private static INDArray readRow(Path file) throws IOException {
    return Coefficients.fromBytes(Files.readAllBytes(file));
  }

  private static ObjectNode state(Checkpoint checkpoint) {
    ObjectNode state = JSON.createObjectNode();
    state.put("version", 1);
    state.put("iterations", checkpoint.iterations());
    BestEpoch best = checkpoint.best();
    ObjectNode bestJson = state.putObject("best").put("epoch", best.epoch());
    if (Double.isFinite(best.value())) {
      bestJson.put("value", best.value());
    }
    bestJson.put("waited", best.waited());
    checkpoint
        .plateau()
        .ifPresent(
            p -> {
              ObjectNode plateau = state.putObject("plateau").put("scale", p.scale());
              if (Double.isFinite(p.best())) {
                plateau.put("best", p.best());
              }
              plateau.put("waited", p.waited());
            });
    for (EpochScores scores : checkpoint.epochs()) {
      ObjectNode epoch = state.withArray("epochs").addObject();
      epoch.put("epoch", scores.epoch()).put("loss", scores.loss());
      ObjectNode validation = epoch.putObject("validation");
      scores.validation().forEach(validation::put);
      scores.learningRate().ifPresent(rate -> epoch.put("learning_rate", rate));
      epoch.put("seconds", scores.seconds());
    }
    return state;
  }

  private static Checkpoint read(Path directory) throws IOException {
    JsonNode state = JSON.readTree(Files.readAllBytes(directory.resolve(STATE)));
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
    JsonNode best = state.path("best");
    JsonNode plateau = state.path("plateau");
    Path updater = directory.resolve(UPDATER);
    return new Checkpoint(
        epochs,
        state.path("iterations").asInt(),
        readRow(directory.resolve(PARAMETERS)),
        Files.exists(updater) ? Optional.of(readRow(updater)) : Optional.empty(),
        new BestEpoch(
            best.path("epoch").asInt(),
            best.path("value").asDouble(Double.NaN),
            best.path("waited").asInt()),
        readRow(directory.resolve(BEST_PARAMETERS)),
        plateau.isMissingNode()
            ? Optional.empty()
            : Optional.of(
                new Plateau.State(
                    plateau.path("scale").asDouble(),
                    plateau.path("best").asDouble(Double.POSITIVE_INFINITY),
                    plateau.path("waited").asInt())));
  }
}
