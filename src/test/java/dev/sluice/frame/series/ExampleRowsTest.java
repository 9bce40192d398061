package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.data.Pipeline;
import dev.sluice.input.InputColumn;
import dev.sluice.source.Table;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model shows rows that it takes, whatever it was trained on. */
class ExampleRowsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "input: {series: {lookback: 4}}",
        "input: {series: {lookback: 4, past_covariates: [z], lags: [6]}}",
        """
          time: {column: day, frequency: 1d, season: 7}
          input: {series: {lookback: 4, calendar: [weekday], future_covariates: [z, kind]}}""",
        """
          time: {columns: [date, hour], format: yyyy-MM-dd H, frequency: 1h}
          input: {series: {lookback: 4}}""",
        """
          time: {column: stamp, frequency: 1h, zone: Europe/Berlin}
          input: {series: {lookback: 4, calendar: [hour]}}""",
        "time: {column: seconds, format: epoch_seconds, frequency: 1h}\\n  input: {series: {lookback: 4}}",
        "time: {column: weekday, frequency: 1b}\\n  input: {series: {lookback: 4}}",
        "time: {column: end, frequency: 1mo}\\n  input: {series: {lookback: 4}}",
        """
          columns: {y: {transform: {log: {}}}, z: {transform: {difference: {}}}}
          input: {series: {lookback: 4, past_covariates: [z]}}""",
        "columns: {y: {number: {decimal: ','}}}\\n  input: {series: {lookback: 4}}",
      })
  void isRowsThatTheModelTakes(String section) {
    Pipeline pipeline = pipeline(section.replace("\\n", "\n"), rows(section.contains("decimal")));

    Table example = pipeline.input().example();

    assertThat(pipeline.unlabelled(example).size()).isEqualTo(1);
    assertThat(example.columns())
        .containsExactlyElementsOf(
            pipeline.input().reads().stream().map(InputColumn::name).toList());
  }

  @Test
  void ofManySeriesIsOneOfThem() {
    List<List<String>> rows = new ArrayList<>();
    for (String store : List.of("north", "south")) {
      IntStream.range(0, 40)
          .forEach(
              i ->
                  rows.add(
                      List.of(
                          store,
                          LocalDate.of(2023, 1, 1).plusDays(i).toString(),
                          Double.toString(5 + Math.sin(i)),
                          store.equals("north") ? "1.5" : "2")));
    }
    Pipeline pipeline =
        pipeline(
            """
            time: {column: day, frequency: 1d}
              series: {by: [store]}
              input: {series: {lookback: 4, static: [size]}}""",
            Table.of(List.of("store", "day", "y", "size"), rows));

    Table example = pipeline.input().example();

    assertThat(pipeline.unlabelled(example).size()).isEqualTo(1);
    assertThat(example.row(0)).startsWith("north", "2024-01-01");
    assertThat(example.row(3).get(3)).isEqualTo(example.row(0).get(3));
  }

  @Test
  void ofSeriesInRowsIsOneRow() {
    List<String> columns = new ArrayList<>(List.of("id"));
    IntStream.rangeClosed(1, 30).forEach(i -> columns.add("t" + i));
    List<List<String>> rows = new ArrayList<>();
    for (String id : List.of("a", "b", "c")) {
      List<String> row = new ArrayList<>(List.of(id));
      IntStream.rangeClosed(1, 30)
          .forEach(i -> row.add(Double.toString(id.length() + Math.cos(i))));
      rows.add(row);
    }
    Pipeline pipeline =
        pipeline(
            "series: {wide: {id: id, columns: ['t*']}}\n  input: {series: {lookback: 4}}",
            Table.of(columns, rows));

    Table example = pipeline.input().example();

    assertThat(example.columns()).containsExactly("id", "t1", "t2", "t3", "t4");
    assertThat(pipeline.unlabelled(example).size()).isEqualTo(1);
  }

  private static Pipeline pipeline(String section, Table rows) {
    return Dataset.load(
            ConfigReader.parse(
                    """
                    name: toy
                    data:
                      source: {csv: {path: rows-are-in-memory.csv}}
                      %s
                      target: {forecast: {columns: [y], horizon: 2}}
                      split: {test: {rows: 8}}
                    network: [{lstm: {units: 2}}]
                    training: {epochs: 1}
                    """
                        .formatted(section.strip().replaceAll("\n\\s*", "\n  ")),
                    "toy.yaml",
                    Path.of(""),
                    List.of())
                .config()
                .data(),
            rows)
        .pipeline();
  }

  private static Table rows(boolean commas) {
    List<List<String>> rows = new ArrayList<>();
    LocalDate weekday = LocalDate.of(2023, 1, 2);
    for (int i = 0; i < 60; i++) {
      LocalDateTime hour = LocalDateTime.of(2023, 5, 1, 0, 0).plusHours(i);
      rows.add(
          List.of(
              Double.toString(10 + Math.sin(i)).replace(".", commas ? "," : "."),
              Double.toString(Math.cos(i)),
              i % 3 == 0 ? "red" : "blue",
              LocalDate.of(2023, 1, 1).plusDays(i).toString(),
              hour.toLocalDate().toString(),
              Integer.toString(hour.getHour()),
              hour.toString().replace('T', ' '),
              Long.toString(hour.toEpochSecond(ZoneOffset.UTC)),
              weekday.toString(),
              YearMonth.of(2018, 1).plusMonths(i).atEndOfMonth().toString()));
      weekday = weekday.plusDays(weekday.getDayOfWeek() == DayOfWeek.FRIDAY ? 3 : 1);
    }
    return Table.of(
        List.of("y", "z", "kind", "day", "date", "hour", "stamp", "seconds", "weekday", "end"),
        rows);
  }
}
