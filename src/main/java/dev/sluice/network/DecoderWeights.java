package dev.sluice.network;

import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.NetworkSpec;
import dev.sluice.spec.WeightInit;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.regularization.Regularization;

/** How the parameters of a decoder begin, and which penalties they have, by their keys. */
record DecoderWeights(NetworkSpec.EncoderDecoder spec) {

  /**
   * Those of layers as they draw theirs; of the others Glorot's uniform. Biases, but those of a
   * forget gate, and peepholes stay 0.
   *
   * @param parameters zeros
   */
  void draw(Map<String, INDArray> parameters, RandomGenerator random) {
    List<LayerSpec.RecurrentLayer> layers = spec.recurrent();
    parameters.forEach(
        (key, values) -> {
          OptionalInt layer = layer(key);
          if (key.equals(DecoderPlan.EMBEDDING)) {
            draw(spec.embedding(), Map.of("W", values.transpose()), random);
          } else if (layer.isPresent()) {
            int l = layer.getAsInt();
            if (key.equals(DecoderPlan.of(DecoderPlan.WEIGHTS, l))) { // and the recurrent ones
              INDArray recurrent = parameters.get(DecoderPlan.of(DecoderPlan.RECURRENT, l));
              draw(
                  layers.get(l),
                  Map.of(DecoderPlan.WEIGHTS, values, DecoderPlan.RECURRENT, recurrent),
                  random);
            }
          } else if (!DecoderPlan.isBias(key)) {
            InitialWeights.draw(WeightInit.GLOROT_UNIFORM, values, random);
          }
        });
    for (int l = 0; l < layers.size(); l++) {
      if (layers.get(l) instanceof LayerSpec.Lstm lstm) {
        parameters
            .get(DecoderPlan.of(DecoderPlan.BIAS, l))
            .get(NDArrayIndex.all(), NDArrayIndex.interval(lstm.units(), 2L * lstm.units()))
            .assign(lstm.forgetBias());
      }
    }
  }

  /** The recurrent layer whose weights these are, if they are those of one. */
  private OptionalInt layer(String key) {
    return IntStream.range(0, spec.recurrent().size())
        .filter(
            l ->
                Stream.of(DecoderPlan.WEIGHTS, DecoderPlan.RECURRENT, DecoderPlan.PEEPHOLES)
                    .anyMatch(name -> DecoderPlan.of(name, l).equals(key)))
        .findFirst();
  }

  private static <S extends LayerSpec> void draw(
      S spec, Map<String, INDArray> parameters, RandomGenerator random) {
    LayerFactories.of(spec).translation().drawWeights(spec, parameters, random);
  }

  /** The penalties of a parameter. */
  List<Regularization> penalties(String key) {
    if (key.equals(DecoderPlan.EMBEDDING)) {
      LayerSpec.Embedding embedding = spec.embedding();
      return Penalties.of(embedding.l1(), embedding.l2(), embedding.weightDecay());
    }
    OptionalInt layer = layer(key);
    if (layer.isEmpty()) {
      return List.of();
    }
    LayerSpec.RecurrentLayer of = spec.recurrent().get(layer.getAsInt());
    return Penalties.of(of.l1(), of.l2(), of.weightDecay());
  }
}
