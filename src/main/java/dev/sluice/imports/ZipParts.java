package dev.sluice.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The parts of an untrusted zip file; none may unpack to many times the file's size. */
final class ZipParts implements AutoCloseable {
  private static final int LARGEST_TEXT = 64 << 20; // bytes
  private static final int UNPACKED = 100; // times the size of the file, at most
  private static final int SMALLEST = 1 << 16; // bytes; how small a file counts
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;
  private final ZipFile zip;
  private final long most;
  private final String advice;

  private ZipParts(Path path, ZipFile zip, long most, String advice) {
    this.path = path;
    this.zip = zip;
    this.most = most;
    this.advice = advice;
  }

  /**
   * @param advice how to save such a file
   */
  static ZipParts open(Path path, String advice) {
    if (!Files.isRegularFile(path)) {
      throw new UserException(
          Problem.inFile(
              path, Files.exists(path) ? "is not a file" : "there is no such file", advice));
    }
    try {
      long most = Math.max(SMALLEST, Files.size(path)) * UNPACKED;
      return new ZipParts(path, new ZipFile(path.toFile()), most, advice);
    } catch (IOException | IllegalArgumentException e) { // a name that is not UTF-8
      throw new UserException(
          Problem.inFile(path, "is not a zip file, or is damaged: " + e.getMessage(), advice), e);
    }
  }

  byte[] bytes(String name) {
    return bytes(name, Math.min(most, Integer.MAX_VALUE - Long.BYTES));
  }

  private byte[] bytes(String name, long largest) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw refused("has no " + name);
    }
    long size = entry.getSize();
    if (size < 0 || size > largest) {
      throw refused("its %s unpacks to %s bytes; the maximum is %s".formatted(name, size, largest));
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readNBytes((int) size);
    } catch (IOException e) {
      throw new UserException(
          Problem.inFile(path, "its %s cannot be read: %s".formatted(name, e.getMessage()), advice),
          e);
    }
  }

  JsonNode json(String name) {
    return json(
        path,
        name,
        new String(bytes(name, Math.min(most, LARGEST_TEXT)), StandardCharsets.UTF_8),
        advice);
  }

  static JsonNode json(Path path, String name, String text, String advice) {
    try {
      JsonNode node = JSON.readTree(text);
      if (node.isObject()) {
        return node;
      }
    } catch (IOException e) {
      // Reported below: a reader has no use for the place where the JSON breaks off.
    }
    throw new UserException(
        Problem.inFile(path, "its %s is not a JSON object".formatted(name), advice));
  }

  private UserException refused(String what) {
    return new UserException(Problem.inFile(path, what, advice));
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw refused("cannot be closed: " + e.getMessage());
    }
  }
}
