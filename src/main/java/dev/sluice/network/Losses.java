package dev.sluice.network;

import dev.sluice.spec.DistributionSpec;
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
    if (loss instanceof LossSpec.Pinball pinball) {
      return new ValueLoss(
          ValueLoss.Kind.QUANTILES,
          pinball.levels().stream().mapToDouble(Double::doubleValue).toArray());
    }
    if (loss instanceof LossSpec.Likelihood likelihood) {
      return ofDistribution(likelihood.distribution());
    }
    return ofClasses(loss, new double[0]);
  }

  private static ILossFunction ofClasses(LossSpec loss, double[] weights) {
    if (loss instanceof LossSpec.Weighted weighted) {
      return ofClasses(
          weighted.loss(), weighted.weights().stream().mapToDouble(Double::doubleValue).toArray());
    }
    double smoothing = loss.labelSmoothing();
    double gamma = loss instanceof LossSpec.Focal focal ? focal.gamma() : 0;
    return smoothing == 0 && gamma == 0 && weights.length == 0
        ? new CrossEntropy()
        : new ClassLoss(smoothing, gamma, weights);
  }

  private static ValueLoss ofDistribution(DistributionSpec distribution) {
    if (distribution instanceof DistributionSpec.StudentT studentT) {
      return new ValueLoss(ValueLoss.Kind.STUDENT_T, studentT.degrees());
    }
    return new ValueLoss(
        distribution.ofCounts() ? ValueLoss.Kind.NEGATIVE_BINOMIAL : ValueLoss.Kind.GAUSSIAN);
  }
}
