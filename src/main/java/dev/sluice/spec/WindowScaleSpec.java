package dev.sluice.spec;

/**
 * A scale for each window by itself, applied after the columns' scales and undone in every
 * forecast.
 */
public sealed interface WindowScaleSpec {
  @Doc("No scaling.")
  record None() implements WindowScaleSpec {}

  @Doc("Subtracts each column's last value in the lookback from its inputs and targets.")
  record LastValue() implements WindowScaleSpec {}

  @Doc(
      "Subtracts from each row the value of its column at the same place in the last season"
          + " of the lookback. A season has `data.time.season` rows. The last season itself"
          + " becomes 0, as the last row does with `last_value`.")
  record LastSeason() implements WindowScaleSpec {}

  @Doc(
      "Divides by the mean of each column's absolute values over the lookback, or by 1 if"
          + " all are 0, as DeepAR does (Salinas et al. 2020). Use it for series of very"
          + " different levels, with `scale: {none: {}}`.")
  record Mean() implements WindowScaleSpec {}

  @Doc("Subtracts each column's mean over the lookback and divides by its standard deviation.")
  record Standard() implements WindowScaleSpec {
    @Override
    public boolean replacesScales() {
      return true;
    }
  }

  @Doc(
      "Reversible instance normalization (Kim et al. 2022): subtracts each column's mean"
          + " over the lookback, divides by the square root of its variance plus 0.00001, then"
          + " multiplies by a learned weight of the column and adds another one. In forecasts,"
          + " first the learned weights are undone, then mean and standard deviation.")
  record Revin() implements WindowScaleSpec {}

  /** Whether windows become alike whatever their columns are scaled by. */
  default boolean replacesScales() {
    return false;
  }
}
