package dev.sluice.cli;

import dev.sluice.batch.Examples;
import dev.sluice.data.Dataset;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.experiment.RunInputs;
import dev.sluice.frame.ExampleGroups;
import dev.sluice.frame.Part;
import dev.sluice.model.Bundle;
import dev.sluice.network.Inference;
import dev.sluice.predict.Outcomes;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.AtomicFiles;
import dev.sluice.run.CsvTable;
import dev.sluice.run.Results;
import dev.sluice.run.RunFolder;
import dev.sluice.source.Sources;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "evaluate",
    description = {
      "Scores the model of a run and its baselines, without changing the run.",
      "",
      "Without --data, the test part is scored again; with it, all rows or windows of a file, which"
          + " must have the target columns. Baselines that need training are fitted to the training"
          + " part of the run; if its file has been removed or changed, they are left out."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice evaluate runs/reviews/latest",
      "  sluice evaluate runs/reviews/latest --data data/reviews-hard.csv",
      "  sluice evaluate runs/reviews/latest --output scored.csv"
    })
final class EvaluateCommand implements Runnable {
  private final Terminal terminal;

  @Parameters(paramLabel = "RUN", description = "The folder of a run.")
  private Path path;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "Score all rows of this file: CSV, TSV, JSON lines or the format of the training rows; -"
              + " for standard input.")
  private Path file;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Write the scored rows with all their columns and their predictions to this CSV file, or"
              + " windows with their forecasts.")
  private Path output;

  @Mixin private ForceOption force;

  @Mixin private JsonOption json;

  EvaluateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if (output != null) {
      force.require(output, Optional.ofNullable(file));
    }
    RunFolder run = RunFolder.open(path);
    Optional<Results.Training> training = Results.read(run.results()).map(Results::training);
    Evaluation evaluation;
    try (Bundle bundle = Bundle.open(run.path())) {
      evaluation =
          file == null
              ? ofTestPart(run, bundle)
              : StandardInput.orFile(file, rows -> ofFile(run, bundle, rows));
    }
    if (json.wanted()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("run", run.path().toString());
      result.putAll(ScoreTable.json(evaluation));
      training.flatMap(Results.Training::note).ifPresent(note -> result.put("note", note));
      json.print(result, terminal);
    } else {
      terminal.out().print(ScoreTable.text(evaluation, training.flatMap(Results.Training::chosen)));
    }
    terminal.out().flush();
  }

  private Evaluation ofTestPart(RunFolder run, Bundle bundle) {
    if (isFinalFit(bundle)) {
      throw new UserException(
          Problem.inFile(
              run.path(),
              "its model was trained on all rows, including the test part, whose scores would mean"
                  + " nothing",
              "results.json has the scores from before the final fit; score other rows with --data"
                  + " FILE"));
    }
    if (Files.exists(run.imported())) {
      throw new UserException(
          Problem.inFile(
              run.path(),
              "its model was imported: there is no test part",
              "give a file to score: --data FILE"));
    }
    RunInputs.requireUnchanged(run, bundle.config().data());
    Dataset data = Dataset.load(bundle.config().data());
    Examples test = data.examples(Part.TEST);
    if (test.size() == 0) {
      throw new UserException(
          Problem.inFile(
              run.path(), "has no test part to score", "give a file to score: --data FILE"));
    }
    return score(bundle, () -> Optional.of(data), test);
  }

  private Evaluation ofFile(RunFolder run, Bundle bundle, Path file) {
    Examples rows =
        bundle.pipeline().labelled(Sources.newRows(bundle.config().data().source(), file));
    return score(bundle, () -> trainingData(run, bundle), rows);
  }

  /** A model that is kept from before its final fit has a config without a final fit. */
  private static boolean isFinalFit(Bundle bundle) {
    return bundle.config().training().finalFit().isPresent();
  }

  private static Optional<Dataset> trainingData(RunFolder run, Bundle bundle) {
    try {
      RunInputs.requireUnchanged(run, bundle.config().data());
      return Optional.of(
          isFinalFit(bundle)
              ? Dataset.ofAllRows(bundle.config().data())
              : Dataset.load(bundle.config().data()));
    } catch (UserException e) { // the scores then say that these baselines are missing, and why
      return Optional.empty();
    }
  }

  private Evaluation score(Bundle bundle, Supplier<Optional<Dataset>> training, Examples scored) {
    EvaluationPlan plan = EvaluationPlan.of(bundle.config());
    float[][] outputs;
    try (Inference network =
        bundle.network().inference(Runtime.getRuntime().availableProcessors())) {
      outputs = Outcomes.outputs(network, bundle.pipeline(), scored, Patience.ENDLESS);
    }
    Predictions predictions = bundle.pipeline().target().predictions(scored, outputs);
    if (output != null) {
      AtomicFiles.writeFile(
          output.toAbsolutePath(),
          unfinished ->
              write(Files.newBufferedWriter(unfinished), bundle, scored, outputs, predictions));
    }
    return Evaluation.of(
        plan,
        predictions,
        bundle
            .pipeline()
            .target()
            .baselines(
                plan,
                () -> training.get().map(Dataset::parts),
                scored,
                predictions,
                new Waiting(terminal.err(), () -> false)),
        scored.frame().noun(),
        ExampleGroups.numbers(bundle.config().data().split(), scored.frame()));
  }

  private static void write(
      Writer out, Bundle bundle, Examples scored, float[][] outputs, Predictions predictions) {
    if (scored.input().texts().isEmpty()) {
      bundle.pipeline().target().write(out, scored, predictions);
      return;
    }
    try (CsvTable csv = new CsvTable(out, false)) {
      Outcomes.write(csv, bundle.pipeline(), scored, outputs);
    }
  }
}
