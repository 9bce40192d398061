package dev.sluice.frame.series;

import static dev.sluice.frame.series.SpecBuilder.airline;
import static dev.sluice.frame.series.SpecBuilder.airlineTable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frame.Part;
import dev.sluice.source.Table;
import dev.sluice.spec.TimeSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TimeOrderTest {
  private static Table newestFirst(Table table) {
    return table.inOrder(
        IntStream.range(0, table.size()).map(row -> table.size() - 1 - row).toArray());
  }

  @Test
  void sortedRowsAreThoseOfAFileInOrder() {
    SeriesDataset inOrder = SeriesDataset.load(airline().build(), airlineTable());

    SeriesDataset sorted =
        SeriesDataset.load(
            airline().order(TimeSpec.Order.SORT).build(), newestFirst(airlineTable()));

    Map<String, Object> summary = new LinkedHashMap<>(sorted.summary());
    assertThat(summary.remove("moved_rows")).isEqualTo(143); // all but the newest
    summary.remove("moved");
    assertThat(summary).isEqualTo(inOrder.summary());
    assertThat(sorted.examples(Part.TEST).targetRows(0))
        .isDeepEqualTo(inOrder.examples(Part.TEST).targetRows(0));
  }

  @Test
  void newRowsAreSortedAsThoseOfTheTraining() {
    SeriesDataset dataset =
        SeriesDataset.load(
            airline().order(TimeSpec.Order.SORT).build(), newestFirst(airlineTable()));

    SeriesExamples window = dataset.pipeline().unlabelled(newestFirst(airlineTable().first(30)));

    assertThat(window.cutoff(0)).isEqualTo("1951-06");
  }

  @Test
  void rowsKeepTheirLinesAndNumbers() {
    Table sorted = newestFirst(airlineTable());

    assertThat(sorted.recordNumber(0)).isEqualTo(144);
    assertThat(sorted.line(0)).isEqualTo(145);
    assertThat(sorted.first(1).recordNumber(0)).isEqualTo(144);
  }
}
