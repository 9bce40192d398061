package dev.sluice.experiment;

import dev.sluice.batch.Examples;
import dev.sluice.config.ConfigReader;
import dev.sluice.config.ConfigWriter;
import dev.sluice.config.LoadedConfig;
import dev.sluice.drift.Profile;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.Metric;
import dev.sluice.evaluate.Metrics;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.Part;
import dev.sluice.model.Bundle;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.report.HtmlReport;
import dev.sluice.run.AtomicFiles;
import dev.sluice.run.AttentionMaps;
import dev.sluice.run.DataSummary;
import dev.sluice.run.Epoch;
import dev.sluice.run.FileFailure;
import dev.sluice.run.GitCommit;
import dev.sluice.run.History;
import dev.sluice.run.Provenance;
import dev.sluice.run.Results;
import dev.sluice.run.RunFolder;
import dev.sluice.run.RunFolder.Status;
import dev.sluice.run.Samples;
import dev.sluice.run.SoftwareVersions;
import dev.sluice.run.TestScores;
import dev.sluice.spec.Config;
import dev.sluice.spec.Warning;
import dev.sluice.track.TrackedRun;
import dev.sluice.track.Tracking;
import dev.sluice.train.Checkpoints;
import dev.sluice.train.EarlierChoices;
import dev.sluice.train.Ending;
import dev.sluice.train.EpochScores;
import dev.sluice.train.Progress;
import dev.sluice.train.TrainedNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Writes what a training leaves in its run, in order of time; docs/run-folder.md describes the
 * files.
 *
 * @param run locked by the caller
 */
public record RunRecord(RunFolder run) {
  private static final String FINAL_FIT = "the final fit: ";

  /**
   * Records what the run is made from.
   *
   * @throws UserException if the data have changed since they were read
   */
  public static RunRecord begin(
      RunFolder run, Experiment experiment, List<String> overrides, Instant started) {
    return begin(run, experiment, overrides, started, Optional.empty());
  }

  /**
   * @param backtest what was asked for
   */
  static RunRecord begin(
      RunFolder run,
      Experiment experiment,
      List<String> overrides,
      Instant started,
      Optional<Provenance.AskedBacktest> backtest) {
    Config config = experiment.loaded().config();
    RunInputs.requireUnchangedWhileRead(experiment.files(), config);
    AtomicFiles.write(run.resolved(), ConfigWriter.toYaml(config));
    int ofData = RunInputs.ofData(config.data()).size();
    new DataSummary(experiment.summary()).write(run.data());
    Provenance.of(
            SoftwareVersions.ofRun(),
            experiment.files().subList(0, ofData),
            experiment.files().subList(ofData, experiment.files().size()),
            config.seed(),
            overrides,
            GitCommit.of(Path.of("").toAbsolutePath()),
            started.toString(),
            backtest,
            sha256OfWork(run.resolved()))
        .write(run.provenance());
    run.setStatus(Status.RUNNING);
    AtomicFiles.write(run.config(), experiment.loaded().text()); // last: only this makes it a run
    run.linkNames(started);
    return new RunRecord(run);
  }

  /**
   * The config of an unfinished run that can be resumed.
   *
   * @throws UserException if it has finished, or if its config or its data have changed
   */
  public static LoadedConfig unfinished(RunFolder run) {
    if (run.isBacktest()) {
      throw new UserException(
          Problem.inFile(run.path(), "is a backtest", "").withRemedy(run.resuming()));
    }
    return unfinishedOf(run);
  }

  static LoadedConfig unfinishedOf(RunFolder run) {
    if (run.status().filter(Status.FINISHED::equals).isPresent()) {
      throw new UserException(
          Problem.inFile(
              run.path(),
              "has finished: there is nothing to resume",
              run.isBacktest()
                  ? "start a new one with the same config"
                  : "start a new run with the same config"));
    }
    requireSameConfig(run);
    LoadedConfig loaded = resolved(run);
    RunInputs.requireUnchanged(run, loaded.config());
    return loaded;
  }

