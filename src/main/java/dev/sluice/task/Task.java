package dev.sluice.task;

import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.Dataset;
import dev.sluice.frame.Examples;
import dev.sluice.frame.FittedPipeline;
import dev.sluice.plugin.Factory;
import dev.sluice.shape.OutputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.Config;
import dev.sluice.spec.TargetSpec;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What comes out of a network, all in one place: how its outputs become answers, with what they are
 * compared, and what is written down. Found by the record of the target. Stateless and thread-safe;
 * `check` uses it, so it names no class of DL4J.
 *
 * @param <S> the record in `data.target`
 * @param <A> what it says of new rows
 */
public interface Task<S extends TargetSpec, A extends Prediction> extends Factory<S> {

  /** What the outputs of a network would mean, before any data are read. */
  OutputShape madeUp(Config config);

  /**
   * What the network predicts, and what turned out to be so, in original units.
   *
   * @param labelled examples of the pipeline
   * @param outputs of the network, (examples)(units)
   */
  Predictions predictions(FittedPipeline pipeline, Examples labelled, float[][] outputs);

  /**
   * What a model without errors would predict. A metric that has no value even for it can have none
   * for any useful model.
   */
  Predictions perfect(FittedPipeline pipeline, Examples labelled);

  /**
   * The baselines of a plan on the scored examples.
   *
   * @param training the data that the model was trained on; without it, baselines that learn from
   *     them are absent, and say so
   * @param scored the examples that were predicted
   * @param model its predictions of them
   */
  Map<BaselineSpec, BaselineOutcome> baselines(
      EvaluationPlan plan, Optional<Dataset> training, Examples scored, Predictions model);

  /**
   * Writes predictions.csv: every example with what came true; docs/run-folder.md has the columns.
   */
  void write(Writer out, Examples examples, Predictions predictions);

  /** What {@link #answers} gives. */
  Class<A> answer();

  /** What a model of it does and how to ask it, after "this model". */
  String use();

  /**
   * What the network says of new rows.
   *
   * @param unlabelled examples of the pipeline
   * @param outputs of the network, (examples)(units)
   */
  List<A> answers(FittedPipeline pipeline, Examples unlabelled, float[][] outputs);

  /**
   * Writes the answers of {@link #answers} as CSV.
   *
   * @param rows what they were predicted from
   * @throws dev.sluice.problem.UserException if the rows have a column that would be added
   */
  void write(Writer out, Table rows, FittedPipeline pipeline, List<A> answers);
}
