package dev.sluice.network;

import dev.sluice.kernel.Chunked;
import dev.sluice.kernel.Floats;
import dev.sluice.kernel.PlainLayer;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer that DL4J does not have, computed by a {@link PlainLayer}: in single precision only. Its
 * parameters are zeros until they are drawn.
 */
abstract class KernelLayer extends FeedForwardLayer implements ListedParameters.Owner {
  private static final long serialVersionUID = 1L;

  /** For the JSON of DL4J, which fills in the rest. */
  KernelLayer() {}

  KernelLayer(int inputs, int outputs) {
    setNIn(inputs);
    setNOut(outputs);
  }

  /** Creates a new one, which the passes of a layer share. */
  abstract PlainLayer arithmetic();

  /** What happens to the steps of a sequence. */
  enum Steps {
    /** Each sequence becomes a row. */
    JOINED,
    /** Each sequence becomes one with the number of steps that {@link #stepsGiven} returns. */
    KEPT,
    /** Each step is a row by itself. */
    APART
  }

  abstract Steps steps();

  /** The number of steps of the outputs, if they are sequences. */
  int stepsGiven(int steps) {
    return steps;
  }

  /** The most numbers per step that it holds. */
  int widest() {
    return (int) Math.max(getNIn(), getNOut());
  }

