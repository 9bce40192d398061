package dev.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.run.History;
import dev.sluice.run.Json;
import dev.sluice.run.RunFolder;
import dev.sluice.run.RunFolder.Status;
import dev.sluice.run.Runs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "runs",
    description = {
      "Lists runs and compares their scores on the test part.",
      "",
      "A run that is marked with ! did no better than the best of its baselines, or was not compared"
          + " with one."
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
    List<Row> rows = Runs.list(folder).stream().map(Row::of).toList();
    if (json.wanted()) {
      json.print(Map.of("runs", rows.stream().map(Row::toMap).toList()), terminal);
    } else if (rows.isEmpty()) {
      terminal.out().println("no runs in " + folder);
    } else {
      terminal.out().print(table(rows));
      terminal.out().flush();
    }
  }

  private static String table(List<Row> rows) {
    Set<String> metrics = new LinkedHashSet<>();
    rows.forEach(row -> metrics.addAll(row.metrics().keySet()));
    List<String> headings = new ArrayList<>(List.of("run", "status", ">epochs"));
    metrics.forEach(metric -> headings.add(">" + metric));
    TextTable table = new TextTable(headings.toArray(String[]::new));
    for (Row row : rows) {
      List<String> values = new ArrayList<>();
      values.add(row.run() + (row.metrics().isEmpty() || row.skill() ? "" : " !"));
      values.add(row.status());
      values.add(Integer.toString(row.epochs()));
      for (String metric : metrics) {
        Double value = row.metrics().get(metric);
        values.add(value == null ? "" : String.format(Locale.ROOT, "%.4g", value));
      }
      table.row(values.toArray(String[]::new));
    }
    return table.text();
  }

  /**
   * @param status finished, interrupted, diverged, running or killed
   * @param epochs how many were trained
   * @param metrics of the test part, in the order of the config; empty if it was not scored
   * @param skill whether the model was better than every baseline, beyond chance
   */
  private record Row(
      String run, String status, int epochs, Map<String, Double> metrics, boolean skill) {

    static Row of(RunFolder run) {
      JsonNode test = Json.read(run.results()).path("test");
      Map<String, Double> metrics = new LinkedHashMap<>();
      test.path("metrics")
          .properties()
          .forEach(e -> metrics.put(e.getKey(), e.getValue().asDouble()));
      return new Row(
          run.path().toString(),
          status(run),
          History.read(run.metrics()).size(),
          metrics,
          test.path("outcome").asText().equals("better"));
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
