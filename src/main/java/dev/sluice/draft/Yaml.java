package dev.sluice.draft;

import dev.sluice.problem.YamlWord;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/** Pieces of YAML that keep their meaning wherever they are used, also within braces. */
final class Yaml {
  private Yaml() {}

  static String list(Collection<String> values) {
    return values.stream().map(YamlWord::of).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A file as a config names it: relative to the config's folder where it can be, with slashes. */
  static String path(Path file, Path config) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = config.toAbsolutePath().normalize().getParent();
    boolean together = absolute.getRoot().equals(folder.getRoot());
    String path = (together ? folder.relativize(absolute) : absolute).toString();
    String slashed =
        path.isEmpty() ? "." : path.replace(absolute.getFileSystem().getSeparator(), "/");
    return slashed.matches("[A-Za-z./][A-Za-z0-9_./-]*")
        ? slashed
        : YamlWord.of(slashed.startsWith("~") ? "./" + slashed : slashed);
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
