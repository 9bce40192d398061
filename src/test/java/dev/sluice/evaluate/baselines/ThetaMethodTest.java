package dev.sluice.evaluate.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.evaluate.AirPassengers;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.baselines.ThetaMethod.Form;
import dev.sluice.evaluate.baselines.ThetaMethod.Model;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Figures of bench/baselines/reference.py. */
class ThetaMethodTest {
  private static final double[] MONTHS = AirPassengers.months();

  @Test
  void theParametersOfStatsforecastGiveItsForecasts() {
    assertThat(forecast(Form.STM, 67.46250000000015, 0.99, 2))
        .containsExactly(new double[] {336.953231951, 338.199616529, 339.446001107}, within(1e-6));
    assertThat(forecast(Form.OTM, -85.65763228053902, 0.9899999999999991, 4.429205899546163))
        .containsExactly(
            new double[] {337.6437186698, 339.5736850994, 341.503651529}, within(1e-6));
    assertThat(forecast(Form.DSTM, -249.15625000000134, 0.99, 2))
        .containsExactly(
            new double[] {336.953231951, 338.1920847891, 339.4235771263}, within(1e-6));
    assertThat(forecast(Form.DOTM, -10.361698318894803, 0.9899999999999998, 1.0616057301470612))
        .containsExactly(
            new double[] {335.8403759675, 335.9841263342, 336.1269603346}, within(1e-6));
  }

  @Test
  void threeYearsAtOnceHaveTheErrorsThatStatsforecastHas() {
    assertThat(mapeOfThreeYears(Form.STM)).isCloseTo(8.208, within(0.02));
    assertThat(mapeOfThreeYears(Form.DSTM)).isCloseTo(8.258, within(0.02));
    assertThat(mapeOfThreeYears(Form.OTM)).isCloseTo(5.413, within(0.15)); // a flat likelihood
    assertThat(mapeOfThreeYears(Form.DOTM)).isCloseTo(5.348, within(0.2));
  }

  @Test
  void theFormWithTheSmallestSquaredErrorIsTakenAsStatsforecastDoes() {
    double[] logs = Arrays.stream(MONTHS).map(Math::log).toArray();
    SeriesMethod.Fitted raw =
        new ThetaMethod(12).fit(Arrays.copyOf(MONTHS, 96), Patience.ENDLESS).get(0);
    SeriesMethod.Fitted ofLogs =
        new ThetaMethod(12).fit(Arrays.copyOf(logs, 96), Patience.ENDLESS).get(0);

    assertThat(raw.name()).isEqualTo("OTM");
    assertThat(ofLogs.name()).isEqualTo("OTM");
    // 20.1 where the season is estimated anew at each window
    assertThat(MonthsAhead.meanError(ofLogs, logs, Math::exp)).isCloseTo(19.6, within(0.1));
  }

  @Test
  void aSeriesWithoutASeasonIsNotAdjusted() {
    double[] trend = {1, 2, 2, 4, 5, 5, 7, 8, 8, 10, 11, 11, 13, 14, 15, 15};
    SeriesMethod.Path path = new ThetaMethod(5).fit(trend, Patience.ENDLESS).get(0).path();
    Arrays.stream(trend).forEach(path::see);

    double[] forecast = path.forecast(4);
    assertThat(forecast).isSorted();
    assertThat(forecast[3]).isBetween(16.0, 21.0);
  }

  private static double[] forecast(Form form, double level, double alpha, double theta) {
    double[] rows = Arrays.copyOf(MONTHS, 108);
    SeriesMethod.Path path = Model.of(form, level, alpha, theta, rows).path();
    Arrays.stream(rows).forEach(path::see);
    return path.forecast(3);
  }

  private static double mapeOfThreeYears(Form form) {
    double[] rows = Arrays.copyOf(MONTHS, 108);
    SeriesMethod.Path path = new ThetaMethod(12).fit(rows, form, Patience.ENDLESS).path();
    Arrays.stream(rows).forEach(path::see);
    double[] forecast = path.forecast(36);
    double mape = 0;
    for (int h = 0; h < 36; h++) {
      mape += 100 * Math.abs(MONTHS[108 + h] - forecast[h]) / MONTHS[108 + h] / 36;
    }
    return mape;
  }
}
