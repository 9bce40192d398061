package dev.sluice.cli;

import dev.sluice.config.ConfigReader;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.FileFailure;
import dev.sluice.run.History;
import dev.sluice.run.Results;
import dev.sluice.run.RunFolder;
import dev.sluice.run.RunFolder.Status;
import dev.sluice.run.RunScore;
import dev.sluice.run.TestScores;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the list of runs says of one.
 *
 * @param name of the config; empty if the run has not come so far
 * @param task the same
 * @param status finished, interrupted, diverged, running, killed, unknown or broken
 * @param started empty if neither its files nor its name say
 * @param epochs how many were trained
 * @param score that decides which run is better; empty if it was not scored
 * @param metrics of the test part, in the order of the config, and that score
 * @param skill whether the model was better than every baseline, beyond chance
 * @param config its values by their paths; empty if they were not asked for
 * @param broken why it cannot be read; empty if it can
 */
record ListedRun(
    RunFolder folder,
    String name,
    String task,
    String status,
    Optional<Instant> started,
    int epochs,
    Optional<RunScore> score,
    Map<String, Double> metrics,
    boolean skill,
    Map<String, String> config,
    Optional<String> broken) {

  private static final String TARGET = "data.target.";

  /** Without its config. */
  static ListedRun of(RunFolder run) {
    try {
      if (!Files.isReadable(run.config())) {
        return broken(run, "it cannot be read");
      }
      Optional<Results> results = Results.read(run.results());
      Optional<TestScores> test = results.flatMap(Results::test);
      Optional<RunScore> score = RunScore.of(results);
      Map<String, Double> metrics = new LinkedHashMap<>();
      test.ifPresent(scores -> metrics.putAll(scores.metrics()));
      score.ifPresent(s -> metrics.putIfAbsent(s.metric(), s.value()));
      return new ListedRun(
          run,
          results.map(Results::name).orElse(""),
          results.map(Results::task).orElse(""),
          status(run),
          Optional.of(run.started()).filter(time -> !time.equals(Instant.MIN)),
          History.count(run.metrics()),
          score,
          metrics,
          test.filter(scores -> scores.outcome().equals("better")).isPresent(),
          Map.of(),
          Optional.empty());
    } catch (UserException e) {
      return broken(run, reason(e.problems().get(0)));
    } catch (FileFailure e) {
      return broken(run, e.getMessage());
    }
  }

  private static ListedRun broken(RunFolder run, String why) {
    return new ListedRun(
        run,
        "",
        "",
        "broken",
        Optional.empty(),
        0,
        Optional.empty(),
        Map.of(),
        false,
        Map.of(),
        Optional.of(why));
  }

  /** Names the file alone: its folder is that of the run. */
  private static String reason(Problem problem) {
    String place = problem.location(); // file:line:column, perhaps of Windows
    String file = place.substring(Math.max(place.lastIndexOf('/'), place.lastIndexOf('\\')) + 1);
    return file + ": " + (problem.path().isEmpty() ? "" : problem.path() + ": ") + problem.what();
  }

  private static String status(RunFolder run) {
    boolean inTraining = run.isInTraining(); // asked first: its last act is to set the status
    Status status = run.status().orElse(null);
    if (status == null) {
      return "unknown";
    }
    return status == Status.RUNNING && !inTraining
        ? "killed"
        : status.name().toLowerCase(Locale.ROOT);
  }

  /** The same with its config, or broken if that cannot be read. */
  ListedRun withConfig() {
    if (broken.isPresent()) {
      return this;
    }
    try {
      Map<String, String> values = ConfigReader.values(folder.resolved());
      return new ListedRun(
          folder,
          values.getOrDefault("name", name),
          task.isEmpty() ? task(values) : task,
          status,
          started,
          epochs,
          score,
          metrics,
          skill,
          values,
          broken);
    } catch (UserException e) {
      return broken(folder, reason(e.problems().get(0)));
    } catch (FileFailure e) {
      return broken(folder, e.getMessage());
    }
  }

  /** The kind of the target, as results have it. */
  private static String task(Map<String, String> config) {
    return config.keySet().stream()
        .filter(key -> key.startsWith(TARGET))
        .map(key -> key.substring(TARGET.length()).split("\\.", 2)[0])
        .findFirst()
        .orElse("");
  }

  String path() {
    return folder.path().toString();
  }

  /** The same for runs whose scores can be compared. */
  List<String> comparable() {
    List<String> comparable = new ArrayList<>(List.of(name));
    comparable.addAll(score.map(RunScore::comparable).orElse(List.of()));
    return comparable;
  }

  boolean isWithoutScores() {
    return metrics.isEmpty();
  }

  /** Plain values for JSON. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("run", path());
    map.put("status", status);
    if (broken.isPresent()) {
      map.put("reason", broken.get());
      return map;
    }
    if (!name.isEmpty()) {
      map.put("name", name);
    }
    if (!task.isEmpty()) {
      map.put("task", task);
    }
    started.ifPresent(time -> map.put("started", time.toString()));
    map.put("epochs", epochs);
    map.put("test", metrics);
    return map;
  }
}
