package dev.sluice.cli;

import dev.sluice.run.History;
import dev.sluice.run.Results;
import dev.sluice.run.RunFolder;
import dev.sluice.run.RunFolder.Status;
import dev.sluice.run.RunScore;
import dev.sluice.run.Runs;
import dev.sluice.run.TestScores;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "runs",
    description = {
      "Lists runs and compares their scores on the test part.",
      "",
      "The best run of each name comes first; the other commands call it runs/<name>/best. A run"
          + " that is marked with ! did no better than the best of its baselines, or was not"
          + " compared with one."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  sluice runs", "  sluice runs runs/reviews"})
final class RunsCommand implements Runnable {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      defaultValue = "runs",
      description = "Where the runs are; runs, if left out.")
  private Path folder;

  @Mixin private JsonOption json;

  RunsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    List<Row> rows = bestFirst(Runs.list(folder).stream().map(Row::of).toList());
    if (json.wanted()) {
      json.print(Map.of("runs", rows.stream().map(Row::toMap).toList()), terminal);
    } else if (rows.isEmpty()) {
      terminal.out().println("no runs in " + folder);
    } else {
      terminal.out().print(tables(rows));
      terminal.out().flush();
    }
  }

  /**
   * Sorted by name. Within a name, runs that were scored like the newest one come first, since only
   * these can be compared. Runs without scores come last.
   */
  private static List<Row> bestFirst(List<Row> rows) {
    Map<List<String>, String> newest = new HashMap<>();
    rows.forEach(row -> newest.merge(row.comparable(), row.run(), (a, b) -> b)); // by their paths
    return rows.stream()
        .sorted(
            Comparator.comparing(Row::isWithoutScores)
                .thenComparing(Row::name)
                .thenComparing(row -> newest.get(row.comparable()), Comparator.reverseOrder())
                .thenComparing(row -> row.score().map(RunScore::loss).orElse(0.0)))
        .toList();
  }

  /** One table for each task, and one for the runs without scores. */
  private String tables(List<Row> rows) {
    Map<String, List<Row>> byTask = new LinkedHashMap<>();
    for (Row row : rows) {
      String task = row.isWithoutScores() ? "" : row.task();
      byTask.computeIfAbsent(task, t -> new ArrayList<>()).add(row);
    }
    return byTask.values().stream().map(this::table).collect(Collectors.joining("\n"));
  }

  /** Shows as many metrics as fit the terminal, and at least one. */
  private String table(List<Row> rows) {
    Set<String> all = new LinkedHashSet<>();
    rows.forEach(row -> row.score().ifPresent(score -> all.add(score.metric())));
    rows.forEach(row -> all.addAll(row.metrics().keySet()));
    List<String> metrics = List.copyOf(all);
    for (int n = metrics.size(); ; n--) {
      TextTable table = table(rows, metrics.subList(0, n));
      if (n <= 1 || !terminal.outIsTerminal() || table.width() <= terminal.columns()) {
        return table.text() + (n < metrics.size() ? "more metrics: sluice runs --json\n" : "");
      }
    }
  }

  private static TextTable table(List<Row> rows, List<String> metrics) {
    List<String> headings = new ArrayList<>(List.of("run", "status", ">epochs"));
    metrics.forEach(metric -> headings.add(">" + metric));
    TextTable table = new TextTable(headings.toArray(String[]::new));
    for (Row row : rows) {
      List<String> values = new ArrayList<>();
      values.add(row.run() + (row.isWithoutScores() || row.skill() ? "" : " !"));
      values.add(row.status());
      values.add(Integer.toString(row.epochs()));
      for (String metric : metrics) {
        Double value = row.metrics().get(metric);
        values.add(value == null ? "" : String.format(Locale.ROOT, "%.4g", value));
      }
      table.row(values.toArray(String[]::new));
    }
    return table;
  }

  /**
   * @param name of the config
   * @param task empty if the run has not got that far
   * @param status finished, interrupted, diverged, running or killed
   * @param epochs how many were trained
   * @param score that decides which run is better; empty if it was not scored
   * @param metrics of the test part, in the order of the config, and that score
   * @param skill whether the model was better than every baseline, beyond chance
   */
  private record Row(
      String run,
      String name,
      String task,
      String status,
      int epochs,
      Optional<RunScore> score,
      Map<String, Double> metrics,
      boolean skill) {

    static Row of(RunFolder run) {
      Optional<Results> results = Results.read(run.results());
      Optional<TestScores> test = results.flatMap(Results::test);
      Optional<RunScore> score = RunScore.of(results);
      Map<String, Double> metrics = new LinkedHashMap<>();
      test.ifPresent(scores -> metrics.putAll(scores.metrics()));
      score.ifPresent(s -> metrics.putIfAbsent(s.metric(), s.value()));
      return new Row(
          run.path().toString(),
          results.map(Results::name).orElse(""),
          results.map(Results::task).orElse(""),
          status(run),
          History.read(run.metrics()).size(),
          score,
          metrics,
          test.filter(scores -> scores.outcome().equals("better")).isPresent());
    }

    List<String> comparable() {
      List<String> comparable = new ArrayList<>(List.of(name));
      comparable.addAll(score.map(RunScore::comparable).orElse(List.of()));
      return comparable;
    }

    boolean isWithoutScores() {
      return metrics.isEmpty();
    }

    private static String status(RunFolder run) {
      boolean inTraining = run.isInTraining(); // checked first: a run sets its status last of all
      Status status = run.status().orElse(null);
      if (status == null) {
        return "unknown";
      }
      return status == Status.RUNNING && !inTraining
          ? "killed"
          : status.name().toLowerCase(Locale.ROOT);
    }

    Map<String, Object> toMap() {
      Map<String, Object> map = new LinkedHashMap<>();
      map.put("run", run);
      map.put("status", status);
      map.put("epochs", epochs);
      map.put("test", metrics);
      return map;
    }
  }
}
