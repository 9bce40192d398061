package dev.sluice.spec;

import java.util.List;

/** How intervals around forecasts are found. */
public sealed interface IntervalSpec {
  @Doc(
      "Split conformal intervals (Vovk et al. 2005; Lei et al. 2018): of n validation windows, the"
          + " error in place (n + 1) x level, rounded up, counted from the smallest, is half the"
          + " width, for each step and column, in scaled units.")
  record Conformal(
      @Doc("The share of values that should lie within, for each interval.")
          @Default("[0.8, 0.95]")
          @Example("[0.8, 0.95]")
          List<Double> levels)
      implements IntervalSpec {
    public Conformal {
      levels = Levels.rising("levels", levels);
    }
  }
}
