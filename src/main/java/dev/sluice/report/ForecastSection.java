package dev.sluice.report;

import dev.sluice.report.ForecastWindows.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Forecasts against actual values, and the scores by column and by step. */
final class ForecastSection {
  private static final int MOST_ROWS = 200; // of the table of the last window
  private static final String COVERAGE = "coverage_"; // of a level in per cent

  private ForecastSection() {}

  static Optional<Section> of(ReportedRun run) {
    ForecastWindows forecasts = ForecastWindows.read(run.folder().scored());
    Tag section = Section.begin();
    Map<String, Object> charts = new LinkedHashMap<>();
    addWindows(section, charts, forecasts);
    Map<String, Map<String, Double>> byColumn = run.test().orElseThrow().byColumn();
    if (byColumn.size() > 1) {
      section.add(Tag.of("h3", "Scores by column")).add(NumberTable.of("Column", byColumn));
    }
    Map<String, Map<String, Double>> bySeries = run.test().orElseThrow().bySeries();
    if (bySeries.size() > 1) {
      section.add(Tag.of("h3", "Scores by series")).add(NumberTable.of("Series", bySeries));
    }
    List<Map<String, Double>> bySteps = run.test().orElseThrow().byStep();
    if (bySteps.size() > 1) {
      section.add(Tag.of("h3", "Scores by step")).add(new Tag("div").with("id", "choose-steps"));
      section.add(Section.chart("steps", "The chosen score for each step of the horizon"));
      section.add(Section.folded("All steps", NumberTable.of("#Step", numbered(bySteps))));
      charts.put("steps", stepChart(bySteps));
      addCoverage(section, charts, bySteps);
    }
    return Optional.of(new Section("Forecasts", section, charts));
  }

  private static void addWindows(
      Tag section, Map<String, Object> charts, ForecastWindows forecasts) {
    section.add(new Tag("div").with("id", "choose-forecasts"));
    section.add(
        Section.chart("forecasts", "The forecast of the chosen window and the actual values")
            .classed("large"));
    if (!forecasts.bounds().isEmpty()) {
      section.add(Bands.note(Bands.of(forecasts.bounds())));
    }
    if (!forecasts.series().isEmpty()) {
      section.add(
          Section.note(
              "These are windows of the first series, %s; predictions.csv has all of them."
                  .formatted(forecasts.series())));
    }
    int shown = forecasts.windows().size();
    if (shown < forecasts.allWindows()) {
      section.add(
          Section.note(
              "%s of %s windows can be chosen here; predictions.csv has all of them."
                  .formatted(Figures.count(shown), Figures.count(forecasts.allWindows()))));
    }
    Window last = forecasts.windows().get(shown - 1);
    Map<String, Integer> decimals = decimals(forecasts);
    section.add(
        Section.folded("The window after " + last.cutoff(), figures(forecasts, last, decimals))
            .with("id", "figures")); // report.js shows the chosen window there
    Map<String, Object> chart = new LinkedHashMap<>();
    chart.put("kind", "forecasts");
    chart.put("columns", forecasts.columns());
    chart.put("times", forecasts.times());
    chart.put("actual", forecasts.actual());
    List<Map<String, Object>> windows = new ArrayList<>();
    for (Window window : forecasts.windows()) {
      Map<String, Object> plain = new LinkedHashMap<>();
      plain.put("cutoff", window.cutoff());
      plain.put("first", window.first());
      plain.put("forecast", window.forecast());
      if (!window.bounds().isEmpty()) {
        plain.put("bounds", window.bounds());
      }
      windows.add(plain);
    }
    chart.put("windows", windows);
    chart.put("bands", Bands.of(forecasts.bounds()));
    chart.put("decimals", decimals);
    chart.put("rows", MOST_ROWS);
    charts.put("forecasts", chart);
  }

