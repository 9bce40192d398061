package dev.sluice.experiment;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.BacktestSummary;
import dev.sluice.run.Provenance;
import dev.sluice.run.Results;
import dev.sluice.run.RunFolder;
import dev.sluice.run.TestScores;
import dev.sluice.train.Checkpoints;
import dev.sluice.train.TrainedNetwork;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes the results of a backtest into its run folder; docs/run-folder.md describes the files.
 *
 * @param record of the run, locked by the caller
 */
public record BacktestRecord(RunRecord record) {
  /**
   * The name of the folder with the backtests of a config, next to the folder with its trainings.
   */
  public static String nameOf(Backtest backtest) {
    return backtest.loaded().config().name() + "-backtest";
  }

  /**
   * Records what the backtest is made from.
   *
   * @param first trains the first network
   * @throws UserException if the data have changed since they were read
   */
  public static BacktestRecord begin(
      RunFolder run, Backtest backtest, Experiment first, List<String> overrides, Instant started) {
    Origins origins = backtest.origins();
    return new BacktestRecord(
        RunRecord.begin(
            run,
            first,
            overrides,
            started,
            Optional.of(
                new Provenance.AskedBacktest(
                    origins.count(), origins.stride(), origins.refit().toString()))));
  }

  /**
   * An unfinished backtest that can be resumed.
   *
   * @throws UserException if it has finished, or if its config or its data have changed
   */
  public static Backtest unfinished(RunFolder run) {
    Provenance.AskedBacktest asked =
        Provenance.read(run.provenance())
            .flatMap(Provenance::backtest)
            .orElseThrow(
                () ->
                    new UserException(
                        Problem.inFile(run.path(), "is not a backtest", "")
                            .withRemedy(run.resuming())));
    return Backtest.of(
        RunRecord.unfinishedOf(run),
        new Origins(asked.origins(), asked.stride(), Origins.Refit.parse(asked.refit())));
  }

  /**
   * Resumes a backtest.
   *
   * @param first of its {@link #unfinished} backtest
   * @throws UserException if the data have changed since they were read, or since it began
   */
  public static BacktestRecord goOn(RunFolder run, Experiment first) {
    return new BacktestRecord(RunRecord.goOn(run, first));
  }

  /** Where the checkpoints of a training are kept: a fit that has finished is not trained again. */
  public Checkpoints checkpoints(Backtest.Fit fit) {
    Path folder = record.run().checkpoints();
    return new Checkpoints(folder.resolve(String.format(Locale.ROOT, "fit-%05d", fit.number())));
  }

  /**
   * Writes forecasts, scores and report, as far as the backtest got.
   *
   * @param clock read when the work is done
   */
  public void end(Experiment first, BacktestResult result, InstantSource clock) {
    RunFolder run = record.run();
    Optional<TestScores> scores = Optional.empty();
    if (result.scores().isPresent()) {
      BacktestResult.Scores all = result.scores().get();
      all.write(run.backtest());
      all.pictures().ifPresent(pictures -> pictures.write(run.pictures()));
      scores =
          Optional.of(
              TestScores.of(all.evaluation().toMap(), record.deciding(all.forecasts()), List.of()));
    }
    summary(result).write(run.backtestSummary());
    record.end(first, training(result), scores, Optional.empty(), result.ending(), clock);
  }

  private static BacktestSummary summary(BacktestResult result) {
    Backtest backtest = result.backtest();
    List<BacktestSummary.OfFit> fits = new ArrayList<>();
    for (int i = 0; i < result.trained().size(); i++) {
      Backtest.Fit fit = backtest.fits().get(i);
      TrainedNetwork trained = result.trained().get(i);
      fits.add(
          new BacktestSummary.OfFit(
              fit.origins(),
              fit.firstCutoff(),
              fit.lastCutoff(),
              fit.trainingRows(),
              fit.validationRows(),
              trained.ending().name().toLowerCase(Locale.ROOT),
              trained.trainedEpochs(),
              trained.keptEpoch(),
              trained.seconds()));
    }
    return new BacktestSummary(
        backtest.origins().count(),
        backtest.origins().stride(),
        backtest.origins().refit().toString(),
        fits,
        result.scores().map(all -> all.forecasts().criterion().name()),
        result.scores().map(BacktestResult.Scores::byOrigin).orElse(List.of()));
  }

  /** The history of all fits together; the epoch that was kept is that of the last. */
  private static Results.Training training(BacktestResult result) {
    List<TrainedNetwork> trained = result.trained();
    Optional<TrainedNetwork> last =
        trained.isEmpty() ? Optional.empty() : Optional.of(trained.get(trained.size() - 1));
    return new Results.Training(
        result.ending().name().toLowerCase(Locale.ROOT),
        trained.stream().mapToInt(TrainedNetwork::trainedEpochs).sum(),
        last.flatMap(TrainedNetwork::keptEpoch),
        trained.stream().mapToDouble(TrainedNetwork::seconds).sum(),
        last.flatMap(TrainedNetwork::cause),
        trained.size() > 1
            ? Optional.of(
                "a backtest of %s fits; the epoch is that of the last".formatted(trained.size()))
            : Optional.empty());
  }
}
