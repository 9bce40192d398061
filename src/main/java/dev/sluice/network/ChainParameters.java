package dev.sluice.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.WeightInitUtil;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The parameters of a chain: W (inputs, classes) and b as in DL4J's output layers, then the scores
 * of transitions (to, from), of the class of a first step and of a last one. Scores are initialized
 * with zeros and penalized as weights; those of the ends as biases.
 */
final class ChainParameters implements ParamInitializer {
  static final ChainParameters INSTANCE = new ChainParameters();
  static final String TRANSITIONS = "T";
  static final String FIRST = "first";
  static final String LAST = "last";

  private ChainParameters() {}

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    BaseOutputLayer output = (BaseOutputLayer) layer;
    return output.getNOut() * (output.getNIn() + output.getNOut() + 3);
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return List.of("W", "b", TRANSITIONS, FIRST, LAST);
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return List.of("W", TRANSITIONS);
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return List.of("b", FIRST, LAST);
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return weightKeys(layer).contains(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return biasKeys(layer).contains(key);
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration conf, INDArray parameters, boolean initialize) {
    BaseOutputLayer layer = (BaseOutputLayer) conf.getLayer();
    Map<String, INDArray> views = views(layer, parameters);
    if (initialize) {
      parameters.assign(0);
      layer
          .getWeightInitFn()
          .init(
              layer.getNIn(),
              layer.getNOut(),
              new long[] {layer.getNIn(), layer.getNOut()},
              WeightInitUtil.DEFAULT_WEIGHT_INIT_ORDER,
              views.get("W"));
    }
    paramKeys(layer).forEach(conf::addVariable);
    return views;
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradients) {
    return views((BaseOutputLayer) conf.getLayer(), gradients);
  }

  private static Map<String, INDArray> views(BaseOutputLayer layer, INDArray flat) {
    INDArray vector = flat.reshape(flat.length());
    long classes = layer.getNOut();
    long at = 0;
    Map<String, INDArray> views = new LinkedHashMap<>();
    for (Map.Entry<String, Long> rows :
        List.of(
            Map.entry("W", layer.getNIn()),
            Map.entry("b", 1L),
            Map.entry(TRANSITIONS, classes),
            Map.entry(FIRST, 1L),
            Map.entry(LAST, 1L))) {
      long end = at + rows.getValue() * classes;
      views.put(
          rows.getKey(),
          vector.get(NDArrayIndex.interval(at, end)).reshape('f', rows.getValue(), classes));
      at = end;
    }
    return views;
  }
}
