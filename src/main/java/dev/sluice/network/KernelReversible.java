package dev.sluice.network;

import dev.sluice.kernel.Floats;
import dev.sluice.shape.Reversible;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;

/**
 * y = gamma x + beta, with weights of the column that a feature is of; the others stay as they are.
 * Its weights are also those of the {@link Reversal} of the output. In single and in double
 * precision.
 */
final class KernelReversible extends FeedForwardLayer implements ListedParameters.Owner {
  private static final long serialVersionUID = 1L;

  private int[] columnOf; // (features), -1 for none

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelReversible() {}

  KernelReversible(int features, Reversible reversible) {
    setNIn(features);
    setNOut(features);
    columnOf = reversible.columnOf().stream().mapToInt(Integer::intValue).toArray();
  }

  public int[] getColumnOf() {
    return columnOf;
  }

  public void setColumnOf(int[] columnOf) {
    this.columnOf = columnOf;
  }

  /** Lets the output of a network, if it undoes such a layer, read the weights of its layer. */
  static void link(MultiLayerNetwork network) {
    if (network.getOutputLayer().conf().getLayer() instanceof BaseOutputLayer output
        && output.getActivationFn() instanceof Reversal reversal) {
      reversal.undo((Running) network.getLayer(0));
    }
  }

  private int columns() {
    return 1 + Arrays.stream(columnOf).max().orElse(-1);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter(ReversibleFactory.GAMMA, 1, columns(), true),
        new Parameter(ReversibleFactory.BETA, 1, columns(), true));
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    return Instances.ready(
        new Running(conf, this, dataType),
        conf,
        initializer(),
        listeners,
        index,
        parameters,
        initialize);
  }

  @Override
  public ParamInitializer initializer() {
    return ListedParameters.INSTANCE;
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType type) {
    return null;
  }

  @Override
  public InputType getOutputType(int index, InputType type) {
    return type;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType type) {
    return new LayerMemoryReport.Builder(getLayerName(), getClass(), type, type)
        .standardMemory(ListedParameters.INSTANCE.numParams(this), 0)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KernelReversible that
        && super.equals(that)
        && Arrays.equals(columnOf, that.columnOf);
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), Arrays.hashCode(columnOf));
  }

  private static final class Running
      extends org.deeplearning4j.nn.layers.BaseLayer<KernelReversible>
      implements Stage.Source, Reversal.Weights {
    private static final long serialVersionUID = 1L;

    private final int[] columnOf;
    private double[] gradientOfGamma; // (columns), what the output left for the next backward pass
    private double[] gradientOfBeta;

    Running(NeuralNetConfiguration conf, KernelReversible layer, DataType type) {
      super(conf, type);
      columnOf = layer.columnOf;
      forget();
    }

    private void forget() {
      int columns = 1 + Arrays.stream(columnOf).max().orElse(-1);
      gradientOfGamma = new double[columns];
      gradientOfBeta = new double[columns];
    }

    @Override
    public double[] gamma() {
      double[] gamma = getParam(ReversibleFactory.GAMMA).dup('c').data().asDouble();
      return Arrays.stream(gamma).map(ReversibleFactory::bounded).toArray();
    }

    @Override
    public double[] beta() {
      return getParam(ReversibleFactory.BETA).dup('c').data().asDouble();
    }

    @Override
    public void addGradient(int column, double ofGamma, double ofBeta) {
      gradientOfGamma[column] += ofGamma;
      gradientOfBeta[column] += ofBeta;
    }

    @Override
    public boolean isPretrainLayer() {
      return false;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      assertInputSet(false);
      forget();
      INDArray y = workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, input.shape());
      Broadcast.mul(input, ofFeatures(gamma(), 1), y, 1);
      return Broadcast.add(y, ofFeatures(beta(), 0), y, 1);
    }

    /** (features), with the same number where a feature is of no column. */
    private INDArray ofFeatures(double[] ofColumns, double other) {
      return Nd4j.createFromArray(
              Arrays.stream(columnOf).mapToDouble(c -> c < 0 ? other : ofColumns[c]).toArray())
          .castTo(dataType);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      assertInputSet(true);
      double[] ofGamma = epsilon.mul(input).sum(0, 2).dup('c').data().asDouble();
      double[] ofBeta = epsilon.sum(0, 2).dup('c').data().asDouble();
      for (int f = 0; f < columnOf.length; f++) {
        if (columnOf[f] >= 0) {
          addGradient(columnOf[f], ofGamma[f], ofBeta[f]);
        }
      }
      Gradient gradient = new DefaultGradient();
      put(gradient, ReversibleFactory.GAMMA, gradientOfGamma);
      put(gradient, ReversibleFactory.BETA, gradientOfBeta);
      forget();
      INDArray dx =
          workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape());
      return new Pair<>(gradient, Broadcast.mul(epsilon, ofFeatures(gamma(), 1), dx, 1));
    }

    private void put(Gradient gradient, String key, double[] numbers) {
      INDArray view = gradientViews.get(key);
      view.assign(Nd4j.createFromArray(numbers).castTo(dataType).reshape(view.shape()));
      gradient.gradientForVariable().put(key, view);
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
        INDArray mask, MaskState state, int batch) {
      return new Pair<>(mask, state);
    }

    @Override
    public Optional<Supplier<Stage>> stages() {
      float[] gamma = new float[columnOf.length];
      float[] beta = new float[columnOf.length];
      ofFeatures(gamma(), 1).castTo(DataType.FLOAT).data().asNioFloat().get(gamma);
      ofFeatures(beta(), 0).castTo(DataType.FLOAT).data().asNioFloat().get(beta);
      return Optional.of(() -> new Predicting(gamma, beta));
    }

    @Override
    public int width() {
      return columnOf.length;
    }
  }

  /**
   * The layer, predicting.
   *
   * @param gamma (features)
   * @param beta (features)
   */
  private record Predicting(float[] gamma, float[] beta) implements Stage {
    @Override
    public Signal forward(Signal in, int threads) {
      Signal.Numbers given = in.numbers();
      float[] x = new float[given.batch() * given.steps().orElseThrow() * given.width()];
      given.values().buffer().get(0, x);
      for (int i = 0; i < x.length; i++) {
        x[i] = x[i] * gamma[i % gamma.length] + beta[i % beta.length];
      }
      return given.with(given.width(), Floats.of(x));
    }
  }
}
