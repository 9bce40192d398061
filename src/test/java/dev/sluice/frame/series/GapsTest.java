package dev.sluice.frame.series;

import static dev.sluice.frame.series.SpecBuilder.file;
import static dev.sluice.frame.series.SpecBuilder.forecasting;
import static dev.sluice.frame.series.SpecBuilder.from;
import static dev.sluice.frame.series.SpecBuilder.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.InputSpec.Calendar;
import dev.sluice.spec.MissingSpec;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.TimeSpec.Gaps;
import dev.sluice.spec.TimeSpec.Order;
import dev.sluice.spec.TransformSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class GapsTest {
  private static final MissingSpec FORWARD = new MissingSpec.Forward();
  private static final MissingSpec INTERPOLATE = new MissingSpec.Interpolate();

  /** Days of January 2024 and their values; a value may be empty. */
  private static Table days(String... rows) {
    return Table.of(
        List.of("date", "y"),
        Arrays.stream(rows)
            .map(row -> List.of(row.split("=", 2)))
            .map(row -> List.of("2024-01-" + row.get(0), row.get(1)))
            .toList());
  }

  private static SpecBuilder filling(MissingSpec missing) {
    return forecasting("y", 2, 1).time("date", "1d").gaps(Gaps.INSERT).column("y", missing);
  }

  private static double[] values(SpecBuilder spec, Table rows) {
    return SeriesDataset.load(spec.build(), rows).examples(Part.TRAINING).targetRows(0)[0];
  }

  @Test
  void aStepWithoutARowIsFilledAsOneWithoutAValue() {
    Table rows = days("01=1", "03=", "04=7", "05=8");

    assertThat(values(filling(FORWARD), rows)).containsExactly(1, 1, 1, 7, 8);
    assertThat(values(filling(INTERPOLATE), rows)).containsExactly(1, 3, 5, 7, 8);
    assertThat(values(filling(new MissingSpec.Constant(-2)), rows))
        .containsExactly(1, -2, -2, 7, 8);
  }

  @Test
  void whatIsFilledInIsNoActualValue() {
    SeriesExamples examples =
        SeriesDataset.load(filling(FORWARD).build(), days("01=1", "02=", "03=3", "05=5"))
            .examples(Part.TRAINING);

    assertThat(examples.actual(0)).isDeepEqualTo(new double[][] {{3}});
    assertThat(examples.actual(1)[0][0]).isNaN();
    assertThat(examples.actual(2)).isDeepEqualTo(new double[][] {{5}});
  }

  @Test
  void insertedRowsHaveTheirOwnTimes() {
    SeriesExamples examples =
        SeriesDataset.load(
                filling(FORWARD).calendar(Calendar.WEEKDAY).build(),
                days("01=1", "02=2", "05=5", "06=6"))
            .examples(Part.TRAINING);

    assertThat(examples.size()).isEqualTo(4);
    assertThat(examples.timestamps(1)).containsExactly("2024-01-04");
  }

  @Test
  void whatIsFilledInBeyondTheTrainingPartWasKnownAtItsTime() {
    Table rows = days("01=1", "03=3", "04=4", "07=7", "08=8", "10=10");

    assertThat(values(filling(INTERPOLATE).test(rows(5)), rows))
        .containsExactly(1, 2, 3, 4, 4, 4, 7, 8, 8, 10);
    assertThat(values(filling(INTERPOLATE).test(from("2024-01-06")), rows))
        .as("a gap on the border, whose first day trains")
        .containsExactly(1, 2, 3, 4, 4, 4, 7, 8, 8, 10);
  }

  @Test
  void laterPartsChangeNothingBeforeThem() {
    SpecBuilder spec = filling(INTERPOLATE).test(from("2024-01-06"));
    SeriesDataset one =
        SeriesDataset.load(spec.build(), days("01=1", "03=3", "04=4", "07=7", "08=8"));
    SeriesDataset other =
        SeriesDataset.load(spec.build(), days("01=1", "03=3", "04=4", "07=-90", "08=1e9"));

    assertThat(other.pipeline().toJson()).isEqualTo(one.pipeline().toJson());
    assertThat(Arrays.copyOf(other.examples(Part.TRAINING).targetRows(0)[0], 6))
        .isEqualTo(Arrays.copyOf(one.examples(Part.TRAINING).targetRows(0)[0], 6));
  }

  @Test
  void newRowsAreFilledAsThoseBeyondTheTrainingPart() {
    SeriesPipeline pipeline =
        SeriesDataset.load(filling(INTERPOLATE).build(), days("01=1", "03=3", "04=4")).pipeline();

    SeriesExamples window = pipeline.unlabelled(days("10=5", "11=6", "14=9"));

    assertThat(window.targetRows(0)[0]).containsExactly(5, 6, 6, 6, 9);
    assertThat(window.timestamps(0)).containsExactly("2024-01-15");
    assertThat(pipeline.unlabelled(days("10=5", "11=")).targetRows(0)[0]).containsExactly(5, 5);
    assertThatThrownBy(() -> pipeline.unlabelled(days("10=", "11=6", "12=7")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("column 'y' has no value in the first row, so there is none")
        .hasMessageEndingWith("leave out these rows");
  }

  @Test
  void aGapBetweenFilesBelongsToTheEarlierPart() {
    SeriesDataset dataset =
        SeriesDataset.load(
            filling(FORWARD).test(file("test.csv")).build(),
            days("01=1", "02=2", "03=3"),
            path -> days("06=6", "08=8"));

    @SuppressWarnings("unchecked")
    Map<String, Map<String, Object>> parts =
        (Map<String, Map<String, Object>>) dataset.summary().get("parts");
    assertThat(parts.get("training")).containsEntry("to", "2024-01-05");
    assertThat(parts.get("test")).containsEntry("from", "2024-01-06").containsEntry("rows", 3);
  }

  @Test
  void rowsAreSortedBeforeGapsAreLookedFor() {
    assertThat(values(filling(FORWARD).order(Order.SORT), days("05=5", "04=4", "02=2", "01=1")))
        .containsExactly(1, 2, 2, 4, 5);
  }

  @Test
  void theSummaryNamesWhatWasFilledIn() {
    Map<String, Object> summary =
        SeriesDataset.load(filling(FORWARD).build(), days("01=1", "03=", "04=4", "05=5")).summary();

    assertThat(summary).containsEntry("inserted", List.of("2024-01-02"));
    assertThat(summary.get("columns").toString())
        .contains("missing=forward", "filled_rows=2", "filled=[2024-01-02, 2024-01-03]");
  }

  @Test
  void whatCannotBeFilledIsRefused() {
    assertRefused(
        filling(FORWARD),
        days("01=", "02=", "03=3", "04=4"),
        """
        rows:1: column 'y' has no value in the first 2 rows, so there is none to carry forward
            leave out these rows, or set data.columns.y.missing: {constant: {value: 0}}\
        """);
    assertRefused(
        filling(new MissingSpec.Error()),
        days("01=1", "02=2", "05=3", "06=4"),
        """
        data.time.gaps: column 'y' has no value in the 2 rows that are inserted (2024-01-03, 2024-01-04)
            set data.columns.y.missing to {forward: {}} or {interpolate: {}} or {constant: {value: 0}} or {mask: {}}, or fill them in\
        """);
    assertRefused(
        filling(new MissingSpec.Constant(0))
            .column("y", new TransformSpec.Log(), new ScaleSpec.Standard()),
        days("01=1", "02=2", "05=3", "06=4"),
        "data.columns.y.missing.constant.value: transform log needs values > 0; the constant is"
            + " 0.0");
    assertRefused(
        filling(FORWARD),
        Table.of(
            List.of("date", "y"),
            List.of(
                List.of("0001-01-01", "1"),
                List.of("0001-01-02", "2"),
                List.of("2024-01-01", "3"))),
        "738883 of 738886 daily steps are missing, too many to insert");
  }

  private static void assertRefused(SpecBuilder spec, Table rows, String message) {
    assertThatThrownBy(() -> SeriesDataset.load(spec.build(), rows))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(message);
  }
}
