package dev.sluice.config;

import dev.sluice.spec.Config;
import dev.sluice.spec.NearNames;
import dev.sluice.spec.Problem;
import dev.sluice.spec.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads configs; the place to start reading this package. */
public final class ConfigReader {
  private static final int LARGEST =
      128 << 10; // bytes of a file; of more, some texts would take seconds to refuse

  private ConfigReader() {}

  /**
   * The config of a file.
   *
   * @param file UTF-8, with or without a byte order mark
   * @param overrides {@code path=value} each; a later one wins
   * @throws UserException with all problems of the file and the overrides
   */
  public static LoadedConfig read(Path file, List<String> overrides) {
    String text = decoded(bytes(file), file.toString());
    return parse(text, file.toString(), directory(file), overrides);
  }

  /**
   * The config of a text.
   *
   * @param name stands for the file in messages
   * @param baseDirectory what relative paths in the text are relative to; those in the overrides
   *     are relative to the working directory
   * @param overrides {@code path=value} each; a later one wins
   * @throws UserException with all problems of the text and the overrides
   */
  public static LoadedConfig parse(
      String yaml, String name, Path baseDirectory, List<String> overrides) {
    String text = yaml.startsWith("\uFEFF") ? yaml.substring(1) : yaml;
    Findings findings = new Findings();
    List<Assignment> assignments = new ArrayList<>();
    for (String override : overrides) {
      Assignment.parse(override, findings).ifPresent(assignments::add);
    }
    Node root =
        YamlText.read(
                text,
                (line, column) -> new Origin.InFile(name, baseDirectory, line, column),
                findings)
            .orElseThrow(findings::exception);
    refuseEmptyAndNewer(root, name);
    for (Assignment assignment : assignments) {
      root = assignment.applyTo(root, Config.class, findings);
    }
    Binder binder = new Binder(Config.class, findings);
    Optional<Record> config = binder.bind(root, Config.class);
    if (!findings.isEmpty()) {
      throw findings.exception();
    }
    return new LoadedConfig((Config) config.orElseThrow(), text, name, overrides, binder.places());
  }

  /** What else such a file says cannot be judged. */
  private static void refuseEmptyAndNewer(Node root, String name) {
    if (root instanceof Node.Scalar scalar && scalar.isNull()) {
      throw new UserException(
          Problem.inFile(
              name, "the config is empty", "it needs at least the keys name, data and network"));
    }
    if (root instanceof Node.Mapping mapping
        && mapping.find("version").map(Node.Entry::value).orElse(null) instanceof Node.Scalar v
        && v.plain()
        && CoreSchema.isWhole(v.text())
        && CoreSchema.whole(v.text()).orElse(Long.MAX_VALUE) > Config.NEWEST_VERSION) {
      throw new UserException(
          new Problem(
              "version",
              v.at().location(),
              "version %s of the config format is newer than this program, which reads version %s"
                  .formatted(Shown.shortened(v.text()), Config.NEWEST_VERSION),
              "use a newer Sluice"));
    }
  }

  // Files

  /** The folder of a file; the real one where a link leads there, so that {@code ..} is right. */
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
      throw new UserException(Problem.inFile(file, "is a folder", "name the config file in it"));
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new UserException(
            Problem.inFile(
                file, "is larger than 128 KiB, which no config is", "is it a file of data?"));
      }
      return bytes;
    } catch (IOException e) {
      throw new UserException(
          Problem.inFile(file, "cannot be read: " + e.getMessage(), "is reading it allowed?"), e);
    }
  }

  private static String nearFile(Path file) {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      return "the folder does not exist either";
    }
    try (Stream<Path> files = Files.list(directory)) {
      List<String> names =
          files.map(f -> f.getFileName().toString()).filter(ConfigReader::isYaml).sorted().toList();
      return NearNames.nearest(file.getFileName().toString(), names)
          .map(near -> "did you mean '%s'?".formatted(file.resolveSibling(near)))
          .orElse("");
    } catch (IOException e) {
      return ""; // a folder that may not be listed only costs the hint
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
