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
 * What was learned of what comes out: how rows become labels, how outputs become answers, with what
 * they are compared, and what is written down. Immutable; names no class of DL4J.
 *
 * @param <A> what it says of new rows
 */
public interface FittedTarget<A extends Prediction> {
  OutputShape shape();

  /** The columns that rows need beside those of the input, if their targets are known. */
  Collection<String> columns();

  /**
   * What a network should say.
   *
   * @throws dev.sluice.problem.UserException naming file and line of every row without a target
   */
  Labels labels(Frame frame);

  /** Further lines for the summary of the data, by name; only parts with examples are named. */
  Map<String, Object> summary(Map<Part, Examples> parts);

  /** What is allowed and seldom meant. */
  List<Warning> warnings(Map<Part, Examples> parts);

  /** What a network should say of an example, as plain values for JSON. */
  Map<String, Object> shown(Examples training, int example);

  /**
   * What the network predicts, and what turned out to be so, in original units.
   *
   * @param outputs of the network, (examples)(units)
   */
  Predictions predictions(Examples labelled, float[][] outputs);

  /** What a reader should know of answers as a whole, in one line; empty if nothing. */
  default Optional<String> remark(List<A> answers) {
    return Optional.empty();
  }

  /**
   * What a model without errors would predict. A metric that has no value even for it can have none
   * for any useful model.
   */
  Predictions perfect(Examples labelled);

  /** What parts other than the first lack that is learned from after training. */
  default List<Problem> faults(Map<Part, Examples> parts) {
    return List.of();
  }

  /**
   * The same target, having learned from what the trained network says of the validation part; most
   * learn nothing of it.
   *
   * @param parts of the data, the validation part with examples
   * @param outputs of the network for the validation part, (examples)(units), computed when they
   *     are asked for
   * @param stop asked often; true ends the work
   * @throws java.util.concurrent.CancellationException if it was asked to stop
   */
  default FittedTarget<A> calibrated(
      Map<Part, Examples> parts, Supplier<float[][]> outputs, BooleanSupplier stop) {
    return this;
  }

  /** What an evaluation asks for that the data cannot give. */
  default List<Problem> faults(EvaluationSpec asked, Map<Part, Examples> parts) {
    return List.of();
  }

  /**
   * The same target, with what an evaluation asks to be chosen by what the network says of the
   * validation part, such as a threshold; after {@link #calibrated}.
   *
   * @param validation one example at least
   * @param outputs of the network for them, (examples)(units), computed when they are asked for
   */
  default FittedTarget<A> chosen(
      EvaluationSpec asked, Examples validation, Supplier<float[][]> outputs) {
    return this;
  }

  /**
   * The same target, with what another one of the same config learned by {@link #calibrated} and
   * {@link #chosen}; most learn nothing.
   */
  default FittedTarget<A> calibratedAs(FittedTarget<?> other) {
    return this;
  }

  /**
   * What the reader of scores should know of what it learned by {@link #calibrated} and {@link
   * #chosen}.
   */
  default Optional<String> learned() {
    return Optional.empty();
  }

  /**
   * The baselines of a plan on the scored examples, each computed when it is asked for.
   *
   * @param parts the data that the model was trained on, asked for only if a baseline learns from
   *     them; without it, such baselines are absent, and say so
   * @param scored the examples that were predicted
   * @param model its predictions of them
   * @param patience asked while a baseline is fitted that takes long
   * @throws java.util.concurrent.CancellationException if the patience is over
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
   * @throws IllegalArgumentException if it is none of this target
   */
  default BaselineOutcome baseline(
      BaselineSpec baseline, TrainingParts training, Examples scored, Patience patience) {
    throw new IllegalArgumentException(
        "%s is no baseline of %s".formatted(baseline, getClass().getSimpleName()));
  }

  /**
   * Writes predictions.csv: every example with what came true; docs/run-folder.md has the columns.
   */
  void write(Writer out, Examples examples, Predictions predictions);

  /** The worst mistakes, the worst first, for the report. */
  default List<TestScores.Mistake> mistakes(Examples examples, Predictions predictions) {
    return List.of();
  }

  /**
   * Where the network looked in a few examples, for the report; none unless it writes texts.
   *
   * @param network what it looks at in examples of these numbers; empty without attention
   */
  default List<AttentionMaps.OfText> attention(
      Examples examples, Function<int[], List<TextAttention>> network) {
    return List.of();
  }

  /** What the report draws of predictions beside their table; of forecasts only. */
  default Optional<SeriesPictures> pictures(
      Map<Part, Examples> parts, Examples scored, Predictions predictions) {
    return Optional.empty();
  }

  /** What the report shows of classes beside their scores; of classes only. */
  default Optional<ClassEvaluation> evaluation(
      EvaluationSpec asked, Map<Part, Examples> parts, Examples scored, Predictions predictions) {
    return Optional.empty();
  }

  /** What an explanation of an answer to a text explains; empty where there is none. */
  default Optional<Explained> explained() {
    return Optional.empty();
  }

  /** What to do where there is no {@link #explained}. */
  default String insteadOfExplanation() {
    return "explain a forecast, or a classifier of texts or ids";
  }

  /** How it is forecast from one time after another; empty if it has no time. */
  default Optional<Rolling> rolling() {
    return Optional.empty();
  }

  /** What {@link #answers} gives. */
  Class<A> answer();

  /** What answers are counted by, where they are of a closed set: classes, labels, tags. */
  default List<String> counted(A answer) {
    return List.of();
  }

  /**
   * What is watched of answers, to tell whether the model says of new rows what it said of held-out
   * ones: how often each of a closed set is among them.
   *
   * @param outputs of the network, (examples)(units); got only where they are looked at, since a
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
   * What is watched of errors.
   *
   * @param outputs of the network, (examples)(units); got only where they are looked at
   */
  default List<Observed> observedErrors(Examples labelled, Supplier<float[][]> outputs) {
    return List.of();
  }

  /** Whether it is known what came true of a row; its table has all {@link #columns}. */
  default boolean knows(Table rows, int row) {
    return columns().stream().noneMatch(column -> rows.value(row, rows.indexOf(column)).isBlank());
  }

  /** What a model of it does and how to ask it, after "this model". */
  String use();

  /**
   * What the network says of new rows.
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

  /** How a program without Sluice makes answers of outputs. */
  default PortableTarget portable() {
    return new PortableTarget.Unknown(
        Problem.atKey(
            "data.target",
            "is of a kind that does not say how answers are made",
            "predict with Sluice"));
  }

  /**
   * The answers as plain values for JSON: one for each example, of forecasts one for each value.
   *
   * @param unlabelled what they were predicted from
   */
  List<Map<String, Object>> documents(Frame unlabelled, List<A> answers);

  /**
   * What was fitted, as plain JSON; together with the config it gives the same target back, see
   * {@link Task#fromJson}.
   */
  JsonNode toJson();
}
