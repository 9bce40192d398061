package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.frame.Part;
import dev.sluice.source.Table;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.TransformSpec;
import dev.sluice.spec.WindowScaleSpec;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Laws of splitting, fitting and windowing, on random shapes and values. */
final class WindowsProperties {

  /**
   * @param spare training rows beyond those of one window
   */
  record Shape(
      int lookback, int gap, int horizon, int stride, int spare, int validation, int test) {
    int trainingEnd() {
      return 1 + lookback + gap + horizon + spare; // 1 for a difference
    }

    int rows() {
      return trainingEnd() + validation + test;
    }
  }

  @Provide
  Arbitrary<Shape> shapes() {
    Arbitrary<Integer> small = Arbitraries.integers().between(1, 6);
    Arbitrary<Integer> gaps = Arbitraries.integers().between(0, 3);
    Arbitrary<Integer> more = Arbitraries.integers().between(3, 20);
    return Combinators.combine(small, gaps, small, small, more, more, more)
        .as(
            (lookback, gap, horizon, stride, spare, validation, test) ->
                new Shape(
                    lookback, gap, horizon, stride, spare, validation + horizon, test + horizon));
  }

  private static SpecBuilder spec(Shape shape) {
    return SpecBuilder.forecasting(List.of("a", "b"), shape.lookback(), shape.horizon())
        .gap(shape.gap())
        .stride(shape.stride())
        .covariates("c")
        .column("c", new TransformSpec.Difference(), new ScaleSpec.Robust())
        .validation(SpecBuilder.rows(shape.validation()))
        .test(SpecBuilder.rows(shape.test()));
  }

  /** One that the lookback holds, whole or nearly twice. */
  private static int season(Shape shape) {
    return shape.lookback() / 2 + 1;
  }

  /** Columns a, b and c of numbers above 0. */
  private static Table table(Random random, int rows) {
    return SpecBuilder.table(
        List.of("a", "b", "c"),
        rows,
        row -> random.doubles(3, 0.5, 100).mapToObj(Double::toString).toList());
  }

  @Property(tries = 200)
  void everyStepOfValidationAndTestIsForecastAsOftenAsItsPartAllows(
      @ForAll("shapes") Shape shape, @ForAll Random random) {
    SeriesDataset dataset = SeriesDataset.load(spec(shape).build(), table(random, shape.rows()));

    int[] forecast = new int[shape.rows()];
    for (Part part : List.of(Part.VALIDATION, Part.TEST)) {
      SeriesExamples examples = dataset.examples(part);
      for (int w = 0; w < examples.size(); w++) {
        examples.timestamps(w).forEach(row -> forecast[Integer.parseInt(row) - 1]++);
      }
    }

    for (int row = 0; row < shape.trainingEnd(); row++) {
      assertThat(forecast[row]).isZero();
    }
    int testStart = shape.trainingEnd() + shape.validation();
    for (int row = shape.trainingEnd(); row < shape.rows(); row++) {
      boolean test = row >= testStart;
      int place = row - (test ? testStart : shape.trainingEnd());
      int size = test ? shape.test() : shape.validation();
      int expected =
          Math.min(
              Math.min(place + 1, size - place),
              Math.min(shape.horizon(), size - shape.horizon() + 1));
      assertThat(forecast[row]).as("row " + row).isEqualTo(expected);
    }
  }

  @Property(tries = 200)
  void trainingWindowsLieInTheTrainingPartOneEachStride(
      @ForAll("shapes") Shape shape, @ForAll Random random) {
    SeriesExamples training =
        SeriesDataset.load(spec(shape).build(), table(random, shape.rows()))
            .examples(Part.TRAINING);

    assertThat(training.size()).isEqualTo(shape.spare() / shape.stride() + 1);
    for (int w = 0; w < training.size(); w++) {
      int cutoff = 1 + w * shape.stride() + shape.lookback(); // as a number from 1
      assertThat(training.cutoff(w)).isEqualTo(Integer.toString(cutoff));
      List<String> targets = training.timestamps(w);
      assertThat(targets).startsWith(Integer.toString(cutoff + shape.gap() + 1));
      assertThat(Integer.parseInt(targets.get(targets.size() - 1)))
          .isLessThanOrEqualTo(shape.trainingEnd());
    }
  }

