package dev.sluice.network;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What DL4J expects of every layer that a configuration instantiates. */
final class Instances {
  private Instances() {}

  /**
   * Sets the index and the parameters of a new layer.
   *
   * @param parameters a view of those of the network
   * @param initialize whether they get initial values now
   * @return the layer
   */
  static <L extends Layer> L ready(
      L layer,
      NeuralNetConfiguration conf,
      ParamInitializer initializer,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialize) {
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    layer.setParamTable(initializer.init(conf, parameters, initialize));
    layer.setConf(conf);
    return layer;
  }

  /**
   * Networks in double precision are only for gradient checks of stock layers.
   *
   * @throws UnsupportedOperationException if the type is another one
   */
  static void requireSinglePrecision(
      DataType type, org.deeplearning4j.nn.conf.layers.Layer configuration) {
    if (type != DataType.FLOAT) {
      throw new UnsupportedOperationException(
          configuration.getLayerName() + ": computed in single precision only");
    }
  }
}
