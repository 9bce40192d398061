package dev.sluice.network;

import dev.sluice.kernel.Dense;
import dev.sluice.kernel.Floats;
import dev.sluice.kernel.Squash;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A dense layer of DL4J, computed by {@link Dense}; each step of a sequence is a row. Unlike the
 * stock layer's, its results do not depend on the processor or on the number of rows. Parameters
 * are laid out as in DL4J's. Double precision is left to the stock layer.
 */
final class KernelDense extends BaseWrapperLayer {
  private static final long serialVersionUID = 1L;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelDense() {}

  /**
   * @param stock one that this {@link #covers}
   */
  KernelDense(DenseLayer stock) {
    super(stock);
  }

  static boolean covers(DenseLayer layer) {
    return layer.hasBias()
        && !layer.hasLayerNorm()
        && KernelRecurrent.squash(layer.getActivationFn()).isPresent();
  }

  @Override
  public org.deeplearning4j.nn.api.Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    NeuralNetConfiguration inner = conf.clone();
    inner.setLayer(underlying);
    if (dataType != DataType.FLOAT) {
      return underlying.instantiate(inner, listeners, index, parameters, initialize, dataType);
    }
    return Instances.ready(
        new Running(inner),
        inner,
        underlying.initializer(),
        listeners,
        index,
        parameters,
        initialize);
  }

  private static final class Running
      extends org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer implements Stage.Source {
    private static final long serialVersionUID = 1L;

    private final Squash activation;
    private final transient Dense dense;
    private final int inputs;
    private final int outputs;

    /** Whether {@link Dense} still has the state of a training pass. */
    private transient boolean trained;

    Running(NeuralNetConfiguration conf) {
      super(conf, DataType.FLOAT);
      inputs = (int) layerConf().getNIn();
      outputs = (int) layerConf().getNOut();
      activation = KernelRecurrent.squash(layerConf().getActivationFn()).orElseThrow();
      dense = new Dense(inputs, outputs, activation);
    }

    /** DL4J passes its own configuration, whose layer is the wrapper, when it freezes a layer. */
    @Override
    public void setConf(NeuralNetConfiguration own) {
      NeuralNetConfiguration inner = own;
      if (own.getLayer() instanceof KernelDense wrapper) {
        inner = own.clone();
        inner.setLayer(wrapper.getUnderlying());
      }
      super.setConf(inner);
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
      trained = false;
      super.setInput(input, workspaces);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      float[] y = forward(training, workspaces);
      trained = training;
      int rows = (int) input.size(0);
      INDArray out =
          workspaces.createUninitialized(
              ArrayType.ACTIVATIONS, DataType.FLOAT, new long[] {rows, outputs}, 'c');
      dense.store(y, rows, Views.floats(out));
      if (maskArray != null) {
        applyMask(out);
      }
      return out;
    }

    /** (rows, width) */
    private float[] forward(boolean training, LayerWorkspaceMgr workspaces) {
      assertInputSet(false);
      applyDropOutIfNecessary(training, workspaces);
      return dense.forward(
          Views.floats(Views.contiguous(input.castTo(DataType.FLOAT), 'c', workspaces)),
          (int) input.size(0),
          Views.floats(
              Views.contiguous(getParamWithNoise("W", training, workspaces), 'f', workspaces)),
          Views.floats(getParamWithNoise("b", training, workspaces)));
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      assertInputSet(true);
      if (!trained) {
        forward(true, workspaces);
      }
      trained = false;
      INDArray dy = epsilon;
      if (maskArray != null) {
        dy = epsilon.dup('c');
        applyMask(dy);
      }
      int rows = (int) input.size(0);
      INDArray dx =
          workspaces.createUninitialized(
              ArrayType.ACTIVATION_GRAD, DataType.FLOAT, new long[] {rows, inputs}, 'c');
      dense.backward(
          dense.padded(Views.toArray(dy), rows),
          rows,
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
    public Optional<Supplier<Stage>> stages() {
      Dense layer = new Dense(inputs, outputs, activation);
      layer.load(
          Views.floats(Views.contiguous(getParam("W"), 'f', Signal.NONE)),
          Views.floats(getParam("b")));
      return Optional.of(() -> new Predicting(layer.another(), outputs));
    }

    @Override
    public int width() {
      return Math.max(inputs, outputs);
    }
  }

  /** The layer for predictions. */
  private static final class Predicting implements Stage {
    private final Dense dense;
    private final int outputs;
    private Floats out = Floats.of(0);

    Predicting(Dense dense, int outputs) {
      this.dense = dense;
      this.outputs = outputs;
    }

    /** Masked steps get outputs that nobody reads. */
    @Override
    public Signal forward(Signal in, int threads) {
      Signal.Numbers x = in.numbers();
      int rows = Math.multiplyExact(x.batch(), x.steps().orElse(1));
      out = out.atLeast((long) rows * outputs);
      dense.store(dense.forward(x.values(), rows), rows, out);
      return x.with(outputs, out);
    }
  }
}
