package dev.sluice.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The words behind the worst mistakes of a classifier of texts, {@code explanations.json};
 * docs/run-folder.md describes it.
 *
 * @param mistakes the worst first
 * @param leftOut why others are not explained, a sentence without its end; empty if they just come
 *     later
 */
public record Explanations(List<Mistake> mistakes, Optional<String> leftOut) {

  /**
   * @param row number of the record in its source, from 1
   * @param actual its class
   * @param why the text got the class that was predicted
   */
  public record Mistake(long row, String actual, ExplainedText why) {}

  public Explanations {
    mistakes = List.copyOf(mistakes);
  }

  public void write(Path file) {
    Json.write(file, this);
  }

  /**
   * @return empty if there is no such file
   * @throws dev.sluice.problem.UserException if a run has not written it so
   */
  public static Optional<Explanations> read(Path file) {
    return Json.read(file, Explanations.class);
  }
}
