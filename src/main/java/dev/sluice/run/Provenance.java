package dev.sluice.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a run was made from and with, {@code provenance.json}; docs/run-folder.md describes it. It
 * names neither user nor machine.
 *
 * @param started as ISO 8601
 * @param overrides those of the command line
 * @param commit of the sources in whose checkout the run was started, if there is one
 * @param data the data files, as they were
 * @param trainedWith what else the training read, such as texts without targets; older runs have
 *     none
 * @param versions name to version of the software involved, such as sluice and dl4j
 * @param backtest what was asked for; empty if the run is not a backtest
 * @param resolvedSha256 of resolved.yaml; older runs have none
 * @param finalFit empty if the model that was scored is the one that is kept
 * @param ended as ISO 8601; if a run was resumed, its last end
 */
public record Provenance(
    String started,
    long seed,
    List<String> overrides,
    Optional<String> commit,
    List<ReadFile> data,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ReadFile> trainedWith,
    Map<String, String> versions,
    Machine machine,
    Optional<AskedBacktest> backtest,
    Optional<String> resolvedSha256,
    Optional<FinalFit> finalFit,
    Optional<String> ended) {

  /** The training of the model that is kept, if it is not the one that was scored. */
  public record FinalFit(String on, int epochs, long examples) {
    public FinalFit {
      Objects.requireNonNull(on, "on");
    }
  }

  /** A file or folder of data, see {@link DataFile}. */
  public record ReadFile(String path, long bytes, String sha256) {
    public ReadFile {
      Objects.requireNonNull(path, "path");
      Objects.requireNonNull(sha256, "sha256");
    }

    static ReadFile of(DataFile file) {
      return new ReadFile(file.path().toString(), file.bytes(), file.sha256());
    }
  }

  /** What may affect the speed of a run, or its last bits. */
  public record Machine(
      String os, String architecture, int processors, long heapBytes, String java) {
    static Machine here() {
      return new Machine(
          System.getProperty("os.name") + " " + System.getProperty("os.version"),
          System.getProperty("os.arch"),
          Runtime.getRuntime().availableProcessors(),
          Runtime.getRuntime().maxMemory(),
          System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
    }
  }

  /** The origins of a backtest, and when it trains anew. */
  public record AskedBacktest(int origins, int stride, String refit) {
    public AskedBacktest {
      Objects.requireNonNull(refit, "refit");
    }
  }

  public Provenance {
    Objects.requireNonNull(started, "started");
    overrides = List.copyOf(overrides);
    data = List.copyOf(data);
    trainedWith = trainedWith == null ? List.of() : List.copyOf(trainedWith);
    versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
    Objects.requireNonNull(machine, "machine");
  }

  /** For a run that begins on this machine. */
  public static Provenance of(
      Map<String, String> versions,
      Collection<DataFile> data,
      Collection<DataFile> trainedWith,
      long seed,
      List<String> overrides,
      Optional<String> commit,
      String started,
      Optional<AskedBacktest> backtest,
      String resolvedSha256) {
    return new Provenance(
        started,
        seed,
        overrides,
        commit,
        data.stream().map(ReadFile::of).toList(),
        trainedWith.stream().map(ReadFile::of).toList(),
        versions,
        Machine.here(),
        backtest,
        Optional.of(resolvedSha256),
        Optional.empty(),
        Optional.empty());
  }

  /** All files that were read, those of the data first. */
  public List<ReadFile> allRead() {
    return Stream.concat(data.stream(), trainedWith.stream()).toList();
  }

  public Provenance with(FinalFit made) {
    return with(Optional.of(made), ended);
  }

  public Provenance withEnd(String ended) {
    return with(finalFit, Optional.of(ended));
  }

  private Provenance with(Optional<FinalFit> finalFit, Optional<String> ended) {
    return new Provenance(
        started,
        seed,
        overrides,
        commit,
        data,
        trainedWith,
        versions,
        machine,
        backtest,
        resolvedSha256,
        finalFit,
        ended);
  }

  public void write(Path file) {
    Json.write(file, this);
  }

  /**
   * @return empty if there is no such file
   * @throws dev.sluice.problem.UserException if it was not written by a run
   */
  public static Optional<Provenance> read(Path file) {
    return Json.read(file, Provenance.class);
  }

  /**
   * The SHA-256 of the test part, in hexadecimal: of the data files that {@code provenance.json}
   * names, and of each row that was scored up to the values to predict.
   */
  public static String sha256OfTestPart(RunFolder run) {
    MessageDigest digest = sha256();
    Consumer<String> add = text -> digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    read(run.provenance())
        .ifPresent(from -> from.data().forEach(file -> add.accept(file.sha256())));
    CsvRows.read(run.scored(), row -> add.accept(Json.line(row.upTo("actual"))));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The SHA-256 of a file's bytes, in hexadecimal. */
  public static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = sha256();
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new FileFailure("read", file, e);
    }
  }

  /** A new one. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
