package dev.sluice.network;

import dev.sluice.kernel.Floats;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.params.BidirectionalParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Two {@link KernelRecurrent}s, the second of which reads backwards. Unlike DL4J's own layer it is
 * exact under masks, and its last step is the last state of each direction: both have seen
 * everything. Parameters are laid out as in DL4J's.
 */
final class KernelBidirectional extends Bidirectional {
  private static final long serialVersionUID = 1L;

  private boolean lastStep;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelBidirectional() {}

  /**
   * @param layer one that the kernel computes; copied for each direction
   * @param recurrentDropout as in {@link KernelRecurrent}; each direction draws its own
   */
  KernelBidirectional(Mode mode, Layer layer, RecurrentDropout recurrentDropout) {
    this(mode, layer, false, 1, recurrentDropout);
  }

  private KernelBidirectional(
      Mode mode, Layer layer, boolean lastStep, int threads, RecurrentDropout recurrentDropout) {
    setMode(mode);
    setFwd(new KernelRecurrent(layer, lastStep, threads, recurrentDropout));
    setBwd(new KernelRecurrent(layer.clone(), lastStep, threads, recurrentDropout).reversed());
    setInitializer(new BidirectionalParamInitializer(this));
    this.lastStep = lastStep;
  }

  /**
   * The same, set up as {@link KernelRecurrent}.
   *
   * @param updater passed on explicitly, like the initial bias: DL4J does not set them in layers
   *     within layers that it does not know
   */
  KernelBidirectional with(boolean lastStep, int threads, IUpdater updater) {
    BaseRecurrentLayer layer = inner();
    layer.setIUpdater(updater);
    layer.setBiasInit(0);
    RecurrentDropout recurrentDropout = ((KernelRecurrent) getFwd()).getRecurrentDropout();
    return new KernelBidirectional(getMode(), layer, lastStep, threads, recurrentDropout);
  }

  /** Both directions as layers that each read forwards. */
  KernelTwoReaders apart() {
    return new KernelTwoReaders(
        (KernelRecurrent) getFwd(), ((KernelRecurrent) getBwd()).reversed());
  }

  public boolean isLastStep() {
    return lastStep;
  }

  public void setLastStep(boolean lastStep) {
    this.lastStep = lastStep;
  }

  private BaseRecurrentLayer inner() {
    return (BaseRecurrentLayer) ((KernelRecurrent) getFwd()).getUnderlying();
  }

  @Override
  public long getNOut() {
    return getMode() == Mode.CONCAT ? 2 * inner().getNOut() : inner().getNOut();
  }

  @Override
  public long getNIn() {
    return inner().getNIn();
  }

  @Override
  public RNNFormat getRNNDataFormat() {
    return inner().getRnnDataFormat();
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    if (lastStep) {
      return InputType.feedForward(getNOut());
    }
    InputType.InputTypeRecurrent steps = (InputType.InputTypeRecurrent) input;
    return InputType.recurrent(getNOut(), steps.getTimeSeriesLength(), steps.getFormat());
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    INDArray vector = parameters.reshape(parameters.length());
    long half = vector.length() / 2;
    org.deeplearning4j.nn.api.Layer[] both = new org.deeplearning4j.nn.api.Layer[2];
    for (int i = 0; i < 2; i++) {
      Layer layer = i == 0 ? getFwd() : getBwd();
      NeuralNetConfiguration inner = conf.clone();
      inner.setLayer(layer);
      INDArray own = vector.get(NDArrayIndex.interval(i * half, (i + 1) * half)).reshape(1, half);
      both[i] = layer.instantiate(inner, listeners, index, own, initialize, dataType);
    }
    Running running = new Running(conf, both[0], both[1], parameters, this);
    running.setParamTable(initializer().init(conf, parameters, initialize));
    running.setConf(conf);
    return running;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KernelBidirectional that
        && lastStep == that.lastStep
        && getMode() == that.getMode()
        && getFwd().equals(that.getFwd())
        && getBwd().equals(that.getBwd());
  }

  @Override
  public int hashCode() {
    return Objects.hash(lastStep, getMode(), getFwd(), getBwd());
  }

  private static final class Running extends BidirectionalLayer implements Stage.Source {
    private static final long serialVersionUID = 1L;

    private final org.deeplearning4j.nn.api.Layer forwards;
    private final org.deeplearning4j.nn.api.Layer backwards;
    private final KernelBidirectional layer;
    private INDArray input;
    private INDArray outForwards;
    private INDArray outBackwards;

    Running(
        NeuralNetConfiguration conf,
        org.deeplearning4j.nn.api.Layer forwards,
        org.deeplearning4j.nn.api.Layer backwards,
        INDArray parameters,
        KernelBidirectional layer) {
      super(conf, forwards, backwards, parameters);
      this.forwards = forwards;
      this.backwards = backwards;
      this.layer = layer;
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
      this.input = input;
      forwards.setInput(input, workspaces);
      backwards.setInput(input, workspaces);
    }

