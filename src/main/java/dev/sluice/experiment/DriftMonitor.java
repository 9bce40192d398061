package dev.sluice.experiment;

import dev.sluice.batch.Examples;
import dev.sluice.data.Dataset;
import dev.sluice.drift.DriftReport;
import dev.sluice.drift.Observed;
import dev.sluice.drift.Profile;
import dev.sluice.evaluate.Patience;
import dev.sluice.frame.Frame;
import dev.sluice.frame.TableFrame;
import dev.sluice.model.Bundle;
import dev.sluice.network.Inference;
import dev.sluice.predict.Outcomes;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.RunFolder;
import dev.sluice.source.Sources;
import dev.sluice.source.Table;
import dev.sluice.task.FittedTarget;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Tells whether new rows are like those that a model was trained on. Thread-safe.
 *
 * <pre>{@code
 * try (DriftMonitor monitor = DriftMonitor.open(Path.of("runs/reviews/latest"))) {
 *   boolean drift = monitor.check(Path.of("new.csv")).drift();
 * }
 * }</pre>
 */
public final class DriftMonitor implements AutoCloseable {
  private final Bundle bundle;
  private final Inference network;
  private final Profile profile;

  private DriftMonitor(Bundle bundle, Inference network, Profile profile) {
    this.bundle = bundle;
    this.network = network;
    this.profile = profile;
  }

  /**
   * Loads a model with what is known about its training rows. For a model that an earlier version
   * of Sluice wrote, the rows are read again.
   *
   * @param path a run's folder, or its `model` folder
   * @throws UserException if there is no model, it is damaged, or its training rows are not known
   */
  public static DriftMonitor open(Path path) {
    Bundle bundle = Bundle.open(path);
    Inference network = null;
    try {
      network = bundle.network().inference(Runtime.getRuntime().availableProcessors());
      Inference used = network;
      return new DriftMonitor(
          bundle, used, bundle.profile().orElseGet(() -> readAgain(path, bundle, used)));
    } catch (RuntimeException e) {
      if (network != null) {
        network.close();
      }
      bundle.close();
      throw e;
    }
  }

  private static Profile readAgain(Path path, Bundle bundle, Inference network) {
    RunFolder run;
    try {
      run = RunFolder.open(path);
      if (Files.exists(run.imported())) {
        throw unknown(path, "it was imported, so its training rows are unknown");
      }
      RunInputs.requireUnchanged(run, bundle.config().data());
    } catch (UserException e) {
      List<Problem> problems = new ArrayList<>(unknown(path, "they are read again").problems());
      problems.addAll(e.problems());
      throw new UserException(problems);
    }
    Dataset data =
        bundle.config().training().finalFit().isPresent()
            ? Dataset.ofAllRows(bundle.config().data())
            : Dataset.load(bundle.config().data());
    Examples heldOut = data.examples(TrainingProfile.heldOut(data));
    return TrainingProfile.of(
        data,
        bundle.pipeline(),
        () -> Outcomes.outputs(network, bundle.pipeline(), heldOut, Patience.ENDLESS));
  }

  private static UserException unknown(Path path, String why) {
    return new UserException(
        Problem.inFile(
            path,
            "the model has no profile of its training rows: " + why,
            "give the folder of the run, with its data files in their place, or train again"));
  }

  /**
   * Compares the rows of a file.
   *
   * @param file of rows, in any format that {@link Sources#newRows} knows
   * @throws UserException naming file and line of what cannot be read
   */
  public DriftReport check(Path file) {
    return check(Sources.newRows(bundle.config().data().source(), file));
  }

  /**
   * Compares rows. If they have the columns of the target, those with values there are scored too.
   *
   * @throws UserException if the rows are not as the model needs them, or there are none
   */
  public DriftReport check(Table rows) {
    if (rows.size() == 0) {
      throw new UserException(
          Problem.inFile(rows.name(), "has no rows", "give a file with rows to compare"));
    }
    FittedTarget<?> target = bundle.pipeline().target();
    List<String> remarks = new ArrayList<>();
    int[] known = known(rows);
    boolean all = known.length == rows.size();
    Optional<Examples> labelled =
        known.length == 0 ? Optional.empty() : labelled(all ? rows : rows.inOrder(known), remarks);
    Examples examples =
        labelled.filter(scored -> all).orElseGet(() -> bundle.pipeline().unlabelled(rows));
    List<Observed> observed = new ArrayList<>(examples.input().observed());
    if (profile.heldOut().equals(Profile.NONE)) {
      remarks.add(
          "predictions are not compared: the training was interrupted before it recorded any");
    } else {
      if (profile.heldOut().equals("training")) {
        remarks.add(
            "there were no held-out rows: predictions and errors are compared with those on the"
                + " training rows, on which a model is more certain");
      }
      Outputs outputs = outputs(examples);
      observed.addAll(target.observed(examples, outputs));
      labelled.ifPresent(
          scored ->
              observed.addAll(
                  target.observedErrors(scored, scored == examples ? outputs : outputs(scored))));
    }
    Frame frame = examples.frame();
    int compared = frame instanceof TableFrame ? frame.size() : rows.size();
    return profile.compare(observed, rows.size(), compared, frame.noun(), remarks);
  }

  /** The rows whose targets are known. */
  private int[] known(Table rows) {
    FittedTarget<?> target = bundle.pipeline().target();
    return target.columns().stream().anyMatch(column -> rows.indexOf(column) < 0)
        ? new int[0]
        : IntStream.range(0, rows.size()).filter(row -> target.knows(rows, row)).toArray();
  }

  /** The rows with their targets; empty, with a remark, if they cannot be read. */
  private Optional<Examples> labelled(Table rows, List<String> remarks) {
    try {
      return Optional.of(bundle.pipeline().labelled(rows));
    } catch (UserException e) {
      e.problems().stream()
          .map(problem -> "errors are not compared: " + problem.what())
          .forEach(remarks::add);
      return Optional.empty();
    }
  }

  private Outputs outputs(Examples examples) {
    return new Outputs(
        () -> Outcomes.outputs(network, bundle.pipeline(), examples, Patience.ENDLESS));
  }

  /** Frees the model. */
  @Override
  public void close() {
    network.close();
    bundle.close();
  }
}
