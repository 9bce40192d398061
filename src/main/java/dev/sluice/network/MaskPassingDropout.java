package dev.sluice.network;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's dropout layer, also for sequences with a mask. The stock layer multiplies its output by
 * the mask, which fails for three axes; this one passes the mask on and leaves masked steps to the
 * layers that handle them.
 */
final class MaskPassingDropout extends DropoutLayer {
  private static final long serialVersionUID = 1L;

  /** For the JSON of DL4J, which fills in the rest. */
  private MaskPassingDropout() {}

  MaskPassingDropout(IDropout dropout) {
    super(dropout);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize,
      DataType dataType) {
    return Instances.ready(
        new Running(conf, dataType), conf, initializer(), listeners, index, parameters, initialize);
  }

  private static final class Running extends org.deeplearning4j.nn.layers.DropoutLayer
      implements Stage.Source {
    private static final long serialVersionUID = 1L;

    Running(NeuralNetConfiguration conf, DataType dataType) {
      super(conf, dataType);
    }

    /** Predictions drop nothing. */
    @Override
    public Optional<Supplier<Stage>> stages() {
      return Optional.of(() -> (in, threads) -> in);
    }

    @Override
    public int width() {
      return 0;
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(
        INDArray mask, MaskState state, int batchSize) {
      return new Pair<>(mask, state);
    }
  }
}
