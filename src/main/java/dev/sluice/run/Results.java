package dev.sluice.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run came to, {@code results.json}; docs/run-folder.md describes it.
 *
 * @param name of the config
 * @param task what came out of the network, as {@code TargetSpec.task} names it
 * @param warnings those of `check`
 * @param test empty without a test part, or if the run was ended before it was scored
 */
public record Results(
    String name, String task, Training training, List<Warned> warnings, Optional<TestScores> test) {

  /**
   * How the training ended.
   *
   * @param ending completed, stopped_early, interrupted or diverged
   * @param keptEpoch from 1; 0 if there was none
   * @param cause why it diverged
   * @param note what is to be known of how the epoch was chosen
   */
  public record Training(
      String ending,
      int epochs,
      int keptEpoch,
      double seconds,
      Optional<String> cause,
      Optional<String> note) {
    public Training {
      Objects.requireNonNull(ending, "ending");
    }
  }

  /** A warning. */
  public record Warned(String name, String key, String message, String advice, String why) {}

  public Results {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(training, "training");
    warnings = warnings == null ? List.of() : List.copyOf(warnings); // older runs have none
  }

  public void write(Path file) {
    Json.write(file, this);
  }

  /**
   * @return empty if there is no such file
   * @throws dev.sluice.problem.UserException if a run has not written it so
   */
  public static Optional<Results> read(Path file) {
    return Json.read(file, Results.class);
  }
}
