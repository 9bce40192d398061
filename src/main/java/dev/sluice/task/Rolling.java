package dev.sluice.task;

import dev.sluice.batch.Examples;
import dev.sluice.evaluate.Predictions;
import java.io.Writer;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Forecasts from one cutoff after another: what a backtest asks of a target that has a time. A
 * cutoff is the last row that is seen of a series, rows counted from 0.
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

  /** The rows of a series that a fit needs to learn from. */
  int trainingRows();

  /** What they are made of, as in "lookback 24 + horizon 12". */
  String arithmetic();

  /** From a cutoff to the last row that is forecast from it. */
  int rowsAhead();

  /** The rows of these validation windows, of the series that has most. */
  int validationRows(Examples validation);

  /**
   * Forecasts from the row before a test part, and from every {@code stride}th row after it.
   *
   * @param test a part that begins behind the first cutoff
   * @param count of cutoffs
   * @param like holds the series that are wanted
   */
  Examples origins(Examples test, int stride, int count, Examples like);

  /** The time of a cutoff as the user writes it, that of the first series. */
  String cutoff(Examples origins, int number);

  /** Those of all fits as one. */
  Predictions together(List<Predictions> fits);

  /** Those of one cutoff, counted from 0. */
  Predictions of(Predictions all, int cutoff);

  /** One table of all fits, with the columns and rows of {@link FittedTarget#write}. */
  void write(Writer out, List<Examples> examples, List<Predictions> predictions);
}
