package dev.sluice.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Parameters of a layer that lists them itself; zeros until they are drawn. */
final class ListedParameters implements ParamInitializer {
  static final ListedParameters INSTANCE = new ListedParameters();

  /** A layer that lists its parameters. */
  interface Owner {
    /** In the order of the arithmetic. */
    List<Parameter> parameters();

    /**
     * A matrix, column by column.
     *
     * @param bias whether penalties do not apply
     */
    record Parameter(String key, long rows, long columns, boolean bias) {}
  }

  private ListedParameters() {}

  /** In the form of {@link dev.sluice.kernel.PlainLayer}. */
  static float[][] values(Owner owner, Function<String, INDArray> parameters) {
    return owner.parameters().stream()
        .map(
            parameter -> {
              INDArray matrix = parameters.apply(parameter.key());
              float[] values = new float[(int) matrix.length()];
              Views.floats(matrix).buffer().get(0, values);
              return values;
            })
        .toArray(float[][]::new);
  }

  @Override
  public long numParams(NeuralNetConfiguration conf) {
    return numParams(conf.getLayer());
  }

  @Override
  public long numParams(Layer layer) {
    return of(layer).stream().mapToLong(one -> one.rows() * one.columns()).sum();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return of(layer).stream().map(Owner.Parameter::key).toList();
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return of(layer).stream().filter(one -> !one.bias()).map(Owner.Parameter::key).toList();
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return of(layer).stream().filter(Owner.Parameter::bias).map(Owner.Parameter::key).toList();
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
    if (initialize && parameters != null) {
      parameters.assign(0);
    }
    paramKeys(conf.getLayer()).forEach(conf::addVariable);
    return views(conf.getLayer(), parameters);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration conf, INDArray gradients) {
    return views(conf.getLayer(), gradients);
  }

  private static Map<String, INDArray> views(Layer layer, INDArray flat) {
    Map<String, INDArray> views = new LinkedHashMap<>();
    long from = 0;
    for (Owner.Parameter one : of(layer)) {
      long to = from + one.rows() * one.columns();
      views.put(
          one.key(),
          flat.reshape(flat.length())
              .get(NDArrayIndex.interval(from, to))
              .reshape('f', one.rows(), one.columns()));
      from = to;
    }
    return views;
  }

  private static List<Owner.Parameter> of(Layer layer) {
    return ((Owner) layer).parameters();
  }
}
