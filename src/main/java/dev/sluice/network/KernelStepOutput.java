package dev.sluice.network;

import dev.sluice.kernel.Floats;
import dev.sluice.kernel.SparseSoftmax;
import dev.sluice.shape.OutputShape;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * An output of classes for every step, computed by a {@link StepHead}: a softmax with
 * cross-entropy, as DL4J has it, or a chain. Labels are not one-hot but the index of each step's
 * class, (batch, steps), -1 where there is none; features (batch, inputs, steps), outputs (batch,
 * classes, steps), with a chain (batch, classes + 1, steps). The loss is divided by the number of
 * steps of the batch that have a label.
 */
final class KernelStepOutput extends BaseOutputLayer {
  private static final long serialVersionUID = 1L;

  private int threads;
  private int[][] onlyAfter; // (classes), see ChainOutput; null where there is no chain

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelStepOutput() {}

  private KernelStepOutput(Builder builder) {
    super(builder);
    threads = builder.threads;
    onlyAfter = builder.chain.map(chain -> onlyAfter(chain, (int) builder.getNOut())).orElse(null);
  }

  private static int[][] onlyAfter(OutputShape.Chain chain, int classes) {
    int[][] onlyAfter = new int[classes][];
    chain
        .onlyAfter()
        .forEach(
            (k, before) ->
                onlyAfter[k] = before.stream().mapToInt(Integer::intValue).sorted().toArray());
    return onlyAfter;
  }

  /** The stock layer's can be used for stock layers only. */
  static final class Builder extends BaseOutputLayer.Builder<Builder> {
    private final int threads;
    private final Optional<OutputShape.Chain> chain;

    /**
     * @param loss a cross-entropy
     * @param threads the most that a pass may use
     */
    Builder(ILossFunction loss, int threads, Optional<OutputShape.Chain> chain) {
      super(loss);
      this.threads = threads;
      this.chain = chain;
    }

    @Override
    @SuppressWarnings("unchecked") // DL4J's signature
    public <E extends Layer> E build() {
      return (E) new KernelStepOutput(this);
    }
  }

  public int getThreads() {
    return threads;
  }

  public void setThreads(int threads) {
    this.threads = threads;
  }

  public int[][] getOnlyAfter() {
    return onlyAfter;
  }

  public void setOnlyAfter(int[][] onlyAfter) {
    this.onlyAfter = onlyAfter;
  }

