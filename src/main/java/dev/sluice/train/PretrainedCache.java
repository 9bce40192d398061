package dev.sluice.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batch.Documents;
import dev.sluice.network.Arithmetic;
import dev.sluice.network.Coefficients;
import dev.sluice.run.AtomicFiles;
import dev.sluice.run.FileFailure;
import dev.sluice.run.Json;
import dev.sluice.run.Provenance;
import dev.sluice.run.SoftwareVersions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Pretrained layers on disk, for other runs: a folder for each, named by the SHA-256 of everything
 * that they depend on, with {@code parameters.bin} as {@link Coefficients} and {@code
 * pretrained.json}. A folder appears as a whole or not at all; one that was changed afterwards is
 * not used.
 */
final class PretrainedCache {
  private static final String PARAMETERS = "parameters.bin";
  private static final String DESCRIPTION = "pretrained.json";
  private static final int VERSION = 1;
  private static final ObjectMapper JSON = Json.forRecords();

  /** {@code pretrained.json}. */
  private record Description(
      int version,
      int arithmetic,
      String sluice,
      String sha256,
      int keptEpoch,
      List<EpochDocument> epochs) {}

  private final Path folder; // of one result

  /**
   * @param parent created with the first result
   * @param settings everything that the result depends on except the texts, as text
   */
  PretrainedCache(Path parent, String settings, List<Documents> texts) {
    MessageDigest digest = Provenance.sha256();
    digest.update(
        "%s arithmetic %s %s"
            .formatted(VERSION, Arithmetic.VERSION, settings)
            .getBytes(StandardCharsets.UTF_8));
    for (Documents documents : texts) {
      digest.update(bytes(documents.ids().length));
      for (int[] ids : documents.ids()) {
        digest.update(bytes(ids.length));
        digest.update(bytes(ids));
      }
    }
    folder = parent.resolve(HexFormat.of().formatHex(digest.digest()));
  }

  /** The location if the config names no folder. */
  static Path ofUser() {
    return Path.of(System.getProperty("user.home"), ".cache", "sluice", "pretrained");
  }

  private static byte[] bytes(int... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES);
    bytes.asIntBuffer().put(numbers);
    return bytes.array();
  }

  /**
   * The cached layers, if they are complete.
   *
   * @param length how many parameters they must have
   */
  Optional<PretrainedLayers> find(long length) {
    Path parameters = folder.resolve(PARAMETERS);
    try {
      if (!Files.isRegularFile(parameters) || Files.size(parameters) != length * Float.BYTES) {
        return Optional.empty();
      }
      Description description =
          JSON.readValue(Files.readAllBytes(folder.resolve(DESCRIPTION)), Description.class);
      if (!Provenance.sha256(parameters).equals(description.sha256())) {
        return Optional.empty();
      }
      return Optional.of(
          new PretrainedLayers(
              Coefficients.fromBytes(Files.readAllBytes(parameters)),
              description.epochs().stream().map(EpochDocument::scores).toList(),
              description.keptEpoch(),
              Ending.COMPLETED,
              Optional.empty()));
    } catch (IOException e) {
      return Optional.empty(); // damaged: it is trained again
    }
  }

  /** Writes a complete result. */
  void write(PretrainedLayers layers) {
    try {
      Files.createDirectories(folder.getParent());
    } catch (IOException e) {
      throw new FileFailure("create", folder.getParent(), e);
    }
    AtomicFiles.writeFolder(
        folder,
        unfinished -> {
          Path parameters = unfinished.resolve(PARAMETERS);
          Files.write(parameters, layers.parameters().toBytes());
          Description description =
              new Description(
                  VERSION,
                  Arithmetic.VERSION,
                  SoftwareVersions.sluice(),
                  Provenance.sha256(parameters),
                  layers.keptEpoch(),
                  layers.epochs().stream().map(EpochDocument::of).toList());
          Files.write(unfinished.resolve(DESCRIPTION), JSON.writeValueAsBytes(description));
        });
  }

  Path folder() {
    return folder;
  }
}
