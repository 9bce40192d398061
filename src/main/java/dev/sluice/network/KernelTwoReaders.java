package dev.sluice.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
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
 * The two directions of a {@link KernelBidirectional} as two layers that both read forwards: the
 * first reads the first half of the rows of a batch, the second the other half, (batch, inputs,
 * steps) to (batch, units, steps). If the second half contains reversed texts, the second layer
 * learns what it needs as the backward direction. Parameters are laid out as in the bidirectional
 * layer.
 */
final class KernelTwoReaders extends Bidirectional {
  private static final long serialVersionUID = 1L;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelTwoReaders() {}

  /**
   * @param first and {@code second} layers of the same sizes that return every step
   */
  KernelTwoReaders(KernelRecurrent first, KernelRecurrent second) {
    setMode(Mode.CONCAT);
    setFwd(first);
    setBwd(second);
    setInitializer(new BidirectionalParamInitializer(this));
  }

  /** The same with this many threads; DL4J does not set its updater in layers within layers. */
  KernelTwoReaders with(int threads, IUpdater updater) {
    List<KernelRecurrent> both = new ArrayList<>();
    for (Layer layer : List.of(getFwd(), getBwd())) {
      KernelRecurrent reader = (KernelRecurrent) layer;
      BaseRecurrentLayer inner = (BaseRecurrentLayer) reader.getUnderlying();
      inner.setIUpdater(updater);
      inner.setBiasInit(0);
      both.add(
          new KernelRecurrent(inner, /* lastStep= */ false, threads, reader.getRecurrentDropout()));
    }
    return new KernelTwoReaders(both.get(0), both.get(1));
  }

  private BaseRecurrentLayer inner() {
    return (BaseRecurrentLayer) ((KernelRecurrent) getFwd()).getUnderlying();
  }

  @Override
  public long getNOut() {
    return inner().getNOut();
  }

  @Override
  public long getNIn() {
    return inner().getNIn();
  }

  @Override
  public InputType getOutputType(int index, InputType input) {
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
    Running running = new Running(conf, both, parameters);
    running.setParamTable(initializer().init(conf, parameters, initialize));
    running.setConf(conf);
    return running;
  }

  private static final class Running extends BidirectionalLayer implements Carrying {
    private static final long serialVersionUID = 1L;

    private final org.deeplearning4j.nn.api.Layer[] readers; // (2)
    private INDArray input;

    Running(
        NeuralNetConfiguration conf,
        org.deeplearning4j.nn.api.Layer[] readers,
        INDArray parameters) {
      super(conf, readers[0], readers[1], parameters);
      this.readers = readers;
    }

    /** The rows of one reader. */
    private static INDArray rows(INDArray all, int reader) {
      long half = all.size(0) / 2;
      INDArrayIndex[] of = NDArrayIndex.allFor(all);
      of[0] = NDArrayIndex.interval(reader * half, (reader + 1) * half);
      return all.get(of);
    }

    @Override
    public void carry(boolean[] begins) {
      int half = begins.length / 2;
      for (int i = 0; i < 2; i++) {
        ((Carrying) readers[i]).carry(Arrays.copyOfRange(begins, i * half, (i + 1) * half));
      }
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
      this.input = input;
      for (int i = 0; i < 2; i++) {
        readers[i].setInput(rows(input, i), workspaces);
      }
    }

    @Override
    public INDArray input() {
      return input;
    }

    @Override
    public void clear() {
      readers[0].clear();
      readers[1].clear();
      input = null;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
      INDArray first = readers[0].activate(training, workspaces);
      INDArray second = readers[1].activate(training, workspaces);
      return workspaces.leverageTo(ArrayType.ACTIVATIONS, Nd4j.concat(0, first, second));
    }

    @Override
    public INDArray activate(INDArray input, boolean training, LayerWorkspaceMgr workspaces) {
      setInput(input, workspaces);
      return activate(training, workspaces);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      Gradient gradient = new DefaultGradient();
      INDArray[] inputs = new INDArray[2];
      for (int i = 0; i < 2; i++) {
        String prefix = i == 0 ? "f" : "b";
        Pair<Gradient, INDArray> own = readers[i].backpropGradient(rows(epsilon, i), workspaces);
        own.getFirst()
            .gradientForVariable()
            .forEach((key, value) -> gradient.gradientForVariable().put(prefix + key, value));
        inputs[i] = own.getSecond();
      }
      return new Pair<>(
          gradient, workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, Nd4j.concat(0, inputs)));
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
        INDArray mask, MaskState state, int batch) {
      for (int i = 0; i < 2; i++) {
        readers[i].feedForwardMaskArray(mask == null ? null : rows(mask, i), state, batch / 2);
      }
      return new Pair<>(mask, state);
    }

    @Override
    public void setMaskArray(INDArray mask) {
      for (int i = 0; i < 2; i++) {
        readers[i].setMaskArray(mask == null ? null : rows(mask, i));
      }
    }
  }
}
