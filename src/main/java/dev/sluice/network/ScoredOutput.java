package dev.sluice.network;

import java.util.OptionalDouble;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The layer of a network for one of our outputs. It keeps the loss of the backward pass. */
abstract class ScoredOutput<C extends org.deeplearning4j.nn.conf.layers.BaseOutputLayer>
    extends org.deeplearning4j.nn.layers.BaseOutputLayer<C> implements Stage.Source {
  private static final long serialVersionUID = 1L;

  /** The mean loss of the batch, if a pass computed it. */
  private transient OptionalDouble loss = OptionalDouble.empty();

  ScoredOutput(NeuralNetConfiguration conf) {
    super(conf, DataType.FLOAT);
  }

  /** The mean loss of the batch, by a forward pass. */
  abstract double meanLoss(boolean training, LayerWorkspaceMgr workspaces);

  /**
   * @param meanLoss of the batch, as computed in the backward pass
   */
  final void keep(double meanLoss) {
    loss = OptionalDouble.of(meanLoss);
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
    loss = OptionalDouble.empty();
    super.setInput(input, workspaces);
  }

  @Override
  public void setLabels(INDArray labels) {
    loss = OptionalDouble.empty();
    super.setLabels(labels);
  }

  @Override
  public double computeScore(
      double regularization, boolean training, LayerWorkspaceMgr workspaces) {
    if (loss.isEmpty()) {
      keep(meanLoss(training, workspaces));
    }
    return loss.getAsDouble() + regularization;
  }

  // Only DL4J's own evaluation calls these.

  @Override
  protected final INDArray getLabels2d(LayerWorkspaceMgr workspaces, ArrayType type) {
    throw evaluatedElsewhere();
  }

  @Override
  public final double f1Score(INDArray examples, INDArray labels) {
    throw evaluatedElsewhere();
  }

  @Override
  public final INDArray computeScoreForExamples(
      double regularization, LayerWorkspaceMgr workspaces) {
    throw evaluatedElsewhere();
  }

  private static UnsupportedOperationException evaluatedElsewhere() {
    return new UnsupportedOperationException("networks are scored by dev.sluice.evaluate");
  }
}
