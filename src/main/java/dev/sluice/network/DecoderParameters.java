package dev.sluice.network;

import dev.sluice.kernel.Decoder;
import dev.sluice.kernel.Floats;
import dev.sluice.kernel.Weights;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.WeightInit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.regularization.Regularization;

/** The parameters of a decoder, concatenated; {@link DecoderPlan#shapes} lists them. */
record DecoderParameters(DecoderPlan plan) implements ParamInitializer {

  /**
   * In the kernel's form.
   *
   * @param of the numbers of a parameter, column by column
   */
  Decoder.Parameters kernel(Function<String, Floats> of) {
    Function<String, Floats> known =
        key -> plan.shapes().containsKey(key) ? of.apply(key) : Floats.of(0);
    return new Decoder.Parameters(
        known.apply(DecoderPlan.EMBEDDING),
        IntStream.range(0, plan.spec().recurrent().size())
            .mapToObj(
                l ->
                    new Decoder.LayerParameters(
                        new Weights(
                            known.apply(DecoderPlan.of(DecoderPlan.WEIGHTS, l)),
                            known.apply(DecoderPlan.of(DecoderPlan.RECURRENT, l)),
                            known.apply(DecoderPlan.of(DecoderPlan.BIAS, l)),
                            known.apply(DecoderPlan.of(DecoderPlan.PEEPHOLES, l))),
                        known.apply(DecoderPlan.of(DecoderPlan.BRIDGE, l)),
                        known.apply(DecoderPlan.of(DecoderPlan.BRIDGE_BIAS, l))))
            .toList(),
        known.apply(DecoderPlan.KEYS),
        known.apply(DecoderPlan.KEYS_BIAS),
        known.apply(DecoderPlan.QUERY),
        known.apply(DecoderPlan.ENERGY),
        known.apply(DecoderPlan.COMBINE),
        known.apply(DecoderPlan.COMBINE_BIAS),
        known.apply(DecoderPlan.OUT),
        known.apply(DecoderPlan.OUT_BIAS));
  }

  /**
   * Initializes the parameters: those of layers in the layers' own way, the others by Glorot's
   * uniform distribution. Biases, except those of a forget gate, and peepholes stay 0.
   *
   * @param parameters zeros
   */
  void draw(Map<String, INDArray> parameters, RandomGenerator random) {
    List<LayerSpec.RecurrentLayer> layers = plan.spec().recurrent();
    parameters.forEach(
        (key, values) -> {
          OptionalInt layer = layer(key);
          if (key.equals(DecoderPlan.EMBEDDING)) {
            draw(plan.spec().embedding(), Map.of("W", values.transpose()), random);
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

  /** The recurrent layer to which a parameter belongs, if any. */
  private OptionalInt layer(String key) {
    return IntStream.range(0, plan.spec().recurrent().size())
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
      LayerSpec.Embedding embedding = plan.spec().embedding();
      return Penalties.of(embedding.l1(), embedding.l2(), embedding.weightDecay());
    }
    OptionalInt layer = layer(key);
    if (layer.isEmpty()) {
      return List.of();
    }
    LayerSpec.RecurrentLayer of = plan.spec().recurrent().get(layer.getAsInt());
    return Penalties.of(of.l1(), of.l2(), of.weightDecay());
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return plan.parameters();
  }

  @Override
  public long numParams(Layer layer) {
    return plan.parameters();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return List.copyOf(plan.shapes().keySet());
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return paramKeys(layer).stream().filter(key -> !DecoderPlan.isBias(key)).toList();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return paramKeys(layer).stream().filter(DecoderPlan::isBias).toList();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return !DecoderPlan.isBias(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return DecoderPlan.isBias(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray parameters, boolean initialize) {
    if (initialize) {
      parameters.assign(0); // drawn later
    }
    plan.shapes().keySet().forEach(conf::addVariable);
    return views(parameters);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradients) {
    return views(gradients);
  }

  private Map<String, INDArray> views(INDArray flat) {
    INDArray vector = flat.reshape(flat.length());
    Map<String, INDArray> views = new LinkedHashMap<>();
    long at = 0;
    for (Map.Entry<String, long[]> shape : plan.shapes().entrySet()) {
      long end = at + shape.getValue()[0] * shape.getValue()[1];
      views.put(
          shape.getKey(),
          vector.get(NDArrayIndex.interval(at, end)).reshape('f', shape.getValue()));
      at = end;
    }
    return views;
  }
}
