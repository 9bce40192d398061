package dev.sluice.network;

import dev.sluice.kernel.Cell;
import dev.sluice.kernel.Embedding;
import dev.sluice.kernel.Floats;
import dev.sluice.kernel.RecurrentInference;
import dev.sluice.kernel.RecurrentKernel;
import dev.sluice.kernel.Squash;
import dev.sluice.kernel.State;
import dev.sluice.kernel.Weights;
import dev.sluice.shape.Spelling;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Reads the characters of tokens: (batch, 1 + characters, steps), ids of tokens and characters, to
 * (batch, 1 + 2 * units, steps), the unchanged ids of tokens, each followed by the last states of
 * two LSTMs that read its characters forwards and backwards. Each distinct token of a batch is read
 * once.
 *
 * <p>Parameters: a table (alphabet, size), row by row, and for each direction W, RW and b as in
 * DL4J's LSTM.
 */
final class KernelCharacters extends FeedForwardLayer {
  private static final long serialVersionUID = 1L;

  static final String TABLE = "E";
  private static final String[] DIRECTIONS = {"f", "b"};

  private int alphabet;
  private int size;
  private int units;
  private int threads = 1;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelCharacters() {}

  private KernelCharacters(Builder builder) {
    super(builder);
    alphabet = builder.spelling.alphabet();
    size = builder.spelling.size();
    units = builder.spelling.units();
    nIn = alphabet;
    nOut = 1 + 2L * units;
  }

  /** DL4J's way of making layers. */
  static final class Builder extends FeedForwardLayer.Builder<Builder> {
    private final Spelling spelling;

    Builder(Spelling spelling) {
      this.spelling = spelling;
    }

    @Override
    @SuppressWarnings("unchecked") // as in DL4J's own builders
    public <E extends Layer> E build() {
      return (E) new KernelCharacters(this);
    }
  }

  public int getAlphabet() {
    return alphabet;
  }

  public void setAlphabet(int alphabet) {
    this.alphabet = alphabet;
  }

  public int getSize() {
    return size;
  }

  public void setSize(int size) {
    this.size = size;
  }

  public int getUnits() {
    return units;
  }

  public void setUnits(int units) {
    this.units = units;
  }

  public int getThreads() {
    return threads;
  }

  public void setThreads(int threads) {
    this.threads = threads;
  }

  private Cell cell() {
    return new Cell.Lstm(size, units, Squash.TANH, Squash.SIGMOID, Cell.Lstm.Sees.NOTHING);
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
    return Instances.ready(
        new Running(conf, this),
        conf,
        Parameters.INSTANCE,
        listeners,
        index,
        parameters,
        initialize);
  }

  @Override
  public ParamInitializer initializer() {
    return Parameters.INSTANCE;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputType.recurrent(nOut);
  }

