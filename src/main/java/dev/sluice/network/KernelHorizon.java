package dev.sluice.network;

import dev.sluice.kernel.Floats;
import dev.sluice.kernel.LastSteps;
import dev.sluice.kernel.PlainLayer;
import dev.sluice.kernel.SegmentDecoder;
import dev.sluice.spec.WeightInit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * The output of a {@link HorizonHead}, with the loss of an {@link OutputHead}: (batch, horizon *
 * columns) from (batch, inputs, steps) or (batch, inputs). In single precision, without masks.
 */
final class KernelHorizon extends BaseOutputLayer
    implements ListedParameters.Owner, Recursion.Taught {
  private static final long serialVersionUID = 1L;

  private static final String WEIGHTS = "W";
  private static final String RECURRENT = "RW";
  private static final String OUTPUTS = "V";
  private static final String CONSTANTS = "c"; // of the steps of each segment
  private static final String LINEAR = "L";

  private int states; // steps of the horizon where each reads its own; else 0
  private boolean recursive; // whether the forecast of each is an input of the next
  private int segments; // of the horizon; else 0
  private int window; // numbers of the input after those of the state
  private int threads;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelHorizon() {}

  private KernelHorizon(Builder builder) {
    super(builder);
    states = builder.head.states();
    recursive = builder.head.recursive();
    segments = builder.head.segments();
    window = builder.window;
    threads = builder.threads;
  }

  /** The stock layer's builder can only be used for stock layers. */
  static final class Builder extends BaseOutputLayer.Builder<Builder> {
    private final HorizonHead head;
    private final int window;
    private final int threads;

    /**
     * @param window how many numbers of the input follow those of the state
     * @param threads the most that a pass may use
     */
    Builder(ILossFunction loss, HorizonHead head, int window, int threads) {
      super(loss);
      this.head = head;
      this.window = window;
      this.threads = threads;
    }

    @Override
    @SuppressWarnings("unchecked") // DL4J's signature
    public <E extends Layer> E build() {
      return (E) new KernelHorizon(this);
    }
  }

  public int getStates() {
    return states;
  }

  public void setStates(int states) {
    this.states = states;
  }

  public boolean isRecursive() {
    return recursive;
  }

  public void setRecursive(boolean recursive) {
    this.recursive = recursive;
  }

  public int getSegments() {
    return segments;
  }

  public void setSegments(int segments) {
    this.segments = segments;
  }

  public int getWindow() {
    return window;
  }

  public void setWindow(int window) {
    this.window = window;
  }

  public int getThreads() {
    return threads;
  }

  public void setThreads(int threads) {
    this.threads = threads;
  }

  /** How the forecast of a step becomes an input of the next, if it does. */
  @Override
  public Optional<Recursion> recursion() {
    return recursive
        ? Optional.of(new Recursion(states, (int) getNOut() / states))
        : Optional.empty();
  }

  private PlainLayer arithmetic(int most) {
    int inputs = (int) getNIn();
    return states > 0
        ? new LastSteps(inputs, (int) getNOut() / states, states, most)
        : new SegmentDecoder(inputs - window, window, segments, (int) getNOut() / segments, most);
  }

  @Override
  public List<Parameter> parameters() {
    long inputs = getNIn() - window;
    if (states > 0) {
      return List.of(
          new Parameter(WEIGHTS, inputs, getNOut() / states, false),
          new Parameter("b", 1, getNOut() / states, true));
    }
    List<Parameter> parameters = new ArrayList<>();
    Collections.addAll(
        parameters,
        new Parameter(WEIGHTS, segments, 3 * inputs, false),
        new Parameter(RECURRENT, inputs, 3 * inputs, false),
        new Parameter("b", 1, 4 * inputs, true),
        new Parameter(OUTPUTS, inputs, getNOut() / segments, false),
        new Parameter(CONSTANTS, 1, getNOut() / segments, true));
    if (window > 0) {
      parameters.add(new Parameter(LINEAR, window, getNOut(), false));
    }
    return parameters;
  }

  /**
   * Draws initial weights; those of the window stay 0, so that a new network is the same as without
   * them.
   *
   * @param parameters by key, written in place
   */
  static void draw(WeightInit init, Map<String, INDArray> parameters, RandomGenerator random) {
    InitialWeights.draw(init, parameters.get(WEIGHTS), random);
    if (parameters.containsKey(RECURRENT)) {
      InitialWeights.draw(WeightInit.ORTHOGONAL, parameters.get(RECURRENT), random);
      InitialWeights.draw(init, parameters.get(OUTPUTS), random);
    }
  }

  /** {@link Network#startLinear}. */
  static void startLinear(Map<String, INDArray> parameters, INDArray weights, float[] constants) {
    parameters.get(OUTPUTS).assign(0);
    parameters.get(LINEAR).assign(weights);
    INDArray shared = parameters.get(CONSTANTS);
    long length = shared.length();
    shared.assign(Nd4j.createFromArray(constants).reshape('c', -1, length).mean(true, 0));
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    Instances.requireSinglePrecision(dataType, this);
    OutputHead head = OutputHead.of(getActivationFn(), getLossFn()).orElseThrow();
    return Instances.ready(
        new Running(conf, head), conf, initializer(), listeners, index, parameters, initialize);
  }

  @Override
  public ParamInitializer initializer() {
    return ListedParameters.INSTANCE;
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return states > 0 && input instanceof InputType.InputTypeFeedForward
        ? new StepsTogether(RNNFormat.NCW)
        : null;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputType.feedForward(getNOut());
  }

  private static final class Running extends ScoredOutput<KernelHorizon> {
    private static final long serialVersionUID = 1L;

    private final transient OutputHead head;
    private final transient PlainLayer arithmetic;
    private final int outputs;

    Running(NeuralNetConfiguration conf, OutputHead head) {
      super(conf);
      this.head = head;
      arithmetic = layerConf().arithmetic(layerConf().threads);
      outputs = (int) layerConf().getNOut();
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      int batch = (int) input.size(0);
      float[] y = logits(training, workspaces);
      for (int r = 0; r < batch; r++) {
        head.activate(y, r * outputs, outputs);
      }
      return KernelLayer.handedOn(
          y, new long[] {batch, outputs}, ArrayType.ACTIVATIONS, workspaces);
    }

    /** (batch, outputs), before the activation; applies dropout to the input. */
    private float[] logits(boolean training, LayerWorkspaceMgr workspaces) {
      assertInputSet(false);
      applyDropOutIfNecessary(training, workspaces);
      int batch = (int) input.size(0);
      float[] y = new float[Math.multiplyExact(batch, outputs)];
      arithmetic.forward(
          KernelLayer.given(input, workspaces),
          KernelLayer.steps(input),
          batch,
          Optional.empty(),
          values(),
          y);
      return y;
    }

    private float[][] values() {
      return ListedParameters.values(layerConf(), this::getParam);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      float[] z = logits(true, workspaces);
      int batch = (int) input.size(0);
      keep(lossToGradient(z, batch) / batch); // z is its own gradient from here on
      Pair<Gradient, INDArray> gradients =
          KernelLayer.backward(
              layerConf(),
              arithmetic,
              input,
              Optional.empty(),
              values(),
              z,
              gradientViews,
              workspaces);
      weightNoiseParams.clear();
      return new Pair<>(gradients.getFirst(), backpropDropOutIfPresent(gradients.getSecond()));
    }

    @Override
    double meanLoss(boolean training, LayerWorkspaceMgr workspaces) {
      int batch = (int) input.size(0);
      return lossToGradient(logits(training, workspaces), batch) / batch;
    }

    private double lossToGradient(float[] z, int batch) {
      return head.lossToGradient(z, outputs, labels, batch, outputs);
    }

    @Override
    public Optional<Supplier<Stage>> stages() {
      float[][] parameters = values();
      OutputHead fixed = head.fixed();
      KernelHorizon layer = layerConf();
      Optional<Recursion> recursion = layer.recursion();
      int given = recursion.map(Recursion::columns).orElse(outputs);
      return Optional.of(
          () ->
              new Predicting(
                  recursion.isPresent()
                      ? new LastSteps((int) layer.getNIn(), given, 1, 1)
                      : layer.arithmetic(1),
                  fixed,
                  parameters,
                  given,
                  recursion));
    }

    @Override
    public int width() {
      return (int) Math.max(layerConf().getNIn(), outputs / Math.max(1, layerConf().states));
    }

    @Override
    public long beside() {
      return layerConf().segments * layerConf().getNIn();
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
        INDArray mask, MaskState state, int batch) {
      return null;
    }
  }

  /** The layer for predictions; with a recursion, one step at a time. */
  private record Predicting(
      PlainLayer arithmetic,
      OutputHead head,
      float[][] parameters,
      int outputs,
      Optional<Recursion> recursion)
      implements Stage {
    @Override
    public Signal forward(Signal in, int threads) {
      Signal.Numbers given = in.numbers();
      int steps = given.steps().orElse(1);
      float[] x = new float[Math.multiplyExact(given.batch() * steps, given.width())];
      given.values().buffer().get(0, x);
      float[] y = new float[Math.multiplyExact(given.batch(), outputs)];
      arithmetic.forward(x, steps, given.batch(), Optional.empty(), parameters, y);
      for (int r = 0; r < given.batch(); r++) {
        head.activate(y, r * outputs, outputs);
      }
      return Signal.Numbers.rows(given.batch(), outputs, Floats.of(y));
    }
  }
}
