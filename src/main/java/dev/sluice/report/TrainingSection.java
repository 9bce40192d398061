package dev.sluice.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.evaluate.Better;
import dev.sluice.evaluate.Metric;
import dev.sluice.evaluate.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The learning curves, a chart for each quantity, and the same as a table. */
final class TrainingSection {
  private TrainingSection() {}

  static Optional<Section> of(ReportedRun run) {
    if (run.epochs().isEmpty()) {
      return Optional.empty();
    }
    Set<String> metrics = new LinkedHashSet<>();
    run.epochs().forEach(e -> e.path("validation").fieldNames().forEachRemaining(metrics::add));

    Tag section = Section.begin("Training");
    Map<String, Object> charts = new LinkedHashMap<>();
    Map<String, Object> losses = new LinkedHashMap<>();
    losses.put("training", values(run, "/loss"));
    if (metrics.remove("loss")) {
      losses.put("validation", values(run, "/validation/loss"));
    }
    String marked = run.keptEpoch() == 0 ? "" : "; the dashed line marks the epoch that was kept";
    section.add(Section.chart("curve-loss", "The loss by epoch" + marked).classed("large"));
    charts.put("curve-loss", curve(run, "loss", losses));

    Tag grid = new Tag("div").classed("grid");
    for (String metric : metrics) {
      add(grid, charts, run, metric, Map.of("validation", values(run, "/validation/" + metric)));
    }
    List<Object> rates = values(run, "/learning_rate");
    if (rates.stream().distinct().count() > 1) {
      add(grid, charts, run, "learning_rate", Map.of("training", rates));
    }
    section.add(grid);
    run.results()
        .flatMap(ended -> ended.training().note())
        .ifPresent(note -> section.add(Section.note(note + ".")));
    section.add(
        Section.note(
            "The training loss is measured with dropout at work, the validation loss without"
                + marked
                + "."));
    section.add(Section.folded("All epochs", table(run)));
    return Optional.of(new Section(section, charts));
  }

  private static void add(
      Tag grid, Map<String, Object> charts, ReportedRun run, String name, Map<String, ?> lines) {
    String id = "curve-" + name;
    grid.add(Section.chart(id, name + " by epoch"));
    charts.put(id, curve(run, name, lines));
  }

  private static Map<String, Object> curve(ReportedRun run, String name, Map<String, ?> lines) {
    Map<String, Object> curve = new LinkedHashMap<>();
    curve.put("kind", "curve");
    curve.put("title", name);
    curve.put("axis", axis(name, lines));
    curve.put("kept", run.keptEpoch());
    curve.put("epochs", values(run, "/epoch"));
    curve.put("lines", lines);
    return curve;
  }

  /** Charts of one axis begin and end alike: those of shares, and those of the loss of classes. */
  private static String axis(String name, Map<String, ?> lines) {
    boolean shares =
        Metrics.find(name).map(Metric::better).equals(Optional.of(Better.HIGHER))
            && lines.values().stream()
                .flatMap(values -> ((List<?>) values).stream())
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .allMatch(value -> value >= 0 && value <= 1);
    return shares ? "share" : name.equals("log_loss") ? "loss" : name;
  }

  /** A value for each epoch, null where there is none. */
  private static List<Object> values(ReportedRun run, String pointer) {
    List<Object> values = new ArrayList<>();
    for (JsonNode epoch : run.epochs()) {
      JsonNode value = epoch.at(pointer);
      values.add(value.isNumber() ? value.numberValue() : null);
    }
    return values;
  }

  private static Tag table(ReportedRun run) {
    Map<String, Map<String, Double>> epochs = new LinkedHashMap<>();
    for (JsonNode epoch : run.epochs()) {
      Map<String, Double> row = new LinkedHashMap<>();
      put(row, "loss", epoch.path("loss"));
      epoch.path("validation").properties().forEach(e -> put(row, shown(e.getKey()), e.getValue()));
      put(row, "learning_rate", epoch.path("learning_rate"));
      put(row, "seconds", epoch.path("seconds"));
      epochs.put(epoch.path("epoch").asText(), row);
    }
    return NumberTable.of("#Epoch", epochs);
  }

  private static String shown(String validationScore) {
    return validationScore.equals("loss") ? "validation loss" : validationScore;
  }

  private static void put(Map<String, Double> row, String name, JsonNode value) {
    if (value.isNumber()) {
      row.put(name, value.asDouble());
    }
  }
}
