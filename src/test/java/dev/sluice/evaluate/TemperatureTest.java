package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TemperatureTest {
  /** Says 0.9 of the positive class, or of the other one, and is right in 3 of 4 rows. */
  private static final ClassPredictions TOO_CERTAIN =
      Samples.ofPositive(
          new int[] {1, 1, 1, 0, 0, 0, 0, 1},
          new double[] {0.9, 0.9, 0.9, 0.9, 0.1, 0.1, 0.1, 0.1});

  private static double logLoss(double[][] probabilities) {
    return new ClassPredictions(TOO_CERTAIN.classes(), TOO_CERTAIN.actual(), probabilities)
        .crossEntropy()
        .number()
        .orElseThrow();
  }

  @Test
  void makesProbabilitiesThoseThatComeTrue() {
    Temperature fitted = Temperature.fit(TOO_CERTAIN.probabilities(), TOO_CERTAIN.actual());

    double[][] calibrated = fitted.of(TOO_CERTAIN.probabilities());

    // the logit ln 9 becomes that of 3 / 4: ln 3
    assertThat(fitted.value()).isCloseTo(Math.log(9) / Math.log(3), within(1e-9));
    assertThat(calibrated[0][1]).isCloseTo(0.75, within(1e-9));
    assertThat(logLoss(calibrated)).isLessThan(logLoss(TOO_CERTAIN.probabilities()));
    assertThat(
            Reliability.ofConfidence(
                    new ClassPredictions(TOO_CERTAIN.classes(), TOO_CERTAIN.actual(), calibrated))
                .error()
                .number()
                .orElseThrow())
        .isCloseTo(0, within(1e-9));
  }

  @Test
  void ofThreeClassesNoNeighbouringTemperatureHasALowerLogLoss() {
    ClassPredictions three = Samples.threeClasses();
    double fitted = Temperature.fit(three.probabilities(), three.actual()).value();

    double least = logLossOf(three, fitted);
    assertThat(least).isLessThan(logLossOf(three, fitted * 1.01));
    assertThat(least).isLessThan(logLossOf(three, fitted / 1.01));
  }

  private static double logLossOf(ClassPredictions p, double temperature) {
    return new ClassPredictions(
            p.classes(), p.actual(), new Temperature(temperature).of(p.probabilities()))
        .crossEntropy()
        .number()
        .orElseThrow();
  }

  @Test
  void canBeTakenBack() {
    double[][] probabilities = {{0.2, 0.3, 0.5}, {1e-7, 1 - 2e-7, 1e-7}};

    for (double value : new double[] {0.1, 0.5, 3, 10}) {
      Temperature temperature = new Temperature(value);
      double[][] back = temperature.before(temperature.of(probabilities));
      for (int i = 0; i < back.length; i++) {
        assertThat(back[i]).containsExactly(probabilities[i], within(1e-9));
      }
    }
  }

  @Test
  void staysWithinBoundsWhereEveryRowIsRightOrAProbabilityIs0() {
    double[][] certain = {{1, 0}, {0, 1}};

    assertThat(Temperature.fit(certain, new int[] {0, 1}).value()).isBetween(0.1, 10.0);
    assertThat(Temperature.fit(certain, new int[] {1, 0}).value()).isCloseTo(10, within(1e-9));
    assertThat(Arrays.stream(new Temperature(0.1).of(certain)[0]).sum()).isEqualTo(1);
  }
}
