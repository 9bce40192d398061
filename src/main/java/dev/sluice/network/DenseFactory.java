package dev.sluice.network;

import dev.sluice.spec.LayerSpec.Dense;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * `dense`: (batch, inputs) to (batch, units), activation(x W + b); on a sequence the same at each
 * step. W (inputs, units), b (1, units).
 */
public final class DenseFactory implements LayerFactory<Dense> {
  @Override
  public Class<Dense> spec() {
    return Dense.class;
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
  public int outputs(Dense spec, int inputs) {
    return spec.units();
  }

  @Override
  public long parameters(Dense spec, int inputs) {
    return (inputs + 1L) * spec.units();
  }

  @Override
  public boolean weighsVectors() {
    return true;
  }

  @Override
  public LayerTranslation<Dense> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<Dense> {
    @Override
    public Layer layer(Dense spec, int inputs, int outputs) {
      DenseLayer.Builder layer =
          new DenseLayer.Builder()
              .nIn(inputs)
              .nOut(outputs)
              .activation(Activations.of(spec.activation()))
              .weightInit(InitialWeights.DRAWN_LATER)
              .dropOut(Dropouts.of(spec.dropout()));
      layer.regularization(Penalties.of(spec.l1(), spec.l2(), spec.weightDecay()));
      return layer.build();
    }

    @Override
    public void drawWeights(Dense spec, Map<String, INDArray> parameters, RandomGenerator random) {
      InitialWeights.draw(spec.weightInit(), parameters.get("W"), random);
    }
  }
}
