package dev.sluice.network;

import static dev.sluice.network.Networks.batchNormalization;
import static dev.sluice.network.Networks.bidirectional;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.dropout;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.gru;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.problem.UserException;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.OptimizerSpec;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** An output for each step computes what DL4J's does, on labels that are not one-hot. */
class KernelStepOutputTest {
  private static final int CLASSES = 4;
  private static final OutputShape TAGS = new OutputShape.StepClasses(CLASSES, Optional.empty());
  private static final int[] LENGTHS = {5, 3, 1, 4};

  @BeforeAll
  static void start() {
    NativeEngine.start();
  }

  @Test
  void trainsAndPredictsAsTheStockLayerDoes() {
    int steps = 5;
    int batch = 3;
    Random random = new Random(3);
    INDArray features = Nd4j.randn(DataType.FLOAT, batch, 2, steps);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, steps);
    INDArray oneHot = Nd4j.zeros(DataType.FLOAT, batch, CLASSES, steps);
    INDArray mask = Nd4j.ones(DataType.FLOAT, batch, steps);
    int labelled = 0;
    for (int r = 0; r < batch; r++) {
      for (int t = 0; t < steps; t++) {
        int label = random.nextInt(CLASSES + 1) - 1;
        labels.putScalar(r, t, label);
        if (label < 0) {
          mask.putScalar(r, t, 0);
        } else {
          oneHot.putScalar(r, label, t, 1);
          labelled++;
        }
      }
    }
    double share = (double) batch / labelled; // DL4J divides by the batch, not by its steps
    RnnOutputLayer.Builder output =
        new RnnOutputLayer.Builder(new LossMCXENT())
            .nIn(6)
            .nOut(CLASSES)
            .activation(Activation.SOFTMAX);
    MultiLayerNetwork stock = network(output.build(), 0.1 * share);
    MultiLayerNetwork ours =
        network(
            new KernelStepOutput.Builder(new LossMCXENT(), 2, Optional.empty())
                .nIn(6)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build(),
            0.1);
    stock.setParams(ours.params());

    for (int step = 0; step < 20; step++) {
      assertClose(ours.output(features), stock.output(features));
      ours.fit(features, labels);
      stock.fit(features, oneHot, null, mask);
      assertThat(ours.score()).isCloseTo(stock.score() * share, within(1e-5));
      assertClose(ours.params(), stock.params());
    }
  }

  private static MultiLayerNetwork network(Layer output, double rate) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(rate))
                .list()
                .layer(new LSTM.Builder().nIn(2).nOut(6).build())
                .layer(output)
                .build());
    network.init();
    return network;
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(3e-6);
  }

  @Test
  void everyStackOfStepsLearnsWhatEachStepIs() {
    for (List<LayerSpec> stack :
        List.of(
            List.of(embedding(6), lstm(8)),
            List.of(embedding(6), dense(8)),
            List.of(embedding(6), gru(8, true), dense(6), dropout(0.01)),
            List.of(
                embedding(6),
                bidirectional(lstm(5), LayerSpec.Bidirectional.Merge.CONCAT),
                dense(6),
                lstm(6)))) {
      NetworkPlan plan = plan(Networks.TOKENS, TAGS, stack.toArray(new LayerSpec[0]));
      Network trainable =
          new NetworkBuilder(plan)
              .trainable(training(new OptimizerSpec.Adam(0.03, 0.9, 0.999, 1e-8)), 1, 1);
      DataSet data = rest(plan);
      double before = trainable.dl4j().score(data);
      for (int step = 0; step < 200; step++) {
        trainable.dl4j().fit(data);
      }

      assertThat(before).isGreaterThan(1);
      assertThat(trainable.dl4j().score(data)).as(stack.toString()).isLessThan(0.2);
    }
  }

  /** Each step's class is the rest of its id. */
  private static DataSet rest(NetworkPlan plan) {
    DataSet data = Networks.batch(plan, 2, LENGTHS);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, data.getFeatures().shape());
    for (int r = 0; r < LENGTHS.length; r++) {
      for (int t = 0; t < labels.size(1); t++) {
        labels.putScalar(
            r, t, t < LENGTHS[r] ? (int) data.getFeatures().getFloat(r, t) % CLASSES : -1);
      }
    }
    return new DataSet(data.getFeatures(), labels, data.getFeaturesMaskArray(), null);
  }

  @Test
  void predictionsHaveTheStepsOfEachExampleAlone() {
    NetworkPlan plan =
        plan(
            Networks.TOKENS,
            TAGS,
            embedding(6),
            bidirectional(gru(5, true), LayerSpec.Bidirectional.Merge.SUM));
    MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 1).dl4j();
    DataSet data = rest(plan);
    try (Inference inference = Inference.of(network, 2)) {
      float[][] together = InferenceTest.ask(inference, data);

      for (int r = 0; r < LENGTHS.length; r++) {
        INDArray alone =
            data.getFeatures()
                .get(
                    org.nd4j.linalg.indexing.NDArrayIndex.interval(r, r + 1),
                    org.nd4j.linalg.indexing.NDArrayIndex.interval(0, LENGTHS[r]))
                .dup();
        float[] expected =
            InferenceTest.ask(
                inference,
                new DataSet(alone, null, Nd4j.ones(DataType.FLOAT, 1, LENGTHS[r]), null))[0];
        assertThat(together[r]).hasSize(LENGTHS[r] * CLASSES).containsExactly(expected);
      }
    }
  }

  @Test
  void refusesLayersThatLeaveNoSteps() {
    assertThat(
            catchThrowable(
                () ->
                    plan(
                        Networks.TOKENS,
                        TAGS,
                        embedding(6),
                        lstm(5),
                        Networks.pooling(LayerSpec.Pooling.Method.MAX))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("network[2].pooling: outputs one vector for all steps")
        .hasMessageContaining("remove it");
    assertThat(
            catchThrowable(
                () -> plan(Networks.TOKENS, TAGS, embedding(6), lstm(5, Optional.of(false)))))
        .hasMessageContaining("network[1].lstm.return_sequences: outputs one vector")
        .hasMessageContaining("remove return_sequences: false");
    assertThat(
            catchThrowable(
                () -> plan(Networks.TOKENS, TAGS, embedding(6), lstm(5), batchNormalization())))
        .hasMessageContaining(
            "network[2].batch_normalization: needs a vector, but gets a sequence");
  }

  @Test
  void refusesLabelsOfAnotherShapeOrRange() {
    NetworkPlan plan = plan(Networks.TOKENS, TAGS, embedding(6), lstm(5));
    MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 1).dl4j();
    DataSet data = rest(plan);
    data.getLabels().putScalar(0, 1, CLASSES);
    assertThat(catchThrowable(() -> network.fit(data)))
        .hasMessageContaining("row 0, step 1: label 4.0 is not one of 0 to 3");
    data.setLabels(Nd4j.zeros(DataType.FLOAT, 4, 2));
    assertThat(catchThrowable(() -> network.fit(data)))
        .hasMessageContaining("labels must be (4, 5), got (4, 2)");
  }
}
