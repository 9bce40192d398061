package dev.sluice.network;

import dev.sluice.spec.LayerSpec;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes the DL4J layers of one kind. Stateless. */
public interface LayerTranslation<S extends LayerSpec> {

  /**
   * The layer, with its numbers of inputs and outputs set, for (batch, features, steps) or (batch,
   * features). A layer whose steps are returned as needed returns every step here; the builder
   * takes the last.
   *
   * @param inputs numbers taken per step, or in the vector; for ids, the size of the vocabulary
   * @param outputs numbers returned
   */
  Layer layer(S spec, int inputs, int outputs);

  /**
   * Draws the initial weights. A layer that does not override this has those that its DL4J layer
   * draws.
   *
   * @param parameters the layer's parameters under DL4J's keys, such as W (inputs, outputs);
   *     written in place; biases are set already
   * @param random seeded for this network; the same draws in the same order give the same weights
   */
  default void drawWeights(S spec, Map<String, INDArray> parameters, RandomGenerator random) {}
}
