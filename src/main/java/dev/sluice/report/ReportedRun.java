package dev.sluice.report;

import dev.sluice.run.ClassEvaluation;
import dev.sluice.run.DataSummary;
import dev.sluice.run.Epoch;
import dev.sluice.run.FileFailure;
import dev.sluice.run.History;
import dev.sluice.run.Provenance;
import dev.sluice.run.Results;
import dev.sluice.run.RunFolder;
import dev.sluice.run.TestScores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files of a run except its predictions, read once; docs/run-folder.md describes them. What the
 * run did not get to is empty.
 *
 * @param epochs in order
 * @param pretraining its epochs, in order
 * @param written the config as written
 * @param resolved the config with every default, as YAML
 */
record ReportedRun(
    RunFolder folder,
    Optional<Results> results,
    Optional<ClassEvaluation> evaluation,
    Optional<DataSummary> data,
    Optional<Provenance> provenance,
    List<Epoch> epochs,
    List<Epoch> pretraining,
    String written,
    String resolved) {

  static ReportedRun read(RunFolder run) {
    return new ReportedRun(
        run,
        Results.read(run.results()),
        ClassEvaluation.read(run.evaluation()),
        DataSummary.read(run.data()),
        Provenance.read(run.provenance()),
        History.read(run.metrics()),
        History.read(run.pretraining()),
        text(run.config()),
        text(run.resolved()));
  }

  /**
   * A text without the path of the user's home directory, which a report that is passed on need not
   * show.
   */
  static String withoutHome(String text) {
    String home = System.getProperty("user.home", "");
    return home.length() < 2
        ? text
        : Pattern.compile("(?<![\\w.~/\\\\-])" + Pattern.quote(home) + "(?=[/\\\\])")
            .matcher(text)
            .replaceAll("~");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new FileFailure("read", file, e);
    }
  }

  /** The scores of the test part; empty if it was not scored. */
  Optional<TestScores> test() {
    return results.flatMap(Results::test);
  }

  /** Whether the predictions of the test part are there to be shown. */
  boolean hasPredictions() {
    return test().isPresent() && Files.isRegularFile(folder.scored());
  }

  /** The kind of output, as {@code TargetSpec.task} names it. */
  String task() {
    return results.map(Results::task).orElse("");
  }

  /** What the size of the test part counts, one of them. */
  private String noun() {
    return switch (task()) {
      case "forecast" -> "window";
      case "tags", "next" -> "token";
      default -> data.filter(DataSummary::countsSequences).isPresent() ? "sequence" : "row";
    };
  }

  /** The same of several. */
  String unit() {
    return noun() + "s";
  }

  /** As in "1 row" or "2,000 rows". */
  String counted(long count) {
    return Figures.count(count) + " " + (count == 1 ? noun() : unit());
  }

  /** How many networks were trained, more than one in an ensemble. */
  int networks() {
    return epochs.stream().mapToInt(epoch -> epoch.network().orElse(1)).max().orElse(1);
  }

  /**
   * The epoch whose model was kept, of the first network: the last one marked best. 0 is the start
   * before the first epoch.
   */
  Optional<Integer> keptEpoch() {
    return results.isPresent()
        ? results.get().training().keptEpoch()
        : ShownEpochs.lastBest(epochs);
  }
}
