package dev.sluice.spec;

import java.util.List;

/** The distribution of each value that is forecast, trained by its negative log-likelihood. */
public sealed interface DistributionSpec {
  /** The levels of the quantiles that are written. */
  List<Double> quantiles();

  /** Whether it is a distribution of counts: values must then be whole numbers of at least 0. */
  default boolean ofCounts() {
    return false;
  }

  @Doc("A normal distribution of the scaled values. The forecast is its median.")
  record Gaussian(
      @Doc("The levels of the quantiles in the output.")
          @Default("[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]")
          @Example("[0.025, 0.5, 0.975]")
          List<Double> quantiles)
      implements DistributionSpec {
    public Gaussian {
      quantiles = Levels.rising("quantiles", quantiles);
    }
  }

  @Doc(
      "Student's t-distribution of the scaled values, for data with outliers. The forecast"
          + " is its median.")
  record StudentT(
      @Doc(
              "The degrees of freedom, the same for all values. Fewer degrees allow more outliers;"
                  + " with many, it is close to a normal distribution.")
          @Default("5")
          @Range(min = 1, max = 1000)
          double degrees,
      @Doc("The levels of the quantiles in the output.")
          @Default("[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]")
          @Example("[0.025, 0.5, 0.975]")
          List<Double> quantiles)
      implements DistributionSpec {
    public StudentT {
      quantiles = Levels.rising("quantiles", quantiles);
    }
  }

  @Doc(
      "A negative binomial distribution, for counts: whole numbers of at least 0. The"
          + " network learns its mean in units of 1 plus the mean of the window's lookback"
          + " (Salinas et al. 2020). The forecast is its mean.")
  record NegativeBinomial(
      @Doc("The levels of the quantiles in the output.")
          @Default("[0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]")
          @Example("[0.025, 0.5, 0.975]")
          List<Double> quantiles)
      implements DistributionSpec {
    public NegativeBinomial {
      quantiles = Levels.rising("quantiles", quantiles);
    }

    @Override
    public boolean ofCounts() {
      return true;
    }
  }
}
