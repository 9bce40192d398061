package dev.sluice.network;

import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.LayerSpec.Bidirectional;
import dev.sluice.spec.LayerSpec.Bidirectional.Merge;
import dev.sluice.spec.LayerSpec.RecurrentLayer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional.Mode;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * `bidirectional`: (batch, inputs, steps) to (batch, units, steps), or (batch, units) at the last
 * step, which is the last state of both directions; twice the units if they are concatenated, the
 * forward direction first. The parameters are those of its layer twice, with their keys prefixed by
 * `f` and `b`.
 */
public final class BidirectionalFactory implements LayerFactory<Bidirectional> {
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
    return Gives.STEPS_AS_NEEDED;
  }

  @Override
  public Optional<Boolean> returnSequences(Bidirectional spec) {
    return spec.returnSequences();
  }

  @Override
  public int outputs(Bidirectional spec, int inputs) {
    return spec.merge() == Merge.CONCAT
        ? Math.multiplyExact(2, spec.layer().units())
        : spec.layer().units();
  }

  @Override
  public long parameters(Bidirectional spec, int inputs) {
    return 2 * parametersOf(spec.layer(), inputs);
  }

  private static <R extends RecurrentLayer> long parametersOf(R layer, int inputs) {
    return LayerFactories.of(layer).parameters(layer, inputs);
  }

  @Override
  public Optional<InvalidSpecException.Fault> whyNotReadOn(Bidirectional spec) {
    return Optional.of(
        new InvalidSpecException.Fault(
            "",
            "reads in both directions, so it sees the tokens that it must predict",
            "replace it by the layer in it"));
  }

  @Override
  public LayerTranslation<Bidirectional> translation() {
    return new Translation();
  }

  private static final class Translation implements LayerTranslation<Bidirectional> {
    @Override
    public Layer layer(Bidirectional spec, int inputs, int outputs) {
      Mode mode =
          switch (spec.merge()) {
            case CONCAT -> Mode.CONCAT;
            case SUM -> Mode.ADD;
            case MEAN -> Mode.AVERAGE;
            case PRODUCT -> Mode.MUL;
          };
      return new KernelBidirectional(
          mode, layer(spec.layer(), inputs), RecurrentDropout.of(spec.layer()));
    }

    private static <R extends RecurrentLayer> Layer layer(R layer, int inputs) {
      return LayerFactories.of(layer).translation().layer(layer, inputs, layer.units());
    }

    @Override
    public void drawWeights(
        Bidirectional spec, Map<String, INDArray> parameters, RandomGenerator random) {
      for (String direction : new String[] {"f", "b"}) {
        Map<String, INDArray> own = new LinkedHashMap<>();
        parameters.forEach(
            (key, value) -> {
              if (key.startsWith(direction)) {
                own.put(key.substring(direction.length()), value);
              }
            });
        draw(spec.layer(), own, random);
      }
    }

    private static <R extends RecurrentLayer> void draw(
        R layer, Map<String, INDArray> parameters, RandomGenerator random) {
      LayerFactories.of(layer).translation().drawWeights(layer, parameters, random);
    }
  }
}