  /** Problems of the config cannot be corrected: that would make it a different run. */
  private static LoadedConfig resolved(RunFolder run) {
    try {
      return ConfigReader.read(run.resolved(), List.of());
    } catch (UserException e) {
      String then =
          Provenance.read(run.provenance())
              .map(begun -> begun.versions().get("sluice"))
              .orElse("of another version");
      String advice =
          "Sluice %s, which started the run, accepted this: resume with that version, or start a"
              + " new run";
      throw new UserException(
          e.problems().stream()
              .map(p -> new Problem(p.path(), p.location(), p.what(), advice.formatted(then)))
              .toList());
    }
  }

  /**
   * Resumes a run.
   *
   * @param experiment of its {@link #unfinished} config
   * @throws UserException if the data have changed since they were read, or since the run began
   */
  public static RunRecord goOn(RunFolder run, Experiment experiment) {
    Config config = experiment.loaded().config();
    RunInputs.requireUnchangedWhileRead(experiment.files(), config);
    RunInputs.requireUnchanged(run, config);
    run.setStatus(Status.RUNNING);
    return new RunRecord(run);
  }

  private static void requireSameConfig(RunFolder run) {
    Optional<String> written =
        Files.isRegularFile(run.provenance())
            ? Provenance.read(run.provenance()).flatMap(Provenance::resolvedSha256)
            : Optional.empty();
    if (written.isEmpty()) {
      throw new UserException(
          Problem.inFile(
              run.provenance(),
              "does not say what config and data the run was started with",
              "restore the file, or start a new run"));
    }
    if (!sha256OfWork(run.resolved()).equals(written.get())) {
      throw new UserException(
          Problem.inFile(
              run.resolved(),
              "has changed since the run was started",
              "restore the file; for another config, start a new run"));
    }
  }

