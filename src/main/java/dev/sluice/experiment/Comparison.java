package dev.sluice.experiment;

import dev.sluice.config.Differing;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Paired;
import dev.sluice.evaluate.Predictions;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.report.ComparisonPage;
import dev.sluice.run.RunFolder;
import dev.sluice.run.TestScores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares runs that were scored on the same test part with the first of them: what differs between
 * their configs, and whether the differences of their scores are beyond chance on these rows or
 * windows.
 *
 * <pre>{@code
 * Comparison comparison = Comparison.of(List.of(Path.of("runs/a/latest"), Path.of("runs/b/latest")));
 * Verdict verdict = comparison.pairs().get(0).verdict();
 * }</pre>
 *
 * @param runs in the requested order, called a, b, ...
 * @param settings what differs between the configs
 * @param pairs of each run except the first with the first
 */
public record Comparison(List<Run> runs, List<Differing> settings, List<Paired> pairs) {
  private static final int MOST = 26; // letters
  private static final int NAMED = 3; // keys in a message

  /** One of the runs. */
  public record Run(String letter, Path path, TestScores scores) {}

  public Comparison {
    runs = List.copyOf(runs);
    settings = List.copyOf(settings);
    pairs = List.copyOf(pairs);
  }

  /**
   * Lets each model predict the test part again and compares the predictions.
   *
   * @param paths of two runs at least
   * @throws UserException if they were scored on different test parts, or one cannot be scored
   *     again
   */
  public static Comparison of(List<Path> paths) {
    List<ScoredRun> scored = paths.stream().map(RunFolder::open).map(ScoredRun::open).toList();
    if (scored.size() < 2 || scored.size() > MOST) {
      throw new UserException(
          new Problem("", "", scored.size() + " runs", "name two to " + MOST + " runs"));
    }
    requireSameTestPart(scored);
    ScoredRun first = scored.get(0);
    EvaluationPlan plan = EvaluationPlan.of(first.loaded().config());
    Predictions baseline = first.predictions();
    Optional<int[]> groups = first.groups();
    List<Run> runs = new ArrayList<>();
    List<Paired> pairs = new ArrayList<>();
    for (int i = 0; i < scored.size(); i++) {
      String letter = letter(i);
      runs.add(new Run(letter, scored.get(i).run().path(), scored.get(i).scores()));
      if (i > 0) {
        pairs.add(
            Paired.of(
                plan,
                letter,
                scored.get(i).predictions(),
                letter(0),
                baseline,
                first.example(),
                groups));
      }
    }
    return new Comparison(runs, differing(scored), pairs);
  }

  private static String letter(int run) {
    return String.valueOf((char) ('a' + run));
  }

  private static void requireSameTestPart(List<ScoredRun> scored) {
    ScoredRun first = scored.get(0);
    List<Problem> problems = new ArrayList<>();
    for (ScoredRun other : scored.subList(1, scored.size())) {
      if (!other.testPart().equals(first.testPart()) || !task(other).equals(task(first))) {
        String keys = String.join(", ", keysOfAnotherTestPart(first, other));
        problems.add(
            Problem.inFile(
                other.run().path(),
                "was not scored on the same test part as %s%s"
                    .formatted(
                        first.run().path(),
                        keys.isEmpty() ? ": the data have changed" : ": they differ in " + keys),
                "compare runs with the same data, split and target"));
      }
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  /**
   * The first keys by which the test parts can differ. What a network reads of a row changes no row
   * of a table, and is named only if nothing else differs: the windows of a series depend on it.
   */
  private static List<String> keysOfAnotherTestPart(ScoredRun first, ScoredRun other) {
    List<String> keys =
        differing(List.of(first, other)).stream()
            .map(Differing::key)
            .filter(key -> key.startsWith("data."))
            .toList();
    List<String> ofRows =
        keys.stream()
            .filter(key -> !key.startsWith("data.input.") && !key.startsWith("data.columns."))
            .toList();
    return (ofRows.isEmpty() ? keys : ofRows).stream().limit(NAMED).toList();
  }

  private static String task(ScoredRun run) {
    return run.loaded().config().data().target().task();
  }

  private static List<Differing> differing(List<ScoredRun> scored) {
    return Differing.ofConfigs(scored.stream().map(run -> run.loaded().config()).toList());
  }

  /** The names of all metrics, in the order of the runs. */
  public Set<String> metrics() {
    Set<String> metrics = new LinkedHashSet<>();
    runs.forEach(run -> metrics.addAll(run.scores().metrics().keySet()));
    return metrics;
  }

  /**
   * Plain values for JSON: {@code runs} with {@code run}, {@code metrics} and {@code intervals};
   * {@code settings} (key to the value of each run, null where it has none); {@code pairs}, each
   * with the {@code run}, what it is compared {@code with}, of each metric {@code difference},
   * {@code interval} and {@code p}, the {@code verdict} and its {@code outcome}.
   */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("runs", runs.stream().map(Comparison::json).toList());
    Map<String, Object> differing = new LinkedHashMap<>();
    settings.forEach(
        of ->
            differing.put(
                of.key(), of.values().stream().map(value -> value.orElse(null)).toList()));
    map.put("settings", differing);
    List<Map<String, Object>> compared = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      Map<String, Object> pair = new LinkedHashMap<>();
      pair.put("run", runs.get(i + 1).path().toString());
      pair.put("with", runs.get(0).path().toString());
      Map<String, Object> metrics = new LinkedHashMap<>();
      pairs.get(i).changes().forEach((name, change) -> metrics.put(name, json(change)));
      pair.put("metrics", metrics);
      pair.put("verdict", pairs.get(i).verdict().sentence());
      pair.put("outcome", pairs.get(i).verdict().outcome().word());
      compared.add(pair);
    }
    map.put("pairs", compared);
    return map;
  }

  private static Map<String, Object> json(Run run) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("run", run.path().toString());
    map.put("metrics", run.scores().metrics());
    map.put("intervals", run.scores().intervals());
    return map;
  }

  private static Map<String, Object> json(Paired.Change change) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("difference", change.difference());
    change.interval().ifPresent(of -> map.put("interval", List.of(of.low(), of.high())));
    change.p().ifPresent(p -> map.put("p", p));
    return map;
  }

  /** Writes a page with the same tables. */
  public void writePage(Path file) {
    ComparisonPage.write(
        file,
        runs.stream()
            .map(run -> new ComparisonPage.Run(run.letter(), run.path().toString(), run.scores()))
            .toList(),
        settings.stream()
            .map(
                of ->
                    new ComparisonPage.Setting(
                        of.key(), of.values().stream().map(value -> value.orElse("")).toList()))
            .toList(),
        pairs);
  }
}
