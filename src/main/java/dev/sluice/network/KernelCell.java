package dev.sluice.network;

import dev.sluice.kernel.Cell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.weights.WeightInitUtil;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A recurrent layer that DL4J does not have; {@link KernelRecurrent} runs it. Parameters W (inputs,
 * gates * units), RW (units, gates * units, and a column for each kind of peephole), b (1, biases *
 * units), in the order of {@link Cell}.
 */
final class KernelCell extends BaseRecurrentLayer {
  private static final long serialVersionUID = 1L;

  /** Which cell. */
  enum Kind {
    GRU_RESET_AFTER,
    GRU_RESET_BEFORE,
    LSTM_SEES_STATE_BEFORE,
    LSTM_SEES_STATE_BEFORE_ALSO_CANDIDATE
  }

  private Kind kind;
  private IActivation gateActivationFn;
  private double forgetGateBiasInit;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelCell() {}

  private KernelCell(Builder builder) {
    super(builder);
    kind = builder.kind;
    gateActivationFn = builder.gateActivation;
    forgetGateBiasInit = builder.forgetGateBias;
    initializeConstraints(builder);
  }

  @Override
  protected void initializeConstraints(Layer.Builder<?> builder) {
    super.initializeConstraints(builder);
    Builder own = (Builder) builder;
    add(own.getInputWeightConstraints(), "W");
    add(own.getRecurrentConstraints(), "RW");
  }

  private void add(List<LayerConstraint> more, String parameter) {
    if (more != null) {
      List<LayerConstraint> all = new ArrayList<>(constraints == null ? List.of() : constraints);
      for (LayerConstraint constraint : more) {
        LayerConstraint own = constraint.clone();
        own.setParams(Set.of(parameter));
        all.add(own);
      }
      constraints = all;
    }
  }

  public Kind getKind() {
    return kind;
  }

  public void setKind(Kind kind) {
    this.kind = kind;
  }

  public IActivation getGateActivationFn() {
    return gateActivationFn;
  }

  public void setGateActivationFn(IActivation gateActivationFn) {
    this.gateActivationFn = gateActivationFn;
  }

  public double getForgetGateBiasInit() {
    return forgetGateBiasInit;
  }

  public void setForgetGateBiasInit(double forgetGateBiasInit) {
    this.forgetGateBiasInit = forgetGateBiasInit;
  }

  private Cell cell() {
    return KernelRecurrent.cell(this)
        .orElseThrow(
            () -> new IllegalStateException("the kernel has no activation " + getActivationFn()));
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    throw new UnsupportedOperationException(
        getLayerName() + ": computed in single precision only, and in a KernelRecurrent");
  }

  @Override
  public ParamInitializer initializer() {
    return Parameters.INSTANCE;
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return new LayerMemoryReport.Builder(
            getLayerName(), KernelCell.class, inputType, getOutputType(0, inputType))
        .standardMemory(Parameters.INSTANCE.numParams(this), 0)
        .build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KernelCell that
        && super.equals(that)
        && kind == that.kind
        && Objects.equals(gateActivationFn, that.gateActivationFn)
        && forgetGateBiasInit == that.forgetGateBiasInit;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), kind, gateActivationFn, forgetGateBiasInit);
  }

  /** DL4J's way of making layers. */
  static final class Builder extends BaseRecurrentLayer.Builder<Builder> {
    private final Kind kind;
    private final IActivation gateActivation;
    private double forgetGateBias;

    Builder(Kind kind, IActivation gateActivation) {
      this.kind = kind;
      this.gateActivation = gateActivation;
    }

    Builder forgetGateBias(double forgetGateBias) {
      this.forgetGateBias = forgetGateBias;
      return this;
    }

    @Override
    @SuppressWarnings("unchecked") // as in DL4J's own builders
    public <E extends Layer> E build() {
      return (E) new KernelCell(this);
    }
  }

  private static final class Parameters implements ParamInitializer {
    static final Parameters INSTANCE = new Parameters();

    @Override
    public long numParams(NeuralNetConfiguration conf) {
      return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
      Cell cell = ((KernelCell) layer).cell();
      return (long) cell.units()
          * (cell.gates() * ((long) cell.inputs() + cell.units())
              + cell.peepholes()
              + cell.biases());
    }

    @Override
    public List<String> paramKeys(Layer layer) {
      return List.of("W", "RW", "b");
    }

    @Override
    public List<String> weightKeys(Layer layer) {
      return List.of("W", "RW");
    }

    @Override
    public List<String> biasKeys(Layer layer) {
      return List.of("b");
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
      return !isBiasParam(layer, key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
      return key.equals("b");
    }

    @Override
    public Map<String, INDArray> init(
        NeuralNetConfiguration conf, INDArray parameters, boolean initialize) {
      KernelCell layer = (KernelCell) conf.getLayer();
      Cell cell = layer.cell();
      Map<String, INDArray> views = views(cell, parameters);
      if (initialize) {
        parameters.assign(0);
        long rows = (long) cell.gates() * cell.units();
        layer
            .getWeightInitFn()
            .init(
                cell.inputs(),
                cell.units(),
                new long[] {cell.inputs(), rows},
                WeightInitUtil.DEFAULT_WEIGHT_INIT_ORDER,
                views.get("W"));
        INDArray recurrent =
            views.get("RW").get(NDArrayIndex.all(), NDArrayIndex.interval(0, rows));
        recurrent.assign(
            Objects.requireNonNullElse(layer.getWeightInitFnRecurrent(), layer.getWeightInitFn())
                .init(
                    cell.units(),
                    cell.units(),
                    new long[] {cell.units(), rows},
                    WeightInitUtil.DEFAULT_WEIGHT_INIT_ORDER,
                    recurrent.dup('f')));
        if (cell instanceof Cell.Lstm) {
          views
              .get("b")
              .get(NDArrayIndex.all(), NDArrayIndex.interval(cell.units(), 2L * cell.units()))
              .assign(layer.forgetGateBiasInit);
        }
      }
      conf.addVariable("W");
      conf.addVariable("RW");
      conf.addVariable("b");
      return views;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(
        NeuralNetConfiguration conf, INDArray gradients) {
      return views(((KernelCell) conf.getLayer()).cell(), gradients);
    }

    private static Map<String, INDArray> views(Cell cell, INDArray flat) {
      INDArray vector = flat.reshape(flat.length());
      long rows = (long) cell.gates() * cell.units();
      long w = rows * cell.inputs();
      long rw = (rows + cell.peepholes()) * cell.units();
      Map<String, INDArray> views = new LinkedHashMap<>();
      views.put("W", matrix(vector, 0, cell.inputs(), rows));
      views.put("RW", matrix(vector, w, cell.units(), rows + cell.peepholes()));
      views.put("b", matrix(vector, w + rw, 1, (long) cell.biases() * cell.units()));
      return views;
    }

    private static INDArray matrix(INDArray vector, long from, long rows, long columns) {
      return vector
          .get(NDArrayIndex.interval(from, from + rows * columns))
          .reshape('f', rows, columns);
    }
  }
}
