package dev.sluice.spec;

import java.util.List;

/** How intervals around forecasts are determined. */
public sealed interface IntervalSpec {
  @Doc(
      "Split conformal intervals (Vovk et al. 2005; Lei et al. 2018), for each step and"
          + " column. Half the width of an interval is one of the errors on the n validation"
          + " windows: the k-th smallest, where k is (n + 1) x level, rounded up. `errors` sets"
          + " the unit of the errors.")
  record Conformal(
      @Doc("The level of each interval: the fraction of values that should lie in it.")
          @Default("[0.8, 0.95]")
          @Example("[0.8, 0.95]")
          List<Double> levels,
      @Doc(
              "The unit in which to compare the errors of different windows. Choose the one whose"
                  + " intervals keep their levels on later windows; test it on the validation part.")
          @Default("network")
          Errors errors)
      implements IntervalSpec {
    /** The unit in which errors of windows are compared. */
    public enum Errors {
      @Doc("The unit of the network, after the scales of column and window.")
      NETWORK,
      @Doc("The unit of the data. Intervals are equally wide in all windows.")
      ORIGINAL,
      @Doc(
          "The standard deviation of the column in the window. Intervals are wide where the"
              + " values have moved a lot (normalized conformal prediction: Papadopoulos et al. 2008;"
              + " Lei et al. 2018). 1 for a window of equal values.")
      DEVIATION
    }

    public Conformal {
      levels = Levels.rising("levels", levels);
    }
  }
}
