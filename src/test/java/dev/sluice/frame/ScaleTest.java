package dev.sluice.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.WindowScaleSpec;
import org.junit.jupiter.api.Test;

final class ScaleTest {
  private static final double[] VALUES = {2, 4, 4, 4, 5, 5, 7, 9};

  @Test
  void standardTakesTheMeanAndThePopulationsStandardDeviation() {
    // mean 40 / 8 = 5; squares 9+1+1+1+0+0+4+16 = 32, 32 / 8 = 4, root 2
    assertThat(Scale.fit(new ScaleSpec.Standard(), VALUES)).isEqualTo(new Scale.Fit(5, 2));
  }

  @Test
  void minmaxTakesTheMinimumAndTheRange() {
    assertThat(Scale.fit(new ScaleSpec.Minmax(), VALUES)).isEqualTo(new Scale.Fit(2, 7));
  }

  @Test
  void robustTakesTheMedianAndTheInterquartileRange() {
    // places 3.5, 1.75 and 5.25 of 0..7: median 4.5, quartiles 4 and 5 + 0.25 * (7 - 5) = 5.5
    assertThat(Scale.fit(new ScaleSpec.Robust(), VALUES)).isEqualTo(new Scale.Fit(4.5, 1.5));
  }

  @Test
  void robustDoesNotMoveWithAnOutlier() {
    double[] outlier = {2, 4, 4, 4, 5, 5, 7, 9_000_000};

    assertThat(Scale.fit(new ScaleSpec.Robust(), outlier))
        .isEqualTo(Scale.fit(new ScaleSpec.Robust(), VALUES));
  }

  @Test
  void noneLeavesValuesAsTheyAre() {
    assertThat(Scale.fit(new ScaleSpec.None(), VALUES)).isEqualTo(new Scale.Fit(0, 1));
  }

  @Test
  void windowsAreScaledByTheirLookbackAlone() {
    double[] values = {100, 1, 3, 5, -100};

    assertThat(Scale.ofWindow(new WindowScaleSpec.None(), values, 1, 3)).isEqualTo(Scale.NONE);
    assertThat(Scale.ofWindow(new WindowScaleSpec.LastValue(), values, 1, 3))
        .isEqualTo(new Scale(5, 1));
    // mean 3, squares 4 + 0 + 4 = 8
    assertThat(Scale.ofWindow(new WindowScaleSpec.Standard(), values, 1, 3))
        .isEqualTo(new Scale(3, Math.sqrt(8 / 3.0)));
    assertThat(Scale.ofWindow(new WindowScaleSpec.Mean(), values, 1, 3)).isEqualTo(new Scale(0, 3));
    assertThat(Scale.ofWindow(new WindowScaleSpec.Mean(), new double[] {-2, 4}, 0, 2))
        .isEqualTo(new Scale(0, 3));
    assertThat(Scale.ofWindow(new WindowScaleSpec.Mean(), new double[2], 0, 2))
        .isEqualTo(new Scale(0, 1));
  }

  @Test
  void aWindowOfEqualValuesIsDividedByOne() {
    double[] values = {0.1, 0.1, 0.1}; // 3 * 0.1 / 3 is not exactly 0.1

    Scale scale = Scale.ofWindow(new WindowScaleSpec.Standard(), values, 0, 3);

    assertThat(scale).isEqualTo(new Scale(0.1, 1));
    assertThat(scale.invert(scale.apply(0.7))).isEqualTo(0.7);
  }
}