  @Override
  public void setNIn(InputType input, boolean override) {}

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType input) {
    return new LayerMemoryReport.Builder(
            getLayerName(), KernelCharacters.class, input, getOutputType(0, input))
        .standardMemory(Parameters.INSTANCE.numParams(this), 0)
        .build();
  }

  private static final class Parameters implements ParamInitializer {
    static final Parameters INSTANCE = new Parameters();
    private static final List<String> WEIGHTS = List.of(TABLE, "fW", "fRW", "bW", "bRW");
    private static final List<String> BIASES = List.of("fb", "bb");

    @Override
    public long numParams(NeuralNetConfiguration conf) {
      return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
      KernelCharacters own = (KernelCharacters) layer;
      return (long) own.alphabet * own.size + 8L * own.units * (own.size + own.units + 1L);
    }

    @Override
    public List<String> paramKeys(Layer layer) {
      return List.of(TABLE, "fW", "fRW", "fb", "bW", "bRW", "bb");
    }

    @Override
    public List<String> weightKeys(Layer layer) {
      return WEIGHTS;
    }

    @Override
    public List<String> biasKeys(Layer layer) {
      return BIASES;
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
      return WEIGHTS.contains(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
      return BIASES.contains(key);
    }

    /** Zeros, except the bias of the forget gates, which is 1 (Jozefowicz et al. 2015). */
    @Override
    public Map<String, INDArray> init(
        NeuralNetConfiguration conf, INDArray parameters, boolean initialize) {
      KernelCharacters layer = (KernelCharacters) conf.getLayer();
      Map<String, INDArray> views = views(layer, parameters);
      if (initialize) {
        parameters.assign(0);
        for (String bias : BIASES) {
          views
              .get(bias)
              .get(NDArrayIndex.all(), NDArrayIndex.interval(layer.units, 2L * layer.units))
              .assign(1);
        }
      }
      paramKeys(layer).forEach(conf::addVariable);
      return views;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(
        NeuralNetConfiguration conf, INDArray gradients) {
      return views((KernelCharacters) conf.getLayer(), gradients);
    }

    private static Map<String, INDArray> views(KernelCharacters layer, INDArray flat) {
      INDArray vector = flat.reshape(flat.length());
      Map<String, INDArray> views = new LinkedHashMap<>();
      long at = (long) layer.alphabet * layer.size;
      views.put(
          TABLE, vector.get(NDArrayIndex.interval(0, at)).reshape('c', layer.alphabet, layer.size));
      for (String direction : DIRECTIONS) {
        for (Map.Entry<String, Integer> rows :
            List.of(Map.entry("W", layer.size), Map.entry("RW", layer.units), Map.entry("b", 1))) {
          long end = at + rows.getValue() * 4L * layer.units;
          views.put(
              direction + rows.getKey(),
              vector
                  .get(NDArrayIndex.interval(at, end))
                  .reshape('f', rows.getValue(), 4L * layer.units));
          at = end;
        }
      }
      return views;
    }
  }

  /** One direction's weights in the kernel's form. */
  private static Weights weights(String direction, Function<String, INDArray> of) {
    return new Weights(
        Views.floats(of.apply(direction + "W")),
        Views.floats(of.apply(direction + "RW")),
        Views.floats(of.apply(direction + "b")),
        Floats.of(0));
  }

  /** The layer of a network. Not re-entrant: it keeps the forward pass for the backward pass. */
  private static final class Running extends BaseLayer<KernelCharacters> implements Stage.Source {
    private static final long serialVersionUID = 1L;

    private final KernelCharacters layer;
    private final transient RecurrentKernel[] kernels;
    private transient Spellings words;

    Running(NeuralNetConfiguration conf, KernelCharacters layer) {
      super(conf, DataType.FLOAT);
      this.layer = layer;
      kernels =
          new RecurrentKernel[] {
            new RecurrentKernel(layer.cell(), layer.threads),
            new RecurrentKernel(layer.cell(), layer.threads)
          };
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      assertInputSet(false);
      int batch = (int) input.size(0);
      int most = (int) input.size(1) - 1;
      int steps = (int) input.size(2);
      Floats in = Views.timeMajor(input, RNNFormat.NCW, ArrayType.FF_WORKING_MEM, workspaces);
      words = Spellings.of(in, Math.multiplyExact(steps, batch), most, layer.alphabet);
      Floats characters = Floats.of((long) words.characters().length * layer.size);
      Embedding.gather(
          Views.floats(getParam(TABLE)), layer.size, words.characters(), characters, layer.threads);
      Floats[] states = new Floats[2];
      for (int d = 0; d < 2; d++) {
        states[d] = Floats.of((long) words.count() * layer.units);
        if (words.count() > 0) {
          kernels[d].forward(
              kernels[d].packing(words.steps(), words.count(), words.mask(), d == 1),
              characters,
              weights(DIRECTIONS[d], this::getParam),
              null,
              null,
              null,
              new State(states[d], null),
              training);
        }
      }
      INDArray out =
          workspaces.createUninitialized(
              ArrayType.ACTIVATIONS,
              DataType.FLOAT,
              new long[] {steps, batch, 1 + 2L * layer.units},
              'c');
      words.write(in, most, states[0], states[1], layer.units, Views.floats(out));
      return Views.batchMajor(out, RNNFormat.NCW);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      assertInputSet(true);
      Floats epsilons =
          Views.timeMajor(epsilon, RNNFormat.NCW, ArrayType.BP_WORKING_MEM, workspaces);
      Floats both = Floats.of((long) words.characters().length * layer.size);
      for (int d = 0; d < 2; d++) {
        if (words.count() == 0) {
          gradientViews.values().forEach(gradient -> gradient.assign(0));
          break;
        }
        Floats own = d == 0 ? both : Floats.of((long) words.characters().length * layer.size);
        kernels[d].backward(
            weights(DIRECTIONS[d], this::getParam),
            null,
            new State(words.gradient(epsilons, layer.units, d), null),
            weights(DIRECTIONS[d], gradientViews::get),
            own,
            null);
        for (int i = 0; d == 1 && i < words.characters().length * layer.size; i++) {
          both.buffer().put(i, both.buffer().get(i) + own.buffer().get(i));
        }
      }
      Embedding.gradient(
          words.characters(),
          layer.size,
          both,
          layer.alphabet,
          Views.floats(gradientViews.get(TABLE)),
          layer.threads);
      Gradient gradient = new DefaultGradient();
      gradientViews.forEach(gradient.gradientForVariable()::put);
      return new Pair<>(gradient, null);
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
        INDArray mask, MaskState state, int batch) {
      return new Pair<>(mask, state);
    }

    @Override
    public boolean isPretrainLayer() {
      return false;
    }

    @Override
    public Type type() {
      return Type.RECURRENT;
    }

    @Override
    public Optional<Supplier<Stage>> stages() {
      Floats table = Views.floats(getParam(TABLE));
      RecurrentInference[] directions = new RecurrentInference[2];
      for (int d = 0; d < 2; d++) {
        directions[d] =
            new RecurrentInference(layer.cell(), weights(DIRECTIONS[d], this::getParam));
      }
      return Optional.of(
          () -> new Reading(layer, table, directions[0].another(), directions[1].another()));
    }

    /** The width as if the characters of each step were read separately. */
    @Override
    public int width() {
      return 2 * Math.max(layer.size, layer.units);
    }
  }

  /** The layer for predictions. */
  private static final class Reading implements Stage {
    private final KernelCharacters layer;
    private final Floats table;
    private final RecurrentInference[] directions;
    private final Floats[] states = {Floats.of(0), Floats.of(0)};
    private Floats characters = Floats.of(0);
    private Floats out = Floats.of(0);

    Reading(
        KernelCharacters layer,
        Floats table,
        RecurrentInference forwards,
        RecurrentInference backwards) {
      this.layer = layer;
      this.table = table;
      directions = new RecurrentInference[] {forwards, backwards};
    }

    @Override
    public Signal forward(Signal in, int threads) {
      Signal.Numbers x = in.numbers();
      int places = Math.multiplyExact(x.steps().getAsInt(), x.batch());
      int most = x.width() - 1;
      Spellings words = Spellings.of(x.values(), places, most, layer.alphabet);
      characters = characters.atLeast((long) words.characters().length * layer.size);
      Embedding.gather(table, layer.size, words.characters(), characters, threads);
      for (int d = 0; d < 2; d++) {
        states[d] = states[d].atLeast((long) words.count() * layer.units);
        if (words.count() > 0) {
          directions[d].forward(
              words.steps(),
              words.count(),
              words.mask(),
              d == 1,
              threads,
              characters,
              null,
              null,
              new State(states[d], null));
        }
      }
      int width = 1 + 2 * layer.units;
      out = out.atLeast((long) places * width);
      words.write(x.values(), most, states[0], states[1], layer.units, out);
      return x.with(width, out);
    }
  }
}
