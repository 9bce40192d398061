package dev.sluice.report;

import dev.sluice.evaluate.Better;
import dev.sluice.evaluate.Metric;
import dev.sluice.evaluate.Metrics;
import dev.sluice.run.TestScores;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The scores of the model beside those of the baselines, the best of each row marked. */
final class ScoreSection {
  private static final Map<Better, String> ARROWS =
      Map.of(
          Better.HIGHER,
          " \u2191",
          Better.LOWER,
          " \u2193",
          Better.NEARER_ZERO,
          " \u21920",
          Better.NEITHER,
          "");

  private ScoreSection() {}

  static Optional<Section> of(ReportedRun run) {
    return run.test()
        .map(
            test ->
                of(
                    test,
                    run.folder().isBacktest() ? "Scores of all origins" : "Scores on the test part",
                    run.results().flatMap(ended -> ended.training().chosen())));
  }

  private static Section of(TestScores test, String heading, Optional<String> chosen) {
    Map<String, Map<String, Double>> methods = new LinkedHashMap<>();
    methods.put("model", test.metrics());
    methods.putAll(test.baselines());
    List<String> columns = new ArrayList<>(List.of("Metric"));
    methods.keySet().forEach(method -> columns.add("#" + method));
    if (!test.intervals().isEmpty()) {
      columns.add(2, "#95% interval"); // behind the model
    }
    DataTable table = new DataTable(columns);
    test.metrics().keySet().forEach(metric -> addRow(table, metric, methods, test.intervals()));

    Tag section = Section.begin().add(table.tag());
    section.add(
        Section.note(
            "Bold: the best of the row. \u2191 higher is better, \u2193 lower is better, \u21920"
                + " closer to zero is better."));
    test.intervalNote().map(Section::note).ifPresent(section::add);
    chosen.map(Section::note).ifPresent(section::add);
    test.absent().forEach((name, reason) -> section.add(absent(name, reason)));
    test.absentBaselines().forEach((name, reason) -> section.add(absent(name, reason)));
    return new Section(heading, section);
  }

  private static Tag absent(String name, String reason) {
    return Section.note("No %s: %s.".formatted(name, reason));
  }

  private static void addRow(
      DataTable table,
      String metric,
      Map<String, Map<String, Double>> methods,
      Map<String, List<Double>> intervals) {
    Optional<Better> better = Metrics.find(metric).map(Metric::better);
    List<Double> values =
        methods.values().stream()
            .filter(scores -> scores.containsKey(metric))
            .map(scores -> scores.get(metric))
            .toList();
    int decimals = Figures.decimals(values);
    List<Tag> cells = new ArrayList<>();
    for (Map<String, Double> scores : methods.values()) {
      boolean there = scores.containsKey(metric);
      double value = there ? scores.get(metric) : Double.NaN;
      String shown = there ? Figures.number(value, decimals) : Figures.NONE;
      Tag cell = Tag.of("td", shown);
      boolean best =
          there
              && values.size() > 1
              && better.filter(b -> b != Better.NEITHER).isPresent()
              && values.stream()
                  .filter(other -> better.get().gain(other, value) > 0)
                  .allMatch(other -> Figures.number(other, decimals).equals(shown));
      cells.add(best ? cell.classed("best") : cell);
    }
    if (!intervals.isEmpty()) {
      cells.add(
          1,
          Tag.of(
              "td",
              intervals.containsKey(metric)
                  ? intervals.get(metric).stream()
                      .map(end -> Figures.number(end, decimals))
                      .collect(Collectors.joining(" to "))
                  : Figures.NONE));
    }
    table.row(metric + better.map(ARROWS::get).orElse(""), cells);
  }
}
