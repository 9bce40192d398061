package dev.sluice.network;

import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.SimpleRnn;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * `simple_rnn`: (batch, inputs, steps) to (batch, units, steps), or (batch, units) at the last
 * step. W (inputs, units), RW (units, units), b (1, units); h' = activation(x W + h RW + b), h = 0
 * at first.
 */
public final class SimpleRnnFactory implements LayerFactory<SimpleRnn> {
  @Override
  public Class<SimpleRnn> spec() {
    return SimpleRnn.class;
  }

  @Override
  public Takes takes() {
    return Takes.SEQUENCE;
  }

  @Override
  public Gives gives() {
    return Gives.STEPS_AS_NEEDED;
  }

  @Override
  public Optional<Boolean> returnSequences(SimpleRnn spec) {
    return spec.returnSequences();
  }

  @Override
  public int outputs(SimpleRnn spec, int inputs) {
    return spec.units();
  }

  @Override
  public long parameters(SimpleRnn spec, int inputs) {
    return spec.units() * (inputs + (long) spec.units() + 1);
  }

  @Override
  public Optional<InvalidSpecException.Fault> whyNotReadOn(SimpleRnn spec) {
    return LayerSpec.whyNoState("activation", spec.activation());
  }

  @Override
  public LayerTranslation<SimpleRnn> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<SimpleRnn> {
    @Override
    public Layer layer(SimpleRnn spec, int inputs, int outputs) {
      var layer =
          new org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn.Builder()
              .nIn(inputs)
              .nOut(outputs)
              .activation(Activations.of(spec.activation()))
              .weightInit(InitialWeights.DRAWN_LATER)
              .weightInitRecurrent(InitialWeights.DRAWN_LATER)
              .dropOut(Dropouts.of(spec.dropout()));
      layer.regularization(Penalties.of(spec.l1(), spec.l2(), spec.weightDecay()));
      return layer.build();
    }

    @Override
    public void drawWeights(
        SimpleRnn spec, Map<String, INDArray> parameters, RandomGenerator random) {
      InitialWeights.draw(spec.weightInit(), parameters.get("W"), random);
      InitialWeights.draw(spec.recurrentWeightInit(), parameters.get("RW"), random);
    }
  }
}
