package dev.sluice.cli;

import dev.sluice.evaluate.Better;
import dev.sluice.evaluate.Metric;
import dev.sluice.evaluate.Metrics;
import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.RunScore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** In which order runs are listed. */
final class RunOrder {
  static final String SCORE = "score";
  static final String DATE = "date";
  static final String NAME = "name";
  private static final List<String> OWN = List.of(SCORE, DATE, NAME, "epochs");

  private RunOrder() {}

  /**
   * @param by `score`, `date`, `name`, `epochs`, or a metric of the test part
   * @throws UserException if no run has such a score
   */
  static List<ListedRun> sorted(List<ListedRun> runs, String by) {
    return runs.stream().sorted(comparator(runs, by)).toList();
  }

  private static Comparator<ListedRun> comparator(List<ListedRun> runs, String by) {
    return switch (by) {
      case SCORE -> bestFirst(runs);
      case DATE ->
          Comparator.comparing(run -> run.started().orElse(Instant.MIN), Comparator.reverseOrder());
      case NAME -> Comparator.comparing(ListedRun::name).thenComparing(ListedRun::path);
      case "epochs" -> Comparator.comparing(ListedRun::epochs, Comparator.reverseOrder());
      default -> byMetric(runs, by);
    };
  }

  /**
   * By name; within it those that were scored as the newest are come first, since only such runs
   * can be compared. Runs without scores are last.
   */
  private static Comparator<ListedRun> bestFirst(List<ListedRun> runs) {
    Map<List<String>, String> newest = new HashMap<>();
    runs.forEach(run -> newest.merge(run.comparable(), run.path(), (a, b) -> b)); // by their paths
    return Comparator.comparing(ListedRun::isWithoutScores)
        .thenComparing(ListedRun::name)
        .thenComparing(run -> newest.get(run.comparable()), Comparator.reverseOrder())
        .thenComparing(run -> run.score().map(RunScore::loss).orElse(0.0));
  }

  /** The best first, those without it last. */
  private static Comparator<ListedRun> byMetric(List<ListedRun> runs, String metric) {
    Set<String> known = new LinkedHashSet<>(OWN);
    runs.forEach(run -> known.addAll(run.metrics().keySet()));
    if (known.size() > OWN.size() && !known.contains(metric)) { // without any score none is wrong
      List<String> some = new ArrayList<>(known);
      throw new UserException(
          Problem.inFile(
              "--sort",
              "no run has a score '%s'".formatted(metric),
              NearNames.question(metric, known)
                  .orElse("choose one of " + String.join(", ", some))));
    }
    Better better = Metrics.find(metric).map(Metric::better).orElse(Better.HIGHER);
    Comparator<ListedRun> lackingLast =
        Comparator.comparing(run -> !run.metrics().containsKey(metric));
    return lackingLast.thenComparing(
        (one, other) ->
            one.metrics().containsKey(metric) && other.metrics().containsKey(metric)
                ? (int)
                    Math.signum(better.gain(other.metrics().get(metric), one.metrics().get(metric)))
                : 0);
  }
}
