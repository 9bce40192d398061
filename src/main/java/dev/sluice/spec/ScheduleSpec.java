package dev.sluice.spec;

/** How the learning rate changes; each value multiplies the optimizer's learning rate. */
public sealed interface ScheduleSpec {

  /** Whether it follows the validation loss. */
  default boolean watchesValidation() {
    return false;
  }

  @Doc("The learning rate stays as it is.")
  record Constant() implements ScheduleSpec {}

  @Doc("Multiplied by `factor` after every `every` epochs.")
  record Step(
      @Doc("What the learning rate is multiplied by.")
          @Default("0.5")
          @Range(min = 0, max = 1, above = true)
          double factor,
      @Doc("Epochs between two steps.") @Default("10") @Range(min = 1) int every)
      implements ScheduleSpec {}

  @Doc("Multiplied by `factor` after each epoch.")
  record Exponential(
      @Doc("What the learning rate is multiplied by.")
          @Default("0.95")
          @Range(min = 0, max = 1, above = true)
          double factor)
      implements ScheduleSpec {}

  @Doc(
      "Half a cosine from the learning rate down to `final_share` of it, over all batches (Loshchilov and Hutter 2017).")
  record Cosine(
      @Doc("The share of the learning rate left at the end.") @Default("0") @Range(min = 0, max = 1)
          double finalShare)
      implements ScheduleSpec {}

  @Doc(
      "Rises evenly from a `ratio`-th of the learning rate to all of it in the first steps, then"
          + " falls evenly back over the others (slanted triangular, Howard and Ruder 2018).")
  record SlantedTriangular(
      @Doc("The share of all steps that the rise takes.")
          @Default("0.1")
          @Range(min = 0, max = 1, above = true, below = true)
          double rise,
      @Doc("How much smaller the learning rate is at first and at last.")
          @Default("32")
          @Range(min = 1)
          double ratio)
      implements ScheduleSpec {}

  @Doc("Rises evenly from 0 over the first epochs, then follows another schedule.")
  record WarmUp(
      @Doc("How many epochs the rise takes; parts of one are allowed.")
          @Default("1")
          @Range(min = 0, above = true)
          double epochs,
      @Doc("What follows; its epochs are counted from the end of the rise.")
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

  @Doc("Multiplied by `factor` when the validation loss has not improved for `patience` epochs.")
  record Plateau(
      @Doc("What the learning rate is multiplied by.")
          @Default("0.5")
          @Range(min = 0, max = 1, above = true, below = true)
          double factor,
      @Doc("Epochs without improvement that are waited for.") @Default("3") @Range(min = 1)
          int patience)
      implements ScheduleSpec {
    @Override
    public boolean watchesValidation() {
      return true;
    }
  }
}
