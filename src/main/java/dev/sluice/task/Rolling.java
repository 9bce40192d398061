package dev.sluice.task;

import dev.sluice.batch.Examples;
import dev.sluice.evaluate.Predictions;
import java.io.Writer;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Forecasts from a sequence of cutoffs: what a backtest needs from a target that has a time. A
 * cutoff is the last row of a series that is seen, with rows counted from 0.
 */
public interface Rolling {
  /**
   * A series, whatever part its rows are in.
   *
   * @param name empty where there is one only
   * @param label the time of a row, or its number
   */
  record Extent(String name, int rows, IntFunction<String> label) {}

  /** Every series that these examples are cut from, in order. */
  List<Extent> series(Examples examples);

  /** The number of rows of a series that a fit needs to learn from. */
  int trainingRows();

  /** Describes that number, as in "lookback 24 + horizon 12". */
  String arithmetic();

  /** The number of rows from a cutoff to the last row that is forecast from it. */
  int rowsAhead();

  /** The number of rows of these validation windows, for the series that has the most. */
  int validationRows(Examples validation);

  /**
   * Forecasts from the row before a test part, and from every {@code stride}th row after it.
   *
   * @param test a part that begins after the first cutoff
   * @param count of cutoffs
   * @param like contains the wanted series
   */
  Examples origins(Examples test, int stride, int count, Examples like);

  /** The time of a cutoff as users write it, for the first series. */
  String cutoff(Examples origins, int number);

  /** Joins the forecasts of all fits. */
  Predictions together(List<Predictions> fits);

  /** The forecasts of one cutoff, counted from 0. */
  Predictions of(Predictions all, int cutoff);

  /** One table of all fits, with the columns and rows of {@link FittedTarget#write}. */
  void write(Writer out, List<Examples> examples, List<Predictions> predictions);
}
