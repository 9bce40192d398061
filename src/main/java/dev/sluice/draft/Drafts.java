package dev.sluice.draft;

import java.nio.file.Files;
import java.nio.file.Path;

/** What the drafts of all tasks have in common. */
final class Drafts {
  private static final String SCHEMA = "sluice.schema.json";
  private static final int COMMENT_COLUMN = 58;

  private Drafts() {}

  /** One line and the reason for it. */
  static String line(String yaml, String why) {
    String gap = " ".repeat(Math.max(2, COMMENT_COLUMN - yaml.length()));
    return yaml + gap + "# " + why + "\n";
  }

  /** The first line of every config, by which editors complete and explain. */
  static String schemaLine(Path config) {
    return "# yaml-language-server: $schema=" + schema(config) + "\n";
  }

  /**
   * The schema for the editor: the one in a folder above the config, as it is or under {@code
   * docs}; else one beside the config, which `sluice schema` writes.
   *
   * @param file the config
   */
  private static String schema(Path file) {
    Path config = file.toAbsolutePath().normalize();
    for (Path folder = config.getParent(); folder != null; folder = folder.getParent()) {
      for (String name : new String[] {SCHEMA, "docs/" + SCHEMA}) {
        if (Files.isRegularFile(folder.resolve(name))) {
          return config
              .getParent()
              .relativize(folder.resolve(name))
              .toString()
              .replace(config.getFileSystem().getSeparator(), "/");
        }
      }
    }
    return SCHEMA;
  }
}
