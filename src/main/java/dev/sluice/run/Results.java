package dev.sluice.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The results of a run, {@code results.json}; docs/run-folder.md describes them.
 *
 * @param name of the config
 * @param task the kind of output, as {@code TargetSpec.task} names it
 * @param warnings those of `check`
 * @param test empty without a test part, or if the run was stopped before it was scored
 * @param finalFit of the model that is kept, if it was trained anew after the scoring
 */
public record Results(
    String name,
    String task,
    Training training,
    List<Warned> warnings,
    Optional<TestScores> test,
    Optional<FinalFit> finalFit) {

  /**
   * How the training ended.
   *
   * @param ending completed, stopped_early, interrupted or diverged
   * @param epochs that were trained
   * @param keptEpoch from 1; 0 for the start before the first epoch; empty if there was none
   * @param cause why it diverged
   * @param note what to know about how the epoch was chosen and about what was learned then
   */
  public record Training(
      String ending,
      int epochs,
      Optional<Integer> keptEpoch,
      double seconds,
      Optional<String> cause,
      Optional<String> note) {
    public Training {
      Objects.requireNonNull(ending, "ending");
    }

    /** The note as a sentence for who reads scores or the model; empty if nothing was chosen. */
    public Optional<String> chosen() {
      return note.map("Chosen in training: %s."::formatted);
    }

    /** The same with another cause. */
    public Training with(Optional<String> otherCause) {
      return new Training(ending, epochs, keptEpoch, seconds, otherCause, note);
    }
  }

  /**
   * A training on the rows of all parts.
   *
   * @param examples that it saw in each epoch
   */
  public record FinalFit(int epochs, int examples, double seconds) {
    /** What the reader of scores must know. */
    public String sentence() {
      String work =
          epochs == 0
              ? "is its starting point, fitted again"
              : "was then trained again, for " + (epochs == 1 ? "1 epoch" : epochs + " epochs");
      return ("The scores are those of the model before the final fit. The saved model %s on all %s"
              + " examples; there is no data left to score it on.")
          .formatted(work, examples);
    }
  }

  /** Without a final fit. */
  public Results(
      String name,
      String task,
      Training training,
      List<Warned> warnings,
      Optional<TestScores> test) {
    this(name, task, training, warnings, test, Optional.empty());
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
   * @throws dev.sluice.problem.UserException if it was not written by a run
   */
  public static Optional<Results> read(Path file) {
    return Json.read(file, Results.class);
  }
}
