package dev.sluice.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.network.Arithmetic;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArithmeticTest {
  /** As computed since {@link Arithmetic#VERSION} 1; machines differ in the last bits. */
  private static final double[] LOSSES = {0.6954944, 0.6902849, 0.6851743};

  @Test
  void aChangeOfWhatATrainingGivesNeedsANewVersion() {
    Toy toy =
        Toy.withTraining("{epochs: 3, batch_size: 8, optimizer: {adam: {learning_rate: 0.01}}}");

    List<EpochScores> epochs = new Trainer(toy.config(), toy.data(), toy.plan()).train().epochs();

    for (int e = 0; e < LOSSES.length; e++) {
      assertThat(epochs.get(e).loss()).isEqualTo(LOSSES[e], within(1e-6));
    }
  }
}
