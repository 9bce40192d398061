package dev.sluice.frame.series;

import static dev.sluice.frame.series.SpecBuilder.file;
import static dev.sluice.frame.series.SpecBuilder.forecasting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.source.Table;
import dev.sluice.spec.MissingSpec;
import dev.sluice.spec.TimeSpec.Duplicates;
import dev.sluice.spec.TimeSpec.Gaps;
import dev.sluice.spec.TimeSpec.Order;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DuplicatesTest {
  /** Days of January 2024 and their values. */
  private static Table days(String... rows) {
    return Table.of(
        List.of("date", "y"),
        Arrays.stream(rows)
            .map(row -> List.of(row.split("=", 2)))
            .map(row -> List.of("2024-01-" + row.get(0), row.get(1)))
            .toList());
  }

  private static SpecBuilder joining(Duplicates duplicates) {
    return forecasting("y", 2, 1).time("date", "1d").duplicates(duplicates);
  }

  private static double[] values(SpecBuilder spec, Table rows) {
    return SeriesDataset.load(spec.build(), rows).examples(Part.TRAINING).targetRows(0)[0];
  }

  @Test
  void rowsOfOneTimeBecomeOneRow() {
    Table rows = days("01=1", "02=2", "02=6", "02=4", "03=3", "04=9", "04=7");

    assertThat(values(joining(Duplicates.FIRST), rows)).containsExactly(1, 2, 3, 9);
    assertThat(values(joining(Duplicates.LAST), rows)).containsExactly(1, 4, 3, 7);
    assertThat(values(joining(Duplicates.MEAN), rows)).containsExactly(1, 4, 3, 8);
    assertThat(values(joining(Duplicates.SUM), rows)).containsExactly(1, 12, 3, 16);
  }

  @Test
  void meansAndSumsLeaveMissingValuesOut() {
    Table rows = days("01=1", "02=2", "02=", "03=3", "04=", "04=", "05=5");

    assertThat(values(joining(Duplicates.MEAN).column("y", new MissingSpec.Forward()), rows))
        .containsExactly(1, 2, 3, 3, 5);
    assertThat(values(joining(Duplicates.SUM).column("y", new MissingSpec.Constant(0)), rows))
        .containsExactly(1, 2, 3, 0, 5);
  }

  @Test
  void rowsAreSortedThenJoinedThenGapsAreFilled() {
    SpecBuilder spec =
        joining(Duplicates.SUM)
            .order(Order.SORT)
            .gaps(Gaps.INSERT)
            .column("y", new MissingSpec.Constant(0));
    Table rows = days("05=5", "01=1", "02=2", "01=10", "04=4");

    assertThat(values(spec, rows)).containsExactly(11, 2, 0, 4, 5);
  }

  @Test
  void theSummaryCountsAndListsWhatWasDone() {
    SpecBuilder spec =
        joining(Duplicates.LAST)
            .order(Order.SORT)
            .gaps(Gaps.INSERT)
            .column("y", new MissingSpec.Forward());

    Map<String, Object> summary =
        SeriesDataset.load(
                spec.build(), days("01=1", "02=2", "02=3", "02=4", "06=6", "04=4", "05=5"))
            .summary();

    assertThat(summary)
        .containsEntry("moved_rows", 2)
        .containsEntry("moved", List.of("2024-01-04", "2024-01-05"))
        .containsEntry("duplicate_rows", 2)
        .containsEntry("duplicates", List.of("2024-01-02"))
        .containsEntry("inserted_rows", 1)
        .containsEntry("inserted", List.of("2024-01-03"));
  }

  @Test
  void eachSeriesJoinsItsOwnRows() {
    Table rows =
        Table.of(
            List.of("shop", "date", "y"),
            List.of(
                List.of("a", "2024-01-01", "1"),
                List.of("b", "2024-01-01", "10"),
                List.of("a", "2024-01-01", "3"),
                List.of("a", "2024-01-02", "5"),
                List.of("b", "2024-01-02", "20"),
                List.of("a", "2024-01-03", "6"),
                List.of("b", "2024-01-03", "40")));

    SeriesExamples examples =
        SeriesDataset.load(joining(Duplicates.MEAN).by("shop").build(), rows)
            .examples(Part.TRAINING);

    assertThat(examples.targetRows(0)[0]).containsExactly(2, 5, 6);
    assertThat(examples.targetRows(1)[0]).containsExactly(10, 20, 40);
  }

  @Test
  void newRowsAreJoinedAsThoseOfTheTraining() {
    SeriesPipeline pipeline =
        SeriesDataset.load(joining(Duplicates.SUM).build(), days("01=1", "02=2", "03=5"))
            .pipeline();

    assertThat(pipeline.unlabelled(days("10=1", "11=2", "11=4")).targetRows(0)[0])
        .containsExactly(1, 6);
  }

  @Test
  void wordsAndStaticValuesAreNotAddedUp() {
    Table rows =
        Table.of(
            List.of("shop", "size", "date", "weather", "y"),
            Stream.of("a=3", "b=4")
                .flatMap(
                    shop ->
                        Stream.of("01=sun=1", "02=rain=2", "02=rain=4", "02=sun=1", "03=rain=3")
                            .map(row -> (shop + "=2024-01-" + row).split("=")))
                .map(List::of)
                .toList());

    SeriesExamples examples =
        SeriesDataset.load(
                joining(Duplicates.SUM)
                    .by("shop")
                    .statics("size")
                    .covariates("weather")
                    .categories("weather", 1, false)
                    .build(),
                rows)
            .examples(Part.TRAINING);
    float[] x = new float[examples.featureCount() * examples.steps()];
    examples.writeFeatures(0, x, 0);

    assertThat(examples.targetRows(0)[0]).containsExactly(1, 7, 3);
    assertThat(x).endsWith(2, 1); // ids of sun and rain, which has more rows
  }

  @Test
  void aTemplateHasAllRowsOfOneTime() {
    List<String> columns = List.of("date", "y", "price");
    Table rows =
        Table.of(
            columns,
            Stream.of("01=1=1", "02=2=3", "03=5=2", "03=4=3", "04=3=4", "04=6=1")
                .map(row -> List.of(("2024-01-" + row).split("=")))
                .toList());
    SeriesPipeline pipeline =
        SeriesDataset.load(joining(Duplicates.SUM).future("price").build(), rows).pipeline();

    Table template = pipeline.template(List.of(rows)).rows();
    Table filled = template.with(2, price -> price.isEmpty() ? "8" : price);

    assertThat(IntStream.range(0, template.size()).mapToObj(template::row))
        .containsExactly(
            List.of("2024-01-03", "5", "2"),
            List.of("2024-01-03", "4", "3"),
            List.of("2024-01-04", "3", "4"),
            List.of("2024-01-04", "6", "1"),
            List.of("2024-01-05", "", ""));
    assertThat(pipeline.unlabelled(filled).targetRows(0)[0]).startsWith(9, 9);
  }

  @Test
  void rowsOfTwoFilesAreNeverJoined() {
    SpecBuilder spec = joining(Duplicates.MEAN).test(file("test.csv"));

    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    spec.build(),
                    days("01=1", "02=2", "03=3", "04=5"),
                    path -> days("04=9", "05=1", "06=2")))
        .hasMessageContaining("row 4 and 1 have the same time 2024-01-04")
        .hasMessageContaining("keep one of them");
  }
}
