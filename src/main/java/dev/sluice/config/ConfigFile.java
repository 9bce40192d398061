package dev.sluice.config;

import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The text of one config file.
 *
 * @param name stands for the file in messages
 * @param directory what relative paths in the text are relative to
 * @param text without a byte order mark
 */
record ConfigFile(String name, Path directory, String text) {
  private static final int LARGEST =
      128 << 10; // bytes of a file; parsing longer texts could take seconds before they are refused

  ConfigFile {
    text = text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  /**
   * @param file UTF-8, with or without a byte order mark
   * @throws UserException with the one reason why the text cannot be read; its place is the file
   *     itself, or a place in it
   */
  static ConfigFile read(Path file) {
    byte[] bytes = bytes(file);
    return new ConfigFile(file.toString(), directory(file), decoded(bytes, file.toString()));
  }

  /**
   * Parses the YAML; variables are not replaced yet.
   *
   * @return empty if it is not YAML, which is then among the findings
   */
  Optional<Node> parse(Findings findings) {
    findings.reading(name);
    return YamlText.read(
        text, (line, column) -> new Origin.InFile(name, directory, line, column), findings);
  }

  /**
   * The folder of a file; for a link, the folder of its target, so that {@code ..} is resolved
   * correctly.
   */
  private static Path directory(Path file) {
    Path parent = file.getParent();
    if (parent == null) {
      return Path.of("");
    }
    try {
      Path real = parent.toRealPath();
      return real.equals(parent.toAbsolutePath().normalize()) ? parent : real;
    } catch (IOException e) {
      throw new UserException(Problem.inFile(parent, "cannot be read: " + e.getMessage(), ""), e);
    }
  }

  private static byte[] bytes(Path file) {
    if (!Files.exists(file)) {
      throw new UserException(Problem.inFile(file, "no such file", nearFile(file)));
    }
    if (Files.isDirectory(file)) {
      throw new UserException(Problem.inFile(file, "is a folder", "give the config file in it"));
    }
    if (!Files.isRegularFile(file)) {
      throw new UserException(
          Problem.inFile(
              file, "is a device or a pipe, expected a file", "copy its content to a file"));
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new UserException(
            Problem.inFile(
                file, "is larger than 128 KiB, too large for a config", "is it a data file?"));
      }
      return bytes;
    } catch (IOException e) {
      throw new UserException(
          Problem.inFile(file, "cannot be read: " + e.getMessage(), "check its permissions"), e);
    }
  }

  private static String nearFile(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      return "the folder does not exist either";
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<String> names =
          files.map(f -> f.getFileName().toString()).filter(ConfigFile::isYaml).sorted().toList();
      return NearNames.nearest(file.getFileName().toString(), names)
          .map(near -> "did you mean '%s'?".formatted(file.resolveSibling(near)))
          .orElse("");
    } catch (IOException e) {
      return ""; // if the folder cannot be listed, there is only no hint
    }
  }

  private static boolean isYaml(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static String decoded(byte[] bytes, String name) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(in, out, true);
    out.flip();
    if (result.isError()) {
      String before = out.toString();
      int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
      int column = before.length() - before.lastIndexOf('\n');
      int found = bytes[in.position()] & 0xFF;
      throw new UserException(
          new Problem(
              "",
              "%s:%s:%s".formatted(name, line, column),
              "the byte 0x%02X is not UTF-8".formatted(found),
              found >= 0xFE
                  ? "the file seems to be UTF-16: save it as UTF-8"
                  : "save the file as UTF-8"));
    }
    return out.toString();
  }
}
