package dev.sluice.experiment;

import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.Predictions;
import dev.sluice.run.AtomicFiles;
import dev.sluice.run.BacktestSummary;
import dev.sluice.run.SeriesPictures;
import dev.sluice.train.Ending;
import dev.sluice.train.TrainedNetwork;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The result of a backtest.
 *
 * @param trained the network of each fit, as far as it got
 * @param scores empty unless all fits were trained and scored
 */
public record BacktestResult(
    Backtest backtest, Ending ending, List<TrainedNetwork> trained, Optional<Scores> scores) {
  public BacktestResult {
    trained = List.copyOf(trained);
  }

  /**
   * The forecasts and their scores.
   *
   * @param evaluation over all origins
   * @param byOrigin the scores of each, in time order
   * @param forecasts of all origins, what `evaluation` scores
   * @param pictures of these forecasts, for the report
   * @param table writes the table that {@link #write} makes a file of
   */
  public record Scores(
      Evaluation evaluation,
      List<BacktestSummary.OfOrigin> byOrigin,
      Predictions forecasts,
      Optional<SeriesPictures> pictures,
      Consumer<Writer> table) {
    public Scores {
      byOrigin = List.copyOf(byOrigin);
    }

    /** Writes a row for each step of each forecast; docs/run-folder.md has the columns. */
    public void write(Path file) {
      AtomicFiles.writeFile(file, unfinished -> table.accept(Files.newBufferedWriter(unfinished)));
    }
  }
}
