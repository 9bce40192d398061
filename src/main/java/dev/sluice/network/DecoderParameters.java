package dev.sluice.network;

import dev.sluice.kernel.Decoder;
import dev.sluice.kernel.Floats;
import dev.sluice.kernel.Weights;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.WeightInit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.regularization.Regularization;

/** The parameters of a decoder, one after the other; {@link DecoderPlan#shapes} has them. */
record DecoderParameters(DecoderPlan plan) implements ParamInitializer {

  /**
   * As the kernel takes them.
   *
   * @param of a parameter's numbers, column by column
   */
  Decoder.Parameters kernel(Function<String, Floats> of) {
    Function<String, Floats> known =
        key -> plan.shapes().containsKey(key) ? of.apply(key) : Floats.of(0);
    return new Decoder.Parameters(
        known.apply(DecoderPlan.EMBEDDING),
        new Weights(
            known.apply(DecoderPlan.WEIGHTS),
            known.apply(DecoderPlan.RECURRENT),
            known.apply(DecoderPlan.BIAS),
            known.apply(DecoderPlan.PEEPHOLES)),
        known.apply(DecoderPlan.BRIDGE),
        known.apply(DecoderPlan.BRIDGE_BIAS),
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
   * Those of layers as they draw theirs; of the others Glorot's uniform. Biases are 0, but those of
   * a forget gate.
   */
  void draw(Map<String, INDArray> parameters, RandomGenerator random) {
    parameters.forEach(
        (key, values) -> {
          switch (key) {
            case DecoderPlan.EMBEDDING ->
                draw(plan.spec().embedding(), Map.of("W", values.transpose()), random);
            case DecoderPlan.WEIGHTS -> draw(plan.spec().recurrent(), parameters, random);
            case DecoderPlan.RECURRENT -> {} // drawn with the weights
            default -> {
              if (DecoderPlan.isBias(key) || key.equals(DecoderPlan.PEEPHOLES)) {
                values.assign(0);
              } else {
                InitialWeights.draw(WeightInit.GLOROT_UNIFORM, values, random);
              }
            }
          }
        });
    if (plan.spec().recurrent() instanceof LayerSpec.Lstm lstm) {
      parameters
          .get(DecoderPlan.BIAS)
          .get(NDArrayIndex.all(), NDArrayIndex.interval(lstm.units(), 2L * lstm.units()))
          .assign(lstm.forgetBias());
    }
  }

  private static <S extends LayerSpec> void draw(
      S spec, Map<String, INDArray> parameters, RandomGenerator random) {
    LayerFactories.of(spec).translation().drawWeights(spec, parameters, random);
  }

  /** The penalties of a parameter. */
  List<Regularization> penalties(String key) {
    return switch (key) {
      case DecoderPlan.EMBEDDING ->
          Penalties.of(
              plan.spec().embedding().l1(),
              plan.spec().embedding().l2(),
              plan.spec().embedding().weightDecay());
      case DecoderPlan.WEIGHTS, DecoderPlan.RECURRENT, DecoderPlan.PEEPHOLES ->
          Penalties.of(
              plan.spec().recurrent().l1(),
              plan.spec().recurrent().l2(),
              plan.spec().recurrent().weightDecay());
      default -> List.of();
    };
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
