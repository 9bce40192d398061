package dev.sluice.network;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A layer of DL4J for predictions. The object has mutable state, so that each caller needs its own;
 * all share the network's parameters.
 */
final class StockStage implements Stage {
  private final Layer layer;

  private StockStage(Layer layer) {
    this.layer = layer;
  }

  /** Stages of a layer of the network. */
  static Supplier<Stage> of(MultiLayerNetwork network, int index) {
    NeuralNetConfiguration conf = network.getLayerWiseConfigurations().getConf(index);
    if (conf.getLayer() instanceof ActivationLayer layer
        && layer.getActivationFn() instanceof ActivationIdentity) {
      return () -> (in, threads) -> in;
    }
    if (conf.getLayer() instanceof BatchNormalization normalization) {
      return BatchNormalizationStage.of(normalization, network.getLayer(index));
    }
    INDArray parameters = network.getLayer(index).params();
    return () -> {
      NeuralNetConfiguration own = conf.clone();
      Layer layer =
          own.getLayer()
              .instantiate(
                  own,
                  List.of(),
                  index,
                  parameters,
                  /* initializeParams= */ false,
                  network.getLayerWiseConfigurations().getDataType());
      layer.setCacheMode(CacheMode.NONE);
      return new StockStage(layer);
    };
  }

  /** DL4J's preprocessor for a layer that needs its input in another form; it has no state. */
  static Stage of(InputPreProcessor form) {
    boolean takesApart = form instanceof RnnToFeedForwardPreProcessor;
    boolean putsTogether = form instanceof FeedForwardToRnnPreProcessor;
    return (in, threads) -> {
      if (in instanceof Signal.Numbers numbers
          && numbers.steps().isPresent()
          && (takesApart || putsTogether)) {
        return numbers.with(takesApart);
      }
      Signal.Arrays x = in.arrays();
      return new Signal.Arrays(
          x.batch(),
          form.preProcess(x.array(), x.batch(), Signal.NONE),
          x.mask()
              .map(
                  mask -> form.feedForwardMaskArray(mask, MaskState.Active, x.batch()).getFirst()));
    };
  }

  @Override
  public Signal forward(Signal in, int threads) {
    Signal.Arrays x = in.arrays();
    layer.setInputMiniBatchSize(x.batch());
    Optional<INDArray> mask =
        x.mask()
            .map(given -> layer.feedForwardMaskArray(given, MaskState.Active, x.batch()))
            .map(Pair::getFirst);
    INDArray out = layer.activate(x.array(), /* training= */ false, Signal.NONE);
    layer.setMaskArray(null);
    layer.clear();
    return new Signal.Arrays(x.batch(), out, mask);
  }
}
