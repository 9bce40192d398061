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
  private static final int MOST_CHARTS = 3; // of scores that are not folded
  private static final String LOSS = "curve-loss";

  private TrainingSection() {}

  static Optional<Section> of(ReportedRun run) {
    if (run.epochs().isEmpty()) {
      return Optional.empty();
    }
    ShownEpochs shown = ShownEpochs.of(run.epochs(), run.keptEpoch());
    Map<String, Object> charts = curves(shown, marked(run));
    List<Tag> places = new ArrayList<>();
    String marked = marked(run).isEmpty() ? "" : "; the dashed line marks the epoch that was kept";
    charts.forEach((id, chart) -> places.add(Section.chart(id, title(chart) + " by epoch")));

    Tag section = Section.begin();
    section.add(Section.chart(LOSS, "Loss by epoch" + marked).classed("large"));
    section.add(Section.note(measured(run) + marked + "."));
    if (run.epochs().stream().anyMatch(epoch -> epoch.epoch() == 0)) {
      section.add(
          Section.note(
              "Epoch 0 is the start: its linear path is a ridge regression, and nothing is trained."));
    }
    List<Tag> scores = places.subList(1, places.size());
    int first = Math.min(MOST_CHARTS, scores.size());
    section.add(grid(scores.subList(0, first)));
    if (first < scores.size()) {
      section.add(Section.folded("More scores", grid(scores.subList(first, scores.size()))));
    }
    run.results()
        .filter(ended -> ended.test().isEmpty()) // else it stands below the scores
        .flatMap(ended -> ended.training().chosen())
        .ifPresent(chosen -> section.add(Section.note(chosen)));
    shown.note("metrics.jsonl").ifPresent(note -> section.add(Section.note(note)));
    section.add(Section.folded("Epochs as a table", table(shown, run.networks())));
    return Optional.of(new Section("Training", section, charts));
  }

  /** When and how the losses are measured, a sentence without its full stop. */
  private static String measured(ReportedRun run) {
    Settings settings = Settings.of(run);
    boolean dropout =
        settings.keys("network.*dropout.*").stream()
            .anyMatch(key -> settings.number(key).orElse(0) > 0);
    boolean validation =
        run.epochs().stream().anyMatch(epoch -> epoch.validation().containsKey("loss"));
    return "The training loss is the mean of the epoch%s%s"
        .formatted(
            dropout ? ", with dropout" : "",
            !validation
                ? ""
                : "; the validation loss is measured after it"
                    + (dropout ? ", without dropout" : ""));
  }

  private static Tag grid(List<Tag> charts) {
    return new Tag("div").classed("grid").addAll(charts);
  }

  /**
   * A curve for each quantity as {@code report.js} draws it, by the id of its place: the loss, the
   * scores of the validation part, the learning rate if it moves.
   *
   * @param kept the epoch to mark
   */
  static Map<String, Object> curves(ShownEpochs shown, Optional<Integer> kept) {
    Map<String, Object> charts = new LinkedHashMap<>();
    Set<String> metrics = new LinkedHashSet<>();
    shown.epochs().forEach(epoch -> metrics.addAll(epoch.validation().keySet()));
    Map<String, Object> losses = lines(shown, "training", epoch -> Optional.of(epoch.loss()));
    if (metrics.remove("loss")) {
      losses.putAll(validation(shown, "loss"));
    }
    charts.put(LOSS, curve("loss", "loss", kept, shown, losses));
    for (String metric : metrics) {
      Map<String, Object> values = validation(shown, metric);
      charts.put("curve-" + metric, curve(metric, axis(metric, values), kept, shown, values));
    }
    if (shown.epochs().stream().flatMap(e -> e.learningRate().stream()).distinct().count() > 1) {
      charts.put(
          "curve-learning_rate",
          curve(
              "learning_rate",
              "learning_rate",
              kept,
              shown,
              lines(shown, "training", Epoch::learningRate)));
    }
    return charts;
  }

  private static String title(Object chart) {
    return ((Map<?, ?>) chart).get("title").toString();
  }

  /**
   * In the form of {@code report.js}.
   *
   * @param axis curves with the same axis have the same range
   * @param kept the epoch to mark
   */
  static Map<String, Object> curve(
      String title, String axis, Optional<Integer> kept, ShownEpochs shown, Map<String, ?> lines) {
    Map<String, Object> curve = new LinkedHashMap<>();
    curve.put("kind", "curve");
    curve.put("title", title);
    curve.put("axis", axis);
    curve.put("kept", kept.orElse(null));
    curve.put("epochs", shown.epochs().stream().map(Epoch::epoch).distinct().sorted().toList());
    curve.put("lines", lines);
    return curve;
  }

  /**
   * Charts with the same axis have the same range: those of shares, and those of the loss of
   * classes.
   */
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

  /** The epoch that was kept; the networks of an ensemble have one each. */
  private static Optional<Integer> marked(ReportedRun run) {
    return run.networks() > 1 ? Optional.empty() : run.keptEpoch();
  }

  static Map<String, Object> validation(ShownEpochs shown, String metric) {
    return lines(shown, "validation", epoch -> Optional.ofNullable(epoch.validation().get(metric)));
  }

  /** A value for each epoch, null where there is none; a line for each network of an ensemble. */
  static Map<String, Object> lines(
      ShownEpochs shown, String name, Function<Epoch, Optional<Double>> of) {
    Map<String, Object> lines = new LinkedHashMap<>();
    for (Epoch epoch : shown.epochs()) {
      String line = name + epoch.network().map(number -> " of network " + number).orElse("");
      @SuppressWarnings("unchecked") // made here
      List<Object> values =
          (List<Object>) lines.computeIfAbsent(line, missing -> new ArrayList<>());
      values.add(of.apply(epoch).filter(Double::isFinite).map(Figures::rounded).orElse(null));
    }
    return lines;
  }

  static Tag table(ShownEpochs shown, int networks) {
    Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
    for (Epoch epoch : shown.epochs()) {
      Map<String, Double> row = new LinkedHashMap<>();
      row.put("loss", epoch.loss());
      epoch.validation().forEach((name, value) -> row.put(column(name), value));
      epoch.learningRate().ifPresent(rate -> row.put("learning_rate", rate));
      row.put("seconds", epoch.seconds());
      row.values().removeIf(value -> !Double.isFinite(value));
      rows.put(epoch.network().map(n -> n + ", ").orElse("") + epoch.epoch(), row);
    }
    return NumberTable.of(networks > 1 ? "Network, epoch" : "#Epoch", rows);
  }

  private static String column(String validationScore) {
    return validationScore.equals("loss") ? "validation loss" : validationScore;
  }
}
