package com.example.sluice;

import dev.sluice.network.LayerTranslation;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes the DL4J layer. */
final class ScalingTranslation implements LayerTranslation<ExampleKinds.Scaling> {
  @Override
  public Layer layer(ExampleKinds.Scaling spec, int inputs, int outputs) {
    return new ElementWiseMultiplicationLayer.Builder()
        .nIn(inputs)
        .nOut(outputs)
        .activation(Activation.IDENTITY)
        .build();
  }

  @Override
  public void drawWeights(
      ExampleKinds.Scaling spec, Map<String, INDArray> parameters, RandomGenerator random) {
    parameters.get("W").assign(spec.initial());
  }
}
