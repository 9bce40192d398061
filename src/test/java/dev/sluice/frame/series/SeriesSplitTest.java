package dev.sluice.frame.series;

import static dev.sluice.frame.series.SpecBuilder.airline;
import static dev.sluice.frame.series.SpecBuilder.airlineTable;
import static dev.sluice.frame.series.SpecBuilder.file;
import static dev.sluice.frame.series.SpecBuilder.forecasting;
import static dev.sluice.frame.series.SpecBuilder.from;
import static dev.sluice.frame.series.SpecBuilder.rows;
import static dev.sluice.frame.series.SpecBuilder.share;
import static dev.sluice.frame.series.SpecBuilder.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SeriesSplitTest {

  /** Values 1, 2, 3, ... and the part that each row says it belongs to. */
  private static Table parts(String... parts) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      rows.add(List.of(Integer.toString(i + 1), parts[i]));
    }
    return Table.of(List.of("y", "part"), rows);
  }

  private static SpecBuilder small() {
    return forecasting("y", 1, 1);
  }

  /** The rows of the parts as the summary tells them, such as "1949-01..1956-12 1957-01..". */
  private static String ranges(SeriesDataset dataset) {
    Map<?, ?> parts = (Map<?, ?>) dataset.summary().get("parts");
    return String.join(
        " ",
        parts.values().stream()
            .map(part -> ((Map<?, ?>) part).get("from") + ".." + ((Map<?, ?>) part).get("to"))
            .toList());
  }

  private static void assertRefused(SpecBuilder spec, Table table, String message) {
    assertThatThrownBy(() -> SeriesDataset.load(spec.build(), table))
        .isInstanceOf(UserException.class)
        .hasMessage(message.strip());
  }

  @Test
  void countsSharesAndTimesSayTheSame() {
    String expected = "1949-01..1956-12 1957-01..1958-12 1959-01..1960-12";

    assertThat(ranges(SeriesDataset.load(airline().build(), airlineTable()))).isEqualTo(expected);
    assertThat(
            ranges(
                SeriesDataset.load(
                    airline().validation(share(1 / 6.0)).test(share(1 / 6.0)).build(),
                    airlineTable())))
        .isEqualTo(expected);
    assertThat(
            ranges(
                SeriesDataset.load(
                    airline().validation(from("1957-01")).test(from("1959-01-01")).build(),
                    airlineTable())))
        .isEqualTo(expected);
  }

  @Test
  void withoutPartsEveryRowTrains() {
    SeriesDataset dataset = SeriesDataset.load(small().build(), parts("", "", "", ""));

    assertThat(ranges(dataset)).isEqualTo("1..4");
    assertThat(dataset.examples(Part.VALIDATION).size()).isZero();
    assertThat(dataset.examples(Part.TEST).size()).isZero();
  }

  @Test
  void aColumnMayNameTheParts() {
    Table table = parts("a", "b", "a", "dev", "dev", "test", "test");

    SeriesDataset dataset =
        SeriesDataset.load(
            small().validation(where("part", "dev")).test(where("part", "test")).build(), table);

    assertThat(ranges(dataset)).isEqualTo("1..3 4..5 6..7");
  }

  @Test
  void filesFollowTheSourceInTime() {
    Map<Path, Table> files =
        Map.of(Path.of("dev.csv"), parts("x", "y"), Path.of("test.csv"), parts("x", "y", "z"));

    SeriesDataset dataset =
        SeriesDataset.load(
            small().validation(file("dev.csv")).test(file("test.csv")).build(),
            parts("", "", "", "", ""),
            files::get);
    SeriesDataset testOnly =
        SeriesDataset.load(
            small().validation(rows(2)).test(file("test.csv")).build(),
            parts("", "", "", "", ""),
            files::get);

    assertThat(ranges(dataset)).isEqualTo("1..5 6..7 8..10");
    assertThat(ranges(testOnly)).isEqualTo("1..3 4..5 6..8");
    assertThat(dataset.examples(Part.TEST).actual(0)).isDeepEqualTo(new double[][] {{1}});
    SeriesExamples test = dataset.examples(Part.TEST);
    assertThat(Arrays.copyOf(test.targetRows(0)[0], test.cutoffRow(0) + 1))
        .containsExactly(1, 2, 3, 4, 5, 1, 2);
  }

  @Test
  void aFileThatDoesNotFollowInTimeIsRefused() {
    Table main =
        Table.of(
            List.of("date", "y"),
            IntStream.rangeClosed(1, 4).mapToObj(d -> List.of("2024-01-0" + d, "" + d)).toList());
    Table test =
        new Table(
            "test.csv",
            List.of("date", "y"),
            List.of(new String[] {"2024-01-06", "6"}, new String[] {"2024-01-07", "7"}),
            new long[] {2, 3});

    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    small().time("date", "1d").test(file("test.csv")).build(), main, path -> test))
        .hasMessage(
            """
            test.csv:2: time 'date': 1 of 7 daily steps are missing (2024-01-05)
                set data.time.gaps: insert (and data.columns.*.missing) or segment, or add the missing rows\
            """);
  }

  @Test
  void validationMustComeBeforeTest() {
    assertRefused(
        airline().validation(from("1959-01")).test(from("1958-01")),
        airlineTable(),
        """
        data.split.validation.from: validation starts 1959-01, but test starts 1958-01: no row is left for validation
            choose an earlier time
        """);
    assertRefused(
        small().validation(where("part", "dev")).test(rows(3)),
        parts("", "", "dev", "dev", "", ""),
        """
        data.split.validation.value: the rows with 'dev' in 'part' end with row 4 (4), and validation should end with row 3 (3)
            a series is split in time order: training, then validation, then test
        """);
    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    small().validation(file("dev.csv")).test(rows(1)).build(),
                    parts("", "", "", ""),
                    path -> parts("", "")))
        .hasMessage(
            """
            data.split.test: validation is a file with rows after those of the source, and test must come after validation
                use a file for test, too, or take validation from the last rows of the source\
            """);
  }

  @Test
  void aPartThatIsNotOneBlockAtTheEndIsRefused() {
    assertRefused(
        small().test(where("part", "test")),
        parts("a", "a", "a", "test", "a", "a", "test"),
        """
        data.split.test.value: the rows with 'test' in 'part' are not one block in time: rows 5 to 6 are between them
            a series is split in time order: training, then validation, then test
        """);
    assertRefused(
        small().test(where("part", "test")),
        parts("a", "a", "test", "test", "a"),
        """
        data.split.test.value: the rows with 'test' in 'part' end with row 4 (4), and test should end with row 5 (5)
            a series is split in time order: training, then validation, then test
        """);
  }

  @Test
  void partsThatNameNoRowAreRefused() {
    assertRefused(
        small().test(where("part", "Test")),
        parts("a", "a", "a", "test"),
        "data.split.test.value: no row has 'Test' in 'part'");
    assertRefused(
        small().test(where("party", "test")),
        parts("a", "a", "a", "test"),
        """
        data.split.test.column: there is no column 'party'
            columns of rows: y, part
        """);
    assertRefused(
        airline().test(share(0.001)),
        airlineTable(),
        "data.split.test.share: is less than one of 144\n    use more");
    assertRefused(
        airline().test(from("1961-01")),
        airlineTable(),
        """
        data.split.test.from: 1961-01 is after the last row (1960-12)
            choose an earlier time
        """);
  }

  @Test
  void partsThatLeaveNoneToTrainOnAreRefused() {
    assertRefused(
        airline().validation(share(0.5)).test(rows(100)),
        airlineTable(),
        """
        data.split.validation.share: takes 72 rows, and there are 44: none would be left for training
            use fewer
        """);
    assertRefused(
        forecasting("passengers", 1, 1).time("month", "1mo").test(from("1949-01")),
        airlineTable(),
        """
        data.split.test.from: 1949-01 is not after the first row (1949-01): none would be left for training
            choose a later time
        """);
  }

  @Test
  void aTimeNeedsATimeColumnAndItsForm() {
    assertRefused(
        forecasting("passengers", 1, 1).test(from("1960-01")),
        airlineTable(),
        """
        data.split.test.from: the rows have no times
            use rows or share, or add data.time
        """);
    assertRefused(
        airline().test(from("May 1960")),
        airlineTable(),
        """
        data.split.test.from: 'May 1960' is not a time of the form yyyy-MM
            for example 1960-12
        """);
  }

  @Test
  void tooShortPartsAreRefusedWithTheArithmetic() {
    assertRefused(
        airline().validation(rows(10)).test(rows(100)),
        airlineTable(),
        """
        data.input.series.lookback: The series has 34 training rows; lookback 24 + horizon 12 needs 36
            reduce lookback to 22 or less
        data.split.validation: validation has 10 rows but horizon is 12: no window can be scored
            give it at least 12 rows, or reduce the horizon
        """);
    assertRefused(
        airline().season(96),
        airlineTable(),
        "data.time.season: season 96 needs at least 97 training rows; found 96");
  }
}
