package dev.sluice.spec;

/** How the weights of training steps are averaged. */
public sealed interface AveragingSpec {

  /**
   * The share of the distance to the new weights by which the average moves after a step; all of it
   * after the first.
   *
   * @param step from 1
   */
  double share(int step);

  @Doc(
      "Exponential moving average: after each step it moves by 1 - `decay` of the way to the"
          + " weights, in the first steps by more, 9 / (t + 8) of it at step t, so that nothing of"
          + " the initial weights is left in it.")
  record Ema(
      @Doc(
              "The share of the average that a step keeps. 0.999 is about the mean of the last 1000"
                  + " steps; choose less where an epoch has fewer.")
          @Default("0.999")
          @Range(min = 0, max = 1, above = true, below = true)
          double decay)
      implements AveragingSpec {
    @Override
    public double share(int step) {
      return Math.max(1 - decay, 9 / (step + 8.0)); // as TensorFlow's ExponentialMovingAverage
    }
  }
}
