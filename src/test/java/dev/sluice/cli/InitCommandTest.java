package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.frame.Rows;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.Config;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.MissingSpec;
import dev.sluice.spec.SourceSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.TimeSpec;
import dev.sluice.spec.TokenizerSpec;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What init makes of a file passes check, strictly; what it cannot know it asks. */
class InitCommandTest {
  @TempDir private Path folder;

  private Path write(String name, String header, int rows, IntFunction<String> row)
      throws IOException {
    List<String> lines = new ArrayList<>(List.of(header));
    for (int i = 0; i < rows; i++) {
      lines.add(row.apply(i));
    }
    return Files.write(folder.resolve(name), lines);
  }

  private Path days(String header, IntFunction<String> values) throws IOException {
    return write(
        "days.csv", header, 200, i -> LocalDate.of(2023, 1, 1).plusDays(i) + "," + values.apply(i));
  }

  /** A load with a week in it. */
  private static String load(int day) {
    double noise = new Random(day).nextGaussian();
    return String.format(Locale.ROOT, "%.2f", 20 + 5 * Math.sin(day * 2 * Math.PI / 7) + noise);
  }

  private static String text(int i) {
    return "the film no " + i + " of this year was rather " + (i % 2 == 0 ? "fine" : "awful");
  }

  private CommandLineRun init(Path data, String... more) {
    List<String> args = new ArrayList<>(List.of("init", data.toString()));
    args.addAll(List.of(more));
    if (!args.contains("--output")) {
      args.addAll(List.of("--output", folder.resolve("out.yaml").toString()));
    }
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private Config accepted(CommandLineRun run) {
    assertThat(run.exit()).as(run.err()).isZero();
    Path config = folder.resolve("out.yaml");
    CommandLineRun check = CommandLineRun.of("check", config.toString());
    assertThat(check.exit()).as(check.err()).isZero();
    return ConfigReader.read(config, List.of()).config();
  }

  private String asked(CommandLineRun run) {
    assertThat(run.exit()).as(run.out()).isEqualTo(2);
    assertThat(folder.resolve("out.yaml")).doesNotExist();
    return run.err().replace(folder + File.separator, "");
  }

  @Test
  void monthsOfPassengersAreForecastAYearAhead() throws IOException {
    Config config = accepted(init(Path.of("data/airline-passengers.csv").toAbsolutePath()));

    InputSpec.Series input = (InputSpec.Series) config.data().input();
    TargetSpec.Forecast target = (TargetSpec.Forecast) config.data().target();
    assertThat(config.data().time())
        .hasValueSatisfying(
            time -> {
              assertThat(time.column()).contains("month");
              assertThat(time.frequency()).contains("1mo");
              assertThat(time.season()).contains(12);
            });
    assertThat(input.lookback()).isEqualTo(24);
    assertThat(target.horizon()).isEqualTo(12);
    assertThat(config.data().columns().get("passengers").transform()).isPresent();
    assertThat(Files.readString(folder.resolve("out.yaml")))
        .startsWith("# yaml-language-server: $schema=sluice.schema.json\n")
        .contains("# always above 0, with larger changes at higher values")
        .contains("output: {linear_skip: true, linear_start: ridge}")
        .contains("learning_rate: 0.0005");
  }

  @Test
  void aWindowThatIsLargeHasALineWithoutAStart() throws IOException {
    Path data = folder.resolve("sensors.csv");
    List<String> lines = new ArrayList<>();
    lines.add(numbered("s"));
    Random random = new Random(1);
    for (int row = 0; row < 400; row++) {
      lines.add(numbered(random.nextInt(1000) + "."));
    }
    Files.write(data, lines);

    // 110 columns x 48 rows: a ridge would take more memory than check allows
    accepted(init(data, "--task", "forecast", "--target", "s3", "--time", "none"));

    assertThat(Files.readString(folder.resolve("out.yaml")))
        .contains("lookback: 48 ")
        .contains("output: {linear_skip: true} ")
        .contains("learning_rate: 0.002");
  }

  private static String numbered(String begin) {
    return IntStream.range(0, 110).mapToObj(i -> begin + i).collect(Collectors.joining(","));
  }

  @Test
  void jsonLinesAreReadByTheirKeys() throws IOException {
    Path data = folder.resolve("films.jsonl");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      lines.add(
          "{\"12\": %s, \"text\": \"%s\", \"label\": \"%s\"}"
              .formatted(Integer.toString(i), text(i), i % 2 == 0 ? "good" : "bad"));
    }
    Files.write(data, lines);

    Config config = accepted(init(data));

    assertThat(config.data().source())
        .isEqualTo(new SourceSpec.Jsonl(data, Optional.empty(), SourceSpec.Limits.USUAL));
    assertThat(((TargetSpec.ClassTarget) config.data().target()).column()).isEqualTo("label");

    Config named = accepted(init(data, "--columns", "text,label", "--force"));
    assertThat(named.data().source())
        .isEqualTo(
            new SourceSpec.Jsonl(
                data, Optional.of(List.of("text", "label")), SourceSpec.Limits.USUAL));
  }

  @Test
  void reviewsAreClassified() {
    Config config = accepted(init(Path.of("data/reviews.csv").toAbsolutePath()));

    assertThat(((InputSpec.Text) config.data().input()).column()).isEqualTo("review");
    assertThat(((InputSpec.Text) config.data().input()).maxLength()).isEqualTo(35);
    assertThat(((TargetSpec.ClassTarget) config.data().target()).column()).isEqualTo("sentiment");
    assertThat(((TargetSpec.ClassTarget) config.data().target()).positive()).contains("positive");
    assertThat(config.data().target().hasLinearPath()).isTrue();
  }

  @Test
  void textsThatDoNotTrainChangeNothing() throws IOException {
    Path data = write("texts.csv", "text,label", 90, i -> text(i) + "," + mood(i));
    Config before = accepted(init(data));
    Dataset split = Dataset.load(before.data());
    List<String> lines = new ArrayList<>(Files.readAllLines(data));
    for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
      Rows rows = split.examples(part).frame().as(Rows.class);
      for (int i = 0; i < rows.size(); i++) {
        int line = rows.recordNumber(i); // below the header
        lines.set(line, "one%s two%s ".formatted(i, i).repeat(40) + "," + mood(line - 1));
      }
    }
    Files.write(data, lines);

