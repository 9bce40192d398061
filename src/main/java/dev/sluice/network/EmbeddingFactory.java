package dev.sluice.network;

import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.LayerSpec.Embedding;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** `embedding`: ids (batch, steps) to (batch, size, steps). W (vocabulary, size); no bias. */
public final class EmbeddingFactory implements LayerFactory<Embedding> {
  @Override
  public Class<Embedding> spec() {
    return Embedding.class;
  }

  @Override
  public Takes takes() {
    return Takes.IDS;
  }

  @Override
  public Gives gives() {
    return Gives.SEQUENCE;
  }

  @Override
  public int outputs(Embedding spec, int inputs) {
    return spec.size();
  }

  @Override
  public long parameters(Embedding spec, int inputs) {
    return (long) inputs * spec.size();
  }

  @Override
  public Optional<InvalidSpecException.Fault> whyNotReadOn(Embedding spec) {
    return spec.adversarialNoise() == 0
        ? Optional.empty()
        : Optional.of(
            new InvalidSpecException.Fault(
                "adversarial_noise",
                "reads each batch twice, which is not possible in a language model, whose state"
                    + " carries over",
                "remove it"));
  }

  @Override
  public LayerTranslation<Embedding> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<Embedding> {
    @Override
    public Layer layer(Embedding spec, int inputs, int outputs) {
      EmbeddingSequenceLayer.Builder layer =
          new EmbeddingSequenceLayer.Builder()
              .nIn(inputs)
              .nOut(outputs)
              .hasBias(false)
              .activation(Activation.IDENTITY);
      layer.weightInit(InitialWeights.DRAWN_LATER);
      layer.regularization(Penalties.of(spec.l1(), spec.l2(), spec.weightDecay()));
      return layer.build();
    }

    @Override
    public void drawWeights(
        Embedding spec, Map<String, INDArray> parameters, RandomGenerator random) {
      InitialWeights.draw(spec.weightInit(), parameters.get("W"), random);
    }
  }
}
