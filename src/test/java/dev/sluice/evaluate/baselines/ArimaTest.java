package dev.sluice.evaluate.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.evaluate.AirPassengers;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.baselines.Arima.Coefficients;
import dev.sluice.evaluate.baselines.Arima.Model;
import dev.sluice.evaluate.baselines.Arima.Order;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Figures of bench/baselines/reference.py: statsmodels, simple differencing. */
class ArimaTest {
  private static final double[] MONTHS = AirPassengers.months();
  private static final double[] LOGS = Arrays.stream(MONTHS).map(Math::log).toArray();
  private static final double[] TRAINING = Arrays.copyOf(LOGS, 96);
  private static final double[] NONE = {};
  private static final Arima BY_YEAR = new Arima(12);

  @Test
  void theLikelihoodOfGivenCoefficientsIsExact() {
    double[] byYear = Arima.differenced(TRAINING, 12);
    double[] byMonth = Arima.differenced(TRAINING, 1);
    double[] byBoth = Arima.differenced(byYear, 1);

    assertThat(likelihood(byBoth, 0, NONE, new double[] {0.3}, NONE, new double[] {-0.2}))
        .isCloseTo(124.17149297452133, within(1e-8));
    // a constant of 0.01 beside the rows before is a mean of 0.01 / (1 - 0.3 + 0.2) / (1 + 0.4)
    assertThat(
            likelihood(
                byYear,
                0.01 / 0.9 / 1.4,
                new double[] {0.3, -0.2},
                new double[] {0.1},
                new double[] {-0.4},
                NONE))
        .isCloseTo(38.741503759587516, within(1e-6));
    assertThat(
            likelihood(
                byMonth,
                0.01 / 0.7 / 1.4,
                new double[] {0.3},
                new double[] {-0.2, 0.1},
                new double[] {-0.4},
                NONE))
        .isCloseTo(51.51991709051629, within(1e-6));
    assertThat(likelihood(TRAINING, 0.01 / 0.9, new double[] {0.3, -0.2}, NONE, NONE, NONE))
        .isCloseTo(-286.326936733214, within(1e-6));
  }

  @Test
  void theAirlineModelIsFittedAsStatsmodelsFitsIt() {
    Model model = fit(new Order(0, 1, 1, 0, 1, 1, false));

    assertThat(model.logLikelihood()).isCloseTo(148.76020884, within(1e-6));
    assertThat(model.coefficients().factors()[1][0]).isCloseTo(-0.39414, within(1e-4));
    assertThat(model.coefficients().factors()[3][0]).isCloseTo(-0.61291, within(1e-4));
    // the differenced row is forecast as 0.0120528
    assertThat(after(model, 96, 1)[0])
        .isCloseTo(0.0120528 + LOGS[95] + LOGS[84] - LOGS[83], within(1e-6));
    assertThat(MonthsAhead.meanError(model, LOGS, Math::exp)).isCloseTo(14.92, within(0.01));
  }

  @Test
  void coefficientsOfAllKindsAreFittedAsStatsmodelsFitsThem() {
    Model model = fit(new Order(2, 0, 1, 1, 1, 0, true));

    assertThat(model.logLikelihood()).isCloseTo(150.64400984, within(1e-3));
    assertThat(model.coefficients().factors()[2][0]).isCloseTo(-0.4611, within(1e-3));
    assertThat(fit(new Order(2, 0, 0, 0, 0, 0, true)).logLikelihood())
        .isCloseTo(82.32824912783929, within(1e-3));
  }

  @Test
  void kpssIsTheOneOfStatsmodels() {
    assertThat(Arima.kpss(TRAINING)).isCloseTo(2.9403500053799827, within(1e-9));
    assertThat(Arima.kpss(Arima.differenced(TRAINING, 12)))
        .isCloseTo(0.16477473282440874, within(1e-9));
  }

  @Test
  void ordersAreFoundThatAreNoWorseThanThoseOfStatsforecast() {
    double[] raw = Arrays.copyOf(MONTHS, 96);

    SeriesMethod.Fitted ofMonths = BY_YEAR.fit(raw, Patience.ENDLESS).get(0);
    List<Model> ofLogs = BY_YEAR.fit(TRAINING, Patience.ENDLESS);

    assertThat(ofMonths.name()).isEqualTo("ARIMA(1,1,0)(1,1,0)[12]"); // its choice too
    assertThat(MonthsAhead.meanError(ofMonths, MONTHS, y -> y)).isCloseTo(18.01, within(0.1));
    // statsforecast: (2,0,0)(2,1,0) with drift, -291.39
    assertThat(ofLogs.get(0).name()).isEqualTo("ARIMA(2,0,0)(0,1,1)[12] with a constant");
    assertThat(ofLogs.get(0).aicc()).isCloseTo(-297.42, within(0.01));
    // with one more difference, of which the validation part chooses
    assertThat(ofLogs.get(1).name()).isEqualTo("ARIMA(0,1,1)(0,1,1)[12]");
  }

  @Test
  void coefficientsThatAreHardToTellApartAreRefused() {
    assertThat(BY_YEAR.fit(TRAINING, new Order(1, 1, 2, 1, 0, 0, true), Patience.ENDLESS))
        .isEmpty(); // a root of the moving average is 1
  }

  @Test
  void aLineIsContinued() {
    double[] line = new double[20];
    Arrays.setAll(line, t -> 3 + 2.0 * t);
    SeriesMethod.Path path = new Arima(1).fit(line, Patience.ENDLESS).get(0).path();
    Arrays.stream(line).forEach(path::see);

    assertThat(path.forecast(2)).containsExactly(new double[] {43, 45}, within(1e-9));
  }

  @Test
  void fittingEndsWithThePatience() {
    assertThatThrownBy(() -> BY_YEAR.fit(TRAINING, () -> true))
        .isInstanceOf(CancellationException.class);
  }

  private static double likelihood(double[] rows, double mean, double[]... factors) {
    return Coefficients.of(factors, mean, 12).logLikelihood(rows);
  }

  private static Model fit(Order order) {
    return BY_YEAR.fit(TRAINING, order, Patience.ENDLESS).orElseThrow();
  }

  private static double[] after(Model model, int months, int steps) {
    SeriesMethod.Path path = model.path();
    Arrays.stream(LOGS).limit(months).forEach(path::see);
    return path.forecast(steps);
  }
}
