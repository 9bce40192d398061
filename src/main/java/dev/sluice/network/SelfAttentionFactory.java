package dev.sluice.network;

import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.LayerSpec.SelfAttention;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * `self_attention`: (batch, features, steps) to (batch, size, steps); masked steps are ignored. W
 * (features, 3 * size), the columns of queries, keys and values, drawn as one matrix, as in
 * PyTorch; O (size, size).
 */
public final class SelfAttentionFactory implements LayerFactory<SelfAttention> {
  @Override
  public Class<SelfAttention> spec() {
    return SelfAttention.class;
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
  public int outputs(SelfAttention spec, int inputs) {
    return spec.size().orElse(inputs);
  }

  /** Queries, keys and values, concatenated. */
  @Override
  public long widest(SelfAttention spec, int inputs) {
    return Math.max(inputs, 3L * outputs(spec, inputs));
  }

  /** The scores of all pairs of steps. The heads of each sequence are computed one by one. */
  @Override
  public long widestOfSequence(int steps) {
    return steps;
  }

  @Override
  public long parameters(SelfAttention spec, int inputs) {
    long size = outputs(spec, inputs);
    return size * (3L * inputs + size);
  }

  @Override
  public Optional<InvalidSpecException.Fault> whyNotOf(SelfAttention spec, int inputs) {
    int size = outputs(spec, inputs);
    return size % spec.heads() == 0
        ? Optional.empty()
        : Optional.of(
            new InvalidSpecException.Fault(
                "heads",
                "%s numbers cannot be divided evenly among %s heads".formatted(size, spec.heads()),
                "choose a number of heads that divides %s, or another size".formatted(size)));
  }

  @Override
  public Optional<InvalidSpecException.Fault> whyNotReadOn(SelfAttention spec) {
    return Optional.of(
        new InvalidSpecException.Fault(
            "",
            "sees only the steps of one segment, and cannot pass a state on to the next",
            "remove it, or choose lstm or gru"));
  }

  @Override
  public LayerTranslation<SelfAttention> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<SelfAttention> {
    @Override
    public Layer layer(SelfAttention spec, int inputs, int outputs) {
      KernelSelfAttention layer =
          new KernelSelfAttention(inputs, outputs, spec.heads(), spec.causal());
      layer.setRegularization(Penalties.of(spec.l1(), spec.l2(), spec.weightDecay()));
      return layer;
    }

    @Override
    public void drawWeights(
        SelfAttention spec, Map<String, INDArray> parameters, RandomGenerator random) {
      InitialWeights.draw(spec.weightInit(), parameters.get("W"), random);
      InitialWeights.draw(spec.weightInit(), parameters.get("O"), random);
    }
  }
}
