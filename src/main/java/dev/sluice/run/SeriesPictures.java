package dev.sluice.run;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the report draws of forecasts beside their table, {@code pictures.json}; docs/run-folder.md
 * describes it. However large the data, it stays small.
 *
 * @param column that is drawn, the first target
 * @param score of `slots`, MAE or MASE
 * @param chosen which series are drawn, a sentence; empty where all are
 * @param slots part of the calendar to slot, such as hour of the day to 23, to the score of what is
 *     forecast for that time; none where rows have no times
 */
public record SeriesPictures(
    String column,
    String score,
    Optional<String> chosen,
    List<OfSeries> series,
    Map<String, Map<String, Double>> slots) {
  /** Of the first step, for autocorrelations. */
  public static final int FEWEST_ERRORS = 10;

  /**
   * One series.
   *
   * @param name empty where there is one only
   * @param times of some rows, first to last
   * @param actual one for each of {@code times}
   * @param everyRows how many rows lie between two of them
   * @param validationFrom the first time of the part; empty without one
   * @param decomposition of the last training rows; empty without a season, or three of them
   * @param errors of the first step, actual less forecast, by its time; the last ones
   * @param autocorrelation of these errors at the lags 1, 2, ...; empty if there are fewer than
   *     {@link #FEWEST_ERRORS}, or all are equal
   * @param band within which 95% of the autocorrelations of white noise lie, on both sides of 0
   */
  public record OfSeries(
      String name,
      List<String> times,
      List<Double> actual,
      int everyRows,
      Optional<String> validationFrom,
      String testFrom,
      Optional<Decomposition> decomposition,
      List<Window> windows,
      Errors errors,
      List<Double> autocorrelation,
      double band) {}

  /** A classical additive decomposition: what is observed is the sum of the three. */
  public record Decomposition(
      List<String> times, List<Double> trend, List<Double> season, List<Double> rest) {}

  /**
   * What was forecast from one cutoff, and the actual values from some rows before it on.
   *
   * @param actual one for each of {@code times}
   * @param forecast one for each of the last times
   * @param bounds name of a quantile or of the end of an interval to values, one for each of {@code
   *     forecast}; none where forecasts say nothing of it
   */
  public record Window(
      String cutoff,
      List<String> times,
      List<Double> actual,
      List<Double> forecast,
      Map<String, List<Double>> bounds) {
    public Window {
      bounds = bounds == null ? Map.of() : bounds; // runs of before have none
    }
  }

  /** Values by time. */
  public record Errors(List<String> times, List<Double> values) {}

  public SeriesPictures {
    series = List.copyOf(series);
    slots = Collections.unmodifiableMap(new LinkedHashMap<>(slots));
  }

  public void write(Path file) {
    Json.write(file, this);
  }

  /**
   * @return empty if there is no such file
   * @throws dev.sluice.problem.UserException if it was not written by a run
   */
  public static Optional<SeriesPictures> read(Path file) {
    return Json.read(file, SeriesPictures.class);
  }
}
