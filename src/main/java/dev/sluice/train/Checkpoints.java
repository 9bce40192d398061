package dev.sluice.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.network.Arithmetic;
import dev.sluice.network.Coefficients;
import dev.sluice.network.Network;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.AtomicFiles;
import dev.sluice.run.Json;
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
import java.util.Set;
import java.util.stream.Stream;

/**
 * The checkpoints of one training on disk: a folder {@code epoch-00012} for each of the last one or
 * two, with the numbers as {@link Coefficients}, the rest in {@code state.json}, and size and
 * SHA-256 of each file in {@code checksums.json}, together with the {@link Arithmetic} they were
 * computed with. A folder gets its name only when all its files are written, so a killed program
 * leaves only complete checkpoints; files that were changed afterwards are refused.
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
  private static final String RESTORE = "restore the folder of the run, or start a new run";
  private static final ObjectMapper JSON = Json.forRecords();

  private final Path folder;

  /**
   * @param folder created with the first checkpoint
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

  /** The epoch after which a training would be resumed; 0 if there is no checkpoint. */
  public int lastEpoch() {
    try {
      List<Path> states = states();
      return states.isEmpty() ? 0 : epochOf(states.get(states.size() - 1));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the checkpoints in " + folder, e);
    }
  }

  /**
   * The checkpoint with the highest epoch, if there is one.
   *
   * @throws UserException if its files have changed since they were written
   */
  Optional<Checkpoint> latest() {
    try {
      List<Path> states = states();
      return states.isEmpty() ? Optional.empty() : Optional.of(read(states.get(states.size() - 1)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the checkpoints in " + folder, e);
    }
  }

  /** Writes a checkpoint, then removes earlier ones. */
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
            Files.write(
                unfinished.resolve(STATE), JSON.writeValueAsBytes(CheckpointState.of(checkpoint)));
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

  /** Complete checkpoints, the earliest first. */
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

  private static Checksums checksums(Path directory) throws IOException {
    Map<String, Checksums.Written> files = new LinkedHashMap<>();
    for (String name : FILES) {
      Path file = directory.resolve(name);
      if (Files.exists(file)) {
        files.put(name, Checksums.Written.of(file));
      }
    }
    return new Checksums(VERSION, Arithmetic.VERSION, SoftwareVersions.sluice(), files);
  }

  /**
   * Makes sure that the files are unchanged before one of them is used.
   *
   * @throws UserException with every file that is not
   */
  private static void requireIntact(Path directory) {
    Path list = directory.resolve(CHECKSUMS);
    Checksums checksums;
    try {
      checksums = JSON.readValue(Files.readAllBytes(list), Checksums.class);
    } catch (IOException e) {
      throw new UserException(
          Problem.inFile(list, "is missing or damaged: " + e.getMessage(), RESTORE));
    }
    if (checksums == null) {
      throw new UserException(Problem.inFile(list, "is damaged: it is empty", RESTORE));
    }
    if (checksums.version() != VERSION) {
      throw new UserException(
          Problem.inFile(
              list,
              "the checkpoint has format %s, and this Sluice reads format %s"
                  .formatted(checksums.version(), VERSION),
              RESTORE));
    }
    if (checksums.arithmetic() != Arithmetic.VERSION) {
      throw new UserException(
          Problem.inFile(
              list,
              "the run was started with version %s of the arithmetic, and this Sluice has version %s: the result would not be the same"
                  .formatted(checksums.arithmetic(), Arithmetic.VERSION),
              "resume with Sluice %s, or start a new run"
                  .formatted(checksums.sluice() == null ? "of then" : checksums.sluice())));
    }
    List<Problem> problems = new ArrayList<>();
    for (String name : FILES) {
      Path file = directory.resolve(name);
      if (!isAsWritten(file, Optional.ofNullable(checksums.files().get(name)))) {
        problems.add(Problem.inFile(file, "is missing, damaged or changed", RESTORE));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  private static boolean isAsWritten(Path file, Optional<Checksums.Written> written) {
    return Files.isRegularFile(file)
        ? written.isPresent() && written.get().is(file)
        : written.isEmpty() && NOT_ALWAYS.contains(file.getFileName().toString());
  }

  private static Checkpoint read(Path directory) throws IOException {
    requireIntact(directory);
    CheckpointState state =
        JSON.readValue(Files.readAllBytes(directory.resolve(STATE)), CheckpointState.class);
    return new Checkpoint(
        state.scores(),
        new Network.State(
            state.iterations(),
            readNumbers(directory.resolve(PARAMETERS)),
            readIfThere(directory.resolve(AVERAGE)),
            readIfThere(directory.resolve(UPDATER)),
            state.plateauState()),
        state.bestEpoch(),
        readNumbers(directory.resolve(BEST_PARAMETERS)));
  }
}
