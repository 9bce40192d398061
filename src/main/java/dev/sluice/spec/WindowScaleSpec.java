package dev.sluice.spec;

/**
 * A scale for each window by itself, applied after the columns' scales and undone in every
 * forecast.
 */
public sealed interface WindowScaleSpec {
  @Doc("Nothing.")
  record None() implements WindowScaleSpec {}

  @Doc("Subtracts each column's last value in the lookback from its inputs and targets.")
  record LastValue() implements WindowScaleSpec {}

  @Doc(
      "Subtracts from each row the value that its column has at the same place of the last season of the lookback, `data.time.season` rows long. That season itself becomes 0, as the last row does with `last_value`.")
  record LastSeason() implements WindowScaleSpec {}

  @Doc(
      "Divides by the mean of each column's absolute values over the lookback, or by 1 where all are 0, as DeepAR does (Salinas et al. 2020): for series of very different levels, with `scale: {none: {}}`.")
  record Mean() implements WindowScaleSpec {}

  @Doc("Subtracts each column's mean over the lookback and divides by its standard deviation.")
  record Standard() implements WindowScaleSpec {
    @Override
    public boolean replacesScales() {
      return true;
    }
  }

  @Doc(
      "Reversible instance normalisation (Kim et al. 2022): subtracts each column's mean over the lookback, divides by the root of its variance plus 0.00001, then multiplies by a weight of the column and adds another. The network learns both, and undoes them in its forecasts before mean and deviation are undone.")
  record Revin() implements WindowScaleSpec {}

  /** Whether windows become alike whatever their columns are scaled by. */
  default boolean replacesScales() {
    return false;
  }
}
