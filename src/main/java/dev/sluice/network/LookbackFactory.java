package dev.sluice.network;

import dev.sluice.shape.InputShape;
import dev.sluice.spec.LayerSpec;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The layer that shows an encoder the lookback of a window, which follows from a decoder that reads
 * the rest.
 */
public final class LookbackFactory implements LayerFactory<LookbackFactory.Lookback> {
  private static final LookbackFactory INSTANCE = new LookbackFactory();

  /**
   * Not to be written by a user.
   *
   * @param ahead steps behind the lookback
   */
  public record Lookback(int ahead) implements LayerSpec {}

  private LookbackFactory() {}

  /**
   * @param whole windows
   * @param lookback of them
   */
  static PlannedLayer<Lookback> planned(InputShape whole, InputShape lookback) {
    return new PlannedLayer<>(
        "data.input.series lookback",
        new Lookback(whole.steps() - lookback.steps()),
        INSTANCE,
        whole.layer(),
        lookback.layer(),
        0);
  }

  @Override
  public Class<Lookback> spec() {
    return Lookback.class;
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
  public int outputs(Lookback spec, int inputs) {
    return inputs;
  }

  @Override
  public int steps(Lookback spec, int steps) {
    return steps - spec.ahead();
  }

  @Override
  public long parameters(Lookback spec, int inputs) {
    return 0;
  }

  @Override
  public LayerTranslation<Lookback> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<Lookback> {
    @Override
    public Layer layer(Lookback spec, int inputs, int outputs) {
      return new KernelFirstSteps(inputs, spec.ahead());
    }

    @Override
    public void drawWeights(
        Lookback spec, Map<String, INDArray> parameters, RandomGenerator random) {}
  }
}
