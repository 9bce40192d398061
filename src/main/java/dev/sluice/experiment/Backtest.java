package dev.sluice.experiment;

import dev.sluice.batch.Examples;
import dev.sluice.config.LoadedConfig;
import dev.sluice.data.Dataset;
import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Metric;
import dev.sluice.evaluate.Metrics;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.Part;
import dev.sluice.plugin.Kinds;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.BacktestSummary;
import dev.sluice.run.SeriesPictures;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.Config;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.PanelSpec;
import dev.sluice.spec.SplitSpec;
import dev.sluice.task.Rolling;
import dev.sluice.task.Rolling.Extent;
import dev.sluice.train.Checkpoints;
import dev.sluice.train.Ending;
import dev.sluice.train.Progress;
import dev.sluice.train.TrainedNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Forecasts of a config from many origins, as if it had been in use at those times: a loop over
 * experiments, in which a forecast uses nothing from after its cutoff.
 *
 * <pre>{@code
 * Backtest backtest = Backtest.of(loaded, new Origins(24, 1, Refit.EACH));
 * BacktestResult result = backtest.run();
 * }</pre>
 *
 * @param loaded the config of the first fit
 * @param fits in time order
 * @param series how many are forecast
 */
public record Backtest(LoadedConfig loaded, Origins origins, List<Fit> fits, int series) {

  /**
   * A network, and the origins that it forecasts from.
   *
   * @param number from 1
   * @param first its first origin, counted from 0
   * @param origins how many
   * @param split the `data.split` with which a training yields the same network
   * @param firstCutoff the cutoff of its first origin, for the first series
   * @param lastCutoff that of its last origin
   * @param trainingRows of all series
   * @param validationRows of all series
   */
  public record Fit(
      int number,
      int first,
      int origins,
      SplitSpec split,
      String firstCutoff,
      String lastCutoff,
      long trainingRows,
      long validationRows) {}

  /** Is told about the progress of a backtest, and provides each fit with what it needs. */
  public interface Watcher {
    /** Ignores progress, and keeps no checkpoints. */
    Watcher NONE = new Watcher() {};

    /** Called when the training of this fit begins. */
    default Progress begins(Fit fit) {
      return Progress.NONE;
    }

    /** Where the checkpoints of its training are kept. */
    default Optional<Checkpoints> checkpoints(Fit fit) {
      return Optional.empty();
    }

    default void trained(Fit fit, TrainedNetwork trained) {}
  }

  public Backtest {
    fits = List.copyOf(fits);
  }

  /**
   * Reads the data, and finds the cutoffs and the rows of each fit.
   *
   * <p>The validation rows of a fit are those before its first cutoff, as many as the split of the
   * config has, of a panel as many as the series that has most; with `rows` and `share` as they
   * say. The training rows are those before.
   *
   * @throws UserException if the config has no series, or too few rows
   */
  public static Backtest of(LoadedConfig loaded, Origins origins) {
    try {
      return planned(loaded.withThreads(), origins);
    } catch (UserException e) {
      throw loaded.locate(e);
    }
  }

  private static Backtest planned(LoadedConfig loaded, Origins origins) {
    DataSpec data = loaded.config().data();
    if (!data.input().isInTimeOrder()) {
      throw refused(
          "data.input",
          "a backtest forecasts a series from several times in its past, and the task '%s' has no time"
              .formatted(Kinds.installed().nameOf(data.input())),
          "use train");
    }
    Optional<SplitSpec.Part> validation = validation(data);
    Dataset all = Dataset.ofAllRows(data.with(SplitSpec.NONE));
    Rolling rolling = rolling(all);
    List<Extent> series = rolling.series(all.examples(Part.TRAINING));
    requireRows(loaded.config(), origins, rolling, series, validation);
    List<Fit> fits =
        IntStream.range(0, origins.fits())
            .mapToObj(fit -> fit(fit, origins, rolling.rowsAhead(), series, validation))
            .toList();
    return new Backtest(
        loaded.with(with(loaded.config(), fits.get(0).split())), origins, fits, series.size());
  }

  private static UserException refused(String key, String what, String advice) {
    return new UserException(Problem.atKey(key, what, advice));
  }

  private static Config with(Config config, SplitSpec split) {
    return config.with(config.data().with(split));
  }

  private static Rolling rolling(Dataset data) {
    return data.pipeline().target().rolling().orElseThrow();
  }

  /** The validation part, in terms that mean the same before each cutoff. */
  private static Optional<SplitSpec.Part> validation(DataSpec data) {
    Optional<SplitSpec.Part> own = data.split().validation();
    if (own.flatMap(SplitSpec.Part::file).isPresent()) {
      throw refused(
          "data.split.validation.file",
          "a backtest takes its validation rows from before each cutoff, and these are in a"
              + " separate file",
          "give validation rows or a share, for example {rows: 100}");
    }
    if (own.isEmpty() || own.get().rows().isPresent() || own.get().share().isPresent()) {
      return own;
    }
    Dataset split = Dataset.load(data);
    int rows = rolling(split).validationRows(split.examples(Part.VALIDATION));
    return Optional.of(SplitSpec.Part.rows(rows));
  }

