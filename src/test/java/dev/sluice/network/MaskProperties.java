package dev.sluice.network;

import static dev.sluice.network.Networks.TOKENS;
import static dev.sluice.network.Networks.attention;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.bidirectional;
import static dev.sluice.network.Networks.convolution;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.dropout;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.gru;
import static dev.sluice.network.Networks.layerNormalization;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.pooling;
import static dev.sluice.network.Networks.residual;
import static dev.sluice.network.Networks.selfAttention;
import static dev.sluice.network.Networks.simpleRnn;
import static dev.sluice.network.Networks.spatialDropout;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.shape.OutputShape;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Bidirectional.Merge;
import dev.sluice.spec.LayerSpec.Convolution.Padding;
import dev.sluice.spec.LayerSpec.Pooling.Method;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Outputs and gradients of padded, masked batches are those of each sequence alone. */
class MaskProperties {
  private static final Map<String, List<LayerSpec>> STACKS = new TreeMap<>();

  static {
    Map.of(
            "lstm",
            lstm(5),
            "simple_rnn",
            simpleRnn(5),
            "lstm with peepholes",
            lstm(5, LayerSpec.Lstm.Peepholes.GRAVES),
            "gru",
            gru(5, true),
            "gru of the paper",
            gru(5, false),
            "bidirectional lstm",
            bidirectional(lstm(3), Merge.CONCAT),
            "bidirectional gru",
            bidirectional(gru(5, true), Merge.PRODUCT))
        .forEach(
            (name, rnn) -> {
              STACKS.put(name, List.of(rnn));
              STACKS.put(name + ", " + name, List.of(rnn, rnn));
              STACKS.put(name + ", " + name + ", dense", List.of(rnn, rnn, dense(4)));
              STACKS.put(name + ", dense, " + name, List.of(rnn, dense(4), rnn));
              STACKS.put("dense, " + name, List.of(dense(4), rnn));
              STACKS.put(name + ", dropout, " + name, List.of(rnn, dropout(0), rnn));
              STACKS.put(
                  name + ", dense, dropout, dense, " + name,
                  List.of(rnn, dense(4), dropout(0), dense(3), rnn));
              for (Method method : Method.values()) {
                LayerSpec pooling = pooling(method);
                STACKS.put(name + ", pooling " + method, List.of(rnn, pooling));
                STACKS.put(name + ", dense, pooling " + method, List.of(rnn, dense(4), pooling));
                STACKS.put(
                    name + ", dropout, " + name + ", pooling " + method,
                    List.of(rnn, dropout(0), rnn, pooling, dense(3)));
              }
            });
    for (LayerSpec last : List.of(attention(3), pooling(Method.CONCAT))) {
      STACKS.put(
          "lstm, layer_normalization, " + last, List.of(lstm(4), layerNormalization(), last));
      STACKS.put("gru, dense, " + last, List.of(gru(3, true), dense(4), last, dense(3)));
      STACKS.put("layer_normalization, " + last, List.of(layerNormalization(), last));
      STACKS.put(
          "dense, layer_normalization, " + last, List.of(dense(3), layerNormalization(), last));
      STACKS.put(last.toString(), List.of(last));
    }
    STACKS.put(
        "lstm, spatial_dropout, layer_normalization, lstm",
        List.of(lstm(4), spatialDropout(0), layerNormalization(), lstm(3)));
    for (Method method : Method.values()) {
      if (method != Method.LAST) {
        STACKS.put("pooling " + method, List.of(pooling(method), dense(4)));
        STACKS.put("dropout, pooling " + method, List.of(dropout(0), pooling(method)));
        STACKS.put("dense, pooling " + method, List.of(dense(3), pooling(method)));
      }
    }
    for (int width = 1; width <= 4; width++) {
      LayerSpec causal = convolution(3, width, Padding.CAUSAL);
      STACKS.put(
          "causal convolutions " + width, List.of(causal, lstm(3), causal, pooling(Method.MEAN)));
      LayerSpec convolution = convolution(3, width);
      STACKS.put("pooled convolution " + width, List.of(convolution, pooling(Method.MAX)));
      STACKS.put(
          "convolutions " + width,
          List.of(lstm(3), dense(3), convolution, convolution, dense(4), gru(3, true)));
      STACKS.put(
          "convolution, attention " + width,
          List.of(bidirectional(lstm(2), Merge.CONCAT), convolution, dense(2), attention(3)));
    }
    for (boolean causal : new boolean[] {false, true}) {
      LayerSpec self = selfAttention(2, 4, causal);
      STACKS.put("self_attention " + causal, List.of(self, pooling(Method.MEAN)));
      STACKS.put(
          "lstm, self_attention " + causal,
          List.of(lstm(4), residual(self), layerNormalization(), dense(3), self, gru(3, true)));
    }
    STACKS.put("residual lstms", List.of(residual(lstm(4)), residual(lstm(4))));
    STACKS.put(
        "residual gru, residual dense, last",
        List.of(residual(gru(4, false)), residual(dense(4)), pooling(Method.LAST), dense(2)));
    LayerSpec both = residual(bidirectional(lstm(2), Merge.CONCAT));
    STACKS.put(
        "residual bidirectional, convolution",
        List.of(both, both, residual(convolution(4, 3)), attention(2)));
    STACKS.put("lstm, simple_rnn", List.of(lstm(4), simpleRnn(3)));
    STACKS.put("simple_rnn, lstm", List.of(simpleRnn(4), lstm(3)));
  }

