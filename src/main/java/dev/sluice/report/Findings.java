package dev.sluice.report;

import dev.sluice.problem.Shortened;
import dev.sluice.report.Finding.Allowed;
import dev.sluice.run.BacktestSummary;
import dev.sluice.run.Epoch;
import dev.sluice.run.Results;
import dev.sluice.run.SeriesPictures;
import dev.sluice.run.TestScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Looks at curves, scores and data of a run for what could be improved. */
final class Findings {
  private static final double OVERFITTED = 1.1; // last validation loss divided by the lowest one
  private static final double LEARNED = 0.8; // training loss at the end by that of the best epoch
  private static final int FEW_TEST_ROWS = 100;
  private static final int FEW_ROWS_OF_A_CLASS = 50;
  private static final double RARE = 0.8; // of the mean number of rows of a class
  private static final double BIASED = 0.5; // of the mean absolute error
  private static final double CORRELATED = 2; // multiples of the band of white noise

  private final ReportedRun run;
  private final Settings settings;
  private final List<Finding> findings = new ArrayList<>();

  private Findings(ReportedRun run) {
    this.run = run;
    this.settings = Settings.of(run);
  }

  /** The most important first. */
  static List<Finding> of(ReportedRun run) {
    Findings all = new Findings(run);
    all.findDivergence();
    all.findOverfitting();
    if (all.findings.isEmpty()) {
      all.findTooFewEpochs();
    }
    all.findTooLargeSteps();
    run.test().ifPresent(all::findInTestScores);
    all.findRareClass();
    all.findSmallTestPart();
    return all.findings;
  }

  private void add(String title, String why, Allowed changes) {
    findings.add(new Finding(title, why, changes.list()));
  }

  private Allowed changes() {
    return new Allowed(settings);
  }

  private void findDivergence() {
    if (run.results()
        .map(Results::training)
        .filter(t -> t.ending().equals("diverged"))
        .isPresent()) {
      add(
          "The training diverged",
          "The loss became NaN or infinite.",
          smallerSteps(10)
              .add("training.gradient_clipping", "{global_norm: 1}", "keeps single steps small"));
    }
  }

  private Allowed smallerSteps(double factor) {
    Allowed changes = changes();
    for (String key : settings.keys("training\\.optimizer\\.\\w+\\.learning_rate")) {
      settings
          .number(key)
          .ifPresent(rate -> changes.add(key, number(rate / factor), "takes smaller steps"));
    }
    return changes;
  }

  /** Those of the first network, with a validation loss. */
  private List<Epoch> epochs() {
    return run.epochs().stream()
        .filter(epoch -> epoch.network().orElse(1) == 1)
        .filter(epoch -> epoch.validation().containsKey("loss"))
        .toList();
  }

  private static double loss(Epoch epoch) {
    return epoch.validation().get("loss");
  }

  private void findOverfitting() {
    List<Epoch> epochs = epochs();
    Optional<Epoch> best = epochs.stream().min(Comparator.comparingDouble(Findings::loss));
    if (best.isEmpty()) {
      return;
    }
    Epoch least = best.get();
    Epoch last = epochs.get(epochs.size() - 1);
    if (last.epoch() < least.epoch() + 2
        || loss(last) < OVERFITTED * loss(least)
        || last.loss() > LEARNED * least.loss()) {
      return;
    }
    Allowed changes = changes();
    for (String key : settings.keys("network\\[\\d+]\\.(lstm|gru|simple_rnn|dense)\\.dropout")) {
      double dropout = settings.number(key).orElse(1);
      if (dropout < 0.5 && changes.list().isEmpty()) {
        changes.add(key, number(Math.min(0.5, dropout + 0.2)), "drops more inputs in training");
      }
    }
    firstUnits()
        .ifPresent(
            key ->
                changes.add(
                    key,
                    number(Math.max(1, Math.floor(settings.number(key).orElse(2) / 2))),
                    "makes the network smaller"));
    if (settings.keys("training\\.early_stopping\\..*").isEmpty()) {
      changes.add("training.early_stopping", "{patience: 5}", "stops and keeps the best epoch");
    }
    add(
        "Overfitting from epoch %s on".formatted(Figures.count(least.epoch() + 1)),
        "The validation loss is lowest in epoch %s (%s) and %s in the last one, while the training loss falls from %s to %s: the network memorizes the training rows. More data help most."
            .formatted(
                Figures.count(least.epoch()),
                Figures.number(loss(least)),
                Figures.number(loss(last)),
                Figures.number(least.loss()),
                Figures.number(last.loss())),
        changes);
  }

