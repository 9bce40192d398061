package dev.sluice.network;

import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Lstm;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

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
 *
 * <p>With peepholes RW has further columns, in the order forget gate, output gate, input gate and
 * cell input; each gate adds its column times the cell state that it sees.
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
    int peepholes =
        switch (spec.peepholes()) {
          case NONE -> 0;
          case GRAVES, PREVIOUS -> 3;
          case PREVIOUS_AND_CANDIDATE -> 4;
        };
    return spec.units() * (4L * (inputs + (long) spec.units() + 1) + peepholes);
  }

  @Override
  public Optional<InvalidSpecException.Fault> whyNotReadOn(Lstm spec) {
    return LayerSpec.whyNoState("activation", spec.activation())
        .or(() -> LayerSpec.whyNoState("recurrent_activation", spec.recurrentActivation()));
  }

  @Override
  public LayerTranslation<Lstm> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<Lstm> {
    @Override
    public Layer layer(Lstm spec, int inputs, int outputs) {
      var layer =
          builder(spec)
              .nIn(inputs)
              .nOut(outputs)
              .activation(Activations.of(spec.activation()))
              .weightInit(InitialWeights.DRAWN_LATER)
              .weightInitRecurrent(InitialWeights.DRAWN_LATER)
              .dropOut(Dropouts.of(spec.dropout()));
      layer.regularization(Penalties.of(spec.l1(), spec.l2(), spec.weightDecay()));
      return layer.build();
    }

    @SuppressWarnings("deprecation") // GravesLSTM: DL4J has no other layer with peepholes
    private static BaseRecurrentLayer.Builder<?> builder(Lstm spec) {
      IActivation gates = Activations.of(spec.recurrentActivation());
      return switch (spec.peepholes()) {
        case NONE ->
            new LSTM.Builder().gateActivationFunction(gates).forgetGateBiasInit(spec.forgetBias());
        case GRAVES ->
            new org.deeplearning4j.nn.conf.layers.GravesLSTM.Builder()
                .gateActivationFunction(gates)
                .forgetGateBiasInit(spec.forgetBias());
        case PREVIOUS ->
            new KernelCell.Builder(KernelCell.Kind.LSTM_SEES_STATE_BEFORE, gates)
                .forgetGateBias(spec.forgetBias());
        case PREVIOUS_AND_CANDIDATE ->
            new KernelCell.Builder(KernelCell.Kind.LSTM_SEES_STATE_BEFORE_ALSO_CANDIDATE, gates)
                .forgetGateBias(spec.forgetBias());
      };
    }

    @Override
    public void drawWeights(Lstm spec, Map<String, INDArray> parameters, RandomGenerator random) {
      InitialWeights.draw(spec.weightInit(), parameters.get("W"), random);
      INDArray recurrent = parameters.get("RW");
      recurrent.assign(0); // peepholes begin at 0
      InitialWeights.draw(
          spec.recurrentWeightInit(),
          recurrent.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 4L * spec.units())),
          random);
    }
  }
}