  /** For each column, so that all its numbers can be compared: four digits of the largest. */
  private static Map<String, Integer> decimals(ForecastWindows forecasts) {
    Map<String, Integer> decimals = new LinkedHashMap<>();
    forecasts
        .actual()
        .forEach(
            (column, values) ->
                decimals.put(
                    column,
                    Figures.decimals(
                        values.stream()
                            .filter(Objects::nonNull)
                            .mapToDouble(Math::abs)
                            .max()
                            .orElse(0))));
    return decimals;
  }

  private static Tag figures(
      ForecastWindows forecasts, Window window, Map<String, Integer> decimals) {
    DataTable table =
        new DataTable(List.of("Time", "#Step", "Column", "#Actual", "#Forecast", "#Error"));
    int rows = 0;
    for (String column : forecasts.columns()) {
      List<Double> values = window.forecast().get(column);
      for (int step = 0; step < values.size() && rows < MOST_ROWS; step++, rows++) {
        Double actual = forecasts.actual().get(column).get(window.first() + step);
        Double forecast = values.get(step);
        table.row(
            List.of(
                forecasts.times().get(window.first() + step),
                Integer.toString(step + 1),
                column,
                shown(actual, decimals.get(column)),
                shown(forecast, decimals.get(column)),
                shown(
                    actual == null || forecast == null ? null : actual - forecast,
                    decimals.get(column))));
      }
    }
    return table.tag();
  }

  private static String shown(Double value, int decimals) {
    return value == null ? Figures.NONE : Figures.number(value, decimals);
  }

  /** From 1. */
  private static Map<String, Map<String, Double>> numbered(List<Map<String, Double>> steps) {
    Map<String, Map<String, Double>> numbered = new LinkedHashMap<>();
    steps.forEach(step -> numbered.put(Integer.toString(numbered.size() + 1), step));
    return numbered;
  }

  private static Map<String, Object> stepChart(List<Map<String, Double>> bySteps) {
    Map<String, Object> metrics = new LinkedHashMap<>();
    Set<String> names = new LinkedHashSet<>();
    bySteps.forEach(scores -> names.addAll(scores.keySet()));
    for (String metric : names) {
      List<Object> values = new ArrayList<>();
      bySteps.forEach(scores -> values.add(scores.get(metric)));
      metrics.put(metric, values);
    }
    Map<String, Object> chart = new LinkedHashMap<>();
    chart.put("kind", "steps");
    chart.put("metrics", metrics);
    chart.put("levels", levels(names));
    return chart;
  }

  /** The expected coverage, by the name of its metric. */
  private static Map<String, Double> levels(Set<String> metrics) {
    Map<String, Double> levels = new LinkedHashMap<>();
    for (String metric : metrics) {
      if (metric.startsWith(COVERAGE)) {
        levels.put(metric, Double.parseDouble(metric.substring(COVERAGE.length())) / 100);
      }
    }
    return levels;
  }

  /** A table of all levels; nothing if forecasts have no intervals. */
  private static void addCoverage(
      Tag section, Map<String, Object> charts, List<Map<String, Double>> bySteps) {
    Map<String, Double> levels = levels(bySteps.get(0).keySet());
    if (levels.isEmpty()) {
      return;
    }
    section.add(Tag.of("h3", "Coverage by step"));
    section.add(
        Section.chart("coverage", "The share of actual values within each interval, by step"));
    section.add(
        Section.note(
            "The share of actual values within their interval. The dashed line is the expected"
                + " share: below it, the intervals are too narrow, above it, too wide."));
    Map<String, Object> lines = new LinkedHashMap<>();
    levels
        .keySet()
        .forEach(name -> lines.put(name, bySteps.stream().map(step -> step.get(name)).toList()));
    List<String> steps = List.copyOf(numbered(bySteps).keySet());
    Map<String, Object> chart = Charts.lines("coverage by step", steps, lines);
    chart.put("levels", levels);
    charts.put("coverage", chart);
  }
}
