package dev.sluice.spec;

/** How the learning rate changes; each value multiplies the optimizer's learning rate. */
public sealed interface ScheduleSpec {

  /** Whether it follows the validation loss. */
  default boolean watchesValidation() {
    return false;
  }

  @Doc("The learning rate stays constant.")
  record Constant() implements ScheduleSpec {}

  @Doc("Multiplies the learning rate by `factor` every `every` epochs.")
  record Step(
      @Doc("The factor for the learning rate.")
          @Default("0.5")
          @Range(min = 0, max = 1, above = true)
          double factor,
      @Doc("The number of epochs from one reduction to the next.") @Default("10") @Range(min = 1)
          int every)
      implements ScheduleSpec {}

  @Doc("Multiplies the learning rate by `factor` after each epoch.")
  record Exponential(
      @Doc("The factor for the learning rate.")
          @Default("0.95")
          @Range(min = 0, max = 1, above = true)
          double factor)
      implements ScheduleSpec {}

  @Doc(
      "Cosine decay: follows half a cosine from the learning rate down to `final_share` of"
          + " it, over all batches (Loshchilov and Hutter 2017).")
  record Cosine(
      @Doc("The fraction of the learning rate that is left at the end.")
          @Default("0")
          @Range(min = 0, max = 1)
          double finalShare)
      implements ScheduleSpec {}

  @Doc(
      "Slanted triangular schedule (Howard and Ruder 2018): the learning rate rises"
          + " linearly from 1 / `ratio` of its value to the full value, then falls linearly back"
          + " to 1 / `ratio`.")
  record SlantedTriangular(
      @Doc("The fraction of all training steps during which the learning rate rises.")
          @Default("0.1")
          @Range(min = 0, max = 1, above = true, below = true)
          double rise,
      @Doc("How many times smaller the learning rate is at the start and at the end.")
          @Default("32")
          @Range(min = 1)
          double ratio)
      implements ScheduleSpec {}

  @Doc(
      "Warm-up: the learning rate rises linearly from 0 over the first epochs, then follows"
          + " another schedule.")
  record WarmUp(
      @Doc("The number of epochs of the warm-up. It may be a fraction of an epoch.")
          @Default("1")
          @Range(min = 0, above = true)
          double epochs,
      @Doc("The schedule after the warm-up. It counts its epochs from the end of the warm-up.")
          @Default("{constant: {}}")
          ScheduleSpec then)
      implements ScheduleSpec {
    public WarmUp {
      if (then instanceof WarmUp) {
        throw new InvalidSpecException(
            "then", "a warm-up follows a warm-up", "name another schedule");
      }
    }

    @Override
    public boolean watchesValidation() {
      return then.watchesValidation();
    }
  }

  @Doc(
      "Multiplies the learning rate by `factor` when the validation loss has not improved"
          + " for `patience` epochs.")
  record Plateau(
      @Doc("The factor for the learning rate.")
          @Default("0.5")
          @Range(min = 0, max = 1, above = true, below = true)
          double factor,
      @Doc("The number of epochs without improvement before the learning rate is reduced.")
          @Default("3")
          @Range(min = 1)
          int patience)
      implements ScheduleSpec {
    @Override
    public boolean watchesValidation() {
      return true;
    }
  }
}
