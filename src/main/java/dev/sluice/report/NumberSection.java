package dev.sluice.report;

import dev.sluice.run.CsvRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Predicted and actual numbers: the scores of each column, the largest errors. */
final class NumberSection {
  private static final long POINTS = 1000; // of each column, fewer than twice as many
  private static final long ALL_POINTS = 20_000; // of all columns

  private NumberSection() {}

  /**
   * @param row number of the record in its source
   */
  private record Predicted(String row, String column, double actual, double prediction) {
    double error() {
      return Math.abs(actual - prediction);
    }
  }

  static Optional<Section> of(ReportedRun run) {
    Tag section = Section.begin();
    Map<String, Map<String, Double>> byColumn = run.test().orElseThrow().byColumn();
    if (byColumn.size() > 1) {
      section.add(Tag.of("h3", "Scores by column")).add(NumberTable.of("Column", byColumn));
    }
    FirstFew<Predicted> worst =
        new FirstFew<>(Comparator.comparingDouble(Predicted::error).reversed());
    long most = Math.min(POINTS, ALL_POINTS / Math.max(1, byColumn.size()));
    long step = Math.max(1, run.test().orElseThrow().size() / most);
    Map<String, List<Predicted>> points = new LinkedHashMap<>(); // by column
    Map<String, Long> seen = new HashMap<>(); // rows, by column
    CsvRows.read(
        run.folder().predictions(),
        row -> {
          Predicted predicted =
              new Predicted(
                  row.text("row"),
                  row.text("column"),
                  row.number("actual"),
                  row.number("prediction"));
          List<Predicted> ofColumn =
              points.computeIfAbsent(predicted.column(), column -> new ArrayList<>());
          seen.merge(predicted.column(), 1L, Long::sum);
          if (seen.get(predicted.column()) % step == 0) {
            ofColumn.add(predicted);
          }
          worst.see(predicted);
        });
    section.add(new Tag("div").with("id", "choose-column"));
    section.add(
        new Tag("div")
            .classed("grid")
            .add(Section.chart("predicted", "Predicted against actual values"))
            .add(Section.chart("errors", "Errors against predicted values"))
            .add(Section.chart("error-sizes", "Distribution of the errors")));
    Map<String, Object> charts = Map.of("numbers", numbers(points));
    if (step > 1) {
      section.add(Section.note("The charts show one in %s rows.".formatted(step)));
    }
    section.add(Tag.of("h3", "The largest errors"));
    DataTable table = new DataTable(List.of("#Row", "Column", "#Actual", "#Prediction", "#Error"));
    worst
        .list()
        .forEach(
            p ->
                table.row(
                    List.of(
                        p.row(),
                        p.column(),
                        Figures.number(p.actual()),
                        Figures.number(p.prediction()),
                        Figures.number(p.actual() - p.prediction()))));
    section.add(table.tag());
    section.add(Section.note("Row is the number of the record in its source, from 1."));
    return Optional.of(new Section("Numbers", section, charts));
  }

  /** Predicted against actual values. */
  private static Map<String, Object> numbers(Map<String, List<Predicted>> points) {
    Map<String, Object> chart = new LinkedHashMap<>();
    chart.put("kind", "numbers");
    chart.put("columns", List.copyOf(points.keySet()));
    chart.put(
        "points",
        points.values().stream()
            .map(of -> of.stream().map(p -> Charts.point(p.actual(), p.prediction())).toList())
            .toList());
    return chart;
  }
}
