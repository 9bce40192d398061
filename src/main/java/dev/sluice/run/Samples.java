package dev.sluice.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A few texts that the language model of a run wrote when it was trained, {@code samples.json};
 * docs/run-folder.md describes it.
 */
public record Samples(List<Sample> texts) {

  /**
   * The beginning of a document. The same seed, temperature and length reproduce it.
   *
   * @param length the most tokens
   */
  public record Sample(long seed, double temperature, int length, String text) {
    public Sample {
      Objects.requireNonNull(text, "text");
    }
  }

  public Samples {
    texts = List.copyOf(texts);
  }

  public void write(Path file) {
    Json.write(file, this);
  }

  /**
   * @return empty if there is no such file
   * @throws dev.sluice.problem.UserException if it was not written by a run
   */
  public static Optional<Samples> read(Path file) {
    return Json.read(file, Samples.class);
  }
}
