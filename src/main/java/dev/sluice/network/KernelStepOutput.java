package dev.sluice.network;

import dev.sluice.kernel.Floats;
import dev.sluice.shape.OutputShape;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * An output of classes for every step, computed by a {@link StepHead}: a softmax with
 * cross-entropy, as in DL4J, or a chain. There is a label for each step of the features, or none;
 * outputs are (batch, classes, steps), with a chain (batch, classes + 1, steps).
 */
final class KernelStepOutput extends SparseOutput {
  private static final long serialVersionUID = 1L;

  private int threads;
  private int[][] onlyAfter; // (classes), see ChainOutput; null if there is no chain

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

  /** The stock layer's builder can only be used for stock layers. */
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
  Running<?> running(NeuralNetConfiguration conf) {
    return new Steps(conf, head(), (int) getNOut(), threads);
  }

  @Override
  public ParamInitializer initializer() {
    return onlyAfter == null ? DefaultParamInitializer.getInstance() : ChainParameters.INSTANCE;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputType.recurrent(getNOut() + (onlyAfter == null ? 0 : 1));
  }

  private static final class Steps extends Running<KernelStepOutput> {
    private static final long serialVersionUID = 1L;

    private final int classes;
    private final int threads;
    private final transient StepHead head;

    Steps(NeuralNetConfiguration conf, StepHead head, int classes, int threads) {
      super(conf);
      this.classes = classes;
      this.threads = threads;
      this.head = head;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      Floats x = loaded(training, workspaces);
      int batch = (int) input.size(0);
      int steps = (int) input.size(2);
      INDArray out =
          workspaces.createUninitialized(
              ArrayType.ACTIVATIONS,
              DataType.FLOAT,
              new long[] {steps, batch, head.outputs()},
              'c');
      head.outputs(x, steps, batch, mask(), Views.floats(out), threads);
      return Views.batchMajor(out, RNNFormat.NCW);
    }

    @Override
    double lossAndGradients(
        int[] ofSteps, float scale, Floats inputGradient, LayerWorkspaceMgr workspaces) {
      return head.lossAndGradients(
          loaded(true, workspaces),
          (int) input.size(2),
          (int) input.size(0),
          ofSteps,
          scale,
          key -> Views.floats(gradientViews.get(key)),
          inputGradient,
          threads);
    }

    @Override
    double loss(int[] ofSteps, boolean training, LayerWorkspaceMgr workspaces) {
      return head.loss(
          loaded(training, workspaces), (int) input.size(2), (int) input.size(0), ofSteps, threads);
    }

    /** (steps, batch, inputs); also loads the weights. */
    private Floats loaded(boolean training, LayerWorkspaceMgr workspaces) {
      assertInputSet(false);
      applyDropOutIfNecessary(training, workspaces);
      head.load(key -> parameter(key, training, workspaces), threads);
      return features(workspaces);
    }

    @Override
    int[] labelsOfSteps() {
      int batch = (int) input.size(0);
      int steps = (int) input.size(2);
      if (labels.size(0) != batch || labels.size(1) != steps) {
        throw new IllegalArgumentException(
            "labels must be (%s, %s), got (%s, %s)"
                .formatted(batch, steps, labels.size(0), labels.size(1)));
      }
      return timeMajor(Views.toArray(labels), batch, classes);
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
        INDArray mask, MaskState state, int batch) {
      maskArray = mask; // in training the labels determine which steps count
      return new Pair<>(mask, state);
    }

    @Override
    public Optional<Supplier<Stage>> stages() {
      StepHead layer = layerConf().head();
      layer.load(key -> Views.floats(Views.contiguous(getParam(key), 'f', Signal.NONE)), 1);
      return Optional.of(() -> new Predicting(layer.another()));
    }

    @Override
    public int width() {
      return head.outputs();
    }
  }

  /** The layer for predictions. */
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
