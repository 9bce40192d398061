package dev.sluice.cli;

import dev.sluice.config.LoadedConfig;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.experiment.Experiment;
import dev.sluice.experiment.RunRecord;
import dev.sluice.frame.Part;
import dev.sluice.problem.ShellWord;
import dev.sluice.report.RunStory;
import dev.sluice.run.Results;
import dev.sluice.run.RunFolder;
import dev.sluice.run.RunFolder.Status;
import dev.sluice.spec.Config;
import dev.sluice.spec.Warning;
import dev.sluice.track.Tracking;
import dev.sluice.train.Checkpoints;
import dev.sluice.train.Ending;
import dev.sluice.train.EpochScores;
import dev.sluice.train.Progress;
import dev.sluice.train.Rehearsal;
import dev.sluice.train.TrainedNetwork;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    description = {
      "Trains the network of a config, scores it, and writes a run: report, predictions, model.",
      "",
      "The run is a new folder, runs/<name>/<stamp>. Ctrl-C stops the training after the current"
          + " batch and keeps the best model so far. --resume continues from the last checkpoint,"
          + " even after a crash; the result has the same bytes as without a stop."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice train config/reviews.yaml",
      "  sluice train config/reviews.yaml --set training.epochs=5 --run runs/short",
      "  sluice train config/reviews.yaml --seeds 3",
      "  sluice train config/reviews.yaml --watch",
      "  sluice train --resume runs/reviews/latest"
    })
final class TrainCommand implements Callable<Integer> {

  private static final Duration AFTER_INTERRUPTION = Duration.ofSeconds(10);

  private final InstantSource clock;
  private Terminal terminal;
  private Watching watching;
  @Spec private CommandSpec command;