  @Property(tries = 100)
  void theTrainingPartAloneDecidesWhatIsFitted(
      @ForAll("shapes") Shape shape, @ForAll Random random) {
    Table table = table(random, shape.rows());
    Table other = table(random, shape.rows());
    Table laterRowsDiffer =
        SpecBuilder.table(
            table.columns(),
            table.size(),
            row -> {
              Table from = row < shape.trainingEnd() ? table : other;
              return List.of(from.value(row, 0), from.value(row, 1), from.value(row, 2));
            });

    SeriesDataset one = SeriesDataset.load(spec(shape).build(), table);
    SeriesDataset two = SeriesDataset.load(spec(shape).build(), laterRowsDiffer);

    assertThat(two.pipeline().toJson()).isEqualTo(one.pipeline().toJson());
    SeriesExamples training = one.examples(Part.TRAINING);
    for (int w = 0; w < training.size(); w++) {
      assertThat(features(two.examples(Part.TRAINING), w)).isEqualTo(features(training, w));
      assertThat(labels(two.examples(Part.TRAINING), w)).isEqualTo(labels(training, w));
    }
  }

  private static float[] features(SeriesExamples examples, int window) {
    float[] x = new float[examples.featureCount() * examples.steps()];
    examples.writeFeatures(window, x, 0);
    return x;
  }

  private static float[] labels(SeriesExamples examples, int window) {
    float[] y = new float[examples.horizon() * examples.columns().size()];
    examples.writeLabels(window, y, 0);
    return y;
  }

  @Property(tries = 50)
  void noTargetAfterACutoffChangesWhatIsSeenBeforeIt(
      @ForAll("shapes") Shape shape,
      @ForAll("windowScales") WindowScaleSpec windowScale,
      @ForAll Random random) {
    SpecBuilder spec =
        spec(shape).covariates().future("c").season(season(shape)).windowScale(windowScale);
    Table table = table(random, shape.rows());
    Table other = table(random, shape.rows());
    SeriesExamples test = SeriesDataset.load(spec.build(), table).examples(Part.TEST);
    int cutoff = test.cutoffRow(0);
    Table laterTargetsDiffer =
        SpecBuilder.table(
            table.columns(),
            table.size(),
            row -> {
              Table from = row <= cutoff ? table : other;
              return List.of(from.value(row, 0), from.value(row, 1), table.value(row, 2));
            });

    SeriesExamples changed =
        SeriesDataset.load(spec.build(), laterTargetsDiffer).examples(Part.TEST);

    assertThat(features(changed, 0)).isEqualTo(features(test, 0));
    double[] output = new double[shape.horizon() * 2];
    assertThat(changed.toOriginalUnits(0, output)).isDeepEqualTo(test.toOriginalUnits(0, output));
  }

  /** The rows of two tables, which take turns, with the name of each behind them. */
  private static Table panel(Table x, Table y) {
    return SpecBuilder.table(
        List.of("a", "b", "c", "name"),
        x.size() + y.size(),
        row -> {
          Table from = row % 2 == 0 ? x : y;
          return List.of(
              from.value(row / 2, 0), from.value(row / 2, 1), from.value(row / 2, 2), row % 2 + "");
        });
  }

