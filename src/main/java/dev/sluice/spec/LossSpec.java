package dev.sluice.spec;

import java.util.List;

/** The training loss. */
public sealed interface LossSpec {
  String LABEL_SMOOTHING =
      "Label smoothing: the fraction of each label that is spread evenly over all classes"
          + " (Szegedy et al. 2016). It keeps networks from becoming too confident; 0.1 is"
          + " common. The losses shown are computed without it.";

  /** The share of a label that is spread over all classes. */
  default double labelSmoothing() {
    return 0;
  }

  /** Whether it is a cross-entropy, of the probabilities of classes. */
  default boolean isCrossEntropy() {
    return false;
  }

  @Doc("Mean squared error.")
  record Mse() implements LossSpec {}

  @Doc("Mean absolute error.")
  record Mae() implements LossSpec {}

  @Doc("Huber loss: squared for small errors, absolute for errors above `delta` (Huber" + " 1964).")
  record Huber(
      @Doc("The error at which the loss changes from squared to absolute, in scaled units.")
          @Default("1")
          @Range(min = 0, above = true)
          double delta)
      implements LossSpec {}

  /**
   * The mean pinball loss of quantiles, which follows from the target and is never written.
   *
   * @param levels of each value's quantiles, ascending
   */
  record Pinball(List<Double> levels) implements LossSpec {}

  /** The negative log-likelihood of a distribution, which follows from the target. */
  record Likelihood(DistributionSpec distribution) implements LossSpec {}

  @Doc("Cross-entropy of one sigmoid unit; for two classes.")
  record BinaryCrossEntropy(
      @Doc(LABEL_SMOOTHING) @Default("0") @Range(min = 0, max = 1, below = true)
          double labelSmoothing)
      implements LossSpec {
    /** Without label smoothing. */
    public BinaryCrossEntropy() {
      this(0);
    }

    @Override
    public boolean isCrossEntropy() {
      return true;
    }
  }

  @Doc("Cross-entropy of a softmax; for two or more classes.")
  record CrossEntropy(
      @Doc(LABEL_SMOOTHING) @Default("0") @Range(min = 0, max = 1, below = true)
          double labelSmoothing)
      implements LossSpec {
    /** Without label smoothing. */
    public CrossEntropy() {
      this(0);
    }

    @Override
    public boolean isCrossEntropy() {
      return true;
    }
  }

  @Doc(
      "Focal loss, for classes: cross-entropy of one sigmoid unit or a softmax, times (1 -"
          + " p)^`gamma`, where p is the probability of the correct class. Examples that are"
          + " already classified correctly count less (Lin et al. 2017). The losses shown are"
          + " computed without this factor.")
  record Focal(
      @Doc("The exponent. Higher values give easy examples less weight.")
          @Default("2")
          @Range(min = 0, above = true)
          double gamma)
      implements LossSpec {
    @Override
    public boolean isCrossEntropy() {
      return true;
    }
  }

  /**
   * The loss of each example times the weight of its class, which follows from the target and is
   * never written.
   *
   * @param weights of the classes by index
   */
  record Weighted(LossSpec loss, List<Double> weights) implements LossSpec {
    @Override
    public boolean isCrossEntropy() {
      return true;
    }

    @Override
    public double labelSmoothing() {
      return loss.labelSmoothing();
    }
  }
}
