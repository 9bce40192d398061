package dev.sluice.network;

import static dev.sluice.network.Networks.FOUR_NUMBERS;
import static dev.sluice.network.Networks.WINDOWS;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.TrainingSpec;
import dev.sluice.spec.TrainingSpec.FineTuning;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class LayerRatesTest {
  @Test
  void eachLayerHasThePartOfTheRateOfTheLayerBehindIt() {
    FineTuning rates = new FineTuning(2, Optional.empty());

    assertThat(rates.rate(0, 0)).isEqualTo(1);
    assertThat(rates.rate(2, 0)).isEqualTo(0.25);
  }

  @Test
  void layersAreReleasedOneAfterTheOther() {
    FineTuning rates = new FineTuning(1, Optional.of(2));

    assertThat(new double[] {rates.rate(0, 0), rates.rate(1, 0)}).containsExactly(1, 0);
    assertThat(new double[] {rates.rate(1, 1), rates.rate(1, 2)}).containsExactly(0, 1);
    assertThat(new double[] {rates.rate(2, 3), rates.rate(2, 4)}).containsExactly(0, 1);
  }

  @Test
  void aStepMovesTheLayerBelowByItsShare() {
    for (OptimizerSpec optimizer :
        new OptimizerSpec[] {
          new OptimizerSpec.Sgd(0.1, 0), new OptimizerSpec.Adam(0.01, 0.9, 0.999, 1e-8)
        }) {
      INDArray usual = moved(optimizer, Optional.empty());
      INDArray rated = moved(optimizer, Optional.of(new FineTuning(4, Optional.empty())));
      INDArray frozen = moved(optimizer, Optional.of(new FineTuning(4, Optional.of(9))));
      long lstm = plan(WINDOWS, FOUR_NUMBERS, lstm(3)).layers().get(0).parameters();

      for (int i = 0; i < usual.length(); i++) {
        double share = i < lstm ? 0.25 : 1;
        assertThat(rated.getDouble(i)).isCloseTo(usual.getDouble(i) * share, within(1e-6));
        assertThat(frozen.getDouble(i)).isCloseTo(i < lstm ? 0 : usual.getDouble(i), within(1e-6));
      }
      assertThat(usual.amaxNumber().doubleValue()).isGreaterThan(1e-3);
    }
  }

  /** By what one step changes each parameter. */
  private static INDArray moved(OptimizerSpec optimizer, Optional<FineTuning> rates) {
    NetworkPlan plan = plan(WINDOWS, FOUR_NUMBERS, lstm(3));
    TrainingSpec training = Networks.with(Networks.training(optimizer), "fineTuning", rates);
    MultiLayerNetwork network = Network.untrained(plan, training, 1, 3).dl4j();
    INDArray before = network.params().dup();
    network.fit(batch(plan, 1, 5, 5, 5, 5));
    return network.params().sub(before);
  }
}
