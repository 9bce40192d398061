package dev.sluice.network;

import dev.sluice.spec.LayerSpec.Gru;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * `gru`: (batch, inputs, steps) to (batch, units, steps), or (batch, units) at the last step.
 *
 * <p>W (inputs, 3 units), RW (units, 3 units), each in the order reset gate, update gate,
 * candidate; b (1, 3 units), or (1, 4 units) with `reset_after`, whose last quarter is added to the
 * candidate's recurrent product. See {@link dev.sluice.kernel.Cell.Gru} for the formulas.
 */
public final class GruFactory implements LayerFactory<Gru> {
  @Override
  public Class<Gru> spec() {
    return Gru.class;
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
  public Optional<Boolean> returnSequences(Gru spec) {
    return spec.returnSequences();
  }

  @Override
  public int outputs(Gru spec, int inputs) {
    return spec.units();
  }

  @Override
  public long parameters(Gru spec, int inputs) {
    return spec.units() * (3L * (inputs + (long) spec.units() + 1) + (spec.resetAfter() ? 1 : 0));
  }

  @Override
  public LayerTranslation<Gru> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<Gru> {
    @Override
    public Layer layer(Gru spec, int inputs, int outputs) {
      KernelCell.Builder layer =
          new KernelCell.Builder(
                  spec.resetAfter()
                      ? KernelCell.Kind.GRU_RESET_AFTER
                      : KernelCell.Kind.GRU_RESET_BEFORE,
                  Activations.of(spec.recurrentActivation()))
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
    public void drawWeights(Gru spec, Map<String, INDArray> parameters, RandomGenerator random) {
      InitialWeights.draw(spec.weightInit(), parameters.get("W"), random);
      InitialWeights.draw(spec.recurrentWeightInit(), parameters.get("RW"), random);
    }
  }
}
