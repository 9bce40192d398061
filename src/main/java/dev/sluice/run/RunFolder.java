package dev.sluice.run;

import dev.sluice.problem.Problem;
import dev.sluice.problem.Remedy;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The folder of one run, {@code runs/<name>/<stamp>}.
 *
 * @param path the folder itself
 */
public record RunFolder(Path path) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  static final String CONFIG = "config.yaml";
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet(); // by this program

  /** How far a run has come. */
  public enum Status {
    /** Being trained; or killed, see {@link RunFolder#isInTraining}. */
    RUNNING,
    /** Trained and scored. */
    FINISHED,
    /** Stopped by the user; it can be resumed. */
    INTERRUPTED,
    /** Its loss became infinite or not a number. */
    DIVERGED
  }

  /** The config as written. */
  public Path config() {
    return path.resolve(CONFIG);
  }

  /** The config with every default and override. */
  public Path resolved() {
    return path.resolve("resolved.yaml");
  }

  /** A line of JSON for each epoch. */
  public Path metrics() {
    return path.resolve("metrics.jsonl");
  }

  /** A line of JSON for each epoch of the pretraining. */
  public Path pretraining() {
    return path.resolve("pretraining.jsonl");
  }

  /** The model's predictions for each row or window of the test part. */
  public Path predictions() {
    return path.resolve("predictions.csv");
  }

  /** In a backtest, the models' forecasts for each window. */
  public Path backtest() {
    return path.resolve("backtest.csv");
  }

  /** In a backtest, its fits and the scores of its origins. */
  public Path backtestSummary() {
    return path.resolve("backtest.json");
  }

  /** The windows that a backtest forecast; in other runs, the test part. */
  public Path scored() {
    return isBacktest() ? backtest() : predictions();
  }

  /** Whether it is a backtest, not the training of one model. */
  public boolean isBacktest() {
    return wholeProvenance().flatMap(Provenance::backtest).isPresent();
  }

  /** For forecasts, the data of the report's charts. */
  public Path pictures() {
    return path.resolve("pictures.json");
  }

  /** For classes, everything about the test part besides the scores. */
  public Path evaluation() {
    return path.resolve("evaluation.json");
  }

  /** Where the model looked while it wrote a few texts of the test part. */
  public Path attention() {
    return path.resolve("attention.json");
  }

  /** The words behind the worst mistakes of a classifier of texts. */
  public Path explanations() {
    return path.resolve("explanations.json");
  }

  /** A few texts that a language model wrote. */
  public Path samples() {
    return path.resolve("samples.json");
  }

  /** Scores of the test part, baselines, and how the training ended. */
  public Path results() {
    return path.resolve("results.json");
  }

  /** Facts about the data for a reader: rows, classes, times, lengths. */
  public Path data() {
    return path.resolve("data.json");
  }

  public Path report() {
    return path.resolve("report.html");
  }

  /** What the run was made from and with. */
  public Path provenance() {
    return path.resolve("provenance.json");
  }

  /**
   * The origin of an imported model, see {@link ImportRecord}; absent in runs that were trained.
   */
  public Path imported() {
    return path.resolve("import.json");
  }

  /** The checkpoints from which the training can be resumed. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /** The checkpoints from which the final fit can be resumed. */
  public Path finalFit() {
    return checkpoints().resolve("final-fit");
  }

  /** The model. */
  public Path model() {
    return path.resolve("model");
  }

  private Path statusFile() {
    return path.resolve("status");
  }

  private Path lockFile() {
    return path.resolve(".lock");
  }

  private Path trainerFile() {
    return path.resolve(".trainer");
  }

  /** Makes {@code parent/name/stamp}, with a number after the stamp if this run already exists. */
  public static RunFolder create(Path parent, String name, Instant stamp) {
    Path runs = parent.resolve(name);
    try {
      Files.createDirectories(runs);
      for (int number = 1; ; number++) {
        String suffix = number == 1 ? "" : "-" + number;
        try {
          return new RunFolder(Files.createDirectory(runs.resolve(STAMP.format(stamp) + suffix)));
        } catch (FileAlreadyExistsException e) {
          // Another run began in this second: the next number.
        }
      }
    } catch (IOException e) {
      throw new FileFailure("create", runs, e);
    }
  }

  /**
   * Turns a folder that the user named into a run: a new or empty one, or one whose run was killed
   * before it had its config.
   *
   * @throws UserException if there is anything else in it
   */
  public static RunFolder createAt(Path path) {
    RunFolder run = new RunFolder(path);
    try {
      if (Files.exists(path) && !run.hasNotBegun()) {
        throw run.isTaken();
      }
      Files.createDirectories(path);
      return run;
    } catch (IOException e) {
      throw new FileFailure("create", path, e);
    }
  }

  /**
   * Removes what an earlier run did not finish writing because it was killed before it had its
   * config. The rest is written again.
   *
   * @throws UserException if another program has used the folder since it was made
   */
  public void beginAnew(Lock lock) {
    try {
      if (!lock.channel.isOpen() || !hasNotBegun()) {
        throw isTaken();
      }
      for (Path file : files()) {
        if (isUnfinished(file)) {
          AtomicFiles.remove(file);
        }
      }
      AtomicFiles.remove(model()); // of an import, which a training would not replace at once
      AtomicFiles.remove(imported());
    } catch (IOException e) {
      throw new FileFailure("begin", path, e);
    }
  }

  private UserException isTaken() {
    String what = "exists and is not an empty folder";
    return new UserException(
        isResumable()
            ? Problem.inFile(path, what, "name another folder, or resume the run that is there")
                .withRemedy(resuming())
            : Problem.inFile(path, what, "name another folder"));
  }

  /** How to resume it. */
  public Remedy resuming() {
    return new Remedy.Resume(path, isBacktest());
  }

  /**
   * Whether the folder contains only the first of the files with which a run begins. A familiar
   * name is not enough: a {@code data.json} by itself is the user's.
   */
  private boolean hasNotBegun() throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    List<Path> left = new ArrayList<>(files());
    left.removeIf(this::isUnfinished);
    if (left.contains(lockFile())) {
      left.remove(trainerFile()); // goes when a program lets the run go
    }
    return isBeginning(left, lockFile(), resolved(), data(), provenance(), statusFile())
        || isBeginning(
            left, lockFile(), resolved(), provenance(), model(), imported(), statusFile());
  }

  /** Whether these are the first of some files, which are written in this order. */
  private boolean isBeginning(List<Path> left, Path... inOrder) {
    return Stream.of(inOrder)
        .takeWhile(
            file ->
                file.equals(model())
                    ? Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
                    : Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
        .toList()
        .containsAll(left);
  }

  private boolean isUnfinished(Path file) {
    return Files.isRegularFile(lockFile(), LinkOption.NOFOLLOW_LINKS)
        && !Files.isSymbolicLink(file)
        && Stream.of(
                trainerFile(),
                resolved(),
                data(),
                provenance(),
                statusFile(),
                config(),
                model(),
                imported())
            .anyMatch(whole -> AtomicFiles.isUnfinished(file, whole.getFileName().toString()));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries.toList();
    }
  }

  private boolean isResumable() {
    return Files.isRegularFile(config()) && status().filter(Status.FINISHED::equals).isEmpty();
  }

  /**
   * The run in a folder; for a folder {@code runs/<name>}, the newest run in it; for a path that
   * ends in {@code latest} or {@code best}, the {@link NamedRun} beside it. Its path contains no
   * such link.
   *
   * @throws UserException if there is no run
   */
  public static RunFolder open(Path path) {
    Optional<NamedRun> named = NamedRun.endOf(path);
    if (named.isEmpty() && new RunFolder(path).isRun()) {
      return new RunFolder(path);
    }
    Path above = path.toAbsolutePath().normalize().getParent();
    if (above != null && new RunFolder(above).isModel(path)) {
      throw new UserException(
          Problem.inFile(path, "is the model of a run, not the run", "use its run: " + above));
    }
    Path folder = named.isEmpty() ? path : path.resolveSibling("");
    return named
        .orElse(NamedRun.LATEST)
        .in(folder, Instant.now())
        .orElseThrow(() -> new UserException(noRun(path, folder, named)));
  }

  private static Problem noRun(Path path, Path folder, Optional<NamedRun> named) {
    if (named.equals(Optional.of(NamedRun.BEST))
        && NamedRun.LATEST.in(folder, Instant.now()).isPresent()) {
      return Problem.inFile(
          path, "no run has been scored on a test part", "give a run, or latest for the newest");
    }
    return Problem.inFile(
            path,
            Files.exists(folder) ? "is not a run: it has no " + CONFIG : "there is no such folder",
            "give the folder of a run, runs/<name>/<stamp> or runs/<name>/latest")
        .withRemedy(new Remedy.ListRuns());
  }

  /** Whether a path means one of several runs: it ends in {@code latest} or {@code best}. */
  public static boolean isNamed(Path path) {
    return NamedRun.endOf(path).isPresent();
  }

  boolean isRun() {
    return Files.isRegularFile(config());
  }

  /**
   * Updates the links {@code latest} and {@code best} beside a run. A run in a folder that the user
   * named has none.
   *
   * @param now runs that seem to have begun later than this had a wrong clock
   */
  public void linkNames(Instant now) {
    Path parent = path.toAbsolutePath().getParent();
    if (stamp().isPresent() && parent != null) {
      NamedRun.link(parent, now);
    }
  }

  /** When it began: by its provenance, else by its name; {@link Instant#MIN} if neither says. */
  public Instant started() {
    try {
      return wholeProvenance()
          .map(from -> Instant.parse(from.started()))
          .or(this::stamp)
          .orElse(Instant.MIN);
    } catch (DateTimeParseException e) {
      return stamp().orElse(Instant.MIN);
    }
  }

  /** Empty also if it cannot be read, so that runs can be listed by their names. */
  private Optional<Provenance> wholeProvenance() {
    try {
      return Provenance.read(provenance());
    } catch (UserException | FileFailure e) {
      return Optional.empty();
    }
  }

  private Optional<Instant> stamp() {
    try {
      return Optional.of(
          STAMP.parse(
              path.getFileName().toString().replaceFirst("(?<=T\\d\\d-\\d\\d-\\d\\d)-\\d+$", ""),
              Instant::from));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private boolean isModel(Path folder) {
    return Files.isRegularFile(config())
        && model().equals(folder.toAbsolutePath().normalize())
        && Files.isDirectory(folder);
  }

  /** Empty if the folder does not say. */
  public Optional<Status> status() {
    try {
      String word = Files.readString(statusFile()).strip().toUpperCase(Locale.ROOT);
      return Stream.of(Status.values()).filter(status -> status.name().equals(word)).findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether a program is training it now. Takes no lock and writes nothing. */
  public boolean isInTraining() {
    return Presence.isShownBy(trainerFile());
  }

  public void setStatus(Status status) {
    AtomicFiles.write(statusFile(), status.name().toLowerCase(Locale.ROOT) + "\n");
  }

  /**
   * Keeps other programs from writing to this run, until closed or until this program ends in any
   * way.
   *
   * @throws UserException if another one holds it
   */
  public Lock lock() {
    Path held;
    try {
      held = path.toRealPath();
    } catch (IOException e) {
      throw new FileFailure("lock", path, e);
    }
    // Under POSIX, closing a second channel of the lock's file would release the first one's lock.
    if (!LOCKED.add(held)) {
      throw isLocked();
    }
    boolean locked = false;
    try {
      FileChannel channel =
          FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw isLocked();
      }
      try {
        Lock lock = new Lock(channel, held, new Presence(trainerFile()));
        locked = true;
        return lock;
      } finally {
        if (!locked) {
          channel.close();
        }
      }
    } catch (IOException e) {
      throw new FileFailure("lock", path, e);
    } finally {
      if (!locked) {
        LOCKED.remove(held);
      }
    }
  }

  private UserException isLocked() {
    return new UserException(
        Problem.inFile(path, "is being trained by another program", "wait until it has ended"));
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) { // held by this same program
      return null;
    }
  }

  /** Holds a run; see {@link RunFolder#lock}. */
  public static final class Lock implements AutoCloseable {
    private final FileChannel channel;
    private final Path held;
    private final Presence presence;

    private Lock(FileChannel channel, Path held, Presence presence) {
      this.channel = channel;
      this.held = held;
      this.presence = presence;
    }

    @Override
    public void close() {
      if (!channel.isOpen()) {
        return; // closed before; someone else may hold the run now
      }
      try (channel) {
        presence.close();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot release the lock of the run", e);
      } finally {
        LOCKED.remove(held);
      }
    }
  }
}
