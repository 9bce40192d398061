package dev.sluice.network;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** Penalties on the weights of a layer; biases have none. */
final class Penalties {
  private Penalties() {}

  /**
   * @param l1 adds l1 * sign(w) to the gradient
   * @param l2 adds l2 * w to the gradient
   * @param weightDecay subtracts weightDecay * learning rate * w from w in each step
   */
  static List<Regularization> of(double l1, double l2, double weightDecay) {
    List<Regularization> penalties = new ArrayList<>();
    if (l1 > 0) {
      penalties.add(new L1Regularization(l1));
    }
    if (l2 > 0) {
      penalties.add(new L2Regularization(l2));
    }
    if (weightDecay > 0) {
      penalties.add(new WeightDecay(weightDecay, true));
    }
    return penalties;
  }
}