    assertThat(accepted(init(data, "--force"))).isEqualTo(before);
  }

  @Test
  void numbersThatDoNotTrainChangeNothing() throws IOException {
    IntFunction<String> even = i -> load(i) + "," + (i * 7 % 13 + 1);
    Path data = days("day,load,rain", even);
    Config before = accepted(init(data, "--target", "load"));
    int training = 200 - 2 * before.data().split().test().orElseThrow().rows().orElseThrow();
    assertThat(before.data().columns()).isEmpty();

    // The loads grow and swing more the higher they are; rain is seldom, and heavy.
    days(
        "day,load,rain",
        i ->
            i < training
                ? even.apply(i)
                : (i - training + 1) * Double.parseDouble(load(i)) + "," + (i % 9 == 0 ? 9000 : 0));

    assertThat(accepted(init(data, "--target", "load", "--force"))).isEqualTo(before);
  }

  @Test
  void asksWhichOfSeveralNumbersIsForecast() throws IOException {
    Path data = days("day,wind,load", i -> i % 3 + "," + load(i));

    assertThat(asked(init(data)))
        .isEqualTo(
            """
            days.csv: which of 2 columns of numbers should be forecast?
                sluice init days.csv --target load
                sluice init days.csv --target wind
                or several at once: sluice init days.csv --target wind --target load
                columns: day time, wind number, load number
            1 problem
            """);
    Config config = accepted(init(data, "--target", "load"));
    assertThat(((InputSpec.Series) config.data().input()).pastCovariates()).containsExactly("wind");
  }

  @Test
  void forecastsSeveralColumnsTogether() throws IOException {
    Path data = days("day,wind,load", i -> i % 3 + "," + load(i));

    Config config = accepted(init(data, "--target", "load", "--target", "wind"));

    assertThat(((TargetSpec.Forecast) config.data().target()).columns())
        .containsExactly("load", "wind");
  }

  @Test
  void asksForTheTimeOfRows() throws IOException {
    Path data = write("loads.csv", "load", 200, InitCommandTest::load);

    assertThat(asked(init(data)))
        .isEqualTo(
            """
            loads.csv: no column has the time of a row
                add one, such as 2024-05-31 or 2024-05-31 13:00;
                or, if the rows are in time order and at equal distances: sluice init loads.csv --time none
            1 problem
            """);
    Config config = accepted(init(data, "--time", "none"));
    assertThat(config.data().time().orElseThrow().season()).contains(7);
  }

  @Test
  void asksAboutGapsInTime() throws IOException {
    Path data =
        write(
            "days.csv",
            "day,load",
            200,
            i -> LocalDate.of(2023, 1, 1).plusDays(i < 100 ? i : i + 2) + "," + load(i));

    assertThat(asked(init(data)))
        .isEqualTo(
            """
            days.csv:102: time 'day': 2 of 202 daily steps are missing (2023-04-11, 2023-04-12)
                add the missing rows
                or carry the last value forward: sluice init days.csv --missing forward
                or fill in a number, such as 0 where nothing was sold: sluice init days.csv --missing 0
                or treat the rows as equally far apart, so that weekdays and seasons shift at each gap: sluice init days.csv --time none
            1 problem
            """);
    Config config = accepted(init(data, "--missing", "forward"));
    assertThat(config.data().time().orElseThrow().gaps()).isEqualTo(TimeSpec.Gaps.INSERT);
    assertThat(config.data().columns().get("load").missing()).isEqualTo(new MissingSpec.Forward());
    Files.delete(folder.resolve("out.yaml"));
    accepted(init(data, "--missing", "0"));
    Files.delete(folder.resolve("out.yaml"));
    accepted(init(data, "--missing", "interpolate"));
    assertThat(init(data, "--missing", "x").err())
        .contains("--missing takes forward, interpolate, mask or a number");
  }

  @Test
  void aDateAndAnHourAreOneTime() throws IOException {
    Path data =
        write(
            "hours.csv",
            "instant,dteday,hr,cnt",
            240,
            i ->
                i + "," + LocalDate.of(2023, 1, 1).plusDays(i / 24) + "," + i % 24 + "," + load(i));

    Config config = accepted(init(data));

    assertThat(config.data().time().orElseThrow().columns()).contains(List.of("dteday", "hr"));
    assertThat(config.data().time().orElseThrow().format()).contains("yyyy-MM-dd H");
    assertThat(config.data().time().orElseThrow().frequency()).contains("1h");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dd/MM/yyyy | HH:mm",
        "MM/dd/yyyy | hh:mm:ss a",
        "dd/MM/yyyy | HH.mm.ss",
        "d MMM yyyy | H:mm",
      })
  void aDateAndATimeOfDayAreOneTime(String date, String time) throws IOException {
    DateTimeFormatter day = DateTimeFormatter.ofPattern(date, Locale.ENGLISH);
    DateTimeFormatter ofDay = DateTimeFormatter.ofPattern(time, Locale.ENGLISH);
    LocalDateTime first = LocalDateTime.of(2023, 1, 1, 0, 0);
    Path data =
        write(
            "hours.csv",
            "Date,Time,load",
            480,
            i ->
                "%s,%s,%s"
                    .formatted(
                        day.format(first.plusHours(i)), ofDay.format(first.plusHours(i)), load(i)));

    Config config = accepted(init(data));

    assertThat(config.data().time().orElseThrow().columns()).contains(List.of("Date", "Time"));
    assertThat(config.data().time().orElseThrow().format()).contains(date + " " + time);
    assertThat(config.data().time().orElseThrow().frequency()).contains("1h");
    assertThat(config.data().series()).isEmpty();
  }

  @Test
  void asksForTheFormatOfADateAndATimeOfDayThatMayHaveTheMonthFirst() throws IOException {
    LocalDateTime first = LocalDateTime.of(2023, 2, 1, 0, 0);
    DateTimeFormatter day = DateTimeFormatter.ofPattern("dd/MM/yyyy");
    Path data =
        write(
            "hours.csv",
            "Date,Time,load",
            240,
            i ->
                "%s,%s,%s"
                    .formatted(
                        day.format(first.plusHours(i)), first.plusHours(i).toLocalTime(), load(i)));

    assertThat(asked(init(data)))
        .isEqualTo(
            """
            hours.csv: times of 'Date Time' such as '01/02/2023 00:00' may have the day or the month first
                sluice init hours.csv --time-format 'dd/MM/yyyy HH:mm'
                sluice init hours.csv --time-format 'MM/dd/yyyy HH:mm'
            1 problem
            """);
    accepted(init(data, "--time-format", "dd/MM/yyyy HH:mm"));
  }

  @Test
  void aYearAndTheNameOfAMonthAreOneTime() throws IOException {
    Path data =
        write(
            "months.csv",
            "Year,Month,load",
            120,
            i ->
                "%s,%s,%s"
                    .formatted(
                        2001 + i / 12,
                        Month.of(i % 12 + 1).getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                        load(i)));

    TimeSpec time = accepted(init(data)).data().time().orElseThrow();

    assertThat(time.columns()).contains(List.of("Year", "Month"));
    assertThat(time.frequency()).contains("1mo");
  }

  @Test
  void aYearAndAQuarterAreOneTime() throws IOException {
    Path data =
        write(
            "quarters.csv",
            "Year,Quarter,load",
            80,
            i -> "%s,%s,%s".formatted(1990 + i / 4, i % 4 + 1, load(i)));

    TimeSpec time = accepted(init(data)).data().time().orElseThrow();

    assertThat(time.columns()).contains(List.of("Year", "Quarter"));
    assertThat(time.format()).contains("yyyy q");
    assertThat(time.frequency()).contains("1q");
  }

  @Test
  void aYearAndAQuarterWithItsLetterAreOneTimeOfEachSeries() throws IOException {
    for (String quarter : List.of("Q", "")) {
      Path data =
          write(
              "regions.csv",
              "region,Year,Quarter,load",
              160,
              i ->
                  "%s,%s,%s%s,%s"
                      .formatted(
                          i < 80 ? "north" : "south",
                          1990 + i % 80 / 4,
                          quarter,
                          i % 4 + 1,
                          load(i)));

      TimeSpec time =
          accepted(init(data, "--target", "load", "--force")).data().time().orElseThrow();

      assertThat(time.columns()).contains(List.of("Year", "Quarter"));
      assertThat(time.frequency()).contains("1q");
    }
  }

  @Test
  void yearMonthDayAndHourAreOneTime() throws IOException {
    Path data =
        write(
            "hours.csv",
            "No,year,month,day,hour,pm2.5",
            240,
            i ->
                "%s,2010,1,%s,%s,%s".formatted(i + 1, 1 + i / 24, i % 24, i == 0 ? "NA" : load(i)));

    Config config = accepted(init(data, "--target", "pm2.5", "--missing", "mask"));

    assertThat(config.data().time().orElseThrow().columns())
        .contains(List.of("year", "month", "day", "hour"));
    assertThat(config.data().time().orElseThrow().format()).contains("yyyy M d H");
    assertThat(config.data().columns().get("pm2.5").missing()).isEqualTo(new MissingSpec.Mask());
  }

  @Test
  void warnsThatWeekdaysShiftWhereGapsAreNotCounted() throws IOException {
    Path data =
        write(
            "days.csv",
            "day,load",
            200,
            i -> LocalDate.of(2023, 1, 1).plusDays(i < 100 ? i : i + 2) + "," + load(i));

    CommandLineRun run = init(data, "--time", "none");

    accepted(run);
    String note =
        "time 'day': 2 of 202 daily steps are missing (2023-04-11, 2023-04-12), so weekdays and"
            + " seasons shift there\n";
    assertThat(run.out()).contains("\nnote: " + note);
    assertThat(Files.readString(folder.resolve("out.yaml"))).contains("  # " + note);
    assertThat(init(days("day,load", InitCommandTest::load), "--time", "none", "--force").out())
        .doesNotContain("note:");
  }

  @Test
  void fillsInWhatIsMissingAsTheUserSays() throws IOException {
    Path data = days("day,wind,load", i -> i % 3 + "," + (i == 50 ? "NA" : i == 60 ? "" : load(i)));

    assertThat(asked(init(data, "--target", "load")))
        .isEqualTo(
            """
            days.csv:52: column 'load' has no value in 2 of 200 rows, first in row 51
                fill them in, or leave the rows out if they are at the start or end;
                or carry the last value forward: sluice init days.csv --target load --missing forward
                or tell the network which values are missing: sluice init days.csv --target load --missing mask
                or fill in a number, such as 0 where nothing was sold: sluice init days.csv --target load --missing 0
            1 problem
            """);
    Config config = accepted(init(data, "--target", "load", "--missing=-1.5"));
    ColumnSpec load = config.data().columns().get("load");
    assertThat(load.missing()).isEqualTo(new MissingSpec.Constant(-1.5));
    assertThat(load.missingValues()).containsExactly("NA");
    assertThat(config.data().columns()).doesNotContainKey("wind");
    Files.delete(folder.resolve("out.yaml"));
    accepted(init(data, "--target", "load", "--missing", "mask"));
  }

  @Test
  void nothingIsCarriedIntoTheFirstRow() throws IOException {
    Path data = days("day,load", i -> i == 0 ? "" : load(i));

    assertThat(asked(init(data, "--target", "load"))).doesNotContain("--missing forward");
    assertThat(asked(init(data, "--target", "load", "--missing", "forward")))
        .startsWith("days.csv: column 'load' has no value in the first row, so there is none");
    accepted(init(data, "--target", "load", "--missing", "0"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneModelLearnsOfSeveralSeries(boolean stacked) throws IOException {
    Path data =
        write(
            "days.csv",
            "when,shop,load",
            80,
            i ->
                LocalDate.of(2024, 1, 1).plusDays(stacked ? i % 40 : i / 2)
                    + ","
                    + ((stacked ? i / 40 : i % 2) == 0 ? "A" : "B")
                    + ","
                    + load(i));

    Config config = accepted(init(data));

    assertThat(config.data().series().orElseThrow().by()).contains(List.of("shop"));
    assertThat(Files.readString(folder.resolve("out.yaml")))
        .contains("# 2 series, one network for all\n")
        .contains("# the last rows of each series\n");
  }

  @Test
  void eachRowMayBeASeries() throws IOException {
    Path data = folder.resolve("wide.csv");
    StringBuilder text = new StringBuilder("V1");
    IntStream.rangeClosed(2, 81).forEach(i -> text.append(",V").append(i));
    for (int series = 0; series < 5; series++) {
      int length = series == 4 ? 20 : 80;
      text.append("\nS").append(series);
      for (int step = 0; step < 80; step++) {
        text.append(',').append(step < length ? load(step + 7 * series) : "");
      }
    }
    Files.writeString(data, text.append('\n'));

    Config config = accepted(init(data));

    assertThat(((TargetSpec.Forecast) config.data().target()).columns()).containsExactly("value");
    assertThat(Files.readString(folder.resolve("out.yaml")))
        .contains("series: {wide: {id: V1, columns: [V2..V81]}, short_series: skip}")
        .contains("# 5 series, one network for all; too short to train on: 1\n");
  }

  @Test
  void twoColumnsMayTellSeriesApartAndShortOnesAreSkipped() throws IOException {
    Path data =
        write(
            "sales.csv",
            "day,store,item,sold",
            6 * 60,
            i ->
                LocalDate.of(2024, 3, 1).minusDays(i / 6)
                    + ",%s,%s,%s".formatted(i % 3, i % 2 == 0 ? "tea" : "rye", load(i)));
    Files.writeString(
        data, "2024-03-01,3,tea,5\n2024-03-02,3,tea,6.5\n", StandardOpenOption.APPEND);

    Config config = accepted(init(data, "--target", "sold"));

    assertThat(config.data().series().orElseThrow().by()).contains(List.of("item", "store"));
    assertThat(Files.readString(folder.resolve("out.yaml")))
        .contains("series: {by: [item, store], short_series: skip}")
        .contains("# 7 series, one network for all; too short to train on: 1\n")
        .contains("order: sort");
  }

  @Test
  void copiesOfRowsAreLeftOut() throws IOException {
    Path data =
        write(
            "days.csv",
            "when,load",
            60,
            i -> LocalDate.of(2024, 1, 1).plusDays(i - i / 40) + "," + load(i - i / 40));

    TimeSpec time = accepted(init(data)).data().time().orElseThrow();

    assertThat(time.duplicates()).isEqualTo(TimeSpec.Duplicates.FIRST); // 9 February stands twice
    assertThat(Files.readString(folder.resolve("out.yaml")))
        .contains("copies of rows are left out");
  }

  @Test
  void namesThePageThatJoinsRowsOfOneTime() throws IOException {
    Path data =
        write(
            "days.csv",
            "when,load",
            24,
            i -> LocalDate.of(2024, 1, 1).plusDays(i == 9 ? 8 : i) + "," + load(i));

    assertThat(asked(init(data)))
        .contains("row 9 and 10 have the same time 2024-01-09")
        .contains(
            "keep one of them, or join them by data.time.duplicates in a config of your own:"
                + " docs/series.md");
  }

  @Test
  void sortsRowsOfWhichTheNewestIsFirst() throws IOException {
    Path data =
        write(
            "days.csv",
            "day,load",
            200,
            i -> LocalDate.of(2023, 1, 1).plusDays(199 - i) + "," + load(199 - i));

    Config config = accepted(init(data));

    assertThat(config.data().time().orElseThrow().order()).isEqualTo(TimeSpec.Order.SORT);
    assertThat(config.data().time().orElseThrow().season()).contains(7);
  }

  @Test
  void ofVeryManyWindowsNotEachOneTrains() throws IOException {
    Path data = write("hours.csv", "ts,load", 30_000, i -> (1704067200 + 3600 * i) + "," + load(i));

    InputSpec.Series input = (InputSpec.Series) accepted(init(data)).data().input();

    assertThat(input.stride()).isEqualTo(2);
  }

  @Test
  void readsSecondsSince1970() throws IOException {
    Path data = write("hours.csv", "ts,load", 200, i -> (1704067200 + 3600 * i) + "," + load(i));

    TimeSpec time = accepted(init(data)).data().time().orElseThrow();

    assertThat(time.format()).contains("epoch_seconds");
    assertThat(time.frequency()).contains("1h");
  }

  @Test
  void numbersAsLargeAsTimesAreNumbers() throws IOException {
    Path data = days("day,sold", i -> Long.toString(1_500_000_000 + i * i * 7919L % 100_000_000));

    TargetSpec.Forecast target = (TargetSpec.Forecast) accepted(init(data)).data().target();

    assertThat(target.columns()).containsExactly("sold");
  }

  @Test
  void asksAboutSeveralSeriesInOneFile() throws IOException {
    Path data =
        write(
            "days.csv",
            "day,load",
            200,
            i -> LocalDate.of(2023, 1, 1).plusDays(i % 100) + "," + load(i));

    assertThat(asked(init(data)))
        .startsWith(
            "days.csv:102: the times start again at row 101 (2023-01-01): several series in one"
                + " file\n");
  }

  @Test
  void asksAboutLastWorkingDaysOfMonths() throws IOException {
    List<String> days =
        List.of(
            "2015-03-31",
            "2015-04-30",
            "2015-05-29",
            "2015-06-30",
            "2015-07-31",
            "2015-08-31",
            "2015-09-30",
            "2015-10-30");
    Path data = write("months.csv", "when,y", 8, i -> days.get(i) + "," + (i * i + 3));

    assertThat(asked(init(data)))
        .isEqualTo(
            """
            months.csv:4: time 'when': last working days of months, such as 2015-05-29, are not a step here
                write only the months, as yyyy-MM: 2015-05
                or treat the rows as equally far apart, in the order of the file: sluice init months.csv --time none
            1 problem
            """);
  }

  @Test
  void readsTheClockOfAZoneThatTheUserNames() throws IOException {
    ZonedDateTime first = ZonedDateTime.of(2023, 10, 25, 0, 0, 0, 0, ZoneId.of("Europe/Berlin"));
    Path data =
        write(
            "hours.csv",
            "when,load",
            200,
            i ->
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                        .format(first.plusHours(i))
                    + ","
                    + load(i));

    assertThat(asked(init(data)))
        .isEqualTo(
            """
            hours.csv:101: time 'when': times occur twice when daylight saving time ends, as in Europe/Berlin: row 100 (2023-10-29 02:00)
                keep one row of each time
                or, if the times are local times of that zone: sluice init hours.csv --zone Europe/Berlin
                or treat the rows as equally far apart, in the order of the file: sluice init hours.csv --time none
            1 problem
            """);
    assertThat(asked(init(data, "--zone", "Berlin")))
        .startsWith("hours.csv: --zone: 'Berlin' is not a time zone\n");
    assertThat(accepted(init(data, "--zone", "Europe/Berlin")).data().time().orElseThrow().zone())
        .contains("Europe/Berlin");
    assertThat(init(data, "--zone", "Europe/Berlin", "--time", "none").err())
        .startsWith("sluice init: --zone tells how times are read: leave it out with --time none");
  }

  @Test
  void readsYearsWhereTheUserSaysThatAColumnHasThem() throws IOException {
    Path data = write("census.csv", "when,people", 60, i -> 1700 + 5 * i + "," + load(i));

    assertThat(asked(init(data, "--target", "people")))
        .isEqualTo(
            """
            census.csv: no column has the time of a row
                add one, such as 2024-05-31 or 2024-05-31 13:00;
                or, if 'when' has years: sluice init census.csv --target people --time when
                or, if the rows are in time order and at equal distances: sluice init census.csv --target people --time none
            1 problem
            """);
    Config config = accepted(init(data, "--target", "people", "--time", "when"));
    assertThat(config.data().time().orElseThrow().frequency()).contains("5y");
    assertThat(((InputSpec.Series) config.data().input()).pastCovariates()).isEmpty();
  }

  @Test
  void readsMonthsThatAreWrittenAsNumbers() throws IOException {
    Path data =
        write(
            "months.csv",
            "period,load",
            60,
            i -> YearMonth.of(2015, 1).plusMonths(i).toString().replace("-", "") + "," + load(i));

    TimeSpec time = accepted(init(data)).data().time().orElseThrow();

    assertThat(time.format()).contains("yyyyMM");
    assertThat(time.frequency()).contains("1mo");
  }

  @Test
  void findsPanelsOfMoreSeriesThanAClassMayHaveNames() throws IOException {
    Path data =
        write(
            "sales.csv",
            "sku,day,units",
            300 * 12,
            i ->
                "k"
                    + i / 12
                    + ","
                    + LocalDate.of(2023, 1, 2).plusDays(i % 12)
                    + ","
                    + (i % 7 + i / 12));

    assertThat(accepted(init(data, "--target", "units")).data().series().orElseThrow().by())
        .contains(List.of("sku"));
  }

  @Test
  void asksAboutTheRowThatAPanelHasTwice() throws IOException {
    Path data =
        write(
            "sales.csv",
            "shop,day,units",
            181,
            i ->
                (i == 180 ? "b" : i < 90 ? "a" : "b")
                    + ","
                    + LocalDate.of(2023, 1, 2).plusDays(i == 180 ? 5 : i % 90)
                    + ","
                    + load(i));

    assertThat(asked(init(data, "--target", "units")))
        .contains("sales.csv:182: row 96 and 181 have the same time 2023-01-07\n")
        .doesNotContain("begin anew", "row 91");
  }

  @Test
  void saysHowManyRowsASeriesOfAPanelNeeds() throws IOException {
    Path data =
        write(
            "sales.csv",
            "shop,day,units",
            12,
            i -> "s" + i % 3 + ",2024-01-0" + (i / 3 + 1) + "," + i * i % 7);

    assertThat(asked(init(data, "--target", "units")))
        .isEqualTo(
            """
            sales.csv: has too few rows to train, validate and test: 4 in the longest of 3 series
                there must be at least 6 in one of them
            1 problem
            """);
  }

  @Test
  void saysWhatTimesAreThatNoFormatCanRead() throws IOException {
    ZonedDateTime first = ZonedDateTime.of(2023, 10, 28, 0, 0, 0, 0, ZoneId.of("Europe/Berlin"));
    Path offsets =
        write(
            "offsets.csv",
            "when,load",
            60,
            i -> DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(first.plusHours(i)) + "," + load(i));
    Path sheet = write("sheet.csv", "when,load", 60, i -> 45000 + i + "," + load(i));

    assertThat(asked(init(offsets)))
        .isEqualTo(
            """
            offsets.csv: time 'when': the offset changes, from +02:00 to +01:00, as with daylight saving time
                write all times with one offset, such as UTC
                or do without: sluice init offsets.csv --time none
            1 problem
            """);
    assertThat(asked(init(sheet)))
        .startsWith(
            "sheet.csv: time 'when': '45000' may be the number of a day in a spreadsheet\n");
    Path hours = write("hours.csv", "when,load", 60, i -> 45000 + i / 24.0 + "," + load(i));
    assertThat(asked(init(hours)))
        .startsWith(
            "hours.csv: time 'when': '45000.0' may be the number of a day in a spreadsheet\n");
    Path years =
        write(
            "years.csv",
            "when,load",
            60,
            i -> String.format(Locale.ROOT, "%.3f", 1949 + i / 12.0) + "," + load(i));
    assertThat(asked(init(years)))
        .startsWith("years.csv: time 'when': '1949.000' may be a year with a fraction\n");
  }

  @Test
  void saysHowToWriteDatesInAnotherLanguage() throws IOException {
    DateTimeFormatter german = DateTimeFormatter.ofPattern("d. MMMM yyyy", Locale.GERMAN);
    Path data =
        write(
            "tage.csv",
            "Tag,Last",
            120,
            i -> german.format(LocalDate.of(2023, 1, 1).plusDays(i)) + "," + load(i));

    assertThat(asked(init(data)))
        .startsWith(
            """
            tage.csv: there are texts, but no column of classes to predict
                if 'Tag' is a time, write it in numbers or in English, such as 2024-05-31;
            """);
  }

  @Test
  void saysHowManyRowsAForecastNeeds() throws IOException {
    IntFunction<String> row = i -> "2024-01-0" + (i + 1) + "," + (i * i % 7 + i);

    assertThat(asked(init(write("days.csv", "when,load", 5, row))))
        .isEqualTo(
            """
            days.csv: has too few rows to train, validate and test: 5
                there must be at least 6
            1 problem
            """);
    accepted(init(write("days.csv", "when,load", 6, row)));
  }

  @Test
  void takesTheMarksOfSpreadsheetsAndPandasForMissingValues() throws IOException {
    List<String> marks = List.of("#N/A", "<NA>", "NaT");
    Path data =
        write(
            "days.csv",
            "when,load",
            60,
            i ->
                LocalDate.of(2023, 1, 2).plusDays(i)
                    + ","
                    + (i % 20 == 9 ? marks.get(i / 20) : load(i)));

    assertThat(asked(init(data))).startsWith("days.csv:11: column 'load' has no value in 3 of 60");
    assertThat(
            accepted(init(data, "--missing", "forward"))
                .data()
                .columns()
                .get("load")
                .missingValues())
        .containsExactlyElementsOf(marks);
  }

  @Test
  void findsAColumnWhoseNameHasBlanksAroundIt() throws IOException {
    Path data =
        write(
            "days.csv",
            "when, load ",
            60,
            i -> LocalDate.of(2023, 1, 2).plusDays(i) + "," + load(i));

    assertThat(asked(init(data, "--target", "load")))
        .isEqualTo(
            """
            days.csv: --target: there is no column 'load'
                did you mean ' load '?  columns: when, ' load '
            1 problem
            """);
    accepted(init(data, "--target", " load "));
  }

  @Test
  void asksAboutTimesWithoutNamingKeysOfAConfigThatIsNotWritten() throws IOException {
    List<String> questions = new ArrayList<>();
    IntFunction<String> day = i -> LocalDate.of(2023, 1, 2).plusDays(i).toString();
    List<IntFunction<String>> times =
        List.of(
            i -> i == 30 ? "2203-02-01" : day.apply(i),
            i -> day.apply(i == 30 ? 29 : i),
            i -> day.apply(i % 40),
            i -> LocalDate.of(2023, 1, 1).plusMonths(i).plusDays(i % 3).toString(),
            i -> day.apply(i + i / 20));
    for (IntFunction<String> time : times) {
      Path data = write("days.csv", "when,load", 80, i -> time.apply(i) + "," + load(i));
      questions.add(asked(init(data)));
    }

    assertThat(questions)
        .allSatisfy(
            question ->
                assertThat(question.replace("data.time.duplicates in a config of your own", ""))
                    .doesNotContain("data."));
  }

  @Test
  void asksWhetherDayOrMonthComesFirst() throws IOException {
    Path data =
        write(
            "days.csv",
            "when,load",
            12,
            i -> String.format(Locale.ROOT, "%02d/%02d/2024,%d", i + 1, i + 1, i * i));

    assertThat(asked(init(data)))
        .isEqualTo(
            """
            days.csv: times of 'when' such as '01/01/2024' may have the day or the month first
                sluice init days.csv --time when --time-format dd/MM/yyyy
                sluice init days.csv --time when --time-format MM/dd/yyyy
            1 problem
            """);
  }

  @Test
  void takesTheFormatOfTimesAsSaid() throws IOException {
    Path data =
        write(
            "days.csv",
            "when,load",
            60,
            i -> String.format(Locale.ROOT, "%02d/%02d/2024,%s", i % 28 + 1, i / 28 + 1, load(i)));

    assertThat(asked(init(data, "--time-format", "MM/dd/yyyy")))
        .startsWith("days.csv: no column has the time of a row\n");
    assertThat(asked(init(data, "--time-format", "MM/dd/yyyy", "--time", "when")))
        .startsWith("days.csv: column 'when' has no times of the form MM/dd/yyyy: ");
    assertThat(asked(init(data, "--time-format", "dd/MM/yyyy")))
        .startsWith("days.csv:30: time 'when': 4 of 64 daily steps are missing (29/01/2024, ");
  }

  @Test
  void readsTimesThatCanOnlyBeMeantInOneWay() throws IOException {
    Path data =
        write(
            "days.csv",
            "when,load",
            200,
            i -> {
              LocalDate day = LocalDate.of(2023, 1, 1).plusDays(i);
              return String.format(
                  Locale.ROOT,
                  "%02d.%02d.%d,%s",
                  day.getDayOfMonth(),
                  day.getMonthValue(),
                  day.getYear(),
                  load(i));
            });

    assertThat(accepted(init(data)).data().time().orElseThrow().format()).contains("dd.MM.yyyy");
  }

  /** A word of five syllables, another one for each row. */
  private static String name(int i) {
    StringBuilder name = new StringBuilder();
    for (int rest = i * 7919 + 100_000; rest > 0; rest /= 20) {
      name.append("bdfgklmnprst".charAt(rest % 12)).append("aeiou".charAt(rest % 20 / 4));
    }
    return name.toString();
  }

  @Test
  void textsOfOneWordAreReadByCharactersWhereTheUserSaysTheyAreTexts() throws IOException {
    Path data =
        write("names.csv", "name,lang", 90, i -> name(i) + "," + List.of("ru", "es").get(i % 2));

    Config config = accepted(init(data, "--text", "name", "--target", "lang"));

    assertThat(((InputSpec.Text) config.data().input()).tokenizer())
        .isInstanceOf(TokenizerSpec.Characters.class);
    assertThat(Files.readString(folder.resolve("out.yaml")))
        .contains("# the texts are about one word each: parts of words matter\n");
    Files.delete(folder.resolve("out.yaml"));
    accepted(init(data, "--text", "name"));
  }

  @Test
  void shortTextsWhoseWordsDoNotRepeatAreReadByCharacters() throws IOException {
    Path data =
        write("texts.csv", "query,intent", 80, i -> name(i) + " " + name(i + 80) + ",c" + i % 2);

    Config config = accepted(init(data, "--text", "query"));

    assertThat(((InputSpec.Text) config.data().input()).tokenizer())
        .isInstanceOf(TokenizerSpec.Characters.class);
  }

  @Test
  void asksWhetherAColumnOfSingleWordsHoldsTheTexts() throws IOException {
    Path data = write("names.csv", "name,lang", 90, i -> name(i) + ",l" + i % 3);

    assertThat(asked(init(data)))
        .isEqualTo(
            """
            names.csv: no column has texts or numbers to learn from
                if 'name' has the texts: sluice init names.csv --text name --target lang
                columns: name id, lang class
            1 problem
            """);
    assertThat(asked(init(data, "--target", "lang")))
        .contains("if 'name' has the texts: sluice init names.csv --target lang --text name\n");
  }

  @Test
  void readsAllColumnsOfTextsUnlessOneIsNamed() throws IOException {
    Path data =
        write(
            "mails.csv",
            "subject,body,label",
            90,
            i -> "re the film no " + i + "," + text(i) + ",c" + i % 2);

    assertThat(((InputSpec.Text) accepted(init(data)).data().input()).columns())
        .contains(List.of("subject", "body"));
    assertThat(Files.readString(folder.resolve("out.yaml")))
        .contains("# A classifier of texts: 'label' from 'subject' and 'body'.")
        .contains("      columns: [subject, body]")
        .contains("for only one: init --text");
    assertThat(
            ((InputSpec.Text) accepted(init(data, "--text", "subject", "--force")).data().input())
                .column())
        .isEqualTo("subject");
  }

  @Test
  void namesShortTextsThatItDoesNotRead() throws IOException {
    Path data =
        write(
            "mails.csv",
            "subject,body,label",
            90,
            i -> name(i) + " " + i + "," + text(i) + ",c" + i % 2);

    assertThat(((InputSpec.Text) accepted(init(data)).data().input()).column()).isEqualTo("body");
    assertThat(Files.readString(folder.resolve("out.yaml")))
        .contains("; not read, but perhaps texts too: 'subject' (init --text)\n");
  }

  @Test
  void asksForAClassOfFewRowsOrAForecastWhereNoClassIsPlain() throws IOException {
    Path data =
        write("texts.csv", "text,label,stars", 60, i -> text(i) + ",c" + i % 30 + "," + load(i));

    assertThat(asked(init(data)))
        .startsWith(
            """
            texts.csv: there are texts, but no column of classes to predict
                if 'label' is the class: sluice init texts.csv --target label
                to predict 'stars': sluice init texts.csv --target stars
            """);
    accepted(init(data, "--target", "label"));
  }

  @Test
  void refusesWishesThatDoNotGoTogether() throws IOException {
    Path data = write("texts.csv", "text,label", 90, i -> text(i) + ",c" + i % 2);

    assertThat(asked(init(data, "--text", "text", "--target", "text")))
        .startsWith("sluice init: --text and --target name the same column: text\n");
    assertThat(asked(init(data, "--text", "text", "--time", "none")))
        .startsWith(
            "sluice init: texts have no time: leave out --text or the options about times\n");
  }

  @Test
  void aTargetThatTheUserNamesMayHaveFewRowsForEachClass() throws IOException {
    Path data = write("texts.csv", "text,label", 60, i -> text(i) + ",c" + i % 30);

    assertThat(((TargetSpec.ClassTarget) accepted(init(data, "--target", "label")).data().target()))
        .extracting(TargetSpec.ClassTarget::column)
        .isEqualTo("label");
  }

  @Test
  void namesATargetThatCannotBeAClass() throws IOException {
    Path data = write("texts.csv", "text,key,same", 60, i -> text(i) + ",k" + i + ",x");

    assertThat(asked(init(data, "--text", "text", "--target", "key")))
        .startsWith(
            """
            texts.csv: column 'key' cannot be the class: id (60 different values in 60 rows)
                to write it as a text: sluice init texts.csv --target key --text text --task text
            """);
    assertThat(asked(init(data, "--text", "text", "--target", "key", "--target", "same")))
        .isEqualTo(
            """
            texts.csv: several targets of texts must be numbers, or columns of 0 and 1
                'key' is id (60 different values in 60 rows)
                'same' is constant ('x' in all rows)
            1 problem
            """);
    assertThat(asked(init(data, "--text", "text", "--target", "same")))
        .startsWith("texts.csv: column 'same' cannot be the class: constant ('x' in all rows)\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "toxic,none",
        "a,b,c,NA",
        "null,None,NaN",
        "favor,against,None",
        "ham,spam,ham ,spam ",
        "bad,good,bad ",
        "1,0,NA",
        "caf\u00e9,bar",
        "-,--",
        "nil,n/a,null",
        "1,?"
      })
  void classesAreReadAsTrainingReadsThem(String names) throws IOException {
    List<String> classes = List.of(names.split(","));
    Path data =
        write("texts.csv", "text,label", 120, i -> text(i) + "," + classes.get(i % classes.size()));

    TargetSpec.ClassTarget target = (TargetSpec.ClassTarget) accepted(init(data)).data().target();

    assertThat(target.positive().isPresent()).isEqualTo(classes.size() == 2);
    for (String name : classes) {
      String shown = name.endsWith(" ") ? "'" + name + "'" : name;
      assertThat(Files.readString(folder.resolve("out.yaml")))
          .containsPattern("rows: .*\\Q%s %s\\E".formatted(shown, 120 / classes.size()));
    }
  }

  @Test
  void aClassWrittenInTwoNormalFormsIsOne() throws IOException {
    List<String> names = List.of("caf\u00e9", "bar", "cafe\u0301", "bar");
    Path data = write("texts.csv", "text,label", 80, i -> text(i) + "," + names.get(i % 4));

    assertThat(((TargetSpec.ClassTarget) accepted(init(data)).data().target()).positive())
        .contains("caf\u00e9");
  }

  @Test
  void saysThatAClassNamedNaMayStandForNone() throws IOException {
    Path data =
        write("texts.csv", "text,label", 80, i -> text(i) + "," + (i % 2 == 0 ? "a" : "NA"));

    accepted(init(data));

    assertThat(Files.readString(folder.resolve("out.yaml")))
        .contains("\n  # 'NA' counts as a class; leave out its rows if it means 'no class'\n");
  }

  @Test
  void classesBeyondTheFirstRowsCount() throws IOException {
    Path data =
        write("texts.csv", "text,label", 100_030, i -> text(i) + "," + (i < 100_010 ? i % 2 : 2));

    assertThat(((TargetSpec.ClassTarget) accepted(init(data)).data().target()).positive())
        .isEmpty();
  }

  @Test
  void namesNoKeyOfAConfigThatWasNotWritten() throws IOException {
    Path few = write("texts.csv", "text,label", 4, i -> text(i) + ",c" + i % 2);
    Path blank =
        write("blank.csv", "text,label", 90, i -> text(i) + "," + (i == 7 ? "" : "c" + i % 2));

    assertThat(asked(init(few, "--text", "text", "--target", "label")))
        .isEqualTo(
            """
            texts.csv: has too few rows to train, validate and test: 4
                there must be at least 5
            1 problem
            """);
    assertThat(asked(init(blank))).startsWith("blank.csv:9: column 'label': no class\n");
  }

  @Test
  void asksForTheNamesOfColumnsWithoutAHeader() throws IOException {
    Path data = write("texts.tsv", "0\tone film was fine", 200, i -> i % 2 + "\t" + text(i));

    assertThat(asked(init(data)))
        .isEqualTo(
            """
            texts.tsv:1: may be a row, not a header: '0' is a number
                if it is a row, name the 2 columns: sluice init texts.tsv --columns label,text
                if it is a header: sluice init texts.tsv --columns '0,one film was fine'
            1 problem
            """);
    Config config = accepted(init(data, "--columns", "label,text"));
    assertThat(((TargetSpec.ClassTarget) config.data().target()).positive()).contains("1");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void namesTheTitleAboveAHeader(String separator) throws IOException {
    Path data =
        write(
            "days.csv",
            "Sales of 2023\nall shops\n\nday" + separator + "sold",
            60,
            i -> LocalDate.of(2023, 1, 1).plusDays(i) + separator + load(i));

    assertThat(asked(init(data)))
        .isEqualTo(
            """
            days.csv:1: lines 1 to 3 have 1 value each, and the lines below them have 2 values
                a title is no header: remove all lines above the one with the columns' names
            1 problem
            """);
  }

  @Test
  void asksWhetherAFirstLineOfWordsOrTimesIsARow() throws IOException {
    Path reviews = write("texts.csv", "a fine film,good", 90, i -> text(i) + "," + mood(i));
    Path days =
        write(
            "days.csv",
            "2022-12-31,a",
            90,
            i -> LocalDate.of(2023, 1, 1).plusDays(i) + "," + load(i));
    Path numbers = write("numbers.csv", "0,0,5.5", 90, i -> "0,0," + load(i));

    assertThat(asked(init(reviews)))
        .isEqualTo(
            """
            texts.csv:1: may be a row, not a header: 'good' is in row 1 too
                if it is a row, name the 2 columns: sluice init texts.csv --columns text,label
                if it is a header: sluice init texts.csv --columns 'a fine film,good'
            1 problem
            """);
    accepted(init(reviews, "--columns", "text,label"));
    Files.delete(folder.resolve("out.yaml"));
    accepted(init(reviews, "--columns", "a fine film,good"));
    Files.delete(folder.resolve("out.yaml"));
    assertThat(asked(init(days)))
        .startsWith(
            """
            days.csv:1: may be a row, not a header: '2022-12-31' is a time
                if it is a row, name the 2 columns: sluice init days.csv --columns time,value
            """);
    assertThat(asked(init(numbers)))
        .contains("list the names under column_names (--columns of init)");
    accepted(init(numbers, "--columns", "a,b,c", "--time", "none"));
  }

  @Test
  void yearsAboveNumbersAreNamesOfColumns() throws IOException {
    String years =
        IntStream.range(1960, 2020).mapToObj(Integer::toString).collect(Collectors.joining(","));
    Path data = write("years.csv", "country," + years, 8, i -> "c" + i + numbers(i, 60));

    Config config = accepted(init(data));

    assertThat(config.data().series().orElseThrow().wide().orElseThrow().columns())
        .containsExactly("1960..2019");
  }

  @Test
  void datesAboveNumbersAreTheStepsOfSeries() throws IOException {
    String dates =
        IntStream.range(0, 100)
            .mapToObj(i -> LocalDate.of(2023, 1, 1).plusDays(i).toString())
            .collect(Collectors.joining(","));
    Path data = write("shops.csv", "shop," + dates, 8, i -> "s" + i + numbers(i, 100));

    Config config = accepted(init(data));

    assertThat(config.data().series().orElseThrow().wide().orElseThrow().columns())
        .containsExactly("*");
    Files.delete(folder.resolve("out.yaml"));
    Path totals =
        write("totals.csv", "shop," + dates + ",total", 8, i -> "s" + i + numbers(i, 101));
    assertThat(asked(init(totals)))
        .startsWith(
            "totals.csv: 100 columns are numbered, '2023-01-01' to '2023-04-10': each row seems to"
                + " be a separate series\n");
  }

  @Test
  void asksForTheNamesOfManyColumnsInOneLine() throws IOException {
    String values =
        IntStream.range(0, 60).mapToObj(i -> "," + i * i + ".5").collect(Collectors.joining());
    Path data = write("rows.csv", "d0" + values, 8, i -> "c" + i + numbers(i, 60));

    assertThat(asked(init(data)))
        .isEqualTo(
            """
            rows.csv:1: may be a row, not a header: '0.5' is a number
                if it is a row, name all 61 columns, separated by commas: sluice init rows.csv --columns NAMES
                if it is a header, give --columns the names in that line
            1 problem
            """);
  }

  private static String numbers(int row, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "," + load(31 * row + i))
        .collect(Collectors.joining());
  }

  private static String mood(int i) {
    return i % 2 == 0 ? "good" : "bad";
  }

  @Test
  void aHeaderThatStandsInTheFileAgainIsNoRow() throws IOException {
    Path data =
        write("texts.csv", "text,label", 90, i -> i == 40 ? "text,label" : text(i) + "," + mood(i));

    accepted(init(data));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Unnamed: 0"})
  void anIndexWithoutANameIsNeverAnInput(String index) throws IOException {
    Path texts =
        write("texts.csv", index + ",text,label", 90, i -> i % 7 + "," + text(i) + ",c" + i % 2);
    Path loads = write("loads.csv", index + ",load", 90, i -> i * 37 % 90 + "," + load(i));

    accepted(init(texts));
    Files.delete(folder.resolve("out.yaml"));
    Config config = accepted(init(loads, "--time", "none"));
    assertThat(((InputSpec.Series) config.data().input()).pastCovariates()).isEmpty();
  }

  @Test
  void asksWhichOfSeveralClassesIsMeant() throws IOException {
    Path data =
        write("texts.csv", "text,mood,genre", 200, i -> text(i) + ",m" + i % 2 + ",g" + i / 40 % 3);

    assertThat(asked(init(data)))
        .startsWith("texts.csv: which of 2 columns is the class to predict?\n")
        .contains("    sluice init texts.csv --target mood\n");
    accepted(init(data, "--target", "genre"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the load",
        "load: net",
        "it's \"load\"",
        "15min",
        "true",
        "no",
        "null",
        "#load",
        "- load",
        "{load}",
        "[load]",
        "&load",
        "*load",
        "!load",
        "%load",
        "@load",
        "`load`",
        "lo\\ad",
        "${LOAD}",
        "$load",
        "~",
        "?",
        "naïve Größe",
        "負荷",
        "load\u0085x",
        "x: {y}"
      })
  void everyNameOfAColumnIsQuotedAsNeeded(String name) throws IOException {
    String header = "\"" + name.replace("\"", "\"\"") + "\"";
    Path data = days("day," + header + ",wind", i -> "%s,%s".formatted((i + 1) * 10, load(i)));

    Config forecast = accepted(init(data, "--target", name));
    assertThat(((TargetSpec.Forecast) forecast.data().target()).columns()).containsExactly(name);
    Files.delete(folder.resolve("out.yaml"));
    Config covariate = accepted(init(data, "--target", "wind"));
    assertThat(((InputSpec.Series) covariate.data().input()).pastCovariates())
        .containsExactly(name);
  }

  @ParameterizedTest
  @CsvSource({
    "my data.csv",
    "d'ata.csv",
    "~data.csv",
    "#1.csv",
    "größe.csv",
    "a.b.csv",
    "${X}.csv"
  })
  void findsFilesOfEveryName(String name) throws IOException {
    Path data = write(name, "text,label", 200, i -> text(i) + "," + (i % 2 == 0 ? "a" : "b"));
    Path elsewhere = Files.createDirectories(folder.resolve("con fig")).resolve("my config.yaml");

    CommandLineRun run = init(data, "--output", elsewhere.toString());

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(CommandLineRun.of("check", elsewhere.toString()).exit()).isZero();
  }

  @Test
  void commandsCanBePastedIntoAShell() throws IOException {
    Path data = write("it's my data.csv", "-wind,the load", 90, i -> i * 37 % 90 + "," + load(i));

    assertThat(asked(init(data, "--time", "none")))
        .contains("init '")
        .contains("it'\\''s my data.csv' --time none --target 'the load'\n")
        .contains(" --time none --target=-wind\n");
    accepted(init(data, "--time", "none", "--target=-wind"));
    Path config = folder.resolve("it's mine.yaml");
    CommandLineRun run =
        init(data, "--time", "none", "--target=-wind", "--output", config.toString());
    assertThat(run.out())
        .contains("sluice check '" + folder + "/it'\\''s mine.yaml'\n")
        .contains("sluice train '" + folder + "/it'\\''s mine.yaml'\n");
  }

  @Test
  void readsPackedFiles() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write("day,load\n".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 200; i++) {
        String row = LocalDate.of(2023, 1, 1).plusDays(i) + "," + load(i) + "\n";
        gzip.write(row.getBytes(StandardCharsets.UTF_8));
      }
    }
    Path data = Files.write(folder.resolve("days.csv.gz"), packed.toByteArray());

    assertThat(accepted(init(data)).name()).isEqualTo("days");
  }

  @Test
  void findsTheDelimiterOfAHeaderWithoutCommas() throws IOException {
    Path data =
        write("texts.csv", "text;label", 200, i -> text(i) + ";" + (i % 2 == 0 ? "a" : "b"));

    accepted(init(data));
    assertThat(Files.readString(folder.resolve("out.yaml"))).contains("delimiter: \";\"");
  }

  @Test
  void judgesLargeFilesByTheirFirstRowsAndSaysSo() throws IOException {
    Path data = write("loads.csv", "load", 100_010, i -> Integer.toString(i * 7 % 1000));

    accepted(init(data, "--time", "none"));

    assertThat(folder.resolve("out.yaml"))
        .content()
        .contains("# The columns of loads.csv, from its first 100000 rows:\n");
  }

  @Test
  void findsFaultsBeyondTheFirstRowsBeforeItWrites() throws IOException {
    Path data = write("loads.csv", "load", 100_010, i -> i == 100_005 ? "x" : "" + i * 7 % 1000);

    assertThat(asked(init(data, "--time", "none")))
        .startsWith("loads.csv:100007: 'load' row 100006: 'x' is not a number\n");
  }

  @Test
  void replacesAConfigByForce() throws IOException {
    Path there = Files.writeString(folder.resolve("out.yaml"), "mine");

    accepted(init(Path.of("data/reviews.csv"), "--force"));

    assertThat(there).content().contains("column: review");
  }

  @Test
  void neverReplacesTheData() throws IOException {
    Path data = Files.copy(Path.of("data/reviews.csv"), folder.resolve("reviews.csv"));

    CommandLineRun run =
        CommandLineRun.of("init", data.toString(), "--output", data.toString(), "--force");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).startsWith(data + ": is the data file\n");
    assertThat(data).hasSameBinaryContentAs(Path.of("data/reviews.csv"));
  }

  @Test
  void refusesToOverwrite() throws IOException {
    Path there = Files.writeString(folder.resolve("out.yaml"), "mine");

    CommandLineRun run = init(Path.of("data/reviews.csv"));

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("out.yaml: exists already\n");
    assertThat(there).hasContent("mine");
  }

  @Test
  void namesTheNearestColumn() throws IOException {
    Path data = days("day,load", InitCommandTest::load);

    assertThat(asked(init(data, "--target", "laod")))
        .startsWith("days.csv: --target: there is no column 'laod'\n    did you mean 'load'?");
  }

  @Test
  void refusesTargetsWithMissingValues() throws IOException {
    Path data = days("day,load", i -> i < 3 ? "NA" : load(i));

    assertThat(asked(init(data)))
        .startsWith("days.csv:2: column 'load' has no value in 3 of 200 rows, first in row 1\n");
  }

  @Test
  void namesTheCellsThatStopAColumnFromBeingNumbers() throws IOException {
    Path one = days("day,load", i -> i == 9 ? "inf" : load(i));

    String named = "days.csv:11: column 'load' has numbers, but 'inf' in row 10 is not\n";
    assertThat(asked(init(one))).startsWith(named);
    assertThat(asked(init(one, "--target", "load"))).startsWith(named);
    Path several = days("day,load", i -> i % 40 == 9 ? i + "*" : load(i));
    assertThat(asked(init(several)))
        .startsWith(
            "days.csv:11: column 'load' has numbers, but "
                + "'9*' in row 10, '49*' in row 50, '89*' in row 90 and 2 more are not\n");
  }

  @Test
  void doesNotTakeAnotherColumnSilentlyWhereOneIsNumbersButForACell() throws IOException {
    Path data = days("day,load,wind", i -> (i == 9 ? "inf" : load(i)) + "," + i % 5);

    assertThat(asked(init(data)))
        .startsWith("days.csv:11: column 'load' has numbers, but 'inf' in row 10 is not\n")
        .contains("or leave the column out: sluice init days.csv --target wind\n");
    accepted(init(data, "--target", "wind"));
    assertThat(Files.readString(folder.resolve("out.yaml")))
        .contains("#   load: unreadable (numbers, but 'inf' in row 10 is not)\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yyyy-MM-dd", "dd.MM.yyyy", "d MMM yyyy", "yyyy-MM-dd HH:mm", "yyyyMMdd"})
  void namesTheRowThatHasNoTime(String format) throws IOException {
    DateTimeFormatter form = DateTimeFormatter.ofPattern(format, Locale.ENGLISH);
    Path data =
        write(
            "days.csv",
            "when,load",
            31,
            i ->
                (i == 30
                        ? "Total"
                        : form.format(LocalDate.of(2024, 1, 1).plusDays(i).atStartOfDay()))
                    + ","
                    + load(i));

    String named = "days.csv:32: column 'when' has times, but 'Total' in row 31 is not\n";
    assertThat(asked(init(data))).startsWith(named);
    assertThat(asked(init(data, "--time", "when"))).startsWith(named);
    accepted(init(data, "--time", "none"));
  }

  @Test
  void namesTheFileAsTheUserDoesAlsoForWhatCheckFinds() throws IOException {
    List<String> ends = List.of("2015-03-31", "2015-04-30", "2015-05-29", "2015-06-30");
    Path data = write("months.csv", "when,load", 4, i -> ends.get(i) + "," + load(i));
    Path relative = Path.of("").toAbsolutePath().relativize(data);

    CommandLineRun run = init(relative);

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(relative + ":4: time 'when': last working days of months, such as 2015-05-29");
  }

  @Test
  void namesTheFirstRowWhoseTimeIsMissing() throws IOException {
    Path data =
        write(
            "days.csv",
            "when,load",
            31,
            i -> (i == 30 ? "" : LocalDate.of(2024, 1, 1).plusDays(i)) + "," + load(i));

    assertThat(asked(init(data)))
        .startsWith("days.csv:32: time 'when' is missing in 1 of 31 rows, first in row 31\n");
  }

  @Test
  void readsNumbersAsTheyAreWritten() throws IOException {
    Path data =
        write(
            "werte.csv",
            "tag;wert;anteil;filiale",
            200,
            i ->
                "%s;%s,5 \u20ac;%s%%;%s"
                    .formatted(
                        LocalDate.of(2023, 1, 1).plusDays(i), 1200 + i * i % 37, i * 7 % 50, 7));

    Config config = accepted(init(data, "--target", "wert"));

    assertThat(config.data().columns().get("wert").number().orElseThrow().inConfig())
        .isEqualTo("{decimal: \",\", suffix: \"\u20ac\"}");
    assertThat(((InputSpec.Series) config.data().input()).pastCovariates())
        .containsExactly("anteil");
  }

  @Test
  void asksWhatACommaStandsFor() throws IOException {
    Path data =
        write(
            "sold.csv",
            "day;sold",
            200,
            i -> LocalDate.of(2023, 1, 1).plusDays(i) + ";1," + (281 + i * i % 97));

    assertThat(asked(init(data)))
        .isEqualTo(
            """
            sold.csv: column 'sold': the comma of '1,281' may be a thousands sign or a decimal comma
                thousands: sluice init sold.csv --decimal .
                decimals: sluice init sold.csv --decimal ,
            1 problem
            """);
    Config config = accepted(init(data, "--decimal", ","));
    assertThat(config.data().columns().get("sold").number().orElseThrow().decimal()).isEqualTo(",");
    Files.delete(folder.resolve("out.yaml"));
    config = accepted(init(data, "--decimal", "."));
    assertThat(config.data().columns().get("sold").number().orElseThrow().thousands())
        .contains(",");
    assertThat(init(data, "--decimal", "x").err()).contains("--decimal takes , or .");
  }

  @Test
  void numbersBesideTextsAreReadAsTheyAreWrittenIfTheyAreForecast() throws IOException {
    Path data =
        days("day,price,sold,note", i -> "$%s,\"1,%s\",%s".formatted(load(i), 281 + i, text(i)));

    Config config = accepted(init(data, "--target", "price"));
    assertThat(config.data().columns().get("price").number().orElseThrow().prefix()).contains("$");
    Files.delete(folder.resolve("out.yaml"));
    assertThat(asked(init(data, "--target", "sold")))
        .contains("    thousands: sluice init days.csv --target sold --decimal .\n");
    config = accepted(init(data, "--target", "sold", "--decimal", "."));
    assertThat(config.data().columns().get("sold").number().orElseThrow().thousands())
        .contains(",");
  }

  @Test
  void aCovariateWhoseCommasMayBeEitherIsNamedForWhatItIs() throws IOException {
    Path data = days("day,wind,load", i -> "\"1," + (281 + i) + "\"," + load(i));

    assertThat(asked(init(data)))
        .startsWith("days.csv: column 'wind': the comma of '1,281' may be a thousands sign or ")
        .contains("\n    or leave the column out: sluice init days.csv --target load\n");
    assertThat(((InputSpec.Series) accepted(init(data, "--target", "load")).data().input()))
        .extracting(InputSpec.Series::pastCovariates)
        .isEqualTo(List.of());
    assertThat(Files.readString(folder.resolve("out.yaml")))
        .contains("#   wind: unreadable (numbers in another format)\n");
  }

  @Test
  void leavesOutColumnsWithMissingValues() throws IOException {
    Path data = days("day,wind,load", i -> (i == 7 ? "?" : i % 5) + "," + load(i));

    Config config = accepted(init(data, "--target", "load"));

    assertThat(((InputSpec.Series) config.data().input()).pastCovariates()).isEmpty();
    assertThat(Files.readString(folder.resolve("out.yaml")))
        .contains("#   wind: number (5 different numbers), missing in 1 row\n");
  }

  @Test
  void namesTheSchemaThatStandsAbove() throws IOException {
    Files.createDirectories(folder.resolve("docs"));
    Files.writeString(folder.resolve("docs/sluice.schema.json"), "{}");
    Path config = Files.createDirectories(folder.resolve("config")).resolve("days.yaml");

    CommandLineRun run =
        init(days("day,load", InitCommandTest::load), "--output", config.toString());

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(config)
        .content()
        .startsWith("# yaml-language-server: $schema=../docs/sluice.schema.json\n");
  }

  @Test
  void templatesPassCheckOnceTheirDataAreThere() throws IOException {
    write("texts.csv", "text,label", 400, i -> text(i) + ",c" + i % 2);
    write(
        "series.csv", "date,value", 400, i -> LocalDate.of(2023, 1, 1).plusDays(i) + "," + load(i));

    Files.createDirectories(folder.resolve("docs"));
    Files.writeString(folder.resolve("docs/sluice.schema.json"), "{}");

    for (String template : List.of("sentiment", "forecast")) {
      Path config = folder.resolve(template + ".yaml");
      CommandLineRun run =
          CommandLineRun.of("init", "--template", template, "--output", config.toString());

      assertThat(run.exit()).as(run.err()).isZero();
      assertThat(config)
          .content()
          .startsWith("# yaml-language-server: $schema=docs/sluice.schema.json\n");
      CommandLineRun check = CommandLineRun.of("check", config.toString());
      assertThat(check.exit()).as(check.err()).isZero();
    }
  }

  @Test
  void printsWhenAskedTo() {
    CommandLineRun run = init(Path.of("data/reviews.csv"), "--output", "-");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out()).startsWith("# yaml-language-server: ").contains("path: data/reviews.csv");
  }

  @Test
  void refusesFilesAndFoldersThatAreNotThere() throws IOException {
    assertThat(asked(init(folder.resolve("days.csv")))).startsWith("days.csv: does not exist\n");
    assertThat(asked(init(folder))).contains(": is empty: it has no text\n");
    Path elsewhere = folder.resolve("none").resolve("out.yaml");
    assertThat(init(Path.of("data/reviews.csv"), "--output", elsewhere.toString()).err())
        .contains("out.yaml: there is no folder ", "create it first, or choose another file");
    assertThat(init(Path.of("data/reviews.csv"), "--output", folder.toString()).err())
        .contains(": is a folder\n", "name a file in it with --output");
  }

  @Test
  void templatesTakeNoColumns() {
    CommandLineRun run = CommandLineRun.of("init", "--template", "forecast", "--target", "load");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).startsWith("sluice init: a --template does not read data");
  }

  @Test
  void needsDataOrATemplate() {
    assertThat(CommandLineRun.of("init").exit()).isEqualTo(2);
    assertThat(Arrays.asList(CommandLineRun.of("init").err().split("\n")))
        .contains("sluice init: give a DATA file, or a --template");
  }
}
