package dev.sluice.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.batch.Examples;
import dev.sluice.batch.Labels;
import dev.sluice.drift.Observed;
import dev.sluice.drift.Watched;
import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.Frame;
import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.run.AttentionMaps;
import dev.sluice.run.ClassEvaluation;
import dev.sluice.run.CsvTable;
import dev.sluice.run.SeriesPictures;
import dev.sluice.run.TestScores;
import dev.sluice.shape.OutputShape;
import dev.sluice.shape.TextAttention;
import dev.sluice.source.Table;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.EvaluationSpec;
import dev.sluice.spec.Warning;
import java.io.Writer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The fitted target: how rows become labels, how outputs become answers, what they are compared
 * with, and what is written. Immutable; names no class of DL4J.
 *
 * @param <A> its answers for new rows
 */
public interface FittedTarget<A extends Prediction> {
  OutputShape shape();

  /** The columns that rows need in addition to those of the input, if their targets are known. */
  Collection<String> columns();

  /**
   * The labels.
   *
   * @throws dev.sluice.problem.UserException naming file and line of every row without a target
   */
  Labels labels(Frame frame);

  /** Further lines for the summary of the data, by name; only parts with examples are named. */
  Map<String, Object> summary(Map<Part, Examples> parts);

  /** Warnings about what is allowed but rarely intended. */
  List<Warning> warnings(Map<Part, Examples> parts);

  /** The label of an example, as plain values for JSON. */
  Map<String, Object> shown(Examples training, int example);

  /**
   * The network's predictions with the actual values, in original units.
   *
   * @param outputs of the network, (examples)(units)
   */
  Predictions predictions(Examples labelled, float[][] outputs);

  /** What a reader should know about answers as a whole, in one line; empty if nothing. */
  default Optional<String> remark(List<A> answers) {
    return Optional.empty();
  }

  /**
   * The predictions of a perfect model. A metric that is undefined even for these can have no value
   * for any useful model.
   */
  Predictions perfect(Examples labelled);

  /** What the other parts lack that is needed for learning after the training. */
  default List<Problem> faults(Map<Part, Examples> parts) {
    return List.of();
  }

  /**
   * The same target, calibrated with the trained network's outputs for the validation part; most
   * targets learn nothing from them.
   *
   * @param parts of the data, the validation part with examples
   * @param outputs of the network for the validation part, (examples)(units), computed when they
   *     are first needed
   * @param stop called often; true ends the work
   * @throws java.util.concurrent.CancellationException if it was asked to stop
   */
  default FittedTarget<A> calibrated(
      Map<Part, Examples> parts, Supplier<float[][]> outputs, BooleanSupplier stop) {
    return this;
  }

  /** What an evaluation asks for but the data do not allow. */
  default List<Problem> faults(EvaluationSpec asked, Map<Part, Examples> parts) {
    return List.of();
  }

  /**
   * The same target, with the choices that an evaluation asks for, such as a threshold, made from
   * the network's outputs for the validation part; after {@link #calibrated}.
   *
   * @param validation one example at least
   * @param outputs of the network for them, (examples)(units), computed when they are first needed
   */
  default FittedTarget<A> chosen(
      EvaluationSpec asked, Examples validation, Supplier<float[][]> outputs) {
    return this;
  }

  /**
   * The same target, with what another one of the same config learned in {@link #calibrated} and
   * {@link #chosen}; most targets learn nothing there.
   */
  default FittedTarget<A> calibratedAs(FittedTarget<?> other) {
    return this;
  }

  /**
   * What the reader of scores should know of what it learned by {@link #calibrated} and {@link
   * #chosen}: sentences, the last one without a full stop.
   */
  default Optional<String> learned() {
    return Optional.empty();
  }

  /**
   * The baselines of a plan for the scored examples, each computed when it is asked for.
   *
   * @param parts the data that the model was trained on, asked for only if a baseline learns from
   *     them; without them, such baselines are absent, with that reason
   * @param scored the examples that were predicted
   * @param model its predictions of them
   * @param patience asked while a slow baseline is fitted
   * @throws java.util.concurrent.CancellationException if the patience ends
   */
  default Function<BaselineSpec, BaselineOutcome> baselines(
      EvaluationPlan plan,
      Supplier<Optional<Map<Part, Examples>>> parts,
      Examples scored,
      Predictions model,
      Patience patience) {
    TrainingParts training = new TrainingParts(parts);
    return baseline -> baseline(baseline, training, scored, patience);
  }

