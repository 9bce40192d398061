package dev.sluice.network;

import dev.sluice.spec.LossSpec;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** The losses of ND4J, and ours. */
final class Losses {
  private Losses() {}

  static ILossFunction of(LossSpec loss) {
    if (loss instanceof LossSpec.Mse) {
      return new LossMSE();
    }
    if (loss instanceof LossSpec.Mae) {
      return new LossMAE();
    }
    if (loss instanceof LossSpec.Huber huber) {
      return new HuberLoss(huber.delta());
    }
    return new CrossEntropy();
  }
}
