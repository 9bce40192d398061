package dev.sluice.network;

import dev.sluice.spec.LayerSpec.Bidirectional;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * `bidirectional` during the training of a language model in each direction: rows (batch, inputs,
 * steps) to (batch, units, steps), the first half of the rows read by the forward direction, the
 * second by the backward one. Its parameters are those of the layer itself.
 */
final class TwoReadersFactory implements LayerFactory<Bidirectional> {
  private static final BidirectionalFactory WHOLE = new BidirectionalFactory();

  @Override
  public Class<Bidirectional> spec() {
    return Bidirectional.class;
  }

  @Override
  public Takes takes() {
    return Takes.SEQUENCE;
  }

  @Override
  public Gives gives() {
    return Gives.SEQUENCE;
  }

  @Override
  public int outputs(Bidirectional spec, int inputs) {
    return spec.layer().units();
  }

  @Override
  public long parameters(Bidirectional spec, int inputs) {
    return WHOLE.parameters(spec, inputs);
  }

  @Override
  public LayerTranslation<Bidirectional> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<Bidirectional> {
    @Override
    public Layer layer(Bidirectional spec, int inputs, int outputs) {
      return ((KernelBidirectional) WHOLE.translation().layer(spec, inputs, outputs)).apart();
    }

    @Override
    public void drawWeights(
        Bidirectional spec, Map<String, INDArray> parameters, RandomGenerator random) {
      WHOLE.translation().drawWeights(spec, parameters, random);
    }
  }
}