  /**
   * The SHA-256 of everything in the file that the training depends on: all but its section
   * `tracking`, which may be changed, added or removed before a run is resumed.
   */
  private static String sha256OfWork(Path resolved) {
    try {
      String text = Files.readString(resolved);
      // Blocks are indented and lines never broken, so only a root key begins a line.
      String work = text.replaceFirst("(?m)^tracking:.*\\R?(?:^[ \\t#].*\\R?|^\\R)*", "");
      return HexFormat.of()
          .formatHex(Provenance.sha256().digest(work.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new FileFailure("read", resolved, e);
    }
  }

  /**
   * Tells the trackers of the config about this run.
   *
   * @param config may name other trackers than when the run began
   */
  public Tracking tracking(Config config) {
    Config work = config.withoutTracking();
    return Tracking.of(new TrackedRun(run, config, ConfigWriter.values(work)));
  }

  /**
   * Writes a line for each epoch.
   *
   * @param checkpoints from which the training is resumed
   */
  public Progress history(Checkpoints checkpoints) {
    return history(checkpoints, epoch -> {});
  }

  /**
   * Writes a line for each epoch, and then reports it.
   *
   * @param written called for each epoch of the training, not of a pretraining
   */
  public Progress history(Checkpoints checkpoints, Consumer<Epoch> written) {
    return history(
            run.metrics(), epoch -> checkpoints.of(epoch.network().orElse(1)).lastEpoch(), written)
        .withPretraining(
            history(
                run.pretraining(), epoch -> checkpoints.ofPretraining().lastEpoch(), epoch -> {}));
  }

  private static Progress history(Path file, ToIntFunction<Epoch> last, Consumer<Epoch> written) {
    History history = new History(file, last);
    return new Progress() {
      private Optional<Integer> network = Optional.empty();

      @Override
      public void networkStarted(int number, int networks) {
        network = Optional.of(number);
      }

      @Override
      public void epochEnded(EpochScores scores, boolean best) {
        Epoch epoch = scores.toEpoch(best, network);
        history.add(epoch);
        written.accept(epoch);
      }
    };
  }

  /** Writes the model, predictions, scores and report, however long it takes. */
  public Optional<Evaluation> end(
      Experiment experiment, TrainedNetwork trained, InstantSource clock) {
    return end(experiment, trained, clock, Patience.ENDLESS);
  }

  /** The same with a limited patience for the scores. */
  public Optional<Evaluation> end(
      Experiment experiment, TrainedNetwork trained, InstantSource clock, Patience patience) {
    return end(experiment, trained, clock, patience, Progress.NONE);
  }

  /**
   * Writes the model, predictions, scores and report, as far as the training got.
   *
   * @param clock read when the work is done
   * @param patience if it ends before the scores are there, the run is interrupted, and can be
   *     resumed
   * @param ofFinalFit told about the progress of the final fit, if the config asks for one
   * @return the scores of the test part, if there is one and the training was not stopped
   */
  public Optional<Evaluation> end(
      Experiment experiment,
      TrainedNetwork trained,
      InstantSource clock,
      Patience patience,
      Progress ofFinalFit) {
    Config config = experiment.loaded().config();
    Ending ending = trained.ending();
    Examples heldOut = experiment.data().examples(TrainingProfile.heldOut(experiment.data()));
    Outputs outputs = new Outputs(() -> experiment.outputs(trained, heldOut, patience));
    Profile profile = profile(experiment, trained, outputs);
    if (trained.keptEpoch().isPresent()) {
      Bundle.write(
          run.model(),
          config.with(config.training().withoutFinalFit()),
          trained.pipeline(),
          trained.network(),
          experiment.data().examples(Part.TRAINING),
          Optional.of(profile));
    }
    Examples test = experiment.data().examples(Part.TEST);
    Optional<Predictions> predictions = Optional.empty();
    Optional<Evaluation> evaluation = Optional.empty();
    Optional<EarlierChoices> ofFinal = Optional.empty();
    try {
      if (trained.endedByItself() && test.size() > 0) {
        patience.check();
        predictions =
            Optional.of(predict(trained, test, outputs.get())); // the test part is held out
        List<AttentionMaps.OfText> maps = experiment.attention(trained, test);
        if (!maps.isEmpty()) {
          new AttentionMaps(maps).write(run.attention());
        }
      }
      if (trained.endedByItself()) {
        List<Samples.Sample> samples = SampleTexts.of(experiment, trained, patience);
        if (!samples.isEmpty()) {
          new Samples(samples).write(run.samples());
        }
      }
      predictions
          .flatMap(
              made -> trained.pipeline().target().pictures(experiment.data().parts(), test, made))
          .ifPresent(pictures -> pictures.write(run.pictures()));
      predictions
          .flatMap(
              made ->
                  trained
                      .pipeline()
                      .target()
                      .evaluation(config.evaluation(), experiment.data().parts(), test, made))
          .ifPresent(document -> document.write(run.evaluation()));
      predictions
          .flatMap(made -> ExplainedMistakes.of(experiment, trained, made, patience))
          .ifPresent(explained -> explained.write(run.explanations()));
      evaluation = predictions.map(made -> experiment.score(trained, made, patience));
      if (config.training().finalFit().isPresent() && trained.endedByItself()) {
        ofFinal = Optional.of(experiment.choices(trained, patience));
      }
    } catch (CancellationException e) {
      ending = Ending.INTERRUPTED;
    }
    Optional<TestScores> ofTestPart = Optional.empty();
    if (evaluation.isPresent()) {
      Predictions made = predictions.get();
      ofTestPart =
          Optional.of(
              TestScores.of(
                  evaluation.get().toMap(),
                  deciding(made),
                  trained.pipeline().target().mistakes(test, made)));
    }
    Results.Training training = training(config, trained, ending);
    Optional<Results.FinalFit> finalFit = Optional.empty();
    if (ofFinal.isPresent()) {
      Experiment all = experiment.onAllRows();
      TrainedNetwork fitted =
          all.train(
              ofFinal.get(),
              ofFinalFit,
              patience::isOver,
              Optional.of(new Checkpoints(run.finalFit())));
      if (fitted.ending() == Ending.COMPLETED) {
        finalFit = Optional.of(keep(all, fitted, trained, profile));
      } else {
        ending = fitted.ending();
        training = training(config, trained, ending).with(fitted.cause().map(FINAL_FIT::concat));
      }
    }
    end(experiment, training, ofTestPart, finalFit, ending, clock);
    return evaluation;
  }

  /**
   * Replaces the scored model by the one that was trained on all rows.
   *
   * @param ofScored the profile that new rows are compared with, from held-out rows: the final
   *     model has none
   */
  private Results.FinalFit keep(
      Experiment all, TrainedNetwork fitted, TrainedNetwork scored, Profile ofScored) {
    Config config = all.loaded().config();
    Examples examples = all.data().examples(Part.TRAINING);
    Bundle.write(
        run.model(),
        config,
        all.data().pipeline().calibratedAs(scored.pipeline()),
        fitted.network(),
        examples,
        Optional.of(ofScored));
    Results.FinalFit finalFit =
        new Results.FinalFit(fitted.trainedEpochs(), examples.size(), fitted.seconds());
    Provenance.read(run.provenance())
        .orElseThrow()
        .with(new Provenance.FinalFit("all", finalFit.epochs(), finalFit.examples()))
        .write(run.provenance());
    return finalFit;
  }

  /** Writes the last files. */
  void end(
      Experiment experiment,
      Results.Training training,
      Optional<TestScores> scores,
      Optional<Results.FinalFit> finalFit,
      Ending ending,
      InstantSource clock) {
    Config config = experiment.loaded().config();
    new Results(
            config.name(),
            config.data().target().task(),
            training,
            experiment.warnings().stream().map(RunRecord::entry).toList(),
            scores,
            finalFit)
        .write(run.results());
    Instant ended = clock.instant();
    Provenance.read(run.provenance())
        .orElseThrow()
        .withEnd(ended.toString())
        .write(run.provenance());
    HtmlReport.write(run);
    run.setStatus(
        switch (ending) {
          case COMPLETED, STOPPED_EARLY -> Status.FINISHED;
          case INTERRUPTED -> Status.INTERRUPTED;
          case DIVERGED -> Status.DIVERGED;
        });
    run.linkNames(ended);
  }

  /**
   * The profile that new rows are compared with; without the network's predictions, if the training
   * was stopped or the patience ends before they are known.
   */
  private static Profile profile(Experiment experiment, TrainedNetwork trained, Outputs heldOut) {
    if (trained.endedByItself()) {
      try {
        return TrainingProfile.of(experiment.data(), trained.pipeline(), heldOut);
      } catch (CancellationException e) {
        // The model is still written.
      }
    }
    return TrainingProfile.ofRows(experiment.data());
  }

  private Predictions predict(TrainedNetwork trained, Examples test, float[][] outputs) {
    Predictions predictions = trained.pipeline().target().predictions(test, outputs);
    AtomicFiles.writeFile(
        run.predictions(),
        unfinished ->
            trained
                .pipeline()
                .target()
                .write(Files.newBufferedWriter(unfinished), test, predictions));
    return predictions;
  }

  /** The metric and the rows by which this run can be compared with others. */
  TestScores.Deciding deciding(Predictions predictions) {
    Metric metric = predictions.criterion().metric();
    return new TestScores.Deciding(
        predictions.criterion().name(),
        Metrics.score(metric, predictions).number().stream().boxed().findFirst(),
        metric.better().name().toLowerCase(Locale.ROOT),
        Optional.of(Provenance.sha256OfTestPart(run)));
  }

  private static Results.Warned entry(Warning warning) {
    Problem problem = warning.problem();
    return new Results.Warned(
        warning.name(), problem.path(), problem.what(), problem.advice(), warning.why());
  }

  private static Results.Training training(Config config, TrainedNetwork trained, Ending ending) {
    return new Results.Training(
        ending.name().toLowerCase(Locale.ROOT),
        trained.trainedEpochs(),
        trained.keptEpoch(),
        trained.seconds(),
        trained.cause(),
        trained.note(config.training()));
  }
}
