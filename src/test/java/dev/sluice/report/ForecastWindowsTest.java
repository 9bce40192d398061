package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.run.RunFolder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastWindowsTest {
  @TempDir Path folder;

  @Test
  void holdsAllOfASmallTestPart() {
    ForecastWindows forecasts = read(List.of("a", "b"), 5, 3);

    assertThat(forecasts.allWindows()).isEqualTo(5);
    assertThat(forecasts.windows()).hasSize(5);
    assertThat(forecasts.times()).hasSize(7); // 5 windows of 3 steps, each a month later
    assertThat(forecasts.windows().get(4).cutoff()).isEqualTo("1959-04");
    assertThat(forecasts.times().get(forecasts.windows().get(4).first())).isEqualTo("1959-05");
    assertThat(forecasts.windows().get(4).forecast().get("b")).hasSize(3);
    assertThat(forecasts.actual().get("a")).doesNotContainNull().hasSize(7);
    assertThat(forecasts.actual().get("a").get(0)).isEqualTo(400); // 400 + 60 sin 0 + 0
  }

  @Test
  void spreadsTheWindowsOfALargeOneAndKeepsTheLast() {
    ForecastWindows forecasts = read(List.of("a"), 500, 12);

    assertThat(forecasts.windows()).hasSize(60);
    assertThat(forecasts.windows().get(0).first()).isZero();
    assertThat(forecasts.windows().get(59).first()).isEqualTo(499);
  }

  @Test
  void everyWindowHasItsActualValuesWhenTheBeginningIsLeftOut() {
    List<String> columns = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");

    ForecastWindows forecasts = read(columns, 2100, 2);

    assertThat(forecasts.times()).hasSize(2000); // 20,000 values / 10 columns
    assertThat(forecasts.windows()).allSatisfy(w -> assertThat(w.first()).isBetween(0, 1998));
  }

  private ForecastWindows read(List<String> columns, int windows, int steps) {
    RunFolder run = SampleRuns.ofForecasts(folder.resolve("run"), columns, windows, steps);
    return ForecastWindows.read(run.predictions());
  }
}
