package dev.sluice.spec;

import java.util.List;

/** What training makes small. */
public sealed interface LossSpec {
  /** Whether it is a cross-entropy, of the probabilities of classes. */
  default boolean isCrossEntropy() {
    return false;
  }

  @Doc("Mean squared error.")
  record Mse() implements LossSpec {}

  @Doc("Mean absolute error.")
  record Mae() implements LossSpec {}

  @Doc("Squared for small errors, absolute for those above `delta` (Huber 1964).")
  record Huber(
      @Doc("Where it turns from squared to absolute, in scaled units.")
          @Default("1")
          @Range(min = 0, above = true)
          double delta)
      implements LossSpec {}

  /**
   * The mean pinball loss of quantiles, which follows from the target and is never written.
   *
   * @param levels of each value's quantiles, rising
   */
  record Pinball(List<Double> levels) implements LossSpec {}

  /** The negative log-likelihood of a distribution, which follows from the target. */
  record Likelihood(DistributionSpec distribution) implements LossSpec {}

  @Doc("Cross-entropy of one sigmoid unit; for two classes.")
  record BinaryCrossEntropy() implements LossSpec {
    @Override
    public boolean isCrossEntropy() {
      return true;
    }
  }

  @Doc("Cross-entropy of a softmax; for two or more classes.")
  record CrossEntropy() implements LossSpec {
    @Override
    public boolean isCrossEntropy() {
      return true;
    }
  }
}
