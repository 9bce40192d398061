package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.evaluate.IntervalSimulation.Coverage;
import dev.sluice.evaluate.IntervalSimulation.Sample;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Few samples, of a fixed seed: bench/intervals has figures of many. */
class IntervalSimulationTest {
  private static final int SAMPLES = 120; // a share of 95% has a standard error of 2%

  @Test
  void intervalsOfClassesHoldTheTruth() {
    assertHolds(
        IntervalSimulation.coverage(
            SAMPLES,
            List.of("accuracy", "f1", "roc_auc", "log_loss"),
            random -> IntervalSimulation.classifier(random, 150, 2),
            1));
  }

  @Test
  void intervalsOfRowsInGroupsHoldTheTruth() {
    assertHolds(
        IntervalSimulation.coverage(
            SAMPLES,
            List.of("accuracy", "log_loss"),
            random -> IntervalSimulation.grouped(random, 60, 5),
            1));
  }

  @Test
  void intervalsOfOverlappingWindowsHoldTheTruth() {
    assertHolds(
        IntervalSimulation.coverage(
            SAMPLES,
            List.of("mae", "rmse", "bias"),
            random -> new Sample(IntervalSimulation.forecaster(random, 300, 2, 0.5)),
            1));
  }

  @Test
  void aVerdictOnModelsThatAreAlikeSeldomPrefersOne() {
    assertThat(
            IntervalSimulation.verdicts(
                SAMPLES, random -> IntervalSimulation.alikeClassifiers(random, 200), 1))
        .isLessThan(0.08);
    assertThat(
            IntervalSimulation.verdicts(
                SAMPLES, random -> IntervalSimulation.alikeForecasters(random, 200, 6, 0), 1))
        .isLessThan(0.08);
    // differences that last longer than the horizon
    assertThat(
            IntervalSimulation.verdicts(
                SAMPLES, random -> IntervalSimulation.alikeForecasters(random, 200, 3, 0.9), 1))
        .isLessThan(0.08);
  }

  private static void assertHolds(Map<String, Coverage> coverages) {
    coverages.forEach(
        (metric, of) -> {
          assertThat(of.there()).as(metric).isGreaterThan(SAMPLES * 9 / 10);
          assertThat((double) of.held() / of.there()).as(metric).isBetween(0.9, 0.99);
        });
  }
}
