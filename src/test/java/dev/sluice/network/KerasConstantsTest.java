package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batch.Masked;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import dev.sluice.spec.LayerSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Networks of our configs give what Keras gives with the same weights: every cell, direction,
 * merge, padding and mask. `keras/layers.json` holds networks, weights in Keras's layout, and
 * outputs; bench/keras-constants writes it.
 *
 * <p>From Keras's layout to ours:
 *
 * <ul>
 *   <li>LSTM: blocks of columns i, f, c, o become c, f, o, i; peepholes f, o, i, c are further
 *       columns of RW
 *   <li>GRU: z, r, h become r, z, h. With reset_after Keras has two biases: the two of a gate are
 *       added up, the recurrent one of the candidate stands at the end
 *   <li>Convolution: (width, features, filters) becomes (width * features, filters)
 *   <li>MultiHeadAttention: the kernels of query, key and value, (features, heads, head) each,
 *       stand side by side in W
 *   <li>all others stay as they are
 * </ul>
 */
class KerasConstantsTest {
  private static final JsonNode KERAS = read();

  @TestFactory
  Stream<DynamicTest> outputsAreThoseOfKeras() {
    Map<String, Batch> batches =
        Map.of(
            "masked", texts(""),
            "pre", texts(", mask: false"),
            "post", texts(", mask: false, padding: post"),
            "windows", new Batch(new InputShape.Steps(3, 4), windows()));
    return nodes(KERAS.get("cases"))
        .map(
            keras ->
                DynamicTest.dynamicTest(
                    keras.get("network").asText(),
                    () -> {
                      List<String> inputs = names(keras.get("outputs"));
                      Inference network = network(keras, batches.get(inputs.get(0)).shape());
                      for (String input : inputs) {
                        Masked batch = batches.get(input).batch();
                        float[][] outputs =
                            network.outputs(batch.values(), batch.shape(), batch.mask());
                        JsonNode expected = keras.get("outputs").get(input);
                        assertThat(outputs).as(input).hasNumberOfRows(expected.size());
                        for (int r = 0; r < outputs.length; r++) {
                          assertThat(outputs[r])
                              .as(input)
                              .containsExactly(floats(expected.get(r)), within(1e-5f));
                        }
                      }
                    }));
  }

  private record Batch(InputShape shape, Masked batch) {}

  /**
   * @param more keys of the input
   */
  private static Batch texts(String more) {
    Dataset data = Dataset.load(config("[{embedding: {size: 1}}]", more).data(), texts());
    return new Batch(
        data.pipeline().inputShape(),
        data.examples(Part.TRAINING).input().features(new int[] {0, 1}));
  }

  private static Inference network(JsonNode keras, InputShape shape) {
    Config config = config(keras.get("network").asText(), "");
    NetworkPlan plan = NetworkPlan.of(config, shape, target(keras));
    Network trainable = new NetworkBuilder(plan).trainable(config.training(), 1, 1);
    MultiLayerNetwork network = trainable.dl4j();
    Weights weights = new Weights(keras.get("weights"));
    for (int i = 0; i < plan.layers().size(); i++) {
      weights.set(plan.layers().get(i).spec(), network.getLayer(i));
    }
    weights.dense(network.getLayer(plan.layers().size()));
    return trainable.inference(1);
  }

  private static Config config(String network, String moreOfInput) {
    return ConfigReader.parse(
            """
            name: keras
            data:
              source: {csv: {path: in-memory.csv}}
              input: {ids: {column: ids, num_words: %s, max_length: 4%s}}
              target: {number: {columns: [number]}}
            network: %s
            """
                .formatted(KERAS.get("words").asText(), moreOfInput, network),
            "keras.yaml",
            Path.of(""),
            List.of())
        .config();
  }

  private static Table texts() {
    return Table.of(
        List.of("ids", "number"),
        nodes(KERAS.get("texts"))
            .map(ids -> List.of(ids.toString(), Integer.toString(ids.size())))
            .toList());
  }

  /** (batch, steps, features) in Keras. */
  private static Masked windows() {
    INDArray array = array(KERAS.get("windows")).permute(0, 2, 1).dup('c');
    return Masked.of(array.data().asFloat(), 2, 3, 4);
  }

  private static OutputShape target(JsonNode keras) {
    int units = keras.get("units").asInt();
    return switch (keras.get("target").asText()) {
      case "classes" -> new OutputShape.Classes(Math.max(2, units));
      case "steps" -> new OutputShape.StepClasses(units, Optional.empty());
      default -> new OutputShape.Values(1, units);
    };
  }

  /** A network's arrays in the order in which its layers take them. */
  private static final class Weights {
    private final Iterator<JsonNode> names;

    Weights(JsonNode names) {
      this.names = names.elements();
    }

