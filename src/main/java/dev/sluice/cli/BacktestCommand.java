package dev.sluice.cli;

import dev.sluice.evaluate.Evaluation;
import dev.sluice.experiment.Backtest;
import dev.sluice.experiment.Backtest.Fit;
import dev.sluice.experiment.BacktestRecord;
import dev.sluice.experiment.BacktestResult;
import dev.sluice.experiment.Experiment;
import dev.sluice.experiment.Origins;
import dev.sluice.run.BacktestSummary.OfOrigin;
import dev.sluice.run.RunFolder;
import dev.sluice.run.RunFolder.Status;
import dev.sluice.train.Checkpoints;
import dev.sluice.train.Ending;
import dev.sluice.train.Progress;
import dev.sluice.train.TrainedNetwork;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "backtest",
    description = {
      "Forecasts a series from many times in its past and scores all forecasts.",
      "",
      "Each forecast starts after an origin, a row of the data: its network was trained and"
          + " validated on rows up to there only. The last origin is chosen so that the last row of"
          + " the data is forecast. The run is a new folder, runs/<name>-backtest/<stamp>, with the"
          + " forecasts in backtest.csv and a report. Ctrl-C stops the backtest; --resume continues"
          + " it, and the result has the same bytes as without a stop."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice backtest config/airline.yaml",
      "  sluice backtest config/airline.yaml --origins 36 --refit every:12",
      "  sluice backtest --resume runs/airline-backtest/latest"
    })
final class BacktestCommand implements Callable<Integer> {
  private static final int SHOWN_FITS = 24; // and origins
  private static final String ORIGINS = "24";
  private static final String STRIDE = "1";
  private static final String REFIT = "never";

  private final Terminal terminal;
  private final InstantSource clock;
  @Spec private CommandSpec command;

  @Option(
      names = "--origins",
      paramLabel = "N",
      description = "Number of origins to forecast from. Default: " + ORIGINS + ".")
  private Integer origins;

  @Option(
      names = "--stride",
      paramLabel = "N",
      description = "Rows from one origin to the next. Default: " + STRIDE + ".")
  private Integer stride;

  @Option(
      names = "--refit",
      paramLabel = "WHEN",
      description = {
        "When to train a new network: never after the first,",
        "before each origin, or every:6 for every sixth. Default: " + REFIT + "."
      })
  private String refit;

  @Mixin private RunOptions options;

  @Mixin private JsonOption json;

  BacktestCommand(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    boolean changed = origins != null || stride != null || refit != null;
    return options.resumes(command, changed, "--origins, --stride, --refit, --set and --run")
        ? goOn()
        : begin();
  }

  private int begin() {
    Backtest backtest =
        Backtest.of(
            options.read(terminal),
            new Origins(
                origins == null ? Integer.parseInt(ORIGINS) : origins,
                stride == null ? Integer.parseInt(STRIDE) : stride,
                Origins.Refit.parse(refit == null ? REFIT : refit)));
    Experiment first = backtest.experiment(backtest.fits().get(0));
    tellPlan(backtest);
    Instant now = clock.instant();
    RunFolder run = options.create(BacktestRecord.nameOf(backtest), now);
    try (RunFolder.Lock lock = run.lock()) {
      run.beginAnew(lock);
      return run(
          backtest, first, BacktestRecord.begin(run, backtest, first, options.assignments(), now));
    }
  }

  @SuppressWarnings("try") // the lock is held, not used
  private int goOn() {
    RunFolder run = options.resumed();
    try (RunFolder.Lock lock = run.lock()) {
      Backtest backtest = BacktestRecord.unfinished(run);
      Experiment first = backtest.experiment(backtest.fits().get(0));
      tellPlan(backtest);
      return run(backtest, first, BacktestRecord.goOn(run, first));
    }
  }