  private static int count(Optional<SplitSpec.Part> validation, int rows) {
    return validation
        .map(
            part ->
                part.rows().orElseGet(() -> (int) Math.round(part.share().orElseThrow() * rows)))
        .orElse(0);
  }

  /**
   * Reports how many origins fit: into the shortest series, or into the longest if short ones may
   * be left out.
   */
  private static void requireRows(
      Config config,
      Origins origins,
      Rolling rolling,
      List<Extent> series,
      Optional<SplitSpec.Part> validation) {
    boolean skips =
        config.data().series().filter(p -> p.shortSeries() == PanelSpec.Short.SKIP).isPresent();
    Extent decisive = series.get(0);
    for (Extent one : series) {
      if (skips ? one.rows() > decisive.rows() : one.rows() < decisive.rows()) {
        decisive = one;
      }
    }
    long validating = count(validation, decisive.rows());
    long least = rolling.trainingRows() + validating + rolling.rowsAhead();
    long moving = (origins.count() - 1L) * origins.stride();
    if (least + moving <= decisive.rows()) {
      return;
    }
    long most = decisive.rows() < least ? 0 : (decisive.rows() - least) / origins.stride() + 1;
    throw new UserException(
        new Problem(
            "",
            "",
            "%s need %s rows: %s to train on (%s), %s to validate, %s to forecast and %s for the other origins (%s x stride %s); found %s%s"
                .formatted(
                    origins.count() == 1 ? "1 origin" : origins.count() + " origins",
                    least + moving,
                    rolling.trainingRows(),
                    rolling.arithmetic(),
                    validating,
                    rolling.rowsAhead(),
                    moving,
                    origins.count() - 1,
                    origins.stride(),
                    decisive.rows(),
                    decisive.name().isEmpty() ? "" : " in series '" + decisive.name() + "'"),
            most > 0
                ? "at most %s fit: --origins %s".formatted(most, most)
                : "there is no room for any origin: reduce data.input.series.lookback or"
                    + " data.split.validation"));
  }

  private static Fit fit(
      int number,
      Origins origins,
      int rowsAhead,
      List<Extent> series,
      Optional<SplitSpec.Part> validation) {
    int first = number * origins.perFit();
    int count = Math.min(origins.perFit(), origins.count() - first);
    int after = origins.rowsAfter(first, rowsAhead);
    Extent shown = series.get(0);
    long training = 0;
    long validating = 0;
    for (Extent one : series) {
      long before = Math.max(0, one.rows() - after);
      long theirs = Math.min(before, count(validation, one.rows()));
      validating += theirs;
      training += before - theirs;
    }
    return new Fit(
        number + 1,
        first,
        count,
        new SplitSpec(validation, Optional.of(SplitSpec.Part.rows(after)), Optional.empty()),
        shown.label().apply(shown.rows() - after - 1),
        shown.label().apply(shown.rows() - origins.rowsAfter(first + count - 1, rowsAhead) - 1),
        training,
        validating);
  }

  /** The experiment that trains the network of a fit. */
  public Experiment experiment(Fit fit) {
    return Experiment.of(loaded.with(with(loaded.config(), fit.split())));
  }

  /** Trains and forecasts in memory, without reporting progress. */
  public BacktestResult run() {
    return run(experiment(fits.get(0)), Watcher.NONE, () -> false, Patience.ENDLESS);
  }

