package dev.sluice.network;

import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.LayerSpec.Convolution;
import dev.sluice.spec.LayerSpec.Convolution.Padding;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * `convolution`: (batch, features, steps) to (batch, filters, steps); masked steps count as zeros.
 * W (width * features, filters), b (1, filters); fan_out is width * filters, as in Keras.
 */
public final class ConvolutionFactory implements LayerFactory<Convolution> {
  @Override
  public Class<Convolution> spec() {
    return Convolution.class;
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
  public int outputs(Convolution spec, int inputs) {
    return spec.filters();
  }

  @Override
  public long widest(Convolution spec, int inputs) {
    return Math.max((long) spec.width() * inputs, spec.filters());
  }

  @Override
  public long parameters(Convolution spec, int inputs) {
    return ((long) spec.width() * inputs + 1) * spec.filters();
  }

  @Override
  public Optional<InvalidSpecException.Fault> whyNotReadOn(Convolution spec) {
    return Optional.of(
        new InvalidSpecException.Fault(
            "",
            spec.padding() == Padding.CAUSAL
                ? "sees only the steps of one segment, and cannot pass a state on to the next"
                : "sees steps after the current one",
            "remove it, or choose lstm or gru"));
  }

  @Override
  public LayerTranslation<Convolution> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<Convolution> {
    @Override
    public Layer layer(Convolution spec, int inputs, int outputs) {
      KernelConvolution layer =
          new KernelConvolution(
              inputs,
              outputs,
              spec.width(),
              spec.padding() == Padding.CAUSAL,
              KernelRecurrent.squash(Activations.of(spec.activation())).orElseThrow());
      layer.setRegularization(Penalties.of(spec.l1(), spec.l2(), spec.weightDecay()));
      return layer;
    }

    @Override
    public void drawWeights(
        Convolution spec, Map<String, INDArray> parameters, RandomGenerator random) {
      long fanOut = (long) spec.width() * spec.filters();
      InitialWeights.draw(spec.weightInit(), parameters.get("W"), fanOut, random);
    }
  }
}
