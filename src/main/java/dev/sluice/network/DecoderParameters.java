package dev.sluice.network;

import dev.sluice.kernel.Decoder;
import dev.sluice.kernel.Floats;
import dev.sluice.kernel.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
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

  /** {@link DecoderWeights#draw}. */
  void draw(Map<String, INDArray> parameters, RandomGenerator random) {
    new DecoderWeights(plan.spec()).draw(parameters, random);
  }

  /** The penalties of a parameter. */
  List<Regularization> penalties(String key) {
    return new DecoderWeights(plan.spec()).penalties(key);
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
