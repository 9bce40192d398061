package dev.sluice.network;

import dev.sluice.spec.LayerSpec.LayerNormalization;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** `layer_normalization`: gives what it takes, each step by itself. gamma, beta (1, features). */
public final class LayerNormalizationFactory implements LayerFactory<LayerNormalization> {
  @Override
  public Class<LayerNormalization> spec() {
    return LayerNormalization.class;
  }

  @Override
  public Takes takes() {
    return Takes.ANY;
  }

  @Override
  public Gives gives() {
    return Gives.THE_SAME;
  }

  @Override
  public int outputs(LayerNormalization spec, int inputs) {
    return inputs;
  }

  @Override
  public long parameters(LayerNormalization spec, int inputs) {
    return 2L * inputs;
  }

  @Override
  public LayerTranslation<LayerNormalization> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<LayerNormalization> {
    @Override
    public Layer layer(LayerNormalization spec, int inputs, int outputs) {
      return new KernelNormalization(inputs, spec.epsilon());
    }

    @Override
    public void drawWeights(
        LayerNormalization spec, Map<String, INDArray> parameters, RandomGenerator random) {
      parameters.get("gamma").assign(1);
    }
  }
}
