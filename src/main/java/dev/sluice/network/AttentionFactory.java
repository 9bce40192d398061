package dev.sluice.network;

import dev.sluice.spec.LayerSpec.Attention;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * `attention`: (batch, features, steps) to (batch, features); masked steps are ignored. W
 * (features, units), b (1, units), v (units, 1).
 */
public final class AttentionFactory implements LayerFactory<Attention> {
  @Override
  public Class<Attention> spec() {
    return Attention.class;
  }

  @Override
  public Takes takes() {
    return Takes.SEQUENCE;
  }

  @Override
  public Gives gives() {
    return Gives.VECTOR;
  }

  @Override
  public int outputs(Attention spec, int inputs) {
    return inputs;
  }

  @Override
  public long widest(Attention spec, int inputs) {
    return Math.max(inputs, spec.units());
  }

  @Override
  public long parameters(Attention spec, int inputs) {
    return (inputs + 2L) * spec.units();
  }

  @Override
  public LayerTranslation<Attention> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<Attention> {
    @Override
    public Layer layer(Attention spec, int inputs, int outputs) {
      KernelAttention layer = new KernelAttention(inputs, spec.units());
      layer.setRegularization(Penalties.of(spec.l1(), spec.l2(), spec.weightDecay()));
      return layer;
    }

    @Override
    public void drawWeights(
        Attention spec, Map<String, INDArray> parameters, RandomGenerator random) {
      InitialWeights.draw(spec.weightInit(), parameters.get("W"), random);
      InitialWeights.draw(spec.weightInit(), parameters.get("v"), random);
    }
  }
}