  @Mixin private RunOptions options;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description =
          "Train N times with consecutive seeds, one run each; show the mean and the spread of the"
              + " scores and a verdict. With --run, the runs are the folders seed-1, seed-2, ... in"
              + " DIR.")
  private Integer seeds;

  @Mixin private WatchOption watch;

  @Mixin private JsonOption json;

  TrainCommand(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    boolean resumes = options.resumes(command, seeds != null, "--set, --run and --seeds");
    if (seeds != null && seeds < 2) {
      throw new ParameterException(command.commandLine(), "--seeds must be 2 or more");
    }
    watch.check(command);
    try (Watching page = watch.start(seeds == null ? 1 : seeds)) {
      watching = page;
      terminal = page.copying(terminal);
      return resumes ? goOn() : seeds == null ? begin() : beginSeeds();
    }
  }

  private int begin() {
    Experiment checked = checked(options.read(terminal));
    mentionWarnings(checked);
    Instant now = clock.instant();
    RunFolder run = options.create(checked.loaded().config().name(), now);
    try (RunFolder.Lock lock = run.lock()) {
      run.beginAnew(lock);
      RunRecord record = RunRecord.begin(run, checked, options.assignments(), now);
      return train(checked, record);
    }
  }

  /** Trains one run after another; stops at the first that does not finish. */
  private int beginSeeds() {
    long began = System.nanoTime();
    LoadedConfig loaded = options.read(terminal);
    List<SeedRuns.Run> runs = new ArrayList<>();
    for (int i = 0; i < seeds; i++) {
      Config config = loaded.config();
      long seed = config.seed() + (long) i * config.training().networks();
      terminal.err().println("seed %s, %s of %s".formatted(seed, i + 1, seeds));
      Experiment checked = checked(loaded.with(config.with(seed)));
      if (i == 0) {
        mentionWarnings(checked);
      }
      Instant now = clock.instant();
      RunFolder run = options.create(config.name(), now, "seed-" + seed);
      try (RunFolder.Lock lock = run.lock();
          Interruption interruption = new Interruption()) {
        run.beginAnew(lock);
        List<String> overrides = new ArrayList<>(options.assignments());
        overrides.add("seed=" + seed);
        Ended ended = trained(checked, RunRecord.begin(run, checked, overrides, now), interruption);
        if (RunOptions.exitCode(run) != Main.DONE) {
          terminal.err().println("%s of %s seeds are trained".formatted(i, seeds));
          tell(run, ended.trained(), ended.evaluation(), (System.nanoTime() - began) / 1e9);
          watching.close();
          return RunOptions.exitCode(run);
        }
        runs.add(new SeedRuns.Run(seed, run, ended.evaluation()));
      }
    }
    SeedRuns all = new SeedRuns(runs);
    if (json.wanted()) {
      Map<String, Object> result = all.toMap();
      result.put("seconds", (System.nanoTime() - began) / 1e9);
      json.print(result, terminal);
    } else {
      terminal.out().print(all.text());
    }
    terminal.out().flush();
    return Main.DONE;
  }

  private Experiment checked(LoadedConfig loaded) {
    watching.reads(loaded.config(), terminal);
    terminal.err().println("reading " + loaded.config().data().source().path().normalize());
    terminal.err().flush();
    return Rehearsal.during(loaded.config(), () -> Experiment.of(loaded));
  }

  private void mentionWarnings(Experiment checked) {
    List<String> names = checked.warnings().stream().map(Warning::name).distinct().toList();
    if (!names.isEmpty()) {
      terminal
          .err()
          .printf(
              Locale.ROOT,
              "warnings: %s; see sluice check %s%n",
              String.join(", ", names),
              ShellWord.of(options.config()));
    }
  }

  @SuppressWarnings("try") // the lock is held, not used
  private int goOn() {
    RunFolder run = options.resumed();
    try (RunFolder.Lock lock = run.lock()) {
      Experiment checked = checked(RunRecord.unfinished(run));
      return train(checked, RunRecord.goOn(run, checked));
    }
  }

  private int train(Experiment checked, RunRecord record) {
    long began = System.nanoTime();
    try (Interruption interruption = new Interruption()) {
      Ended ended = trained(checked, record, interruption);
      tell(record.run(), ended.trained(), ended.evaluation(), (System.nanoTime() - began) / 1e9);
      watching.close(); // before the program may end
      return RunOptions.exitCode(record.run());
    }
  }

  /** How a recorded training ended. */
  private record Ended(TrainedNetwork trained, Optional<Evaluation> evaluation) {}

  private Ended trained(Experiment checked, RunRecord record, Interruption interruption) {
    terminal.err().println("run " + record.run().path());
    Config whole = checked.loaded().config();
    Checkpoints checkpoints = new Checkpoints(record.run().checkpoints());
    try (Tracking tracking = record.tracking(whole)) {
      Progress progress =
          record
              .history(checkpoints, tracking::add)
              .and(EpochBars.of(terminal, whole.training()))
              .and(watching.begins(record.run(), whole))
              .and(new TrackingWarnings(tracking, terminal.err()));
      Ended ended = trained(checked, record, checkpoints, progress, interruption);
      watching.ended(record.run());
      tellOfTracking(tracking, interruption);
      return ended;
    } catch (UncheckedIOException e) { // such as a full disk
      throw new UncheckedIOException(
          e.getMessage()
              + "\n    to continue when that is solved: "
              + Commands.resume(record.run().path(), false),
          e.getCause());
    }
  }

  private void tellOfTracking(Tracking tracking, Interruption interruption) {
    if (!tracking.isFollowed()) {
      return;
    }
    PrintWriter err = terminal.err();
    Duration most = interruption.getAsBoolean() ? AFTER_INTERRUPTION : tracking.patience();
    err.println("tracking: sending the rest, for at most %s s".formatted(most.toSeconds()));
    err.flush();
    List<String> lines = tracking.end(most);
    tracking.takeWarnings().forEach(err::println);
    lines.forEach(line -> err.println("tracking: " + line));
    err.flush();
  }

  private Ended trained(
      Experiment checked,
      RunRecord record,
      Checkpoints checkpoints,
      Progress progress,
      Interruption interruption) {
    Config whole = checked.loaded().config();
    TrainedNetwork trained = checked.train(progress, interruption, Optional.of(checkpoints));
    if (trained.endedByItself() && checked.data().examples(Part.TEST).size() > 0) {
      watching.scores();
      terminal.err().println("scoring the test part");
      terminal.err().flush();
    }
    Optional<Evaluation> evaluation =
        record.end(
            checked,
            trained,
            clock,
            new Waiting(terminal.err(), interruption),
            finalFit(whole, trained.keptEpoch().orElse(0)));
    trained.note(whole.training()).ifPresent(terminal.err()::println);
    return new Ended(trained, evaluation);
  }

  private Progress finalFit(Config config, int epochs) {
    return new Progress() {
      private boolean told;

      @Override
      public void epochStarted(int epoch, int examples) {
        tell();
      }

      @Override
      public void epochEnded(EpochScores scores, boolean best) {
        tell(); // of a start that was fitted
      }

      private void tell() {
        if (!told) {
          terminal
              .err()
              .println(
                  "final fit: "
                      + (epochs == 0
                          ? "fitting the start again on all rows"
                          : "training again on all rows, "
                              + (epochs == 1 ? "1 epoch" : epochs + " epochs")));
          told = true;
        }
      }
    }.and(EpochBars.of(terminal, config.training().withEpochs(epochs)))
        .and(watching.finalFit(epochs));
  }

  private void tell(
      RunFolder run, TrainedNetwork trained, Optional<Evaluation> evaluation, double seconds) {
    PrintWriter err = terminal.err();
    if (trained.ending() == Ending.STOPPED_EARLY) {
      err.println(
          trained.keptEpochs().size() == 1 && trained.keptEpochs().get(0) > 0
              ? "stopped early: epoch " + trained.keptEpochs().get(0) + " is the best"
              : "stopped early");
    }
    Optional<Results> results = Results.read(run.results());
    results.flatMap(all -> all.training().cause()).ifPresent(err::println);
    boolean interrupted = run.status().equals(Optional.of(Status.INTERRUPTED));
    if (interrupted || trained.ending() == Ending.DIVERGED) {
      err.println(
          trained.keptEpoch().isEmpty()
              ? "no epoch was completed: there is no model yet"
              : "the best model so far, of epoch "
                  + trained.keptEpochs().stream()
                      .map(String::valueOf)
                      .collect(Collectors.joining(", "))
                  + ", was kept");
    }
    if (interrupted) {
      err.println("resume with: " + Commands.resume(run.path(), false));
    }
    err.flush();
    Optional<Results.FinalFit> finalFit = results.flatMap(Results::finalFit);
    if (json.wanted()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("run", run.path().toString());
      evaluation.map(ScoreTable::json).ifPresent(result::putAll);
      finalFit.ifPresent(fit -> result.put("final_fit", fit));
      result.put("seconds", seconds);
      json.print(result, terminal);
    } else {
      evaluation.map(scores -> text(run, scores)).ifPresent(terminal.out()::print);
      finalFit.map(Results.FinalFit::sentence).ifPresent(terminal.out()::println);
      terminal.out().println("report  " + run.report());
    }
    terminal.out().flush();
  }

  private String text(RunFolder run, Evaluation evaluation) {
    return terminal.outIsTerminal()
        ? Screenful.of(
            RunStory.of(run), evaluation, terminal.columns(), terminal.shows(Sparkline.signs()))
        : ScoreTable.text(evaluation);
  }
}
