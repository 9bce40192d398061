package dev.sluice.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.sluice.network.Arithmetic;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.Json;
import dev.sluice.run.RunFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The files of a model and the manifest that lists them. A file is read only if it is a regular
 * file of the size that the manifest gives, and no larger than the caller allows.
 */
final class BundleFiles {
  static final String MANIFEST = "manifest.json";
  static final String FORMAT = "sluice-model";

  /**
   * 2: contains the versions of Sluice and of its arithmetic. 1: does not, and the table of an
   * embedding may be stored column by column.
   */
  static final int VERSION = 2;

  private static final int LARGEST_MANIFEST = 64 << 10; // bytes
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper MANIFESTS = Json.forRecords();

  private final Path folder;
  private final Manifest manifest;

  private BundleFiles(Path folder, Manifest manifest) {
    this.folder = folder;
    this.manifest = manifest;
  }

  static byte[] bytes(Manifest manifest) throws IOException {
    return MANIFESTS.writer(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(manifest);
  }

  /**
   * Reads the manifest of a model.
   *
   * @throws UserException if there is none, a newer version of Sluice wrote it, or it is damaged
   */
  static BundleFiles of(Path folder) {
    Path file = folder.resolve(MANIFEST);
    if (!Files.exists(file)) {
      RunFolder run = new RunFolder(folder.resolveSibling(""));
      throw new UserException(
          run.isBacktest()
              ? Problem.inFile(folder, "there is no model: the run is a backtest", "train one")
              : Problem.inFile(
                      folder, "there is no model", "the run has not completed an epoch; resume it")
                  .withRemedy(run.resuming()));
    }
    long size = size(file);
    if (size > LARGEST_MANIFEST) {
      throw tooLarge(file, size, LARGEST_MANIFEST);
    }
    byte[] bytes = read(file, size);
    JsonNode any = json(JSON, file, bytes, JsonNode.class); // a newer version may have other fields
    if (!any.path("format").asText().equals(FORMAT)) {
      throw damaged(file, "is not of the format " + FORMAT);
    }
    int version = any.path("version").asInt();
    if (version > VERSION) {
      throw new UserException(
          Problem.inFile(
              file,
              "the model has version %s, this Sluice reads up to %s".formatted(version, VERSION),
              "use the Sluice that wrote the model, or a newer one"));
    }
    if (version < 1) {
      throw damaged(file, "has no version");
    }
    return new BundleFiles(folder, json(MANIFESTS, file, bytes, Manifest.class));
  }

  /** The version of the layout, 1 to {@link #VERSION}. */
  int version() {
    return manifest.version();
  }

  /** Whether the model was written with the same arithmetic, so that its answers are unchanged. */
  boolean isOfThisArithmetic() {
    return manifest.arithmetic().equals(Optional.of(Arithmetic.VERSION));
  }

  /** The version of Sluice that wrote the model. */
  String writer() {
    return manifest.sluice().map("version "::concat).orElse("the version that wrote the model");
  }

  /** Whether the model has a file with this name. */
  boolean lists(String name) {
    return manifest.files().containsKey(name);
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /**
   * The content of a file, checked against the manifest.
   *
   * @param largest bytes; more are not read
   * @throws UserException naming the file
   */
  byte[] bytes(String name, long largest) {
    Path file = path(name);
    Manifest.Entry written = manifest.files().get(name);
    long size = size(file);
    if (written == null || size != written.bytes()) {
      throw unlikeManifest(file);
    }
    if (size > largest) {
      throw tooLarge(file, size, largest);
    }
    byte[] bytes = read(file, size);
    if (!sha256(bytes).equals(written.sha256())) {
      throw unlikeManifest(file);
    }
    return bytes;
  }

  /** As {@link #bytes}, for a file whose size follows from the other files. */
  byte[] bytesOfSize(String name, long expected, String why) {
    Path file = path(name);
    long size = size(file);
    Manifest.Entry written = manifest.files().get(name);
    if (written != null && size == written.bytes() && size != expected) {
      throw damaged(
          file, "has %s bytes, and %s, which are %s bytes".formatted(size, why, expected));
    }
    return bytes(name, expected);
  }

  /** The JSON of a file, checked against the manifest. */
  <T> T json(String name, long largest, Class<T> type) {
    return json(JSON, path(name), bytes(name, largest), type);
  }

  static UserException damaged(Path file, String how) {
    return new UserException(
        Problem.inFile(file, how, "copy the whole model folder again, or train again"));
  }

  private static UserException unlikeManifest(Path file) {
    return damaged(file, "does not match " + MANIFEST);
  }

  private static UserException tooLarge(Path file, long size, long largest) {
    return damaged(file, "has %s bytes; the maximum is %s".formatted(size, largest));
  }

  /** Only for regular files; reading a pipe would wait for its writer. */
  private static long size(Path file) {
    if (!Files.exists(file)) {
      throw damaged(file, "is missing");
    }
    if (!Files.isRegularFile(file)) {
      throw damaged(file, "is not a plain file");
    }
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Reads no more than the size, in case the file grows meanwhile. */
  private static byte[] read(Path file, long size) {
    if (size > Integer.MAX_VALUE - Long.BYTES) { // the largest array
      throw damaged(file, "has %s bytes, which is too many".formatted(size));
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes((int) size);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static <T> T json(ObjectMapper mapper, Path file, byte[] bytes, Class<T> type) {
    try {
      T value = mapper.readValue(bytes, type);
      if (value != null) {
        return value;
      }
    } catch (IOException e) {
      // Reported below: a reader has no use for the place where the JSON breaks off.
    }
    throw damaged(file, "is not the JSON that Sluice writes");
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
