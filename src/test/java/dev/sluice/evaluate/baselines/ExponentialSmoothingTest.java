package dev.sluice.evaluate.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.evaluate.AirPassengers;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.baselines.ExponentialSmoothing.Form;
import dev.sluice.evaluate.baselines.ExponentialSmoothing.Model;
import dev.sluice.evaluate.baselines.ExponentialSmoothing.Part;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Figures of bench/baselines/reference.py. */
class ExponentialSmoothingTest {
  private static final double[] MONTHS = AirPassengers.months();
  private static final Form HOLT_WINTERS = new Form(true, true, false, Part.MULTIPLICATIVE);
  private static final ExponentialSmoothing BY_YEAR = new ExponentialSmoothing(12);

  @Test
  void theParametersOfStatsforecastGiveItsLikelihoodAndForecasts() {
    Model multiplicative =
        new Model(
                HOLT_WINTERS,
                0.016327260383127193,
                0.003190564693648415,
                0.00048381053054618743,
                1,
                110.68415194636373,
                1.6907721529906627,
                new double[] {
                  0.9151041821775134, 0.9202519063621301, 1.0451932955091996, 0.9980914800363636,
                  0.9794841386019241, 1.092932979236175, 1.2101514162142168, 1.1851795205891436,
                  1.0497040220731304, 0.9134360793573642, 0.7936685317423444, 0.8968024481004955
                },
                0,
                0)
            .scaled(1, Arrays.copyOf(MONTHS, 96));

    assertThat(multiplicative.logLikelihood()).isCloseTo(-448.38178298656976, within(1e-6));
    assertThat(multiplicative.aicc()).isCloseTo(938.6097198192933, within(1e-6));
    assertThat(after(multiplicative, 96, 3))
        .containsExactly(
            new double[] {302.6170516872372, 307.438430867342, 352.7329794394752}, within(1e-6));

    Model dampedSums =
        new Model(
                new Form(false, true, true, Part.ADDITIVE),
                0.2044061712611469,
                0.015575185754651687,
                0.2420190113644089,
                0.9457396635620546,
                123.40420628691747,
                -2.925744925958779,
                new double[] {
                  -24.652118241420283, -9.304183530190857, -0.9202499842428026, 27.01998039315171,
                  12.237528907183455, 14.601004769361108, 32.485042811851834, 30.769653464050545,
                  3.7037309825715967, -19.98037636515855, -46.462927537579645, -19.497085669578116
                },
                0,
                0)
            .scaled(1, Arrays.copyOf(MONTHS, 96));

    assertThat(dampedSums.logLikelihood()).isCloseTo(-481.3415598531422, within(1e-6));
    // its further steps damp the trend one step too late: phi + phi, not phi + phi^2
    assertThat(after(dampedSums, 96, 1)[0]).isCloseTo(320.90889134409514, within(1e-6));
  }

  @Test
  void theLargestLikelihoodIsThatOfStatsmodels() {
    Model model = BY_YEAR.fit(Arrays.copyOf(MONTHS, 96), HOLT_WINTERS, Patience.ENDLESS);

    // statsmodels has -319.55301 with the constant -48 (ln(2 pi / 96) + 1) = 82.87582
    assertThat(model.logLikelihood()).isCloseTo(-319.55301 - 82.87582, within(1e-3));
    assertThat(model.alpha()).isCloseTo(0.680543, within(1e-3));
    assertThat(MonthsAhead.meanError(model, MONTHS, y -> y)).isCloseTo(29.135, within(0.02));
  }

  @Test
  void threeYearsAtOnceHaveTheErrorThatStatsmodelsHas() {
    Model model = BY_YEAR.fit(Arrays.copyOf(MONTHS, 108), HOLT_WINTERS, Patience.ENDLESS);
    double[] forecast = after(model, 108, 36);
    double mape = 0;
    for (int h = 0; h < 36; h++) {
      mape += 100 * Math.abs(MONTHS[108 + h] - forecast[h]) / MONTHS[108 + h] / 36;
    }

    assertThat(mape).isCloseTo(6.186, within(0.02));
  }

  @Test
  void theFormIsChosenByTheAicc() {
    double[] logs = Arrays.stream(MONTHS).limit(96).map(Math::log).toArray();
    double[] untrended = {5, 6, 4, 5, 7, 4, 5, 6, 5, 4, 6, 5, 4, 5, 6, 5};

    assertThat(name(BY_YEAR, Arrays.copyOf(MONTHS, 96))).isEqualTo("ETS(M,A,M)");
    assertThat(name(BY_YEAR, logs)).isEqualTo("ETS(A,A,A)");
    assertThat(name(new ExponentialSmoothing(1), untrended)).isEqualTo("ETS(A,N,N)");
  }

  @Test
  void aConstantSeriesIsForecastAsItIs() {
    double[] constant = new double[30];
    Arrays.fill(constant, 7);
    SeriesMethod.Path path =
        new ExponentialSmoothing(4).fit(constant, Patience.ENDLESS).get(0).path();
    Arrays.stream(constant).forEach(path::see);

    assertThat(path.forecast(3)).containsExactly(new double[] {7, 7, 7}, within(1e-6));
  }

  @Test
  void fittingEndsWithThePatience() {
    assertThatThrownBy(() -> BY_YEAR.fit(MONTHS, () -> true))
        .isInstanceOf(CancellationException.class);
  }

  private static String name(ExponentialSmoothing method, double[] rows) {
    return method.fit(rows, Patience.ENDLESS).get(0).name();
  }

  /** The forecasts after some months. */
  private static double[] after(Model model, int months, int steps) {
    SeriesMethod.Path path = model.path();
    Arrays.stream(MONTHS).limit(months).forEach(path::see);
    return path.forecast(steps);
  }
}