  private StepHead head() {
    return onlyAfter == null
        ? new StepHead.Softmax((int) getNIn(), (int) getNOut())
        : new StepHead.Chain((int) getNIn(), (int) getNOut(), onlyAfter);
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    if (dataType != DataType.FLOAT) {
      throw new UnsupportedOperationException("outputs of steps are computed in single precision");
    }
    Running layer = new Running(conf, head(), (int) getNIn(), (int) getNOut(), threads);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer().init(conf, parameters, initialize));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return onlyAfter == null ? DefaultParamInitializer.getInstance() : ChainParameters.INSTANCE;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputType.recurrent(head().outputs());
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return input instanceof InputType.InputTypeFeedForward
        ? new StepsTogether(RNNFormat.NCW)
        : null;
  }

  private static final class Running
      extends org.deeplearning4j.nn.layers.BaseOutputLayer<KernelStepOutput>
      implements Stage.Source {
    private static final long serialVersionUID = 1L;

    private final int inputs;
    private final int classes;
    private final int threads;
    private final transient StepHead head;

    /** The mean loss, if the last backward pass left it. */
    private transient OptionalDouble loss = OptionalDouble.empty();

    Running(NeuralNetConfiguration conf, StepHead head, int inputs, int classes, int threads) {
      super(conf, DataType.FLOAT);
      this.inputs = inputs;
      this.classes = classes;
      this.threads = threads;
      this.head = head;
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
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      Floats x = features(training, workspaces);
      int batch = (int) input.size(0);
      int steps = (int) input.size(2);
      INDArray out =
          workspaces.createUninitialized(
              ArrayType.ACTIVATIONS,
              DataType.FLOAT,
              new long[] {steps, batch, head.outputs()},
              'c');
      float[] mask = maskArray == null ? null : Views.toArray(maskArray);
      head.outputs(x, steps, batch, mask, Views.floats(out), threads);
      return Views.batchMajor(out, RNNFormat.NCW);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      assertInputSet(true);
      Floats x = features(true, workspaces);
      int batch = (int) input.size(0);
      int[] steps = labelsOfSteps();
      INDArray dx =
          workspaces.createUninitialized(
              ArrayType.ACTIVATION_GRAD,
              DataType.FLOAT,
              new long[] {input.size(2), batch, inputs},
              'c');
      int counted = counted(steps);
      double sum =
          head.lossAndGradients(
              x,
              (int) input.size(2),
              batch,
              steps,
              (float) batch / Math.max(1, counted), // DL4J divides by the batch later
              key -> Views.floats(gradientViews.get(key)),
              Views.floats(dx),
              threads);
      loss = OptionalDouble.of(sum / Math.max(1, counted));
      Gradient gradient = new DefaultGradient();
      gradientViews.forEach(gradient.gradientForVariable()::put);
      weightNoiseParams.clear();
      return new Pair<>(gradient, backpropDropOutIfPresent(Views.batchMajor(dx, RNNFormat.NCW)));
    }

    @Override
    public double computeScore(
        double regularization, boolean training, LayerWorkspaceMgr workspaces) {
      if (loss.isEmpty()) {
        int[] steps = labelsOfSteps();
        loss =
            OptionalDouble.of(
                head.loss(
                        features(training, workspaces),
                        (int) input.size(2),
                        (int) input.size(0),
                        steps,
                        threads)
                    / Math.max(1, counted(steps)));
      }
      return loss.getAsDouble() + regularization;
    }

    /** (steps, batch, inputs); loads the weights as well. */
    private Floats features(boolean training, LayerWorkspaceMgr workspaces) {
      assertInputSet(false);
      applyDropOutIfNecessary(training, workspaces);
      head.load(
          key ->
              Views.floats(
                  Views.contiguous(getParamWithNoise(key, training, workspaces), 'f', workspaces)));
      return Views.timeMajor(input, RNNFormat.NCW, ArrayType.FF_WORKING_MEM, workspaces);
    }

    /** (steps, batch), as {@link StepHead} takes them. */
    private int[] labelsOfSteps() {
      int batch = (int) input.size(0);
      int steps = (int) input.size(2);
      if (labels.size(0) != batch || labels.size(1) != steps) {
        throw new IllegalArgumentException(
            "labels must be (%s, %s), got (%s, %s)"
                .formatted(batch, steps, labels.size(0), labels.size(1)));
      }
      float[] given = Views.toArray(labels);
      int[] ofSteps = new int[given.length];
      for (int r = 0; r < batch; r++) {
        for (int t = 0; t < steps; t++) {
          float label = given[r * steps + t];
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

    private static int counted(int[] labels) {
      int counted = 0;
      for (int label : labels) {
        counted += label == SparseSoftmax.NONE ? 0 : 1;
      }
      return counted;
    }

    @Override
    protected INDArray getLabels2d(LayerWorkspaceMgr workspaces, ArrayType type) {
      throw new UnsupportedOperationException("labels of steps are not one-hot");
    }

    @Override
    public double f1Score(INDArray examples, INDArray labels) {
      throw new UnsupportedOperationException("labels of steps are not one-hot");
    }

    @Override
    public INDArray computeScoreForExamples(double regularization, LayerWorkspaceMgr workspaces) {
      throw new UnsupportedOperationException("the loss is that of a batch");
    }

    @Override
    public Type type() {
      return Type.RECURRENT;
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
        INDArray mask, MaskState state, int batch) {
      maskArray = mask; // in training the labels say which steps count
      return new Pair<>(mask, state);
    }

    @Override
    public Optional<Supplier<Stage>> stages() {
      StepHead layer = layerConf().head();
      layer.load(key -> Views.floats(Views.contiguous(getParam(key), 'f', Signal.NONE)));
      return Optional.of(() -> new Predicting(layer.another()));
    }

    @Override
    public int width() {
      return head.outputs();
    }
  }

  /** The layer, predicting. */
  private static final class Predicting implements Stage.OfLabels {
    private final StepHead head;
    private Floats out = Floats.of(0); // (steps, batch, outputs)

    Predicting(StepHead head) {
      this.head = head;
    }

    @Override
    public Signal forward(Signal in, int threads) {
      Signal.Numbers x = in.numbers();
      int steps = x.steps().getAsInt();
      out = out.atLeast(Math.multiplyExact((long) steps * x.batch(), head.outputs()));
      head.outputs(x.values(), steps, x.batch(), x.mask().orElse(null), out, threads);
      return x.with(head.outputs(), out);
    }

    @Override
    public void score(
        Signal in, int[] labels, double[] logProbabilities, boolean[] best, int threads) {
      head.logProbabilities(in.numbers().values(), labels, logProbabilities, best, threads);
    }
  }
}
