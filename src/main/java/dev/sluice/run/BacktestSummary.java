package dev.sluice.run;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a backtest, {@code backtest.json}; docs/run-folder.md describes it.
 *
 * @param refit never, each or every:N
 * @param fits in time order, as far as it got
 * @param metric that decides the verdict, as the baselines of `byOrigin` have it
 * @param byOrigin in time order; none if it did not finish
 */
public record BacktestSummary(
    int origins,
    int stride,
    String refit,
    List<OfFit> fits,
    Optional<String> metric,
    List<OfOrigin> byOrigin) {

  /**
   * A network.
   *
   * @param origins that it forecasts from
   * @param firstCutoff the time of the last row that the first of them sees, of the first series
   * @param trainingRows of all series
   * @param ending as that of a training
   * @param keptEpoch as that of a training
   */
  public record OfFit(
      int origins,
      String firstCutoff,
      String lastCutoff,
      long trainingRows,
      long validationRows,
      String ending,
      int epochs,
      Optional<Integer> keptEpoch,
      double seconds) {}

  /**
   * The scores of one origin; undefined ones are left out.
   *
   * @param cutoff the time of the last row that is seen, of the first series
   * @param fit the number of the network, from 1
   * @param metrics of the model, by name
   * @param baselines the score that decides the verdict, by name of the baseline
   */
  public record OfOrigin(
      String cutoff, int fit, Map<String, Double> metrics, Map<String, Double> baselines) {
    public OfOrigin {
      metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
      baselines = Collections.unmodifiableMap(new LinkedHashMap<>(baselines));
    }
  }

  public BacktestSummary {
    fits = List.copyOf(fits);
    byOrigin = List.copyOf(byOrigin);
  }

  public void write(Path file) {
    Json.write(file, this);
  }

  /**
   * @return empty if there is no such file
   * @throws dev.sluice.problem.UserException if it was not written by a backtest
   */
  public static Optional<BacktestSummary> read(Path file) {
    return Json.read(file, BacktestSummary.class);
  }
}