  /** What distinguishes it from another layer of its class and size. */
  abstract Object settings();

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    Instances.requireSinglePrecision(dataType, this);
    return Instances.ready(
        new Running(conf, this), conf, initializer(), listeners, index, parameters, initialize);
  }

  @Override
  public ParamInitializer initializer() {
    return ListedParameters.INSTANCE;
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType type) {
    return steps() == Steps.APART ? super.getPreProcessorForInputType(type) : null;
  }

  @Override
  public InputType getOutputType(int index, InputType type) {
    return type instanceof InputType.InputTypeRecurrent sequence
        ? InputType.recurrent(getNOut(), sequence.getTimeSeriesLength(), sequence.getFormat())
        : super.getOutputType(index, type);
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType type) {
    return new LayerMemoryReport.Builder(
            getLayerName(), getClass(), type, InputType.feedForward(getNOut()))
        .standardMemory(ListedParameters.INSTANCE.numParams(this), 0)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KernelLayer that
        && getClass() == that.getClass()
        && super.equals(that)
        && settings().equals(that.settings());
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), settings());
  }

  private static final class Running extends org.deeplearning4j.nn.layers.BaseLayer<KernelLayer>
      implements Stage.Source, Chunked {
    private static final long serialVersionUID = 1L;

    private final KernelLayer layer;
    private final transient PlainLayer arithmetic;
    private final int outputs;

    Running(NeuralNetConfiguration conf, KernelLayer layer) {
      super(conf, DataType.FLOAT);
      this.layer = layer;
      arithmetic = layer.arithmetic();
      outputs = (int) layer.getNOut();
    }

    @Override
    public void begin() {
      if (arithmetic instanceof Chunked chunked) {
        chunked.begin();
      }
    }

    @Override
    public void again(int chunk) {
      if (arithmetic instanceof Chunked chunked) {
        chunked.again(chunk);
      }
    }

    @Override
    public void end() {
      if (arithmetic instanceof Chunked chunked) {
        chunked.end();
      }
    }

    @Override
    public boolean isPretrainLayer() {
      return false;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      assertInputSet(false);
      int batch = (int) input.size(0);
      boolean sequences = layer.steps() == Steps.KEPT;
      int steps = sequences ? layer.stepsGiven(steps(input)) : 1;
      float[] y = new float[Math.multiplyExact(batch * steps, outputs)];
      arithmetic.forward(given(input, workspaces), steps(input), batch, mask(), values(), y);
      long[] shape = sequences ? new long[] {steps, batch, outputs} : new long[] {batch, outputs};
      return handedOn(y, shape, ArrayType.ACTIVATIONS, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      assertInputSet(true);
      weightNoiseParams.clear();
      return backward(
          layer,
          arithmetic,
          input,
          mask(),
          values(),
          given(epsilon, workspaces),
          gradientViews,
          workspaces);
    }

    private Optional<float[]> mask() {
      return Optional.ofNullable(maskArray).map(Views::toArray);
    }

    private float[][] values() {
      return ListedParameters.values(layer, this::getParam);
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
        INDArray mask, MaskState state, int batch) {
      Pair<INDArray, MaskState> next = super.feedForwardMaskArray(mask, state, batch);
      return layer.steps() == Steps.JOINED ? null : next;
    }

    @Override
    public Optional<Supplier<Stage>> stages() {
      float[][] parameters = values();
      return Optional.of(() -> new Predicting(layer, parameters));
    }

    @Override
    public int width() {
      return layer.widest();
    }
  }

  /**
   * Gradients of the parameters, in their views, and of the input.
   *
   * @param dy gradient of the output, in the layout of {@link PlainLayer}
   */
  static Pair<Gradient, INDArray> backward(
      ListedParameters.Owner layer,
      PlainLayer arithmetic,
      INDArray input,
      Optional<float[]> mask,
      float[][] parameters,
      float[] dy,
      Map<String, INDArray> gradientViews,
      LayerWorkspaceMgr workspaces) {
    float[][] gradients = new float[parameters.length][];
    for (int i = 0; i < gradients.length; i++) {
      gradients[i] = new float[parameters[i].length];
    }
    float[] x = given(input, workspaces);
    float[] dx = new float[x.length];
    int steps = steps(input);
    arithmetic.backward(x, steps, (int) input.size(0), mask, parameters, dy, gradients, dx);

    Gradient gradient = new DefaultGradient();
    for (int i = 0; i < gradients.length; i++) {
      String key = layer.parameters().get(i).key();
      Views.floats(gradientViews.get(key)).buffer().put(0, gradients[i]);
      gradient.gradientForVariable().put(key, gradientViews.get(key));
    }
    long[] shape =
        input.rank() == 3 ? new long[] {steps, input.size(0), input.size(1)} : input.shape();
    return new Pair<>(gradient, handedOn(dx, shape, ArrayType.ACTIVATION_GRAD, workspaces));
  }

  static int steps(INDArray input) {
    return input.rank() == 3 ? (int) input.size(2) : 1;
  }

  /** (steps, batch, width) from (batch, width, steps); or (batch, width). */
  static float[] given(INDArray array, LayerWorkspaceMgr workspaces) {
    if (array.rank() < 3) {
      return Views.toArray(array);
    }
    float[] values = new float[Math.toIntExact(array.length())];
    Views.timeMajor(array, RNNFormat.NCW, ArrayType.FF_WORKING_MEM, workspaces)
        .buffer()
        .get(0, values);
    return values;
  }

  /**
   * In DL4J's layout.
   *
   * @param shape of the values, (steps, batch, width) of sequences, or (batch, width)
   */
  static INDArray handedOn(
      float[] values, long[] shape, ArrayType type, LayerWorkspaceMgr workspaces) {
    INDArray array = workspaces.createUninitialized(type, DataType.FLOAT, shape, 'c');
    Views.floats(array).buffer().put(0, values);
    return shape.length == 3 ? Views.batchMajor(array, RNNFormat.NCW) : array;
  }

  /** The layer for predictions. */
  private static final class Predicting implements Stage {
    private final KernelLayer layer;
    private final PlainLayer arithmetic;
    private final Steps kind;
    private final int outputs;
    private final float[][] parameters;

    Predicting(KernelLayer layer, float[][] parameters) {
      this.layer = layer;
      arithmetic = layer.arithmetic();
      kind = layer.steps();
      outputs = (int) layer.getNOut();
      this.parameters = parameters;
    }

    @Override
    public void begin(int sequences) {
      if (arithmetic instanceof Chunked chunked) {
        chunked.begin();
      }
    }

    /** Masked steps get outputs that nobody reads. */
    @Override
    public Signal forward(Signal in, int threads) {
      Signal.Numbers given = in.numbers();
      int steps = given.steps().orElse(1);
      int left = kind == Steps.JOINED ? 1 : layer.stepsGiven(steps);
      int all = Math.multiplyExact(given.batch(), steps);
      float[] x = new float[Math.multiplyExact(all, given.width())];
      given.values().buffer().get(0, x);
      float[] y = new float[Math.multiplyExact(given.batch() * left, outputs)];
      if (kind == Steps.APART) {
        arithmetic.forward(x, 1, all, Optional.empty(), parameters, y);
      } else {
        arithmetic.forward(x, steps, given.batch(), given.mask(), parameters, y);
      }
      return switch (kind) {
        case JOINED -> Signal.Numbers.rows(given.batch(), outputs, Floats.of(y));
        case KEPT ->
            new Signal.Numbers(
                given.batch(),
                OptionalInt.of(left),
                outputs,
                Floats.of(y),
                given.mask(),
                given.apart());
        case APART -> given.with(outputs, Floats.of(y));
      };
    }
  }
}
