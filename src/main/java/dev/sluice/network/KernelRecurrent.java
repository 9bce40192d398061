package dev.sluice.network;

import dev.sluice.kernel.Cell;
import dev.sluice.kernel.Chunked;
import dev.sluice.kernel.Floats;
import dev.sluice.kernel.RecurrentInference;
import dev.sluice.kernel.RecurrentKernel;
import dev.sluice.kernel.Squash;
import dev.sluice.kernel.State;
import dev.sluice.kernel.Weights;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer.Type;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A recurrent layer of DL4J, computed by {@link RecurrentKernel}. Parameters, their order and their
 * initial values are those of the layer that it wraps. Masks are exact wherever they leave out
 * steps: outputs there are 0, and the state is carried over.
 *
 * <p>What the kernel does not compute, other activations and double precision, is left to the
 * wrapped layer; see {@link #cell}.
 */
final class KernelRecurrent extends BaseWrapperLayer {
  private static final long serialVersionUID = 1L;

  private boolean lastStep;
  private boolean backwards;
  private int threads;
  private RecurrentDropout recurrentDropout = RecurrentDropout.NONE;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelRecurrent() {}

  /**
   * @param underlying a layer with a {@link #cell}
   * @param lastStep whether it returns (batch, units), the state after each sequence's last step,
   *     instead of (batch, units, steps)
   * @param threads the most that a pass may use
   * @param recurrentDropout what training drops of the recurrent product
   */
  KernelRecurrent(
      Layer underlying, boolean lastStep, int threads, RecurrentDropout recurrentDropout) {
    super(underlying);
    this.lastStep = lastStep;
    this.threads = threads;
    this.recurrentDropout = recurrentDropout;
  }

  public boolean isLastStep() {
    return lastStep;
  }

  public void setLastStep(boolean lastStep) {
    this.lastStep = lastStep;
  }

  /** The same, reading each sequence from its end; outputs stay at the steps they belong to. */
  KernelRecurrent reversed() {
    KernelRecurrent layer = new KernelRecurrent(underlying, lastStep, threads, recurrentDropout);
    layer.backwards = !backwards;
    return layer;
  }

  public boolean isBackwards() {
    return backwards;
  }

  public void setBackwards(boolean backwards) {
    this.backwards = backwards;
  }

  public int getThreads() {
    return threads;
  }

  public void setThreads(int threads) {
    this.threads = threads;
  }

  public RecurrentDropout getRecurrentDropout() {
    return recurrentDropout;
  }

  public void setRecurrentDropout(RecurrentDropout recurrentDropout) {
    this.recurrentDropout = recurrentDropout;
  }

  /** The kernel's cell for a layer; empty if the kernel does not cover it. */
  @SuppressWarnings("deprecation") // GravesLSTM: DL4J has no other layer with peepholes
  static Optional<Cell> cell(Layer layer) {
    if (layer instanceof LSTM lstm) {
      return lstm(lstm, lstm.getGateActivationFn(), Cell.Lstm.Sees.NOTHING);
    }
    if (layer instanceof GravesLSTM lstm) {
      return lstm(lstm, lstm.getGateActivationFn(), Cell.Lstm.Sees.NEW_STATE_AT_OUTPUT);
    }
    if (layer instanceof KernelCell own) {
      return squash(own.getActivationFn())
          .flatMap(
              activation -> squash(own.getGateActivationFn()).map(g -> cell(own, activation, g)));
    }
    if (layer instanceof SimpleRnn rnn && !rnn.hasLayerNorm()) {
      return squash(rnn.getActivationFn())
          .map(f -> new Cell.SimpleRnn((int) rnn.getNIn(), (int) rnn.getNOut(), f));
    }
    return Optional.empty();
  }

  /** Why a layer has no {@link #cell}. */
  static String uncovered(BaseRecurrentLayer layer) {
    IActivation gates =
        layer instanceof LSTM lstm ? lstm.getGateActivationFn() : layer.getActivationFn();
    return Stream.of(layer.getActivationFn(), gates)
        .filter(activation -> squash(activation).isEmpty())
        .map(Activations::name)
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static Cell cell(KernelCell layer, Squash activation, Squash gates) {
    int inputs = (int) layer.getNIn();
    int units = (int) layer.getNOut();
    return switch (layer.getKind()) {
      case GRU_RESET_AFTER -> new Cell.Gru(inputs, units, activation, gates, true);
      case GRU_RESET_BEFORE -> new Cell.Gru(inputs, units, activation, gates, false);
      case LSTM_SEES_STATE_BEFORE ->
          new Cell.Lstm(inputs, units, activation, gates, Cell.Lstm.Sees.STATE_BEFORE);
      case LSTM_SEES_STATE_BEFORE_ALSO_CANDIDATE ->
          new Cell.Lstm(
              inputs, units, activation, gates, Cell.Lstm.Sees.STATE_BEFORE_ALSO_CANDIDATE);
    };
  }

  private static Optional<Cell> lstm(
      BaseRecurrentLayer layer, IActivation gateActivation, Cell.Lstm.Sees sees) {
    return squash(layer.getActivationFn())
        .flatMap(
            activation ->
                squash(gateActivation)
                    .map(
                        gates ->
                            new Cell.Lstm(
                                (int) layer.getNIn(),
                                (int) layer.getNOut(),
                                activation,
                                gates,
                                sees)));
  }

  static Optional<Squash> squash(IActivation activation) {
    if (activation instanceof ActivationTanH) {
      return Optional.of(Squash.TANH);
    }
    if (activation instanceof ActivationSigmoid) {
      return Optional.of(Squash.SIGMOID);
    }
    if (activation instanceof ActivationHardSigmoid) {
      return Optional.of(Squash.HARD_SIGMOID);
    }
    if (activation instanceof ActivationReLU relu
        && relu.equals(new ActivationReLU())) { // neither leaky nor cut off
      return Optional.of(Squash.RELU);
    }
    return activation instanceof ActivationIdentity
        ? Optional.of(Squash.IDENTITY)
        : Optional.empty();
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    Optional<Cell> cell = cell(underlying);
    if (dataType != DataType.FLOAT || cell.isEmpty()) {
      if (recurrentDropout.drops()) {
        throw new UnsupportedOperationException(
            getLayerName() + ": only the kernel has recurrent dropout");
      }
      NeuralNetConfiguration stock = conf.clone();
      Layer layer = lastStep ? new LastTimeStep(underlying) : underlying;
      stock.setLayer(layer);
      return layer.instantiate(stock, listeners, index, parameters, initialize, dataType);
    }
    NeuralNetConfiguration inner = conf.clone();
    inner.setLayer(underlying);
    return Instances.ready(
        new Running(inner, cell.get(), this),
        inner,
        underlying.initializer(),
        listeners,
        index,
        parameters,
        initialize);
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return underlying.getUpdaterByParam(parameter);
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return lastStep
        ? InputType.feedForward(((BaseRecurrentLayer) underlying).getNOut())
        : underlying.getOutputType(index, input);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KernelRecurrent that
        && lastStep == that.lastStep
        && backwards == that.backwards
        && threads == that.threads
        && recurrentDropout.equals(that.recurrentDropout)
        && underlying.equals(that.underlying);
  }

  @Override
  public int hashCode() {
    return Objects.hash(lastStep, backwards, threads, recurrentDropout, underlying);
  }

  /** The layer of a network. Not re-entrant: it keeps the forward pass for the backward pass. */
  private static final class Running
      extends org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer<BaseRecurrentLayer>
      implements Stage.Source, Carrying, Chunked {
    private static final long serialVersionUID = 1L;
    private static final String OUTPUT = "prevAct"; // as the stock layers call them
    private static final String CELL = "prevMem";

    private final transient Cell cell;
    private final transient RecurrentKernel kernel;
    private final boolean lastStep;
    private final boolean backwards;
    private final RecurrentDropout recurrentDropout;

    /** The state after the last batch, (rows, units); null until {@link #carry} is called. */
    private transient State carried;

    /**
     * (gates * units, units), in the kernel's layout of the recurrent weights: 0 or 1 / (the share
     * kept).
     */
    private transient float[] weightFactors = {};

    /**
     * The states at the beginnings of the chunks that were read, and at the end of the last; null
     * for whole sequences.
     */
    private transient List<State> chunks;

    private transient int again; // number of the chunk; -1 while chunks are read first
    private transient State later; // gradient of the state where the chunk read again ends

    /** The initial state, if training continues in the middle of its sequences. */
    private transient State tbpttInitial;

    Running(NeuralNetConfiguration conf, Cell cell, KernelRecurrent layer) {
      super(conf, DataType.FLOAT);
      this.cell = cell;
      lastStep = layer.lastStep;
      backwards = layer.backwards;
      recurrentDropout = layer.recurrentDropout;
      kernel = new RecurrentKernel(cell, layer.threads);
    }

    @Override
    public Optional<Supplier<Stage>> stages() {
      if (getDataFormat() != RNNFormat.NCW) {
        return Optional.empty();
      }
      RecurrentInference layer = new RecurrentInference(cell, weights(false, false, Signal.NONE));
      return Optional.of(() -> new RecurrentStage(layer.another(), lastStep, backwards));
    }

    @Override
    public int width() {
      return Math.max(cell.inputs(), cell.units());
    }

    /** DL4J passes its own configuration, whose layer is the wrapper, when it freezes a layer. */
    @Override
    public void setConf(NeuralNetConfiguration own) {
      NeuralNetConfiguration inner = own;
      if (own.getLayer() instanceof KernelRecurrent wrapper) {
        inner = own.clone();
        inner.setLayer(wrapper.getUnderlying());
      }
      super.setConf(inner);
    }

    @Override
    public void carry(boolean[] begins) {
      int units = cell.units();
      if (carried == null || carried.output().buffer().capacity() != begins.length * units) {
        carried = new State(Floats.of(begins.length * units), Floats.of(begins.length * units));
      }
      float[] zeros = new float[units];
      for (int r = 0; r < begins.length; r++) {
        if (begins[r]) {
          carried.output().buffer().put(r * units, zeros);
          carried.cell().buffer().put(r * units, zeros);
        }
      }
    }

    /** The gradient ends at the beginning of the batch, whatever its initial state. */
    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      tbpttInitial = null;
      if (chunks != null) {
        return again < 0 ? read(training, workspaces) : readAgain(training, workspaces);
      }
      State state = training ? carried : null;
      return forward(training, state, state, workspaces);
    }

    @Override
    public void begin() {
      chunks = new ArrayList<>();
      chunks.add(null); // zeros
      again = -1;
      later = null;
    }

    @Override
    public void again(int chunk) {
      again = chunk;
    }

    @Override
    public void end() {
      chunks = null;
    }

    private INDArray read(boolean training, LayerWorkspaceMgr workspaces) {
      State end = state();
      INDArray out = forward(training, chunks.get(chunks.size() - 1), end, workspaces);
      chunks.add(end);
      return out;
    }

    /** The last step belongs to the whole sequence. */
    private INDArray readAgain(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray out = forward(training, chunks.get(again), null, workspaces);
      if (lastStep) {
        Floats end = chunks.get(chunks.size() - 1).output();
        Views.floats(out).buffer().put(0, end.buffer(), 0, (int) out.length());
      }
      return out;
    }

    private State state() {
      long numbers = input.size(0) * cell.units();
      return new State(Floats.of(numbers), Floats.of(numbers));
    }

    @Override
    public INDArray activate(INDArray input, boolean training, LayerWorkspaceMgr workspaces) {
      setInput(input, workspaces);
      return activate(training, workspaces);
    }

    /**
     * @param initial or null
     * @param last is written; or null
     */
    private INDArray forward(
        boolean training, State initial, State last, LayerWorkspaceMgr workspaces) {
      assertInputSet(false);
      applyDropOutIfNecessary(training, workspaces);
      Floats in = Views.timeMajor(input, getDataFormat(), ArrayType.FF_WORKING_MEM, workspaces);
      int steps = (int) input.size(timeAxis());
      int batch = (int) input.size(0);
      int units = cell.units();
      INDArray out =
          workspaces.createUninitialized(
              ArrayType.ACTIVATIONS,
              DataType.FLOAT,
              lastStep ? new long[] {batch, units} : new long[] {steps, batch, units},
              'c');
      State end = last;
      if (lastStep) {
        end = new State(Views.floats(out), last == null ? null : last.cell());
      }
      kernel.forward(
          kernel.packing(steps, batch, mask(), backwards),
          in,
          weights(training, true, workspaces),
          initial,
          training && recurrentDropout.state() > 0 ? drawFactors(batch) : null,
          lastStep ? null : Views.floats(out),
          end,
          training);
      if (lastStep) {
        if (last != null) {
          last.output().buffer().put(0, end.output().buffer(), 0, batch * units);
        }
        return out;
      }
      return Views.batchMajor(out, getDataFormat());
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      assertInputSet(true);
      if (!kernel.keeps()) { // the previous pass was not a training pass
        forward(true, tbpttInitial, null, LayerWorkspaceMgr.noWorkspaces());
      }
      int steps = (int) input.size(timeAxis());
      int batch = (int) input.size(0);
      INDArray dx =
          workspaces.createUninitialized(
              ArrayType.ACTIVATION_GRAD,
              DataType.FLOAT,
              new long[] {steps, batch, cell.inputs()},
              'c');
      Gradient gradient = new DefaultGradient();
      for (String key : new String[] {"W", "RW", "b"}) {
        gradient.gradientForVariable().put(key, gradientViews.get(key));
      }
      Floats epsilons =
          lastStep
              ? Views.floats(Views.contiguous(epsilon, 'c', workspaces))
              : Views.timeMajor(epsilon, getDataFormat(), ArrayType.BP_WORKING_MEM, workspaces);
      boolean lastChunk = chunks == null || again == chunks.size() - 2;
      State before = chunks == null ? null : state();
      kernel.backward(
          weights(true, false, workspaces),
          lastStep ? null : epsilons,
          lastStep && lastChunk ? new State(epsilons, null) : later,
          weights(gradientViews.get("W"), gradientViews.get("RW"), gradientViews.get("b")),
          Views.floats(dx),
          before);
      later = before;
      if (recurrentDropout.weights() > 0) {
        Floats recurrent = Views.floats(gradientViews.get("RW"));
        recurrent.buffer().put(0, dropped(recurrent).buffer(), 0, weightFactors.length);
      }
      weightNoiseParams.clear();
      return new Pair<>(gradient, backpropDropOutIfPresent(Views.batchMajor(dx, getDataFormat())));
    }

    @Override
    public INDArray rnnTimeStep(INDArray input, LayerWorkspaceMgr workspaces) {
      setInput(input, workspaces);
      return forwardFrom(stateMap, stateMap, false, workspaces);
    }

    @Override
    public INDArray rnnActivateUsingStoredState(
        INDArray input, boolean training, boolean storeLast, LayerWorkspaceMgr workspaces) {
      setInput(input, workspaces);
      return forwardFrom(tBpttStateMap, storeLast ? tBpttStateMap : null, training, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> tbpttBackpropGradient(
        INDArray epsilon, int backwardSteps, LayerWorkspaceMgr workspaces) {
      if (backwardSteps < input.size(timeAxis())) {
        throw new UnsupportedOperationException(
            "truncated backpropagation goes back as far as it went forward; got "
                + input.size(timeAxis())
                + " steps forward, "
                + backwardSteps
                + " back");
      }
      return backpropGradient(epsilon, workspaces);
    }

    /**
     * @param before where the state is read from; zeros if it is not there
     * @param after where the state is stored; or null
     */
    private INDArray forwardFrom(
        Map<String, INDArray> before,
        Map<String, INDArray> after,
        boolean training,
        LayerWorkspaceMgr workspaces) {
      int batch = (int) input.size(0);
      INDArray output = before.get(OUTPUT);
      INDArray cells = before.get(CELL);
      State initial =
          output == null
              ? null
              : new State(
                  Views.floats(output.dup('c')),
                  cells == null ? null : Views.floats(cells.dup('c')));
      State last = new State(Floats.of((long) batch * cell.units()), Floats.of(cellSize(batch)));
      INDArray out = forward(training, initial, last, workspaces);
      tbpttInitial = initial;
      if (after != null) {
        after.put(OUTPUT, array(last.output(), batch));
        if (cell instanceof Cell.Lstm) {
          after.put(CELL, array(last.cell(), batch));
        }
      }
      return out;
    }

    private INDArray array(Floats floats, int batch) {
      float[] values = new float[batch * cell.units()];
      floats.buffer().get(0, values);
      return Nd4j.createFromArray(values).reshape('c', batch, cell.units()).detach();
    }

    private long cellSize(int batch) {
      return cell instanceof Cell.Lstm ? (long) batch * cell.units() : 0;
    }

    private float[] mask() {
      return maskArray == null ? null : Views.toArray(maskArray);
    }

    /** One draw for each sequence and unit, (batch, units): 0 or 1 / (the share kept). */
    private Floats drawFactors(int batch) {
      return Floats.of(factors(recurrentDropout.state(), batch, cell.units()));
    }

    private static float[] factors(double rate, long... shape) {
      float[] factors = Views.toArray(Nd4j.rand(DataType.FLOAT, shape));
      for (int i = 0; i < factors.length; i++) {
        factors[i] = factors[i] < rate ? 0 : (float) (1 / (1 - rate));
      }
      return factors;
    }

    /** The numbers, one for each recurrent weight, multiplied by the factors of dropout. */
    private Floats dropped(Floats numbers) {
      float[] products = new float[weightFactors.length];
      numbers.buffer().get(0, products);
      for (int i = 0; i < products.length; i++) {
        products[i] *= weightFactors[i];
      }
      return Floats.of(products);
    }

    /**
     * @param draws whether a training pass begins, which drops recurrent weights anew
     */
    private Weights weights(boolean training, boolean draws, LayerWorkspaceMgr workspaces) {
      Weights all =
          weights(
              Views.contiguous(getParamWithNoise("W", training, workspaces), 'f', workspaces),
              Views.contiguous(getParamWithNoise("RW", training, workspaces), 'f', workspaces),
              getParamWithNoise("b", training, workspaces));
      if (!training || recurrentDropout.weights() == 0) {
        return all;
      }
      if (draws) {
        long rows = (long) cell.gates() * cell.units();
        weightFactors = factors(recurrentDropout.weights(), rows, cell.units());
      }
      return new Weights(all.input(), dropped(all.recurrent()), all.bias(), all.peepholes());
    }

    /** Columns of DL4J's matrices are rows of the kernel's; peepholes are the last ones of RW. */
    private Weights weights(INDArray w, INDArray rw, INDArray b) {
      long recurrent = (long) cell.gates() * cell.units() * cell.units();
      long peepholes = (long) cell.peepholes() * cell.units();
      long address = Views.address(rw);
      return new Weights(
          Views.floats(w),
          Floats.at(address, recurrent, rw),
          Views.floats(b),
          peepholes == 0
              ? Floats.of(0)
              : Floats.at(address + recurrent * Float.BYTES, peepholes, rw));
    }

    private int timeAxis() {
      return getDataFormat() == RNNFormat.NWC ? 1 : 2;
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
        INDArray mask, MaskState state, int batch) {
      maskArray = mask;
      maskState = state;
      return lastStep ? new Pair<>(null, state) : new Pair<>(mask, state);
    }

    @Override
    public Type type() {
      return Type.RECURRENT;
    }

    @Override
    public boolean isPretrainLayer() {
      return false;
    }
  }
}
