package dev.sluice.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** What a run was made from and with. It names neither user nor machine. */
public final class Provenance {
  /** What a backtest was asked for; other runs have no such key. */
  public static final String BACKTEST = "backtest";

  private Provenance() {}

  /**
   * Plain values for {@code provenance.json}.
   *
   * @param versions name to version of what took part, such as sluice and dl4j
   * @param inputs the files that were read, as they were
   * @param commit of the sources that the run was started among, if there is one
   * @param started as ISO 8601
   */
  public static Map<String, Object> of(
      Map<String, String> versions,
      Collection<DataFile> inputs,
      long seed,
      List<String> overrides,
      Optional<String> commit,
      String started) {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("started", started);
    provenance.put("seed", seed);
    provenance.put("overrides", overrides);
    commit.ifPresent(hash -> provenance.put("commit", hash));
    List<Map<String, Object>> files = new ArrayList<>();
    for (DataFile input : inputs) {
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("path", input.path().toString());
      file.put("bytes", input.bytes());
      file.put("sha256", input.sha256());
      files.add(file);
    }
    provenance.put("data", files);
    provenance.put("versions", versions);
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("architecture", System.getProperty("os.arch"));
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("heap_bytes", Runtime.getRuntime().maxMemory());
    machine.put(
        "java", System.getProperty("java.vendor") + " " + System.getProperty("java.version"));
    provenance.put("machine", machine);
    return provenance;
  }

  /**
   * Notes when a run ended; of a run that was resumed, its last end.
   *
   * @param file the run's {@code provenance.json}
   * @param ended as ISO 8601
   */
  public static void noteEnd(Path file, String ended) {
    ObjectNode provenance = (ObjectNode) Json.read(file);
    Json.write(file, provenance.put("ended", ended));
  }

  /** Notes that the model is not the one that was scored. */
  public static void noteFinalFit(Path file, Results.FinalFit finalFit) {
    ObjectNode provenance = (ObjectNode) Json.read(file);
    provenance
        .putObject("final_fit")
        .put("on", "all")
        .put("epochs", finalFit.epochs())
        .put("examples", finalFit.examples());
    Json.write(file, provenance);
  }

  /**
   * The SHA-256 of the test part, in hexadecimal: of the data files that {@code provenance.json}
   * names, and of each row that was scored up to what was to be predicted.
   */
  public static String sha256OfTestPart(RunFolder run) {
    MessageDigest digest = sha256();
    Consumer<String> add = text -> digest.update((text + "\n").getBytes(StandardCharsets.UTF_8));
    Json.read(run.provenance())
        .path("data")
        .forEach(file -> add.accept(file.path("sha256").asText()));
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

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
