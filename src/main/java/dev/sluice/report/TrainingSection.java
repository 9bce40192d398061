package dev.sluice.report;

import dev.sluice.evaluate.Better;
import dev.sluice.evaluate.Metric;
import dev.sluice.evaluate.Metrics;
import dev.sluice.run.Epoch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The learning curves, a chart for each quantity, and the same as a table. */
final class TrainingSection {
  private TrainingSection() {}

  static Optional<Section> of(ReportedRun run) {
    if (run.epochs().isEmpty()) {
      return Optional.empty();
    }
    Set<String> metrics = new LinkedHashSet<>();
    run.epochs().forEach(epoch -> metrics.addAll(epoch.validation().keySet()));

    Tag section = Section.begin("Training");
    Map<String, Object> charts = new LinkedHashMap<>();
    Map<String, Object> losses = new LinkedHashMap<>();
    losses.put("training", values(run, epoch -> Optional.of(epoch.loss())));
    if (metrics.remove("loss")) {
      losses.put("validation", validation(run, "loss"));
    }
    String marked = run.keptEpoch() == 0 ? "" : "; the dashed line marks the epoch that was kept";
    section.add(Section.chart("curve-loss", "The loss by epoch" + marked).classed("large"));
    charts.put("curve-loss", curve(run, "loss", losses));

    Tag grid = new Tag("div").classed("grid");
    for (String metric : metrics) {
      add(grid, charts, run, metric, Map.of("validation", validation(run, metric)));
    }
    List<Object> rates = values(run, Epoch::learningRate);
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
    curve.put("epochs", run.epochs().stream().map(Epoch::epoch).toList());
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

  private static List<Object> validation(ReportedRun run, String metric) {
    return values(run, epoch -> Optional.ofNullable(epoch.validation().get(metric)));
  }

  /** A value for each epoch, null where there is none. */
  private static List<Object> values(ReportedRun run, Function<Epoch, Optional<Double>> of) {
    List<Object> values = new ArrayList<>();
    run.epochs()
        .forEach(epoch -> values.add(of.apply(epoch).filter(Double::isFinite).orElse(null)));
    return values;
  }

  private static Tag table(ReportedRun run) {
    Map<String, Map<String, Double>> epochs = new LinkedHashMap<>();
    for (Epoch epoch : run.epochs()) {
      Map<String, Double> row = new LinkedHashMap<>();
      row.put("loss", epoch.loss());
      epoch.validation().forEach((name, value) -> row.put(shown(name), value));
      epoch.learningRate().ifPresent(rate -> row.put("learning_rate", rate));
      row.put("seconds", epoch.seconds());
      row.values().removeIf(value -> !Double.isFinite(value));
      epochs.put(Integer.toString(epoch.epoch()), row);
    }
    return NumberTable.of("#Epoch", epochs);
  }

  private static String shown(String validationScore) {
    return validationScore.equals("loss") ? "validation loss" : validationScore;
  }
}
