package dev.sluice.report;

import dev.sluice.problem.ShellWord;
import dev.sluice.run.Epoch;
import dev.sluice.run.RunFolder;
import java.util.List;
import java.util.Optional;

/**
 * The beginning of a run's report, for those who show it elsewhere.
 *
 * @param verdict on the scores, or why there are none
 * @param outcome of the verdict in a word, as {@code results.json} has it; {@code unknown} without
 *     scores
 * @param sentences how good the model is, the baselines after it; none without a test part
 * @param epochs of the first network, in order
 * @param keptEpoch from 1; 0 for the start before the first epoch; empty if there was none
 * @param advice what to try next, the most important first
 */
public record RunStory(
    String verdict,
    String outcome,
    List<String> sentences,
    List<Epoch> epochs,
    Optional<Integer> keptEpoch,
    List<Advice> advice) {

  /**
   * @param finding such as that the network overfits
   * @param options of the command {@code train}, each with its effect
   */
  public record Advice(String finding, List<String> options) {}

  /**
   * @throws dev.sluice.problem.UserException if a file of the run is damaged
   */
  public static RunStory of(RunFolder folder) {
    ReportedRun run = ReportedRun.read(folder);
    return new RunStory(
        Headline.verdict(run),
        Headline.outcome(run),
        Story.of(run),
        run.epochs().stream().filter(epoch -> epoch.network().orElse(1) == 1).toList(),
        run.keptEpoch(),
        Findings.of(run).stream().map(RunStory::advice).toList());
  }

  private static Advice advice(Finding finding) {
    return new Advice(finding.title(), finding.changes().stream().map(RunStory::option).toList());
  }

  static String option(Finding.Change change) {
    return "--set " + ShellWord.of(change.key() + "=" + change.value());
  }
}
