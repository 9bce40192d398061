package dev.sluice.spec;

import java.util.List;

/** How intervals around forecasts are determined. */
public sealed interface IntervalSpec {
  @Doc(
      "Split conformal intervals (Vovk et al. 2005; Lei et al. 2018): of n validation windows, the"
          + " error in place (n + 1) x level, rounded up, counted from the smallest, is half the"
          + " width, for each step and column, in the unit of `errors`.")
  record Conformal(
      @Doc("The share of values that should lie within, for each interval.")
          @Default("[0.8, 0.95]")
          @Example("[0.8, 0.95]")
          List<Double> levels,
      @Doc(
              "The unit in which errors of different windows are compared. The one whose intervals"
                  + " hold their level on later windows is right; the validation part can tell.")
          @Default("network")
          Errors errors)
      implements IntervalSpec {
    /** The unit in which errors of windows are compared. */
    public enum Errors {
      @Doc("That of the network, after the scales of column and window.")
      NETWORK,
      @Doc("That of the data: intervals are equally wide in all windows.")
      ORIGINAL,
      @Doc(
          "The standard deviation of the column in the window, so that intervals are wide where"
              + " values have moved much (normalised conformal prediction: Papadopoulos et al."
              + " 2008; Lei et al. 2018). 1 for a window of equal values.")
      DEVIATION
    }

    public Conformal {
      levels = Levels.rising("levels", levels);
    }
  }
}
