package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.frame.Part;
import dev.sluice.source.Table;
import dev.sluice.spec.MissingSpec;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.TimeSpec.Duplicates;
import dev.sluice.spec.TimeSpec.Gaps;
import dev.sluice.spec.TimeSpec.Order;
import dev.sluice.spec.TransformSpec;
import dev.sluice.spec.WindowScaleSpec;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The future changes nothing before it, whatever the config does to columns and rows. */
final class LeakProperties {
  private static final int LOOKBACK = 4;
  private static final int HORIZON = 2;
  private static final int TRAINING = 24;
  private static final int VALIDATION = 8;
  private static final int ROWS = 44;
  private static final int SEASON = 3;
  private static final double MISSING = 0.1; // of the cells, and of the rows

  private static final List<TransformSpec> TRANSFORMS =
      List.of(
          new TransformSpec.Log(),
          new TransformSpec.Log1p(),
          new TransformSpec.Difference(),
          new TransformSpec.BoxCox(Optional.empty()),
          new TransformSpec.SeasonalDifference(Optional.empty()));
  private static final List<ScaleSpec> SCALES =
      List.of(new ScaleSpec.None(), new ScaleSpec.Standard(), new ScaleSpec.Minmax());
  private static final List<MissingSpec> FILLINGS =
      List.of(
          new MissingSpec.Forward(),
          new MissingSpec.Interpolate(),
          new MissingSpec.Constant(1),
          new MissingSpec.Mask());
  private static final List<WindowScaleSpec> WINDOW_SCALES =
      List.of(
          new WindowScaleSpec.None(),
          new WindowScaleSpec.LastValue(),
          new WindowScaleSpec.Standard());

  private static <T> T any(List<T> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }

  private static SpecBuilder anyConfig(Random random) {
    SpecBuilder spec =
        SpecBuilder.forecasting("y", LOOKBACK, HORIZON)
            .time("day", "1d")
            .season(SEASON)
            .order(Order.SORT)
            .duplicates(any(List.of(Duplicates.FIRST, Duplicates.LAST, Duplicates.MEAN), random))
            .gaps(Gaps.INSERT)
            .windowScale(any(WINDOW_SCALES, random))
            .validation(SpecBuilder.rows(VALIDATION))
            .test(SpecBuilder.rows(ROWS - TRAINING - VALIDATION));
    spec = random.nextBoolean() ? spec.covariates("x") : spec.future("x");
    for (String column : List.of("y", "x")) {
      spec =
          spec.column(column, any(TRANSFORMS, random), any(SCALES, random))
              .column(column, any(FILLINGS, random));
    }
    return spec;
  }

  private static String anyCell(Random random) {
    return random.nextDouble() < MISSING ? "" : Double.toString(random.nextDouble(0.5, 100));
  }

  /**
   * Days of which some are missing and some stand twice, and values of which some are missing.
   *
   * @param asBefore the days before this one have the cells of the seed, later ones others
   */
  private static Table days(long seed, int asBefore) {
    Random random = new Random(seed);
    Random later = new Random(seed + 1);
    List<List<String>> rows = new ArrayList<>();
    for (int day = 0; day < ROWS; day++) {
      boolean edge = day == 0 || day == ROWS - 1;
      int copies = edge ? 1 : random.nextDouble() < MISSING ? 0 : random.nextInt(8) == 0 ? 2 : 1;
      for (int copy = 0; copy < copies; copy++) {
        Random cells = day < asBefore ? random : later;
        rows.add(
            List.of(
                LocalDate.of(2023, 12, 1).plusDays(day).toString(),
                edge ? Integer.toString(3 + day) : anyCell(cells),
                edge ? Integer.toString(4 + day) : anyCell(cells)));
      }
    }
    return Table.of(List.of("day", "y", "x"), rows);
  }

  private static float[] features(SeriesExamples examples, int window) {
    float[] x = new float[examples.featureCount() * examples.steps()];
    examples.writeFeatures(window, x, 0);
    return x;
  }

  private static float[] labels(SeriesExamples examples, int window) {
    float[] y = new float[HORIZON];
    examples.writeLabels(window, y, 0);
    return y;
  }

  @Property(tries = 150)
  void testValuesChangeNothingThatIsFittedAndNoForecastBeforeThem(@ForAll Random random) {
    int changed = TRAINING + VALIDATION + random.nextInt(ROWS - TRAINING - VALIDATION);
    long seed = random.nextLong();
    SpecBuilder spec = anyConfig(random);

    SeriesDataset one = SeriesDataset.load(spec.build(), days(seed, ROWS));
    SeriesDataset other = SeriesDataset.load(spec.build(), days(seed, changed));

    assertThat(other.pipeline().toJson()).isEqualTo(one.pipeline().toJson());
    for (Part part : Part.values()) {
      SeriesExamples windows = one.examples(part);
      SeriesExamples afterwards = other.examples(part);
      assertThat(afterwards.size()).isEqualTo(windows.size());
      for (int w = 0; w < windows.size(); w++) {
        int cutoff = windows.cutoffRow(w);
        int seen = cutoff + 1 + windows.steps() - windows.lookback();
        if (seen <= changed) {
          assertThat(features(afterwards, w)).isEqualTo(features(windows, w));
        }
        if (cutoff < changed) {
          double[] output = {random.nextGaussian(), random.nextGaussian()};
          assertThat(afterwards.toOriginalUnits(w, output))
              .isDeepEqualTo(windows.toOriginalUnits(w, output));
          assertThat(Arrays.copyOf(afterwards.targetRows(0)[0], cutoff + 1))
              .isEqualTo(Arrays.copyOf(windows.targetRows(0)[0], cutoff + 1));
        }
        if (cutoff + HORIZON < changed) {
          assertThat(labels(afterwards, w)).isEqualTo(labels(windows, w));
        }
      }
    }
  }
}
