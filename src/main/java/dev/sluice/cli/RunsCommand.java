package dev.sluice.cli;

import dev.sluice.config.Differing;
import dev.sluice.run.Runs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "runs",
    description = {
      "Lists runs and compares their scores on the test part.",
      "",
      "The best run of each name comes first; in other commands it is runs/<name>/best. A run"
          + " marked with ! was not better than the best of its baselines, or was not compared with"
          + " one."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice runs",
      "  sluice runs runs/reviews --sort date",
      "  sluice runs --where name=reviews --where 'accuracy>0.9'",
      "  sluice runs --where learning_rate=0.01 --diff"
    })
final class RunsCommand implements Runnable {
  private final Terminal terminal;

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      defaultValue = "runs",
      description = "The folder with the runs. Default: runs.")
  private Path folder;

  @Option(
      names = "--sort",
      paramLabel = "BY",
      defaultValue = RunOrder.SCORE,
      description =
          "score, date, name, epochs, or a metric such as f1: best, newest or longest first."
              + " Default: score, in a table for each task.")
  private String sort;

  @Option(
      names = "--where",
      paramLabel = "CONDITION",
      description =
          "List only runs that meet a condition such as 'accuracy>0.9', status=finished or"
              + " learning_rate=0.01: name, task, status, epochs, a metric, or a key of the config"
              + " or its end, and = != < <= > or >=. Can be repeated; all conditions must hold.")
  private List<String> where = List.of();

  @Option(
      names = "--diff",
      description = "Show the config keys that differ between the runs, with their values.")
  private boolean diff;

  @Mixin private JsonOption json;

  RunsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    List<RunCondition> conditions = where.stream().map(RunCondition::parse).toList();
    List<ListedRun> all = Runs.list(folder).parallelStream().map(ListedRun::of).toList();
    List<ListedRun> runs = new ArrayList<>();
    List<ListedRun> broken = new ArrayList<>();
    chosen(all, conditions).forEach(run -> (run.broken().isEmpty() ? runs : broken).add(run));
    List<ListedRun> sorted = RunOrder.sorted(runs, sort);
    List<Differing> differing =
        diff
            ? Differing.ofResolved(
                sorted.stream()
                    .map(run -> Map.entry(run.folder().resolved(), run.config()))
                    .toList())
            : List.of();
    if (json.wanted()) {
      json.print(json(sorted, broken, differing), terminal);
    } else if (all.isEmpty()) {
      terminal.out().println("no runs in " + folder);
    } else if (runs.isEmpty() && broken.isEmpty()) {
      terminal.out().println("no such run among the %s in %s".formatted(all.size(), folder));
    } else {
      terminal.out().print(text(sorted, broken, differing));
    }
    terminal.out().flush();
  }

  /** Reads the config of a run only where that is needed. */
  private List<ListedRun> chosen(List<ListedRun> all, List<RunCondition> conditions) {
    List<ListedRun> runs = all;
    for (RunCondition condition : conditions) {
      List<ListedRun> read =
          runs.parallelStream()
              .map(
                  run ->
                      run.config().isEmpty() && condition.needsConfig(run) ? run.withConfig() : run)
              .toList();
      if (read.stream().anyMatch(run -> run.broken().isEmpty())) {
        condition.requireKnown(read);
      }
      runs = read.stream().filter(condition::holds).toList();
    }
    boolean named = sort.equals(RunOrder.NAME);
    return runs.parallelStream()
        .map(
            run ->
                run.config().isEmpty() && (diff || named && run.name().isEmpty())
                    ? run.withConfig()
                    : run)
        .toList();
  }

  private String text(List<ListedRun> runs, List<ListedRun> broken, List<Differing> differing) {
    RunListing listing =
        new RunListing(terminal.outIsTerminal() ? terminal.columns() : Integer.MAX_VALUE);
    List<String> parts = new ArrayList<>();
    if (!runs.isEmpty()) {
      parts.add(
          diff
              ? listing.differences(runs, differing)
              : sort.equals(RunOrder.SCORE)
                  ? listing.byTask(runs)
                  : listing.table(runs, sort.equals(RunOrder.DATE)));
    }
    if (!broken.isEmpty()) {
      parts.add(listing.broken(broken));
    }
    return String.join("\n", parts);
  }

  private Map<String, Object> json(
      List<ListedRun> runs, List<ListedRun> broken, List<Differing> differing) {
    Map<String, Object> map = new LinkedHashMap<>();
    List<Map<String, Object>> listed = new ArrayList<>();
    runs.forEach(run -> listed.add(run.toMap()));
    broken.forEach(run -> listed.add(run.toMap()));
    map.put("runs", listed);
    if (diff) {
      Map<String, Object> settings = new LinkedHashMap<>();
      differing.forEach(
          of ->
              settings.put(
                  of.key(), of.values().stream().map(value -> value.orElse(null)).toList()));
      map.put("settings", settings);
    }
    return map;
  }
}