  private void tellPlan(Backtest backtest) {
    PrintWriter err = terminal.err();
    int count = backtest.origins().count();
    List<Fit> fits = backtest.fits();
    err.println(
        "%s of %s, %s apart, %s"
            .formatted(
                counted(count, "origin"),
                backtest.series() == 1 ? "1 series" : backtest.series() + " series",
                counted(backtest.origins().stride(), "row"),
                counted(fits.size(), "fit")));
    TextTable table =
        new TextTable(">fit", "cutoffs", ">origins", ">training rows", ">validation rows");
    for (Fit fit : fits.subList(0, Math.min(SHOWN_FITS, fits.size()))) {
      table.row(
          Integer.toString(fit.number()),
          fit.origins() == 1 ? fit.firstCutoff() : fit.firstCutoff() + " to " + fit.lastCutoff(),
          Integer.toString(fit.origins()),
          NetworkTable.number(fit.trainingRows()),
          NetworkTable.number(fit.validationRows()));
    }
    err.print(table.text());
    if (fits.size() > SHOWN_FITS) {
      err.println("and so on, up to " + fits.get(fits.size() - 1).lastCutoff());
    }
    if (backtest.loaded().config().tracking().isPresent()) {
      err.println("tracking: a backtest is not tracked");
    }
    err.flush();
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private int run(Backtest backtest, Experiment first, BacktestRecord record) {
    long began = System.nanoTime();
    RunFolder run = record.record().run();
    terminal.err().println("run " + run.path());
    terminal.err().flush();
    try (Interruption interruption = new Interruption()) {
      BacktestResult result =
          backtest.run(
              first,
              new Told(backtest, record),
              interruption,
              new Waiting(terminal.err(), interruption));
      record.end(first, result, clock);
      tell(run, result, (System.nanoTime() - began) / 1e9);
      return RunOptions.exitCode(run);
    }
  }

  /**
   * Keeps checkpoints; shows the epochs if there is a single fit, and one line for each of several.
   */
  private final class Told implements Backtest.Watcher {
    private final Backtest backtest;
    private final BacktestRecord record;

    Told(Backtest backtest, BacktestRecord record) {
      this.backtest = backtest;
      this.record = record;
    }

    private boolean isSingle() {
      return backtest.fits().size() == 1;
    }

    @Override
    public Progress begins(Fit fit) {
      if (!isSingle()) {
        return Progress.NONE;
      }
      return record
          .record()
          .history(record.checkpoints(fit))
          .and(EpochBars.of(terminal, backtest.loaded().config().training()));
    }

    @Override
    public Optional<Checkpoints> checkpoints(Fit fit) {
      return Optional.of(record.checkpoints(fit));
    }

    @Override
    public void trained(Fit fit, TrainedNetwork trained) {
      if (!isSingle() && trained.endedByItself()) {
        terminal
            .err()
            .println(
                "fit %s of %s, up to %s: %s, epoch %s kept"
                    .formatted(
                        fit.number(),
                        backtest.fits().size(),
                        fit.firstCutoff(),
                        counted(trained.trainedEpochs(), "epoch"),
                        trained.keptEpoch().orElseThrow()));
        terminal.err().flush();
      }
    }
  }

  private void tell(RunFolder run, BacktestResult result, double seconds) {
    PrintWriter err = terminal.err();
    if (result.ending() == Ending.DIVERGED) {
      TrainedNetwork last = result.trained().get(result.trained().size() - 1);
      err.println("fit %s: %s".formatted(result.trained().size(), last.cause().orElse("")));
    }
    if (run.status().equals(Optional.of(Status.INTERRUPTED))) {
      err.println("resume with: " + Commands.resume(run.path(), true));
    }
    err.flush();
    if (json.wanted()) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("run", run.path().toString());
      result.scores().ifPresent(scores -> all.putAll(ScoreTable.json(scores.evaluation())));
      result.scores().ifPresent(scores -> all.put("by_origin", scores.byOrigin()));
      all.put("seconds", seconds);
      json.print(all, terminal);
    } else {
      result.scores().ifPresent(scores -> print(scores, terminal.out()));
      terminal.out().println("report  " + run.report());
    }
    terminal.out().flush();
  }

  private static void print(BacktestResult.Scores scores, PrintWriter out) {
    Evaluation all = scores.evaluation();
    out.print(byOrigin(scores.byOrigin()));
    out.println();
    out.print(ScoreTable.text(all));
  }

  private static String byOrigin(List<OfOrigin> origins) {
    List<String> metrics = List.copyOf(origins.get(0).metrics().keySet());
    TextTable table =
        new TextTable(
            Stream.concat(Stream.of("cutoff"), metrics.stream().map(m -> ">" + m))
                .toArray(String[]::new));
    for (OfOrigin origin :
        origins.subList(Math.max(0, origins.size() - SHOWN_FITS), origins.size())) {
      table.row(
          Stream.concat(
                  Stream.of(origin.cutoff()),
                  metrics.stream()
                      .map(
                          m ->
                              origin.metrics().containsKey(m)
                                  ? String.format(Locale.ROOT, "%.4g", origin.metrics().get(m))
                                  : "-"))
              .toArray(String[]::new));
    }
    return (origins.size() > SHOWN_FITS
            ? "the last %s of %s origins; backtest.json has all of them\n"
                .formatted(SHOWN_FITS, origins.size())
            : "")
        + table.text();
  }
}
