package dev.sluice.evaluate.baselines;

import dev.sluice.evaluate.Patience;
import java.util.List;

/** A forecaster of one column. */
interface SeriesMethod {

  /** The smallest number of rows that it can be fitted to. */
  int fewestRows();

  /** The smallest number of rows from which it finds its states on another series. */
  int fewestRowsElsewhere();

  /** The approximate time that fitting to some rows takes, on one core of about 2020. */
  double seconds(int rows);

  /**
   * Fits the parameters.
   *
   * @return one or more models, of which the validation part chooses; without one the first is
   *     taken
   * @param training the rows of the training part, equally spaced, at least {@link #fewestRows}
   * @param patience asked while it is fitted
   * @throws java.util.concurrent.CancellationException if the patience ends
   */
  List<? extends Fitted> fit(double[] training, Patience patience);

  /** A fitted model. Immutable. */
  interface Fitted {
    /** What was chosen, in the notation of the field, such as {@code ETS(M,A,M)}. */
    String name();

    /**
     * Starts before the first training row; these rows and those that follow are then passed in.
     */
    Path path();

    /**
     * Starts before the first row of another series, with the same parameters.
     *
     * @param start its first rows, at least {@link SeriesMethod#fewestRowsElsewhere}, from which
     *     states are estimated
     */
    Path path(double[] start);
  }

  /** Follows a series row by row. */
  interface Path {
    void see(double value);

    /** The forecasts of the next rows, (steps). */
    double[] forecast(int steps);
  }
}