    @Override
    public INDArray input() {
      return input;
    }

    @Override
    public void clear() {
      forwards.clear();
      backwards.clear();
      input = null;
      outForwards = null;
      outBackwards = null;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray first = forwards.activate(training, workspaces);
      INDArray second = backwards.activate(training, workspaces);
      if (training && layer.getMode() == Mode.MUL) {
        outForwards = first.detach(); // the workspace of activations has been closed by then
        outBackwards = second.detach();
      }
      INDArray out =
          switch (layer.getMode()) {
            case CONCAT -> Nd4j.concat(featureAxis(), first, second);
            case ADD -> first.add(second);
            case AVERAGE -> first.add(second).muli(0.5);
            case MUL -> first.mul(second);
          };
      return workspaces.leverageTo(ArrayType.ACTIVATIONS, out);
    }

    @Override
    public INDArray activate(INDArray input, boolean training, LayerWorkspaceMgr workspaces) {
      setInput(input, workspaces);
      return activate(training, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      INDArray first =
          switch (layer.getMode()) {
            case CONCAT -> half(epsilon, 0);
            case ADD -> epsilon;
            case AVERAGE -> epsilon.mul(0.5);
            case MUL -> epsilon.mul(outBackwards);
          };
      INDArray second =
          switch (layer.getMode()) {
            case CONCAT -> half(epsilon, 1);
            case ADD -> epsilon;
            case AVERAGE -> first;
            case MUL -> epsilon.mul(outForwards);
          };
      Pair<Gradient, INDArray> f = forwards.backpropGradient(first, workspaces);
      Pair<Gradient, INDArray> b = backwards.backpropGradient(second, workspaces);
      Gradient gradient = new DefaultGradient();
      f.getFirst()
          .gradientForVariable()
          .forEach((key, value) -> gradient.gradientForVariable().put("f" + key, value));
      b.getFirst()
          .gradientForVariable()
          .forEach((key, value) -> gradient.gradientForVariable().put("b" + key, value));
      return new Pair<>(gradient, f.getSecond().addi(b.getSecond()));
    }

    @Override
    public Optional<Supplier<Stage>> stages() {
      Optional<Supplier<Stage>> first = stages(forwards);
      Optional<Supplier<Stage>> second = stages(backwards);
      return first.isPresent() && second.isPresent()
          ? Optional.of(() -> new Both(first.get().get(), second.get().get(), layer.getMode()))
          : Optional.empty();
    }

    private static Optional<Supplier<Stage>> stages(org.deeplearning4j.nn.api.Layer direction) {
      return direction instanceof Stage.Source source ? source.stages() : Optional.empty();
    }

    @Override
    public int width() {
      return (int) Math.max(layer.getNIn(), layer.getNOut());
    }

    private INDArray half(INDArray epsilon, int which) {
      long units = layer.inner().getNOut();
      INDArrayIndex[] all = NDArrayIndex.allFor(epsilon);
      all[featureAxis()] = NDArrayIndex.interval(which * units, (which + 1) * units);
      return epsilon.get(all);
    }

    private int featureAxis() {
      return !layer.lastStep && layer.getRNNDataFormat() == RNNFormat.NWC ? 2 : 1;
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
        INDArray mask, MaskState state, int batch) {
      forwards.feedForwardMaskArray(mask, state, batch);
      return backwards.feedForwardMaskArray(mask, state, batch);
    }

    @Override
    public void setMaskArray(INDArray mask) {
      forwards.setMaskArray(mask);
      backwards.setMaskArray(mask);
    }
  }

  /** The layer for predictions. */
  private static final class Both implements Stage {
    private final Stage forwards;
    private final Stage backwards;
    private final Mode mode;
    private Floats out = Floats.of(0);

    Both(Stage forwards, Stage backwards, Mode mode) {
      this.forwards = forwards;
      this.backwards = backwards;
      this.mode = mode;
    }

    @Override
    public Signal forward(Signal in, int threads) {
      Signal.Numbers first = forwards.forward(in, threads).numbers();
      Signal.Numbers second = backwards.forward(in, threads).numbers();
      int units = first.width();
      int rows = Math.multiplyExact(first.batch(), first.steps().orElse(1));
      int width = mode == Mode.CONCAT ? 2 * units : units;
      out = out.atLeast((long) rows * width);
      FloatBuffer a = first.values().buffer();
      FloatBuffer b = second.values().buffer();
      FloatBuffer both = out.buffer();
      if (mode == Mode.CONCAT) {
        for (int r = 0; r < rows; r++) {
          both.put(r * width, a, r * units, units);
          both.put(r * width + units, b, r * units, units);
        }
      } else {
        for (int i = 0; i < rows * width; i++) {
          both.put(i, merged(a.get(i), b.get(i)));
        }
      }
      return first.with(width, out);
    }

    private float merged(float a, float b) {
      return switch (mode) {
        case ADD -> a + b;
        case AVERAGE -> (a + b) * 0.5f;
        default -> a * b;
      };
    }
  }
}
