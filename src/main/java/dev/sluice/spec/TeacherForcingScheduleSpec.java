package dev.sluice.spec;

/**
 * How the share of true tokens that a decoder reads decreases during its training (Bengio et al.
 * 2015, section 2.4), by the number of epochs e that have ended.
 */
public sealed interface TeacherForcingScheduleSpec {
  @Doc("The ratio stays constant.")
  record Constant() implements TeacherForcingScheduleSpec {}

  @Doc("Falls linearly, by the same amount after each epoch, to `to` after `epochs`.")
  record Linear(
      @Doc("The final ratio.") @Default("0") @Range(min = 0, max = 1) double to,
      @Doc("The number of epochs until the ratio reaches `to`.") @Example("10") @Range(min = 1)
          int epochs)
      implements TeacherForcingScheduleSpec {}

  @Doc("ratio * factor^e, where e is the number of finished epochs.")
  record Exponential(
      @Doc("The factor for the ratio after each epoch.")
          @Default("0.9")
          @Range(min = 0, max = 1, above = true, below = true)
          double factor)
      implements TeacherForcingScheduleSpec {}

  @Doc(
      "ratio * (k + 1) / (k + exp(e / k)), where e is the number of finished epochs: falls"
          + " slowly, then fast, then slowly.")
  record InverseSigmoid(
      @Doc("The larger k is, the later the ratio falls.")
          @Example("5")
          @Range(min = 0, above = true)
          double k)
      implements TeacherForcingScheduleSpec {}

  /**
   * The share of true tokens in an epoch.
   *
   * @param ratio in the first epoch
   * @param ended epochs before it
   */
  default double ratio(double ratio, int ended) {
    if (this instanceof Linear linear) {
      return ratio + (linear.to() - ratio) * Math.min(1, (double) ended / linear.epochs());
    }
    if (this instanceof Exponential exponential) {
      return ratio * Math.pow(exponential.factor(), ended);
    }
    if (this instanceof InverseSigmoid sigmoid) {
      return ratio * (sigmoid.k() + 1) / (sigmoid.k() + Math.exp(ended / sigmoid.k()));
    }
    return ratio;
  }
}
