package dev.sluice.evaluate.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.evaluate.AirPassengers;
import dev.sluice.evaluate.Patience;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Figures of bench/baselines/reference.py. */
class LinearWindowsTest {
  private static final double[] MONTHS = AirPassengers.months();
  private static final double[] LOGS = Arrays.stream(MONTHS).map(Math::log).toArray();

  @Test
  void aRidgeOnTheWindowLessItsLastValueGivesWhatNumpyGives() {
    LinearWindows line =
        LinearWindows.fit(
            windows(24, 12, 0, 23, 83, LOGS), // 61 windows in 96 rows
            windows(24, 12, 0, 0, -1, LOGS),
            Patience.ENDLESS);

    assertThat(line.strength()).isEqualTo(0.01); // no validation part to choose it
    assertThat(Arrays.copyOf(line.forecast(LOGS, 131, 0), 3))
        .containsExactly(
            new double[] {6.054245744359334, 6.005402490618414, 6.116825751474332}, within(1e-9));
  }

  @Test
  void theStrengthIsTheBestOfTheValidationPart() {
    LinearWindows line =
        LinearWindows.fit(
            windows(24, 12, 0, 23, 83, LOGS), windows(24, 12, 0, 95, 107, LOGS), Patience.ENDLESS);

    // squared errors there, in variances: 0.04984, 0.04986, 0.0501, 0.0518, 0.0630, 0.1179
    assertThat(line.strength()).isEqualTo(1e-5);
    assertThat(Arrays.copyOf(line.forecast(LOGS, 131, 0), 3))
        .containsExactly(
            new double[] {6.056586148401838, 5.989110579746485, 6.114679339536106}, within(1e-8));
  }

  @Test
  void columnsShareTheWeightsInTheirOwnUnitsAndAGapIsSkipped() {
    LinearWindows line =
        LinearWindows.fit(
            windows(6, 3, 2, 5, 90, MONTHS, LOGS),
            windows(6, 3, 2, 0, -1, MONTHS, LOGS),
            Patience.ENDLESS);

    assertThat(line.forecast(MONTHS, 131, 0))
        .containsExactly(
            new double[] {481.5271180559245, 483.7671913904014, 513.075246230342}, within(1e-7));
    assertThat(line.forecast(LOGS, 131, 1))
        .containsExactly(
            new double[] {6.203313719457479, 6.213087561426048, 6.27839288481573}, within(1e-9));
  }

  @Test
  void aLookbackOfOneRowIsTheMeanChange() {
    double[] line = {0, 2, 4, 6, 8, 10};

    assertThat(
            LinearWindows.fit(
                    windows(1, 2, 0, 0, 3, line), windows(1, 2, 0, 0, -1, line), Patience.ENDLESS)
                .forecast(line, 5, 0))
        .containsExactly(new double[] {12, 14}, within(1e-12));
  }

  @Test
  void fittingEndsWithThePatience() {
    assertThatThrownBy(
            () ->
                LinearWindows.fit(
                    windows(24, 12, 0, 23, 83, LOGS), windows(24, 12, 0, 0, -1, LOGS), () -> true))
        .isInstanceOf(CancellationException.class);
  }

  private static SeriesHistory windows(
      int lookback, int horizon, int gap, int firstCutoff, int lastCutoff, double[]... values) {
    return new SeriesHistory(
        values,
        IntStream.rangeClosed(firstCutoff, lastCutoff).toArray(),
        lookback,
        horizon,
        gap,
        SeriesHistory.Units.ORIGINAL);
  }
}
