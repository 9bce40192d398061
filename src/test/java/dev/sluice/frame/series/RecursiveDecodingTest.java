package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.DistributionSpec;
import dev.sluice.spec.InputSpec.Calendar;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.TargetSpec;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the network reads of the rows to forecast, where it reads its own forecasts. */
final class RecursiveDecodingTest {
  private static final Table ROWS = days("10", "20", "30", "40", "60", "80");

  private static Table days(String... sales) {
    return SpecBuilder.table(
        List.of("day", "sales"), sales.length, i -> List.of("2024-01-0" + (i + 1), sales[i]));
  }

  private static SpecBuilder spec() {
    return SpecBuilder.forecasting("sales", 2, 2).recursive().column("sales", new ScaleSpec.None());
  }

  private static float[] features(SeriesExamples examples, int window) {
    float[] x = new float[examples.featureCount() * examples.steps()];
    examples.writeFeatures(window, x, 0);
    return x;
  }

  @Test
  void theStepsToForecastFollowThoseOfTheLookback() {
    SeriesDataset data = SeriesDataset.load(spec().build(), ROWS);

    assertThat(data.pipeline().input()).isEqualTo(new InputShape.Steps(2, 4));
    assertThat(data.summary()).containsEntry("decoding", "recursive");
    assertThat(features(data.examples(Part.TRAINING), 1))
        .containsExactly(
            20, 30, 0, 0, // sales; the network puts in what it forecasts
            0, 0, 1, 1); // whether the step is after the cutoff
  }

  @Test
  void theCalendarIsReadUpToTheEndOfTheHorizon() {
    SeriesDataset data =
        SeriesDataset.load(spec().time("day", "1d").calendar(Calendar.WEEKDAY).build(), ROWS);

    SeriesExamples next = data.pipeline().unlabelled(days("10", "20", "30"));
    float[] x = features(next, 0);

    assertThat(x).hasSize(4 * 4).startsWith(20, 30, 0, 0).endsWith(0, 0, 1, 1);
    for (int step = 0; step < 4; step++) { // from Tuesday, 2024-01-02, on
      double phase = CalendarPhase.of(Calendar.WEEKDAY, LocalDateTime.of(2024, 1, 2 + step, 0, 0));
      assertThat(x[4 + step]).isEqualTo((float) CalendarPhase.sine(phase));
      assertThat(x[8 + step]).isEqualTo((float) CalendarPhase.cosine(phase));
    }
    assertThat(next.timestamps(0)).containsExactly("2024-01-04", "2024-01-05");
  }

  /** Networks that would read them there are refused with the config. */
  @Test
  void pastCovariatesAreNotKnownThere() {
    Table rows =
        SpecBuilder.table(List.of("sales", "visitors"), 8, i -> List.of("" + i * i, "" + i % 3));
    SpecBuilder spec = spec().covariates("visitors").column("visitors", new ScaleSpec.None());

    float[] x = features(SeriesDataset.load(spec.build(), rows).examples(Part.TRAINING), 0);

    assertThat(Arrays.copyOfRange(x, 4, 8)).containsExactly(0, 1, 0, 0);
  }

  @Test
  void gapsAndSpreadsAreRefused() {
    assertThatThrownBy(() -> forecast(1, Optional.empty(), Optional.empty()))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("rows in the gap are not forecast");
    assertThatThrownBy(() -> forecast(0, Optional.of(List.of(0.1, 0.5)), Optional.empty()))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("decoding: recursive reads single values");
    assertThatThrownBy(
            () ->
                forecast(
                    0,
                    Optional.empty(),
                    Optional.of(new DistributionSpec.Gaussian(List.of(0.1, 0.9)))))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("decoding: recursive reads single values");
  }

  private static TargetSpec.Forecast forecast(
      int gap, Optional<List<Double>> quantiles, Optional<DistributionSpec> distribution) {
    return new TargetSpec.Forecast(
        List.of("sales"),
        2,
        gap,
        quantiles,
        distribution,
        Optional.empty(),
        Optional.empty(),
        TargetSpec.Forecast.Decoding.RECURSIVE);
  }
}
