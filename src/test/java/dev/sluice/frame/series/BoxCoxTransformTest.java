package dev.sluice.frame.series;

import static dev.sluice.frame.series.SpecBuilder.airline;
import static dev.sluice.frame.series.SpecBuilder.airlineTable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.frame.Part;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.TransformSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

final class BoxCoxTransformTest implements TransformContract {
  @Override
  public TransformSpec spec() {
    return new TransformSpec.BoxCox(Optional.of(0.3));
  }

  private static ColumnTransform of(double lambda) {
    return Transforms.of(Optional.of(new TransformSpec.BoxCox(Optional.of(lambda))));
  }

  private static ColumnTransform fitted(double[]... series) {
    return Transforms.of(Optional.of(new TransformSpec.BoxCox(Optional.empty())))
        .fit(List.of(series));
  }

  private static double lambda(ColumnTransform fitted) {
    return fitted.learned().get("lambda");
  }

  @Test
  void lambdaBendsAsItSays() {
    assertThat(of(1).apply(new double[] {5}, 0)).isCloseTo(4, within(1e-14)); // 5 - 1
    assertThat(of(0.5).apply(new double[] {9}, 0)).isCloseTo(4, within(1e-14)); // (3 - 1) / 0.5
    assertThat(of(-1).apply(new double[] {4}, 0)).isCloseTo(0.75, within(1e-15)); // 1 - 1/4
    assertThat(of(0).apply(new double[] {Math.E}, 0)).isEqualTo(1);
  }

  @Property(tries = 200)
  void everyLambdaIsUndone(
      @ForAll @DoubleRange(min = -2, max = 3) double lambda,
      @ForAll @DoubleRange(min = 0.01, max = 1000) double value) {
    ColumnTransform transform = of(lambda);
    double[] transformed = {transform.apply(new double[] {value}, 0)};

    assertThat(transform.invert(transformed, new double[0], -1)[0] / value)
        .isCloseTo(1, within(1e-7)); // 1000^-2 is rounded beside 1
  }

  @Test
  void forecastsBeyondAllValuesAreTheLimit() {
    assertThat(of(0.5).invert(new double[] {-2, -3}, new double[0], -1)).containsExactly(0, 0);
    assertThat(of(-1).invert(new double[] {1.5}, new double[0], -1))
        .containsExactly(Double.POSITIVE_INFINITY);
  }

  /** scipy.stats.boxcox gives 0.148 for all 144 months. */
  @Test
  void theLikeliestLambdaIsThatOfScipy() {
    double[] passengers =
        SeriesDataset.load(airline().build(), airlineTable()).examples(Part.TEST).targetRows(0)[0];

    assertThat(lambda(fitted(passengers))).isCloseTo(0.148, within(5e-4));
  }

  @Test
  void theLogarithmIsLikelyForLogarithmsThatAreEven() {
    double[] exponential = new double[200];
    Arrays.setAll(exponential, i -> Math.exp(1 + i / 50.0));

    assertThat(lambda(fitted(exponential))).isCloseTo(0, within(0.05));
  }

  @Test
  void lambdaIsLearnedFromTrainingRowsAndKept() {
    SpecBuilder spec =
        airline()
            .column(
                "passengers", new TransformSpec.BoxCox(Optional.empty()), new ScaleSpec.Standard());
    SeriesDataset data = SeriesDataset.load(spec.build(), airlineTable());
    SeriesPipeline read = SeriesPipeline.fromJson(spec.build(), data.pipeline().toJson());
    double[] training = Arrays.copyOf(data.examples(Part.TRAINING).targetRows(0)[0], 96);

    assertThat(data.pipeline().toJson().at("/columns/passengers/transform/lambda").asDouble())
        .isEqualTo(lambda(fitted(training)));
    assertThat(read.toJson()).isEqualTo(data.pipeline().toJson());
    assertThat(read.transformed(0, training))
        .containsExactly(data.pipeline().transformed(0, training));
  }
}