  private Optional<String> firstUnits() {
    return settings.keys("network\\[\\d+]\\.(lstm|gru|simple_rnn)\\.units").stream().findFirst();
  }

  private void findTooFewEpochs() {
    List<Epoch> epochs = epochs();
    boolean completed =
        run.results()
            .map(Results::training)
            .filter(t -> t.ending().equals("completed"))
            .isPresent();
    int last = epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).epoch();
    if (completed && last > 1 && run.keptEpoch().equals(Optional.of(last))) {
      add(
          "The training may have ended too early",
          "The last of %s epochs was the best.".formatted(Figures.count(last)),
          changes().add("training.epochs", Integer.toString(2 * last), "trains longer"));
    }
  }

  private void findTooLargeSteps() {
    int kept = run.keptEpoch().orElse(Integer.MAX_VALUE);
    if (epochs().size() > 3 && kept <= 1 && run.networks() == 1) {
      add(
          kept == 0 ? "No epoch was better than the start" : "The first epoch was the best",
          kept == 0
              ? "The ridge regression that the network starts from was kept: the learning rate may be too"
                  + " high, or a linear model may be enough for these data."
              : "No later one was better on the validation part: the learning rate may be too high.",
          smallerSteps(3));
    }
  }

  private void findInTestScores(TestScores test) {
    findNeverPredicted(test);
    findNoGain(test);
    findBias(test);
    findCorrelatedErrors();
  }

  private void findNeverPredicted(TestScores test) {
    List<String> never =
        test.perClass().entrySet().stream()
            .filter(entry -> entry.getValue().rows() > 0 && entry.getValue().predicted() == 0)
            .map(Map.Entry::getKey)
            .toList();
    if (never.isEmpty()) {
      return;
    }
    long rows = never.stream().mapToLong(name -> test.perClass().get(name).rows()).sum();
    String names = "'" + Shortened.to(40, never.get(0)) + "'";
    add(
        never.size() == 1
            ? "Never predicted: " + names
            : "Never predicted: %s and %s more".formatted(names, Figures.count(never.size() - 1L)),
        "The test part has %s of them; all were given another class."
            .formatted(Figures.count(rows)),
        areRare(never)
            ? changes()
                .add(
                    "data.target.class.balanced",
                    "true",
                    "gives rare classes the same weight as others")
            : changes());
  }

  /** Whether equal weights would give more weight to one of these classes, or that is unknown. */
  private boolean areRare(List<String> classes) {
    Map<String, Long> counts =
        run.data().flatMap(ClassCounts::of).flatMap(of -> of.in("training")).orElseGet(Map::of);
    double mean = counts.values().stream().mapToLong(count -> count).average().orElse(0);
    return counts.isEmpty()
        || classes.stream().anyMatch(name -> counts.getOrDefault(name, 0L) < RARE * mean);
  }

  private void findNoGain(TestScores test) {
    if (!List.of("no_better", "maybe_worse", "worse").contains(test.outcome())) {
      return;
    }
    Allowed changes = changes();
    if (test.baselines().containsKey("bag_of_words")
        && settings.value("data.target.class.linear").isEmpty()) {
      changes.add(
          "data.target.class.linear", "bag_of_words", "adds the bag of words to the network");
    }
    if (test.baselines().containsKey("linear")) {
      settings.keys("network\\[\\d+]\\.output\\.linear_skip").stream()
          .filter(key -> settings.value(key).equals(Optional.of("false")))
          .forEach(key -> changes.add(key, "true", "adds a linear model to the network"));
    }
    add(
        "No better than a simpler method",
        test.verdict() + " Use the simpler method, or try more data or another network.",
        changes);
  }

  private void findBias(TestScores test) {
    Double bias = test.metrics().get("bias");
    Double mae = test.metrics().get("mae");
    if (bias == null || mae == null || test.byColumn().size() > 1) {
      return;
    }
    if (Math.abs(bias) > BIASED * mae) {
      Allowed changes = changes();
      if (settings.keys("data\\.input\\.series\\.window_scale.*").isEmpty()) {
        changes.add(
            "data.input.series.window_scale",
            "{last_value: {}}",
            "forecasts the change since the last value");
      }
      add(
          (run.task().equals("forecast") ? "Forecasts" : "Predictions")
              + (bias > 0 ? " are too low" : " are too high"),
          "On average by %s, where the mean absolute error is %s."
              .formatted(Figures.number(Math.abs(bias)), Figures.number(mae)),
          changes);
    }
  }

  private void findCorrelatedErrors() {
    Optional<SeriesPictures.OfSeries> one =
        SeriesPictures.read(run.folder().pictures()).flatMap(p -> p.series().stream().findFirst());
    OptionalDouble lookback = settings.number("data.input.series.lookback");
    if (one.isEmpty() || one.get().autocorrelation().isEmpty() || lookback.isEmpty()) {
      return;
    }
    if (BacktestSummary.read(run.folder().backtestSummary())
        .filter(backtest -> backtest.stride() > 1)
        .isPresent()) {
      return; // lags count origins, not rows
    }
    List<Double> lags = one.get().autocorrelation();
    int most = 0;
    for (int i = 1; i < lags.size(); i++) {
      most = Math.abs(lags.get(i)) > Math.abs(lags.get(most)) ? i : most;
    }
    double correlation = lags.get(most);
    if (Math.abs(correlation) < CORRELATED * one.get().band()) {
      return;
    }
    Allowed changes = changes();
    if (most + 1 >= lookback.getAsDouble()) {
      changes.add(
          "data.input.series.lookback", Integer.toString(2 * (most + 1)), "sees further back");
    } else {
      firstUnits()
          .ifPresent(
              key ->
                  changes.add(
                      key, number(2 * settings.number(key).orElse(1)), "makes the network larger"));
    }
    add(
        most == 0
            ? "Consecutive errors are correlated"
            : "Errors are correlated %s rows apart".formatted(Figures.count(most + 1L)),
        "The autocorrelation of one-step errors is %s at that lag; for white noise, 95%% would lie within %s. The model misses a pattern."
            .formatted(Figures.number(correlation, 2), Figures.number(one.get().band(), 2)),
        changes);
  }

  private void findRareClass() {
    Optional<Map.Entry<String, Long>> rarest =
        run.data()
            .flatMap(ClassCounts::of)
            .flatMap(counts -> counts.in("training"))
            .flatMap(counts -> counts.entrySet().stream().min(Map.Entry.comparingByValue()));
    if (rarest.isPresent() && rarest.get().getValue() < FEW_ROWS_OF_A_CLASS) {
      add(
          "Few examples of '%s'".formatted(Shortened.to(40, rarest.get().getKey())),
          "The training part has %s. Collect more."
              .formatted(Figures.count(rarest.get().getValue())),
          changes());
    }
  }

  private void findSmallTestPart() {
    if (run.test().isEmpty() || run.test().get().size() >= FEW_TEST_ROWS) {
      return;
    }
    long size = run.test().get().size();
    add(
        "Few test " + run.unit(),
        "With %s, scores are uncertain: another test part may give different ones. Make data.split.test larger, or collect more data."
            .formatted(run.counted(size)),
        changes());
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.6f", value);
    return text.contains(".") ? text.replaceAll("0+$", "").replaceAll("\\.$", "") : text;
  }
}
