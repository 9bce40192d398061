package dev.sluice.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The epochs of a run, {@code metrics.jsonl}: a line of JSON for each, such as {@code {"epoch": 3,
 * "loss": 0.21, "validation": {"loss": 0.33, "accuracy": 0.88}, "learning_rate": 0.002, "seconds":
 * 3.5, "best": true}}. Scores that do not exist are left out.
 */
public final class History {
  private static final String START = "{\"epoch\":0,";

  private final Path file;
  private final List<String> lines = new ArrayList<>();

  /**
   * Starts a new file, or continues it, keeping the lines of epochs that will not be trained again.
   *
   * @param last the last epoch to keep of the network to which an epoch belongs; 0 if it starts
   *     from the beginning
   */
  public History(Path file, ToIntFunction<Epoch> last) {
    this.file = file;
    List<Epoch> before = read(file);
    before.stream()
        .filter(epoch -> last.applyAsInt(epoch) > 0 && epoch.epoch() <= last.applyAsInt(epoch))
        .map(Json::line)
        .forEach(lines::add);
    if (lines.size() < before.size()) {
      write();
    }
  }

  /** Adds a line; programs that read the file never see half of one. */
  public void add(Epoch epoch) {
    lines.add(Json.line(epoch));
    write();
  }

  private void write() {
    AtomicFiles.write(file, lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
  }

  /**
   * How many epochs were trained, without reading what they say: lines that are whole, which end as
   * an object of JSON does, except that of a start.
   */
  public static int count(Path file) {
    if (!Files.exists(file)) {
      return 0;
    }
    try {
      String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      return (int)
          bytes
              .lines()
              .filter(line -> line.stripTrailing().endsWith("}") && !line.startsWith(START))
              .count();
    } catch (IOException e) {
      throw new FileFailure("read", file, e);
    }
  }

  /** The epochs in a file, none if it is not there; a line that was cut off is left out. */
  public static List<Epoch> read(Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      // Decoded leniently: a line may be cut off inside a character.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return text.lines()
          .map(line -> Json.parse(line, Epoch.class))
          .flatMap(Optional::stream)
          .toList();
    } catch (IOException e) {
      throw new FileFailure("read", file, e);
    }
  }
}
