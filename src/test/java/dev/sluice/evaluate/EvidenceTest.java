package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.evaluate.Verdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvidenceTest {

  @Test
  void seedsThatAgreeAreBetterWhereTheRowsSaySo() {
    Verdict verdict = Evidence.verdict(List.of(seed(0.5), seed(0.49), seed(0.51)));

    assertThat(verdict.outcome()).isEqualTo(Outcome.BETTER);
    assertThat(verdict.sentence())
        .startsWith("The mean of 3 seeds is better than repeating the last value: MAE 0.")
        .doesNotContain("chance");
  }

  @Test
  void seedsThatDisagreeMayBeChanceHoweverManyRowsThereAre() {
    Verdict verdict = Evidence.verdict(List.of(seed(0.2), seed(1.1), seed(0.9)));

    assertThat(verdict.outcome()).isEqualTo(Outcome.MAYBE_BETTER);
    assertThat(verdict.sentence())
        .containsPattern(
            "With 400 windows of 1 step.* and 3 seeds, that difference may be due to chance\\.$");
  }

  @Test
  void aVerdictOnSeedsThatAreAlikeSeldomPrefersOne() {
    Random random = new Random(1);
    int alarms = 0;
    for (int sample = 0; sample < 200; sample++) {
      Forecasts baseline = IntervalSimulation.forecaster(random, 100, 1, 0);
      List<Evidence> seeds = new ArrayList<>();
      for (int seed = 0; seed < 3; seed++) { // of scores that seeds move more than rows do
        Forecasts model = IntervalSimulation.forecaster(random, 100, 1, 0);
        double scale = 1 + 0.2 * random.nextGaussian();
        for (double[][] window : model.forecast()) {
          window[0] = new double[] {scale * window[0][0]};
        }
        seeds.add(evidence(model, baseline));
      }
      Outcome outcome = Evidence.verdict(seeds).outcome();
      alarms += outcome == Outcome.BETTER || outcome == Outcome.WORSE ? 1 : 0;
    }

    assertThat(alarms / 200.0).isLessThan(0.08);
  }

  /** A model whose errors are so large, beside one whose errors are 1 in the mean. */
  private static Evidence seed(double error) {
    Random random = new Random(2);
    double[][] model = new double[400][1];
    double[][] baseline = new double[400][1];
    for (int w = 0; w < 400; w++) {
      model[w][0] = error * (0.5 + random.nextDouble());
      baseline[w][0] = 0.5 + random.nextDouble();
    }
    return evidence(
        Samples.forecasts(new double[400][1], model),
        Samples.forecasts(new double[400][1], baseline));
  }

  private static Evidence evidence(Forecasts model, Forecasts baseline) {
    return Evidence.of(model, "repeating the last value", baseline, false, model.units())
        .orElseThrow();
  }
}
