package dev.sluice.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.evaluate.Better;
import dev.sluice.evaluate.Metric;
import dev.sluice.evaluate.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The scores of the model beside those of the baselines, the best of each row marked. */
final class ScoreSection {
  private static final Map<Better, String> ARROWS =
      Map.of(Better.HIGHER, "\u2191", Better.LOWER, "\u2193", Better.NEARER_ZERO, "\u21920");

  private ScoreSection() {}

  static Optional<Section> of(ReportedRun run) {
    JsonNode test = run.test();
    if (!test.isObject()) {
      return Optional.empty();
    }
    Map<String, JsonNode> methods = new LinkedHashMap<>();
    methods.put("model", test.path("metrics"));
    test.path("baselines").properties().forEach(e -> methods.put(e.getKey(), e.getValue()));
    List<String> columns = new ArrayList<>(List.of("Metric"));
    methods.keySet().forEach(method -> columns.add("#" + method));
    DataTable table = new DataTable(columns);
    test.path("metrics").fieldNames().forEachRemaining(metric -> addRow(table, metric, methods));

    Tag section = Section.begin("Scores on the test part").add(table.tag());
    section.add(
        Section.note(
            "Bold: the best of the row. \u2191 higher is better, \u2193 lower is better,"
                + " \u21920 nearer to zero is better."));
    test.path("absent")
        .properties()
        .forEach(e -> section.add(absent(e.getKey(), e.getValue().asText())));
    test.path("absent_baselines")
        .properties()
        .forEach(e -> section.add(absent(e.getKey(), e.getValue().asText())));
    return Optional.of(new Section(section));
  }

  private static Tag absent(String name, String reason) {
    return Section.note("No %s: %s.".formatted(name, reason));
  }

  private static void addRow(DataTable table, String metric, Map<String, JsonNode> methods) {
    Optional<Better> better = Metrics.find(metric).map(Metric::better);
    List<Double> values =
        methods.values().stream()
            .filter(scores -> scores.has(metric))
            .map(scores -> scores.path(metric).asDouble())
            .toList();
    int decimals = Figures.decimals(values);
    List<Tag> cells = new ArrayList<>();
    for (JsonNode scores : methods.values()) {
      double value = scores.path(metric).asDouble();
      Tag cell = Tag.of("td", scores.has(metric) ? Figures.number(value, decimals) : Figures.NONE);
      boolean best =
          scores.has(metric)
              && better.isPresent()
              && values.stream().noneMatch(other -> better.get().gain(other, value) > 0);
      cells.add(best ? cell.classed("best") : cell);
    }
    table.row(metric + better.map(b -> " " + ARROWS.get(b)).orElse(""), cells);
  }
}