  /**
   * One of them.
   *
   * @throws IllegalArgumentException if it does not fit this target
   */
  default BaselineOutcome baseline(
      BaselineSpec baseline, TrainingParts training, Examples scored, Patience patience) {
    throw new IllegalArgumentException(
        "%s is no baseline of %s".formatted(baseline, getClass().getSimpleName()));
  }

  /**
   * Writes predictions.csv: every example with its actual value; docs/run-folder.md has the
   * columns.
   */
  void write(Writer out, Examples examples, Predictions predictions);

  /** The worst mistakes, the worst first, for the report. */
  default List<TestScores.Mistake> mistakes(Examples examples, Predictions predictions) {
    return List.of();
  }

  /**
   * Where the network looked in a few examples, for the report; none unless it writes texts.
   *
   * @param network returns the attention for examples with these numbers; empty without attention
   */
  default List<AttentionMaps.OfText> attention(
      Examples examples, Function<int[], List<TextAttention>> network) {
    return List.of();
  }

  /** The data of the report's charts; for forecasts only. */
  default Optional<SeriesPictures> pictures(
      Map<Part, Examples> parts, Examples scored, Predictions predictions) {
    return Optional.empty();
  }

  /** What the report shows about classes besides their scores; for classes only. */
  default Optional<ClassEvaluation> evaluation(
      EvaluationSpec asked, Map<Part, Examples> parts, Examples scored, Predictions predictions) {
    return Optional.empty();
  }

  /** What an explanation of an answer to a text explains; empty if there is none. */
  default Optional<Explained> explained() {
    return Optional.empty();
  }

  /** What to do if there is no {@link #explained}. */
  default String insteadOfExplanation() {
    return "explain a forecast, or a classifier of texts or ids";
  }

  /** How it is forecast from a sequence of times; empty if it has no time. */
  default Optional<Rolling> rolling() {
    return Optional.empty();
  }

  /** The kind of {@link #answers}. */
  Class<A> answer();

  /** The noun for counts of answers that come from a closed set: classes, labels, tags. */
  default List<String> counted(A answer) {
    return List.of();
  }

  /**
   * For drift monitoring of the answers: the frequency of each, if they come from a closed set.
   *
   * @param outputs of the network, (examples)(units); obtained only if they are needed, since a
   *     network that writes takes long
   */
  default List<Observed> observed(Examples examples, Supplier<float[][]> outputs) {
    List<String> said =
        answers(examples, outputs.get()).stream()
            .flatMap(answer -> counted(answer).stream())
            .toList();
    return said.isEmpty()
        ? List.of()
        : List.of(Observed.categories(Watched.PREDICTION, "predicted", Observed.counts(said)));
  }

  /**
   * For drift monitoring of the errors.
   *
   * @param outputs of the network, (examples)(units); obtained only if they are needed
   */
  default List<Observed> observedErrors(Examples labelled, Supplier<float[][]> outputs) {
    return List.of();
  }

  /** Whether the target of a row is known; its table has all {@link #columns}. */
  default boolean knows(Table rows, int row) {
    return columns().stream().noneMatch(column -> rows.value(row, rows.indexOf(column)).isBlank());
  }

  /** What its model does and how to use it, to follow "this model". */
  String use();

  /**
   * The network's answers for new rows.
   *
   * @param outputs of the network, (examples)(units)
   */
  List<A> answers(Examples unlabelled, float[][] outputs);

  /**
   * Writes the answers of {@link #answers}.
   *
   * @param out without a header yet
   * @param unlabelled what they were predicted from
   * @throws dev.sluice.problem.UserException if the rows have a column that would be added
   */
  void write(CsvTable out, Frame unlabelled, List<A> answers);

  /** The same, with the tokens that each token of an answer was written from, if it knows them. */
  default void writeAligned(CsvTable out, Frame unlabelled, List<A> answers) {
    write(out, unlabelled, answers);
  }

  /** How a program without Sluice turns outputs into answers. */
  default PortableTarget portable() {
    return new PortableTarget.Unknown(
        Problem.atKey(
            "data.target",
            "is of a kind whose outputs the exported file cannot describe",
            "predict with Sluice"));
  }

  /**
   * The answers as plain values for JSON: one for each example, of forecasts one for each value.
   *
   * @param unlabelled what they were predicted from
   */
  List<Map<String, Object>> documents(Frame unlabelled, List<A> answers);

  /**
   * The fitted state as plain JSON; together with the config it restores the target, see {@link
   * Task#fromJson}.
   */
  JsonNode toJson();
}
