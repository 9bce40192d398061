package dev.sluice.network;

import dev.sluice.spec.LayerSpec.Lstm;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * `lstm`: (batch, inputs, steps) to (batch, units, steps), or (batch, units) at the last step.
 *
 * <p>W (inputs, 4 units), RW (units, 4 units), b (1, 4 units), each in the order cell input, forget
 * gate, output gate, input gate. At step t, with x its input, h and c the state of the step before
 * (0 at first), act the activation and rec the recurrent one:
 *
 * <pre>
 *   [a f o i] = x W + h RW + b
 *   c'  = rec(f) c + rec(i) act(a)
 *   h'  = rec(o) act(c')
 * </pre>
 */
public final class LstmFactory implements LayerFactory<Lstm> {
  @Override
  public Class<Lstm> spec() {
    return Lstm.class;
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
  public Optional<Boolean> returnSequences(Lstm spec) {
    return spec.returnSequences();
  }

  @Override
  public int outputs(Lstm spec, int inputs) {
    return spec.units();
  }

  @Override
  public long parameters(Lstm spec, int inputs) {
    return 4L * spec.units() * (inputs + (long) spec.units() + 1);
  }

  @Override
  public LayerTranslation<Lstm> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<Lstm> {
    @Override
    public Layer layer(Lstm spec, int inputs, int outputs) {
      LSTM.Builder layer =
          new LSTM.Builder()
              .nIn(inputs)
              .nOut(outputs)
              .activation(Activations.of(spec.activation()))
              .gateActivationFunction(Activations.of(spec.recurrentActivation()))
              .forgetGateBiasInit(spec.forgetBias())
              .weightInit(InitialWeights.DRAWN_LATER)
              .weightInitRecurrent(InitialWeights.DRAWN_LATER)
              .dropOut(Dropouts.of(spec.dropout()));
      layer.regularization(Penalties.of(spec.l1(), spec.l2(), spec.weightDecay()));
      return layer.build();
    }

    @Override
    public void drawWeights(Lstm spec, Map<String, INDArray> parameters, RandomGenerator random) {
      InitialWeights.draw(spec.weightInit(), parameters.get("W"), random);
      InitialWeights.draw(spec.recurrentWeightInit(), parameters.get("RW"), random);
    }
  }
}
