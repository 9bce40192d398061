package dev.sluice.network;

import dev.sluice.kernel.Chunked;
import dev.sluice.kernel.PlainLayer;
import java.nio.FloatBuffer;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * A layer whose input is added to its output (He et al. 2016, equation 1), before any dropout of
 * the layer. If the layer returns its last step, that of the input is added: the last unmasked one.
 * Masked steps are added like others; nobody reads them.
 */
final class KernelResidual extends BaseWrapperLayer {
  private static final long serialVersionUID = 1L;

  private int width;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelResidual() {}

  /**
   * @param width the size of the layer's input, and of its output
   */
  KernelResidual(Layer underlying, int width) {
    super(underlying);
    this.width = width;
  }

  public int getWidth() {
    return width;
  }

  public void setWidth(int width) {
    this.width = width;
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
    return new Running(
        underlying.instantiate(inner, listeners, index, parameters, initialize, dataType), width);
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return underlying.getUpdaterByParam(parameter);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KernelResidual that
        && width == that.width
        && underlying.equals(that.underlying);
  }

  @Override
  public int hashCode() {
    return underlying.hashCode();
  }

  private static final class Running extends org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer
      implements Stage.Source, Carrying, Chunked {
    private static final long serialVersionUID = 1L;

    private final int width;
    private INDArray x;
    private INDArray mask; // (batch, steps); null if no step is left out

    Running(org.deeplearning4j.nn.api.Layer underlying, int width) {
      super(underlying);
      this.width = width;
    }

    /** What is added must be the original input. */
    @Override
    public void allowInputModification(boolean allow) {}

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
      x = input;
      super.setInput(input, workspaces);
    }

    @Override
    public void clear() {
      x = null;
      super.clear();
    }

    @Override
    public INDArray activate(INDArray input, boolean training, LayerWorkspaceMgr workspaces) {
      setInput(input, workspaces);
      return activate(training, workspaces);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray y = super.activate(training, workspaces);
      if (x.rank() == y.rank()) {
        return y.addi(x);
      }
      for (int r = 0; r < x.size(0); r++) {
        int last = last(r);
        if (last >= 0) {
          y.getRow(r).addi(step(x, r, last));
        }
      }
      return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      INDArray dy = workspaces.dup(ArrayType.BP_WORKING_MEM, epsilon); // the layer may overwrite it
      Pair<Gradient, INDArray> gradient = super.backpropGradient(epsilon, workspaces);
      INDArray dx = gradient.getSecond();
      if (dx.rank() == dy.rank()) {
        dx.addi(dy);
        return gradient;
      }
      for (int r = 0; r < dx.size(0); r++) {
        int last = last(r);
        if (last >= 0) {
          step(dx, r, last).addi(dy.getRow(r));
        }
      }
      return gradient;
    }

    private static INDArray step(INDArray sequences, int row, int step) {
      return sequences.get(NDArrayIndex.point(row), NDArrayIndex.all(), NDArrayIndex.point(step));
    }

    /** The last unmasked step of a row; -1 if there is none. */
    private int last(int row) {
      int last = (int) x.size(2) - 1;
      while (last >= 0 && mask != null && mask.getDouble(row, last) == 0) {
        last--;
      }
      return last;
    }

    @Override
    public void setMaskArray(INDArray given) {
      mask = given;
      super.setMaskArray(given);
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
        INDArray given, MaskState state, int batch) {
      mask = given;
      return super.feedForwardMaskArray(given, state, batch);
    }

    @Override
    public void carry(boolean[] begins) {
      if (underlying instanceof Carrying carrying) {
        carrying.carry(begins);
      }
    }

    @Override
    public void begin() {
      if (underlying instanceof Chunked chunked) {
        chunked.begin();
      }
    }

    @Override
    public void again(int chunk) {
      if (underlying instanceof Chunked chunked) {
        chunked.again(chunk);
      }
    }

    @Override
    public void end() {
      if (underlying instanceof Chunked chunked) {
        chunked.end();
      }
    }

    @Override
    public Optional<Supplier<Stage>> stages() {
      return underlying instanceof Stage.Source source
          ? source.stages().map(stages -> () -> new Sum(stages.get()))
          : Optional.empty();
    }

    @Override
    public int width() {
      return width;
    }
  }

  /** The layer for predictions. */
  private static final class Sum implements Stage {
    private final Stage layer;

    Sum(Stage layer) {
      this.layer = layer;
    }

    @Override
    public void begin(int sequences) {
      layer.begin(sequences);
    }

    @Override
    public Signal forward(Signal in, int threads) {
      Signal.Numbers x = in.numbers();
      Signal.Numbers y = layer.forward(x, threads).numbers();
      FloatBuffer sum = y.values().buffer();
      FloatBuffer added = x.values().buffer();
      if (x.steps().equals(y.steps())) {
        int count = Math.multiplyExact(x.batch() * x.steps().orElse(1), x.width());
        for (int i = 0; i < count; i++) {
          sum.put(i, sum.get(i) + added.get(i));
        }
        return y;
      }
      for (int r = 0; r < x.batch(); r++) {
        int last = last(x, r);
        for (int j = 0; j < x.width() && last >= 0; j++) {
          int at = r * x.width() + j;
          sum.put(at, sum.get(at) + added.get((last * x.batch() + r) * x.width() + j));
        }
      }
      return y;
    }

    private static int last(Signal.Numbers x, int row) {
      int steps = x.steps().getAsInt();
      int last = steps - 1;
      while (last >= 0 && !PlainLayer.present(x.mask(), row, last, steps)) {
        last--;
      }
      return last;
    }
  }
}
