package dev.sluice.network;

import dev.sluice.kernel.Floats;
import dev.sluice.kernel.SparseSoftmax;
import java.util.Arrays;
import java.util.Collection;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An output layer of ours that reads the steps of (batch, inputs, steps), and whose labels are not
 * one-hot but the index of a class at each step, (batch, steps), -1 where there is none. The loss
 * is divided by the number of labels of the batch. In single precision.
 */
abstract class SparseOutput extends BaseOutputLayer {
  private static final long serialVersionUID = 1L;

  /** For the JSON of DL4J. */
  SparseOutput() {}

  SparseOutput(BaseOutputLayer.Builder<?> builder) {
    super(builder);
  }

  abstract Running<?> running(NeuralNetConfiguration conf);

  @Override
  public final org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    Instances.requireSinglePrecision(dataType, this);
    return Instances.ready(
        running(conf), conf, initializer(), listeners, index, parameters, initialize);
  }

  @Override
  public final InputPreProcessor getPreProcessorForInputType(InputType input) {
    return input instanceof InputType.InputTypeFeedForward
        ? new StepsTogether(RNNFormat.NCW)
        : null;
  }

  /**
   * @param labels (batch, steps), row by row
   * @return (steps, batch)
   */
  static int[] timeMajor(float[] labels, int batch, int classes) {
    int steps = labels.length / batch;
    int[] ofSteps = new int[labels.length];
    for (int r = 0; r < batch; r++) {
      for (int t = 0; t < steps; t++) {
        float label = labels[r * steps + t];
        if (!(label >= SparseSoftmax.NONE && label < classes)) {
          throw new IllegalArgumentException(
              "row %s, step %s: label %s is not one of 0 to %s"
                  .formatted(r, t, label, classes - 1));
        }
        ofSteps[t * batch + r] = (int) label;
      }
    }
    return ofSteps;
  }

  /** The layer of a network. */
  abstract static class Running<C extends SparseOutput> extends ScoredOutput<C> {
    private static final long serialVersionUID = 1L;

    Running(NeuralNetConfiguration conf) {
      super(conf);
    }

    /** The labels of the batch, (steps, batch). */
    abstract int[] labelsOfSteps();

    /** The sum of the losses of the labels. */
    abstract double loss(int[] ofSteps, boolean training, LayerWorkspaceMgr workspaces);

    /**
     * The same in training, with its gradients, multiplied by {@code scale}, in the gradient views.
     *
     * @param inputGradient (steps of the input, batch, inputs), overwritten
     */
    abstract double lossAndGradients(
        int[] ofSteps, float scale, Floats inputGradient, LayerWorkspaceMgr workspaces);

    /** (steps, batch, inputs), after dropout. */
    final Floats features(LayerWorkspaceMgr workspaces) {
      return Views.timeMajor(input, RNNFormat.NCW, ArrayType.FF_WORKING_MEM, workspaces);
    }

    /** A parameter, column by column. */
    final Floats parameter(String key, boolean training, LayerWorkspaceMgr workspaces) {
      return Views.floats(
          Views.contiguous(getParamWithNoise(key, training, workspaces), 'f', workspaces));
    }

    final float[] mask() {
      return maskArray == null ? null : Views.toArray(maskArray);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      assertInputSet(true);
      int batch = (int) input.size(0);
      int[] ofSteps = labelsOfSteps();
      int counted = counted(ofSteps);
      INDArray dx =
          workspaces.createUninitialized(
              ArrayType.ACTIVATION_GRAD,
              DataType.FLOAT,
              new long[] {input.size(2), batch, input.size(1)},
              'c');
      float scale = (float) batch / counted; // DL4J divides by the batch later
      double sum = lossAndGradients(ofSteps, scale, Views.floats(dx), workspaces);
      keep(sum / counted);
      Gradient gradient = new DefaultGradient();
      gradientViews.forEach(gradient.gradientForVariable()::put);
      weightNoiseParams.clear();
      return new Pair<>(gradient, backpropDropOutIfPresent(Views.batchMajor(dx, RNNFormat.NCW)));
    }

    @Override
    final double meanLoss(boolean training, LayerWorkspaceMgr workspaces) {
      int[] ofSteps = labelsOfSteps();
      return loss(ofSteps, training, workspaces) / counted(ofSteps);
    }

    /**
     * The number of labels, but at least 1 as it is a divisor: without labels, what it divides is
     * 0.
     */
    private static int counted(int[] labels) {
      return (int)
          Math.max(1, Arrays.stream(labels).filter(label -> label != SparseSoftmax.NONE).count());
    }

    @Override
    public Type type() {
      return Type.RECURRENT;
    }
  }
}
