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
      "Exponential moving average. After each training step, the average moves towards the"
          + " weights by a fraction 1 - `decay` of the distance. In the first training steps the"
          + " fraction is larger, 9 / (t + 8) at training step t, so that nothing remains of the"
          + " initial weights.")
  record Ema(
      @Doc(
              "The fraction of the average that each training step keeps. 0.999 averages about the"
                  + " last 1000 training steps. Use a smaller value if an epoch has fewer.")
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