  /**
   * Trains each network and forecasts from its origins, then scores all forecasts.
   *
   * @param first the {@link #experiment} of the first fit
   * @param stop asked after every batch; true ends the backtest as interrupted
   * @param patience asked while baselines are fitted
   * @throws UserException if the data change between two fits
   */
  public BacktestResult run(
      Experiment first, Watcher watcher, BooleanSupplier stop, Patience patience) {
    EvaluationPlan plan = EvaluationPlan.of(loaded.config());
    Rolling rolling = rolling(first.data());
    List<TrainedNetwork> trained = new ArrayList<>();
    List<Examples> examples = new ArrayList<>();
    List<Predictions> predictions = new ArrayList<>();
    Map<BaselineSpec, List<BaselineOutcome>> outcomes = new LinkedHashMap<>();
    Ending ending = Ending.COMPLETED;
    try {
      for (Fit fit : fits) {
        Experiment experiment = fit.number() == 1 ? first : experiment(fit);
        RunInputs.requireUnchangedWhileRead(first.files(), experiment.loaded().config());
        TrainedNetwork network =
            experiment.train(watcher.begins(fit), stop, watcher.checkpoints(fit));
        trained.add(network);
        watcher.trained(fit, network);
        if (!network.endedByItself()) {
          ending = network.ending();
          break;
        }
        Rolling ofFit = rolling(experiment.data());
        Examples windows =
            ofFit.origins(
                experiment.data().examples(Part.TEST),
                origins.stride(),
                fit.origins(),
                examples.isEmpty() ? experiment.data().examples(Part.TEST) : examples.get(0));
        Predictions made = experiment.predict(network, windows, patience);
        examples.add(windows);
        predictions.add(made);
        var baselines =
            experiment
                .data()
                .pipeline()
                .target()
                .baselines(
                    plan, () -> Optional.of(experiment.data().parts()), windows, made, patience);
        for (BaselineSpec baseline : plan.baselines()) {
          outcomes.computeIfAbsent(baseline, b -> new ArrayList<>()).add(baselines.apply(baseline));
        }
      }
      patience.check();
    } catch (CancellationException e) {
      ending = Ending.INTERRUPTED;
    }
    Optional<BacktestResult.Scores> scores =
        ending == Ending.COMPLETED
            ? Optional.of(scores(plan, first.data(), examples, predictions, outcomes))
            : Optional.empty();
    return new BacktestResult(this, ending, trained, scores);
  }

  private BacktestResult.Scores scores(
      EvaluationPlan plan,
      Dataset data,
      List<Examples> examples,
      List<Predictions> predictions,
      Map<BaselineSpec, List<BaselineOutcome>> outcomes) {
    Rolling rolling = rolling(data);
    Predictions model = rolling.together(predictions);
    Predictions.Criterion criterion = model.criterion();
    Map<String, Metric> metrics = new LinkedHashMap<>(plan.metrics());
    // the deciding metric is shown by origin, even if the config lists other metrics
    metrics.putIfAbsent(criterion.key(), criterion.metric());
    Map<BaselineSpec, BaselineOutcome> together = new LinkedHashMap<>();
    outcomes.forEach((baseline, ofFits) -> together.put(baseline, together(rolling, ofFits)));
    List<BacktestSummary.OfOrigin> byOrigin = new ArrayList<>();
    for (Fit fit : fits) {
      for (int origin = 0; origin < fit.origins(); origin++) {
        int number = fit.first() + origin;
        byOrigin.add(
            new BacktestSummary.OfOrigin(
                rolling.cutoff(examples.get(fit.number() - 1), origin),
                fit.number(),
                scores(metrics, rolling.of(model, number)),
                deciding(criterion.metric(), together, rolling, number)));
      }
    }
    return new BacktestResult.Scores(
        Evaluation.of(plan, model, together),
        byOrigin,
        model,
        pictures(data, examples.get(0), model),
        out -> rolling.write(out, examples, predictions));
  }

  /**
   * The pictures for the report, taken from the first fit, whose test part contains all origins.
   */
  private Optional<SeriesPictures> pictures(Dataset data, Examples first, Predictions model) {
    Examples all =
        rolling(data).origins(data.examples(Part.TEST), origins.stride(), origins.count(), first);
    return data.pipeline().target().pictures(data.parts(), all, model);
  }

  /** The scores that have a value, by name. */
  private static Map<String, Double> scores(Map<String, Metric> metrics, Predictions model) {
    Map<String, Double> scores = new LinkedHashMap<>();
    metrics.forEach(
        (name, metric) ->
            Metrics.score(metric, model).number().ifPresent(value -> scores.put(name, value)));
    return scores;
  }

  private static Map<String, Double> deciding(
      Metric metric, Map<BaselineSpec, BaselineOutcome> outcomes, Rolling rolling, int origin) {
    Map<String, Double> scores = new LinkedHashMap<>();
    outcomes.forEach(
        (baseline, outcome) -> {
          if (outcome instanceof BaselineOutcome.Predicted predicted) {
            String name = EvaluationPlan.nameOf(baseline);
            scores.putAll(
                scores(Map.of(name, metric), rolling.of(predicted.predictions(), origin)));
          }
        });
    return scores;
  }

  private static BaselineOutcome together(Rolling rolling, List<BaselineOutcome> ofFits) {
    List<Predictions> predictions = new ArrayList<>();
    Optional<String> note = Optional.empty();
    for (BaselineOutcome outcome : ofFits) {
      if (!(outcome instanceof BaselineOutcome.Predicted predicted)) {
        return outcome;
      }
      predictions.add(predicted.predictions());
      note = predicted.note();
    }
    return new BaselineOutcome.Predicted(
        rolling.together(predictions),
        ofFits.size() == 1 ? note : note.map(last -> "before the last fit: " + last));
  }
}
