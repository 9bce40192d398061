package dev.sluice.draft;

import dev.sluice.problem.YamlWord;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the drafts of all tasks share. */
final class Drafts {
  private static final String SCHEMA = "sluice.schema.json";
  private static final int COMMENT_COLUMN = 58;

  private Drafts() {}

  /** A line of YAML with a comment that gives the reason for it. */
  static String line(String yaml, String why) {
    String gap = " ".repeat(Math.max(2, COMMENT_COLUMN - yaml.length()));
    return yaml + gap + "# " + why + "\n";
  }

  /** The {@code training} section; the best epoch on the validation part is kept. */
  static String training(int epochs, int batchSize, String learningRate, int patience) {
    return "training:\n"
        + line("  epochs: " + epochs, "at most; early_stopping ends it sooner")
        + "  batch_size: %s\n  optimizer: {adam: {learning_rate: %s}}\n"
            .formatted(batchSize, learningRate)
        + line("  gradient_clipping: {global_norm: 1.0}", "gradients of long sequences may explode")
        + line(
            "  early_stopping: {monitor: loss, patience: %s}".formatted(patience),
            "the best epoch on the validation part is kept");
  }

  /** The last line of {@code training} that asks for an ensemble of networks instead of one. */
  static String ensemble() {
    return line(
        "  ensemble: {seeds: 3}",
        "the mean of three networks is more accurate, at three times the time");
  }

  /**
   * The message for users who ask for a fast or the best config when there is only the usual one.
   *
   * @param task what is learned, as a user would say it
   */
  static String noOther(Effort effort, String task) {
    return effort
        .option()
        .map(
            option ->
                "# --%s: there is only the usual recipe for %s; fewer epochs and units are faster, more may be better\n"
                    .formatted(option, task))
        .orElse("");
  }

  /** The beginning of the config, including {@code data.source}. */
  static String beginning(Wishes wishes, String what, String source) {
    return schemaLine(wishes.config())
        + "# %s. Each comment says why.\n".formatted(what)
        + head(wishes, source);
  }

  /** From {@code version} to {@code data.source}. */
  static String head(Wishes wishes, String source) {
    return "version: 1\nname: %s\nseed: 42\ndata:\n  source: {%s}\n"
        .formatted(YamlWord.of(runName(wishes.data())), source);
  }

  private static String runName(Path data) {
    String stem =
        String.valueOf(data.getFileName())
            .replaceFirst("(?i)\\.gz$", "")
            .replaceFirst("\\.[^.]*$", "");
    String name = stem.replaceAll("[^\\p{L}\\p{N}._-]+", "-").replaceFirst("^[._-]+", "");
    return name.isEmpty() ? "model" : name;
  }

  static int roundUp(long value, int step) {
    return (int) ((value + step - 1) / step * step);
  }

  /** The first line of every config, from which editors know the schema. */
  static String schemaLine(Path config) {
    return "# yaml-language-server: $schema=" + schema(config) + "\n";
  }

  /**
   * The schema for the editor: the one in a folder above the config, directly in it or under {@code
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
