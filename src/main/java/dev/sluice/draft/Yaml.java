package dev.sluice.draft;

import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/** Pieces of YAML that keep their meaning wherever they are used, also within braces. */
final class Yaml {
  private Yaml() {}

  /**
   * A text; in double quotes unless it is clearly a plain text. Variables in it are not replaced.
   */
  static String text(String value) {
    return quoted(value.replace("${", "$${"));
  }

  /** A key that the user chose. */
  static String key(String name) {
    return quoted(name);
  }

  private static String quoted(String value) {
    boolean word =
        value.matches("[A-Za-z_][A-Za-z0-9_.-]*")
            && !value.matches("(?i)true|false|null|yes|no|on|off|y|n");
    if (word) {
      return value;
    }
    StringBuilder quoted = new StringBuilder("\"");
    value
        .codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }

  static String list(Collection<String> values) {
    return values.stream().map(Yaml::text).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A file as a config names it: relative to the config's folder where it can be, with slashes. */
  static String path(Path file, Path config) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = config.toAbsolutePath().normalize().getParent();
    boolean together = absolute.getRoot().equals(folder.getRoot());
    String path = (together ? folder.relativize(absolute) : absolute).toString();
    String slashed = path.replace(absolute.getFileSystem().getSeparator(), "/");
    return slashed.matches("[A-Za-z./][A-Za-z0-9_./-]*")
        ? slashed
        : text(slashed.startsWith("~") ? "./" + slashed : slashed);
  }

  /** A text within a comment, on one line and shortened. */
  static String comment(String text) {
    String line = oneLine(text);
    return line.length() <= 60 ? line : line.substring(0, 60) + "...";
  }

  static String oneLine(String text) {
    return text.strip().replaceAll("[\\s\\p{Cntrl}\u2028\u2029]+", " ");
  }
}
