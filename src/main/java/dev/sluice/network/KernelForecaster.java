package dev.sluice.network;

import dev.sluice.kernel.Cell;
import dev.sluice.kernel.Decoder;
import dev.sluice.kernel.Floats;
import dev.sluice.kernel.StepDecoder;
import dev.sluice.spec.WeightInit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
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
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * An output of a {@link ForecastDecoder}, with the loss of an {@link OutputHead}: (batch, horizon *
 * columns) of (batch, inputs + window). In training it reads the true values that {@link Recursion}
 * put into the window, or some of its own; else its own. No gradient goes through what it reads of
 * its own. In single precision.
 */
final class KernelForecaster extends BaseOutputLayer
    implements ListedParameters.Owner, Recursion.Taught {
  private static final long serialVersionUID = 1L;

  private final transient ForecastDecoder plan;
  private final transient TeacherForcing forcing;
  private final int threads;

  private KernelForecaster(Builder builder) {
    super(builder);
    plan = builder.plan;
    forcing = builder.forcing;
    threads = builder.threads;
  }

  /** The stock layer's can be used for stock layers only. */
  static final class Builder extends BaseOutputLayer.Builder<Builder> {
    private final ForecastDecoder plan;
    private final TeacherForcing forcing;
    private final int threads;

    /**
     * @param threads the most that a pass may use
     */
    Builder(ILossFunction loss, ForecastDecoder plan, TeacherForcing forcing, int threads) {
      super(loss);
      this.plan = plan;
      this.forcing = forcing;
      this.threads = threads;
    }

    @Override
    @SuppressWarnings("unchecked") // DL4J's signature
    public <E extends org.deeplearning4j.nn.conf.layers.Layer> E build() {
      return (E) new KernelForecaster(this);
    }
  }

  @Override
  public List<Parameter> parameters() {
    return plan.shapes().entrySet().stream()
        .map(
            one ->
                new Parameter(
                    one.getKey(),
                    one.getValue()[0],
                    one.getValue()[1],
                    DecoderPlan.isBias(one.getKey())))
        .toList();
  }

  /**
   * @param parameters zeros, by key
   */
  static void draw(ForecastDecoder plan, Map<String, INDArray> parameters, RandomGenerator random) {
    Map<String, INDArray> others = new LinkedHashMap<>(parameters);
    parameters.forEach(
        (key, table) -> {
          if (ForecastDecoder.isTable(key)) {
            InitialWeights.draw(WeightInit.LECUN_UNIFORM, table, random);
            others.remove(key);
          }
        });
    new DecoderWeights(plan.spec()).draw(others, random);
  }

  @Override
  public List<Regularization> getRegularizationByParam(String key) {
    return new DecoderWeights(plan.spec()).penalties(key);
  }

  @Override
  public Optional<Recursion> recursion() {
    return Optional.of(new Recursion(plan.values().horizon(), plan.values().columns()));
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    Instances.requireSinglePrecision(dataType, this);
    OutputHead head = OutputHead.of(getActivationFn(), getLossFn()).orElseThrow();
    return Instances.ready(
        new Running(conf, this, head),
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
  public InputPreProcessor getPreProcessorForInputType(InputType input) {
    return null;
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
    return InputType.feedForward(getNOut());
  }

  private static final class Running extends ScoredOutput<KernelForecaster> {
    private static final long serialVersionUID = 1L;

    private final transient ForecastDecoder plan;
    private final transient TeacherForcing forcing;
    private final transient OutputHead head;
    private final transient StepDecoder decoder;
    private final int outputs;

    Running(NeuralNetConfiguration conf, KernelForecaster layer, OutputHead head) {
      super(conf);
      this.head = head;
      plan = layer.plan;
      forcing = layer.forcing;
      decoder = new StepDecoder(plan.form(), layer.threads);
      outputs = (int) layer.getNOut();
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      int batch = (int) input.size(0);
      decoder.load(values());
      float[] y = decoder.forecast(rows(workspaces), batch);
      for (int r = 0; r < batch; r++) {
        head.activate(y, r * outputs, outputs);
      }
      return KernelLayer.handedOn(
          y, new long[] {batch, outputs}, ArrayType.ACTIVATIONS, workspaces);
    }

    private float[] rows(LayerWorkspaceMgr workspaces) {
      assertInputSet(false);
      return KernelLayer.given(input, workspaces);
    }

    private float[][] values() {
      return ListedParameters.values(layerConf(), this::getParam);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      int batch = (int) input.size(0);
      float[] rows = rows(workspaces);
      float[][] values = values();
      decoder.load(values);
      float[] y = decoder.forward(rows, batch, read(rows, batch), dropped(batch));
      keep(head.lossToGradient(y, outputs, labels, batch, outputs) / batch);
      // y is its own gradient from here on

      float[][] gradients = new float[values.length][];
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] = new float[values[i].length];
      }
      float[] dx = new float[rows.length];
      decoder.backward(y, batch, gradients, dx);
      Gradient gradient = new DefaultGradient();
      List<Parameter> parameters = layerConf().parameters();
      for (int i = 0; i < gradients.length; i++) {
        String key = parameters.get(i).key();
        Views.floats(gradientViews.get(key)).buffer().put(0, gradients[i]);
        gradient.gradientForVariable().put(key, gradientViews.get(key));
      }
      weightNoiseParams.clear();
      return new Pair<>(
          gradient, KernelLayer.handedOn(dx, input.shape(), ArrayType.ACTIVATION_GRAD, workspaces));
    }

    /** What each step reads: the true values before it, or by chance its own. */
    private float[] read(float[] rows, int batch) {
      float[] ahead = decoder.ahead(rows, batch);
      double ratio = forcing.ratio(getIterationCount());
      if (ratio < 1) {
        boolean[] own = new boolean[plan.values().horizon() * batch];
        float[] draws = Views.toArray(Nd4j.rand(DataType.FLOAT, own.length));
        for (int i = 0; i < own.length; i++) {
          own[i] = draws[i] >= ratio;
        }
        decoder.forecast(rows, batch, ahead, own);
      }
      return ahead;
    }

    private Decoder.Dropped dropped(int batch) {
      int rows = plan.values().horizon() * batch;
      List<Cell> cells = plan.form().cells();
      float[][] inputs = new float[cells.size()][];
      for (int l = 0; l < inputs.length; l++) {
        inputs[l] = Dropouts.factors(rows * cells.get(l).inputs(), plan.spec().inputDropout(l));
      }
      int units = cells.get(cells.size() - 1).units();
      return new Decoder.Dropped(
          inputs, Dropouts.factors(rows * units, plan.spec().outputDropout()));
    }

    /** Reading what stands in the window. */
    @Override
    double meanLoss(boolean training, LayerWorkspaceMgr workspaces) {
      int batch = (int) input.size(0);
      float[] rows = rows(workspaces);
      decoder.load(values());
      float[] y =
          decoder.forward(
              rows,
              batch,
              decoder.ahead(rows, batch),
              Decoder.Dropped.nothing(plan.spec().recurrent().size()));
      return head.lossToGradient(y, outputs, labels, batch, outputs) / batch;
    }

    @Override
    public Optional<Supplier<Stage>> stages() {
      float[][] parameters = values();
      OutputHead fixed = head.fixed();
      return Optional.of(() -> new Predicting(plan, parameters, fixed, outputs));
    }

    @Override
    public int width() {
      return Math.max(
          plan.inputs(), plan.form().cells().stream().mapToInt(Cell::units).max().orElseThrow());
    }

    /** The window, what is read of the steps ahead, and the states. */
    @Override
    public long beside() {
      long states =
          plan.form().cells().stream()
              .mapToLong(cell -> (long) Decoder.Form.parts(cell) * cell.units())
              .sum();
      return 2 * plan.windows().mostNumbers() + 2 * states + outputs;
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
        INDArray mask, MaskState state, int batch) {
      return null;
    }
  }

  /** The layer, predicting. */
  private static final class Predicting implements Stage {
    private final StepDecoder decoder;
    private final OutputHead head;
    private final int outputs;

    Predicting(ForecastDecoder plan, float[][] parameters, OutputHead head, int outputs) {
      decoder = new StepDecoder(plan.form(), 1);
      decoder.load(parameters);
      this.head = head;
      this.outputs = outputs;
    }

    @Override
    public Signal forward(Signal in, int threads) {
      Signal.Numbers given = in.numbers();
      float[] rows = new float[Math.multiplyExact(given.batch(), given.width())];
      given.values().buffer().get(0, rows);
      float[] y = decoder.forecast(rows, given.batch());
      for (int r = 0; r < given.batch(); r++) {
        head.activate(y, r * outputs, outputs);
      }
      return Signal.Numbers.rows(given.batch(), outputs, Floats.of(y));
    }
  }
}
