package dev.sluice.network;

import dev.sluice.kernel.Dense;
import dev.sluice.kernel.Floats;
import dev.sluice.kernel.Squash;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's output layer with its loss, computed by {@link Dense} and {@link OutputHead} in one pass;
 * the stock layer needs some forty operations of ND4J, which take longer than a small network.
 * Outputs without a head, masks of labels and double precision are left to the stock layer.
 */
final class KernelOutput extends OutputLayer {
  private static final long serialVersionUID = 1L;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelOutput() {}

  KernelOutput(OutputLayer.Builder builder) {
    super(builder);
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    Optional<OutputHead> head = OutputHead.of(getActivationFn(), getLossFn());
    if (dataType != DataType.FLOAT || head.isEmpty() || !hasBias()) {
      return super.instantiate(conf, listeners, index, parameters, initialize, dataType);
    }
    return Instances.ready(
        new Running(conf, head.get(), (int) getNIn(), (int) getNOut()),
        conf,
        initializer(),
        listeners,
        index,
        parameters,
        initialize);
  }

  private static final class Running extends org.deeplearning4j.nn.layers.OutputLayer
      implements Stage.Source {
    private static final long serialVersionUID = 1L;

    private final transient OutputHead head;
    private final transient Dense dense;
    private final int outputs;

    /** The sum of the rows' losses, if the last backward pass computed it. */
    private transient Optional<Double> loss = Optional.empty();

    Running(NeuralNetConfiguration conf, OutputHead head, int inputs, int outputs) {
      super(conf, DataType.FLOAT);
      this.head = head;
      this.outputs = outputs;
      dense = new Dense(inputs, outputs, Squash.IDENTITY);
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
      loss = Optional.empty();
      super.setInput(input, workspaces);
    }

    @Override
    public void setLabels(INDArray labels) {
      loss = Optional.empty();
      super.setLabels(labels);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      if (!covers()) {
        return super.activate(training, workspaces);
      }
      int batch = (int) input.size(0);
      float[] y = logits(training, workspaces);
      for (int r = 0; r < batch; r++) {
        head.activate(y, r * dense.width(), outputs);
      }
      INDArray out =
          workspaces.createUninitialized(
              ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {batch, outputs}, 'c');
      dense.store(y, batch, Views.floats(out));
      return out;
    }

    @Override
    public Optional<Supplier<Stage>> stages() {
      Dense layer = new Dense((int) getParam("W").size(0), outputs, Squash.IDENTITY);
      layer.load(
          Views.floats(Views.contiguous(getParam("W"), 'f', Signal.NONE)),
          Views.floats(getParam("b")));
      OutputHead fixed = head.fixed();
      return Optional.of(() -> new Outputs(layer.another(), fixed, outputs));
    }

    @Override
    public int width() {
      return outputs;
    }

    /** The layer for predictions. */
    private record Outputs(Dense dense, OutputHead head, int outputs) implements Stage {
      @Override
      public Signal forward(Signal in, int threads) {
        Signal.Numbers x = in.numbers();
        float[] y = dense.forward(x.values(), x.batch());
        Floats out = Floats.of((long) x.batch() * outputs);
        for (int r = 0; r < x.batch(); r++) {
          head.activate(y, r * dense.width(), outputs);
        }
        dense.store(y, x.batch(), out);
        return Signal.Numbers.rows(x.batch(), outputs, out);
      }
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      if (!covers() || labels == null) {
        return super.backpropGradient(epsilon, workspaces);
      }
      assertInputSet(true);
      int batch = (int) input.size(0);
      float[] z = logits(true, workspaces);
      loss = Optional.of(lossToGradient(z, batch)); // z is its own gradient from here on
      INDArray dx =
          workspaces.createUninitialized(
              ArrayType.ACTIVATION_GRAD, DataType.FLOAT, new long[] {batch, input.size(1)}, 'c');
      dense.backward(
          z,
          batch,
          Views.floats(gradientViews.get("W")),
          Views.floats(gradientViews.get("b")),
          Views.floats(dx));
      Gradient gradient = new DefaultGradient();
      gradient.gradientForVariable().put("W", gradientViews.get("W"));
      gradient.gradientForVariable().put("b", gradientViews.get("b"));
      weightNoiseParams.clear();
      return new Pair<>(gradient, backpropDropOutIfPresent(dx));
    }

    @Override
    public double computeScore(
        double regularization, boolean training, LayerWorkspaceMgr workspaces) {
      if (!covers()) {
        return super.computeScore(regularization, training, workspaces);
      }
      int batch = (int) input.size(0);
      double sum = loss.orElseGet(() -> lossToGradient(logits(training, workspaces), batch));
      return sum / batch + regularization;
    }

    private boolean covers() {
      return maskArray == null && input.rank() == 2 && (labels == null || labels.rank() == 2);
    }

    /** (batch, width), before the activation */
    private float[] logits(boolean training, LayerWorkspaceMgr workspaces) {
      assertInputSet(false);
      applyDropOutIfNecessary(training, workspaces);
      int batch = (int) input.size(0);
      return dense.forward(
          Views.floats(Views.contiguous(input.castTo(DataType.FLOAT), 'c', workspaces)),
          batch,
          Views.floats(
              Views.contiguous(getParamWithNoise("W", training, workspaces), 'f', workspaces)),
          Views.floats(getParamWithNoise("b", training, workspaces)));
    }

    private double lossToGradient(float[] z, int batch) {
      return head.lossToGradient(z, dense.width(), labels, batch, outputs);
    }
  }
}