  @Provide
  Arbitrary<String> stacks() {
    return Arbitraries.of(STACKS.keySet());
  }

  @Property(tries = 200)
  void paddingAndBatchMatesChangeNothing(
      @ForAll("stacks") String stack,
      @ForAll @Size(min = 2, max = 6) List<@IntRange(min = 1, max = 6) Integer> lengths,
      @ForAll @IntRange(min = 2, max = 3) int classes,
      @ForAll long seed) {
    NetworkPlan plan =
        plan(
            TOKENS,
            new OutputShape.Classes(classes),
            IntStream.range(-1, STACKS.get(stack).size())
                .mapToObj(i -> i < 0 ? embedding(4) : STACKS.get(stack).get(i))
                .toArray(LayerSpec[]::new));
    MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, seed).dl4j();
    Random random = new Random(seed);
    for (long i = 0; i < network.numParams(); i++) {
      network.params().putScalar(i, 0.6 * random.nextGaussian());
    }
    DataSet batch = batch(plan, seed, lengths.stream().mapToInt(length -> length).toArray());
    List<Integer> order =
        new java.util.ArrayList<>(IntStream.range(0, lengths.size()).boxed().toList());
    Collections.shuffle(order, random);

    DataSet shuffled = rows(batch, order);
    INDArray outputs =
        network.output(shuffled.getFeatures(), false, shuffled.getFeaturesMaskArray(), null);
    INDArray gradient = gradient(network, shuffled);

    INDArray sum = Nd4j.zeros(gradient.shape());
    for (int i = 0; i < order.size(); i++) {
      DataSet alone = unpadded(batch, order.get(i), lengths.get(order.get(i)));
      double difference =
          network
              .output(alone.getFeatures())
              .sub(outputs.getRow(i, true))
              .amaxNumber()
              .doubleValue();
      assertThat(difference).as("difference of outputs").isLessThan(1e-6);
      sum.addi(gradient(network, alone));
    }
    assertThat(gradient.sub(sum).norm2Number().doubleValue())
        .as("difference of gradients")
        .isLessThan(1e-5 * sum.norm2Number().doubleValue());
  }

  private static DataSet rows(DataSet batch, List<Integer> order) {
    int[] rows = order.stream().mapToInt(i -> i).toArray();
    return new DataSet(
        Nd4j.pullRows(batch.getFeatures(), 1, rows),
        Nd4j.pullRows(batch.getLabels(), 1, rows),
        Nd4j.pullRows(batch.getFeaturesMaskArray(), 1, rows),
        null);
  }

  private static DataSet unpadded(DataSet batch, int row, int length) {
    return new DataSet(
        batch
            .getFeatures()
            .get(NDArrayIndex.interval(row, row + 1), NDArrayIndex.interval(0, length))
            .dup(),
        batch.getLabels().getRow(row, true).dup());
  }

  /** The gradient of the summed loss. */
  static INDArray gradient(MultiLayerNetwork network, DataSet batch) {
    network.setInput(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.setLayerMaskArrays(batch.getFeaturesMaskArray(), null);
    network.computeGradientAndScore();
    INDArray gradient = network.gradient().gradient().dup();
    network.clearLayerMaskArrays();
    return gradient;
  }
}