  @Property(tries = 50)
  void oneOfManySeriesIsSeenAsIfItWereAlone(@ForAll("shapes") Shape shape, @ForAll Random random) {
    Table x = table(random, shape.rows());
    Table y = table(random, shape.rows());
    SeriesDataset alone = SeriesDataset.load(spec(shape).build(), y);
    SeriesDataset panel = SeriesDataset.load(spec(shape).by("name").build(), panel(x, y));

    for (Part part : Part.values()) {
      SeriesExamples windows = panel.examples(part);
      int first = windows.firstWindow(1);
      assertThat(windows.endWindow(1) - first).isEqualTo(alone.examples(part).size());
      for (int w = 0; w < alone.examples(part).size(); w++) {
        assertThat(features(windows, first + w)).isEqualTo(features(alone.examples(part), w));
        assertThat(labels(windows, first + w)).isEqualTo(labels(alone.examples(part), w));
        assertThat(windows.cutoff(first + w)).isEqualTo(alone.examples(part).cutoff(w));
      }
    }
  }

  @Property(tries = 50)
  void theTrainingPartsOfAllSeriesDecideWhatIsFitted(
      @ForAll("shapes") Shape shape, @ForAll boolean together, @ForAll Random random) {
    SpecBuilder builder = spec(shape).by("name");
    SpecBuilder spec = together ? builder.scaledTogether() : builder;
    Table x = table(random, shape.rows());
    Table y = table(random, shape.rows());
    Table other = table(random, shape.rows());
    Table laterRowsDiffer =
        SpecBuilder.table(
            y.columns(),
            y.size(),
            row -> {
              Table from = row < shape.trainingEnd() ? y : other;
              return List.of(from.value(row, 0), from.value(row, 1), from.value(row, 2));
            });

    assertThat(SeriesDataset.load(spec.build(), panel(x, laterRowsDiffer)).pipeline().toJson())
        .isEqualTo(SeriesDataset.load(spec.build(), panel(x, y)).pipeline().toJson());
  }

  @Property(tries = 50)
  void featuresAreFinite(@ForAll("shapes") Shape shape, @ForAll Random random) {
    SeriesDataset dataset = SeriesDataset.load(spec(shape).build(), table(random, shape.rows()));

    for (Part part : Part.values()) {
      for (int w = 0; w < dataset.examples(part).size(); w++) {
        for (float x : features(dataset.examples(part), w)) {
          assertThat(x).isFinite();
        }
      }
    }
  }

  @Property(tries = 300)
  void labelsInOriginalUnitsAreWhatCameTrue(
      @ForAll("shapes") Shape shape,
      @ForAll("transforms") TransformSpec transform,
      @ForAll("scales") ScaleSpec scale,
      @ForAll("windowScales") WindowScaleSpec windowScale,
      @ForAll Random random) {
    int gap = transform instanceof TransformSpec.Difference ? 0 : shape.gap();
    SeriesExamples test =
        SeriesDataset.load(
                spec(shape)
                    .gap(gap)
                    .column("a", transform, scale)
                    .season(season(shape))
                    .windowScale(windowScale)
                    .build(),
                table(random, shape.rows()))
            .examples(Part.TEST);

    for (int w = 0; w < test.size(); w++) {
      double[][] forecast = test.toOriginalUnits(w, labels(test, w));
      for (int step = 0; step < shape.horizon(); step++) {
        // labels are 32-bit: 6e-8 of values up to 100, added up over six steps
        assertThat(forecast[step]).containsExactly(test.actual(w)[step], within(1e-3));
      }
    }
  }

  @Provide
  Arbitrary<TransformSpec> transforms() {
    return Arbitraries.of(
        new TransformSpec.Log(), new TransformSpec.Log1p(), new TransformSpec.Difference());
  }

  @Provide
  Arbitrary<ScaleSpec> scales() {
    return Arbitraries.of(
        new ScaleSpec.None(),
        new ScaleSpec.Standard(),
        new ScaleSpec.Minmax(),
        new ScaleSpec.Robust());
  }

  @Provide
  Arbitrary<WindowScaleSpec> windowScales() {
    return Arbitraries.of(
        new WindowScaleSpec.None(),
        new WindowScaleSpec.LastValue(),
        new WindowScaleSpec.LastSeason(),
        new WindowScaleSpec.Mean(),
        new WindowScaleSpec.Standard(),
        new WindowScaleSpec.Revin());
  }
}
