package dev.sluice.evaluate.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class Naive2Test {
  /** Three seasons around 10, then rows of twice the level. */
  private static final double[] RATIOS = {8, 12, 16, 4, 8, 12, 16, 4, 8, 12, 16, 4, 16, 24};

  @Test
  void theLastValueIsAdjustedByTheSeason() {
    // Indices .8, 1.2, 1.6, .4: the ratios to the moving average of 10. The autocorrelation is
    // .667 at lag 4; -.25, -.5 and -.083 before: beyond 1.645 sqrt((1 + 2 x .319) / 12) = .608.
    assertThat(forecast(RATIOS, 4, 0, 11)).containsExactly(new double[] {8, 12, 16}, within(1e-12));
  }

  @Test
  void windowsAfterTheFirstKeepItsIndices() {
    double[][][] forecast = new Naive2(4).forecast(history(RATIOS, 0, 11, 12));

    // 16 / .8 = 20, times 1.2, 1.6 and .4
    assertThat(values(forecast[1])).containsExactly(new double[] {24, 32, 8}, within(1e-12));
  }

  @Test
  void rowsOfTheGapAreLeftOut() {
    assertThat(forecast(RATIOS, 4, 1, 11)).containsExactly(new double[] {12, 16, 4}, within(1e-12));
  }

  @Test
  void withoutThreeSeasonsOrASeasonItIsTheLastValue() {
    double[] two = Arrays.copyOfRange(RATIOS, 0, 11); // one row less than three
    double[] line = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    assertThat(forecast(two, 4, 0, 10)).containsExactly(16, 16, 16);
    assertThat(forecast(line, 4, 0, 11)).containsExactly(12, 12, 12);
    assertThat(forecast(RATIOS, 1, 0, 11)).containsExactly(4, 4, 4);
  }

  @Test
  void saysWhyItRepeatsTheLastValue() {
    double[] two = Arrays.copyOfRange(RATIOS, 0, 11);
    double[] line = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    assertThat(new Naive2(4).note(history(two, 0, 10)))
        .contains(
            "It repeats the last value: fewer than 3 seasons of 4 rows come before the first window.");
    assertThat(new Naive2(4).note(history(line, 0, 11)))
        .contains("It repeats the last value: no season of 4 rows is significant.");
    assertThat(new Naive2(1).note(history(RATIOS, 0, 11)))
        .contains("It repeats the last value: the season is unknown or has fewer than 4 rows.");
    assertThat(new Naive2(4).note(history(RATIOS, 0, 11))).isEmpty();
  }

  @Test
  void valuesBelowZeroHaveDifferencesInsteadOfRatios() {
    double[] around = Arrays.stream(RATIOS).map(y -> y - 10).toArray();

    // differences -2, 2, 6, -6; the last value is -6
    assertThat(forecast(around, 4, 0, 11)).containsExactly(new double[] {-2, 2, 6}, within(1e-12));
  }

  private static double[] forecast(double[] y, int season, int gap, int cutoff) {
    return values(new Naive2(season).forecast(history(y, gap, cutoff))[0]);
  }

  private static SeriesHistory history(double[] y, int gap, int... cutoffs) {
    return new SeriesHistory(new double[][] {y}, cutoffs, 1, 3, gap, SeriesHistory.Units.ORIGINAL);
  }

  private static double[] values(double[][] steps) {
    return Arrays.stream(steps).mapToDouble(step -> step[0]).toArray();
  }
}