    void set(LayerSpec spec, Layer layer) {
      if (spec instanceof LayerSpec.Bidirectional both) {
        recurrent(both.layer(), layer, "f");
        recurrent(both.layer(), layer, "b");
      } else if (spec instanceof LayerSpec.RecurrentLayer recurrent) {
        recurrent(recurrent, layer, "");
      } else if (spec instanceof LayerSpec.Embedding) {
        set(layer, "W", next().get(0));
      } else if (spec instanceof LayerSpec.Dense) {
        dense(layer);
      } else if (spec instanceof LayerSpec.Convolution) {
        List<INDArray> arrays = next();
        INDArray w = arrays.get(0);
        set(layer, "W", w.reshape('c', w.size(0) * w.size(1), w.size(2)));
        set(layer, "b", arrays.get(1));
      } else if (spec instanceof LayerSpec.Attention) {
        dense(layer);
        set(layer, "v", next().get(0));
      } else if (spec instanceof LayerSpec.SelfAttention) {
        List<INDArray> arrays = next();
        long inputs = arrays.get(0).size(0);
        INDArray[] projections =
            arrays.subList(0, 3).stream()
                .map(heads -> heads.reshape('c', inputs, heads.length() / inputs))
                .toArray(INDArray[]::new);
        set(layer, "W", Nd4j.hstack(projections));
        set(layer, "O", arrays.get(3));
      } else if (spec instanceof LayerSpec.LayerNormalization) {
        List<INDArray> arrays = next();
        set(layer, "gamma", arrays.get(0));
        set(layer, "beta", arrays.get(1));
      } else if (spec instanceof LayerSpec.BatchNormalization) {
        List<INDArray> arrays = next();
        set(layer, "gamma", arrays.get(0));
        set(layer, "beta", arrays.get(1));
        set(layer, "mean", arrays.get(2));
        set(layer, "var", arrays.get(3));
      } else {
        assertThat(layer.numParams()).as(spec.toString()).isZero();
      }
    }

    void dense(Layer layer) {
      List<INDArray> arrays = next();
      set(layer, "W", arrays.get(0));
      set(layer, "b", arrays.get(1));
    }

    private void recurrent(LayerSpec.RecurrentLayer spec, Layer layer, String direction) {
      List<INDArray> arrays = new ArrayList<>(next());
      if (spec instanceof LayerSpec.Lstm lstm) {
        arrays.replaceAll(array -> blocks(array, 4, 2, 1, 3, 0));
        if (lstm.peepholes() != LayerSpec.Lstm.Peepholes.NONE) {
          INDArray peepholes = next().get(0); // (i f o and maybe c, units)
          int[] order = peepholes.size(0) == 4 ? new int[] {1, 2, 0, 3} : new int[] {1, 2, 0};
          INDArray columns = Nd4j.pullRows(peepholes, 1, order).transpose();
          arrays.set(1, Nd4j.hstack(arrays.get(1), columns));
        }
      } else if (spec instanceof LayerSpec.Gru gru) {
        INDArray bias = arrays.get(2);
        arrays.replaceAll(array -> blocks(array, 3, 1, 0, 2));
        if (gru.resetAfter()) {
          INDArray ofInputs = arrays.get(2).getRow(0, true);
          INDArray recurrent = blocks(bias.getRow(1, true), 3, 2);
          INDArray gates = blocks(bias.sum(true, 0), 3, 1, 0);
          arrays.set(2, Nd4j.hstack(gates, blocks(ofInputs, 3, 2), recurrent));
        }
      }
      set(layer, direction + "W", arrays.get(0));
      set(layer, direction + "RW", arrays.get(1));
      set(layer, direction + "b", arrays.get(2));
    }

    /** Some of so many blocks of columns, in this order. */
    private static INDArray blocks(INDArray array, int count, int... order) {
      INDArray matrix = array.rank() == 1 ? array.reshape(1, array.length()) : array;
      long units = matrix.size(1) / count;
      return Nd4j.hstack(
          IntStream.of(order)
              .mapToObj(
                  k ->
                      matrix.get(
                          NDArrayIndex.all(), NDArrayIndex.interval(k * units, (k + 1) * units)))
              .toArray(INDArray[]::new));
    }

    private static void set(Layer layer, String parameter, INDArray values) {
      INDArray own = layer.getParam(parameter);
      assertThat(own.length()).as(parameter).isEqualTo(values.length());
      own.assign(values.reshape('c', own.shape()));
    }

    private List<INDArray> next() {
      return nodes(KERAS.get("weights").get(names.next().asText()))
          .map(KerasConstantsTest::array)
          .toList();
    }
  }

  private static INDArray array(JsonNode nested) {
    List<Long> shape = new ArrayList<>();
    for (JsonNode node = nested; node.isArray(); node = node.get(0)) {
      shape.add((long) node.size());
    }
    return Nd4j.create(floats(nested), shape.stream().mapToLong(Long::longValue).toArray(), 'c');
  }

  private static float[] floats(JsonNode nested) {
    double[] numbers = numbers(nested).mapToDouble(JsonNode::asDouble).toArray();
    float[] floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  private static Stream<JsonNode> numbers(JsonNode nested) {
    return nested.isArray()
        ? nodes(nested).flatMap(KerasConstantsTest::numbers)
        : Stream.of(nested);
  }

  private static Stream<JsonNode> nodes(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode read() {
    try (InputStream file = KerasConstantsTest.class.getResourceAsStream("/keras/layers.json")) {
      return new ObjectMapper().readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
