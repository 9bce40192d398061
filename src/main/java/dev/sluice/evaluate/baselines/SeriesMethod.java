package dev.sluice.evaluate.baselines;

import dev.sluice.evaluate.Patience;
import java.util.List;

/** A forecaster of one column. */
interface SeriesMethod {

  /** The fewest rows that it can be fitted to. */
  int fewestRows();

  /** The fewest rows in which it finds its states on another series. */
  int fewestRowsElsewhere();

  /** About how long fitting to some rows takes, on one core of 2020 or so. */
  double seconds(int rows);

  /**
   * Fits the parameters.
   *
   * @return one or more, of which the validation part chooses; without one the first counts
   * @param training the rows of the training part, equally spaced, at least {@link #fewestRows}
   * @param patience asked while it is fitted
   * @throws java.util.concurrent.CancellationException if the patience is over
   */
  List<? extends Fitted> fit(double[] training, Patience patience);

  /** What was fitted. Immutable. */
  interface Fitted {
    /** What was chosen, in the notation of the field, such as {@code ETS(M,A,M)}. */
    String name();

    /** Starts before the first training row, to be shown these rows and those that follow them. */
    Path path();

    /**
     * Starts before the first row of another series, with the same parameters.
     *
     * @param start its first rows, at least {@link SeriesMethod#fewestRowsElsewhere}; states are
     *     found here
     */
    Path path(double[] start);
  }

  /** The way along a series, row by row. */
  interface Path {
    void see(double value);

    /** The forecasts of the next rows, (steps). */
    double[] forecast(int steps);
  }
}
