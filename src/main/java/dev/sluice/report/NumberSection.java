package dev.sluice.report;

import dev.sluice.run.CsvRows;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/** Numbers beside what came true: the scores of each column, the largest errors. */
final class NumberSection {
  private static final int SHOWN = 10;

  private NumberSection() {}

  /**
   * @param row number of the record in its source
   */
  private record Predicted(
      String row, String column, double actual, double prediction, long place) {
    double error() {
      return Math.abs(actual - prediction);
    }
  }

  static Optional<Section> of(ReportedRun run) {
    Tag section = Section.begin("Numbers");
    Map<String, Map<String, Double>> byColumn = run.test().orElseThrow().byColumn();
    if (byColumn.size() > 1) {
      section.add(Tag.of("h3", "Scores by column")).add(NumberTable.of("Column", byColumn));
    }
    section.add(Tag.of("h3", "The largest errors"));
    Comparator<Predicted> worst =
        Comparator.comparingDouble(Predicted::error).reversed().thenComparingLong(Predicted::place);
    PriorityQueue<Predicted> kept = new PriorityQueue<>(worst.reversed());
    long[] count = new long[1];
    CsvRows.read(
        run.folder().predictions(),
        row -> {
          kept.add(
              new Predicted(
                  row.text("row"),
                  row.text("column"),
                  row.number("actual"),
                  row.number("prediction"),
                  count[0]++));
          if (kept.size() > SHOWN) {
            kept.remove();
          }
        });
    DataTable table = new DataTable(List.of("#Row", "Column", "#Actual", "#Prediction", "#Error"));
    kept.stream()
        .sorted(worst)
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
    return Optional.of(new Section(section));
  }
}
