package dev.sluice.network;

import static dev.sluice.network.Networks.TOKENS;
import static dev.sluice.network.Networks.TWO_CLASSES;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.spatialDropout;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.shape.InputShape;
import dev.sluice.spec.LayerSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Dropout of whole features, and of whole tokens. */
class WholeDropoutTest {
  private static final int ROWS = 40;

  /** Tokens 3 and 5 stand in each row more than once. */
  private static final float[] TEXT = {3, 5, 3, 7, 5, 3};

  @BeforeEach
  void seed() {
    Nd4j.getRandom().setSeed(5);
  }

  @Test
  void spatialDropoutDropsAFeatureInAllStepsOrNone() {
    INDArray before = activations(1, dense(4), spatialDropout(0.75));
    Nd4j.getRandom().setSeed(5);
    INDArray after = activations(2, dense(4), spatialDropout(0.75));

    int dropped = 0;
    for (int row = 0; row < ROWS; row++) {
      for (int feature = 0; feature < 4; feature++) {
        Set<Float> factors = new HashSet<>();
        for (int t = 0; t < TEXT.length; t++) {
          float given = before.getFloat(t * ROWS + row, feature); // steps taken apart
          factors.add((float) Math.round(after.getFloat(row, feature, t) / given));
        }
        assertThat(factors).hasSize(1).isSubsetOf(0f, 4f);
        dropped += factors.contains(0f) ? 1 : 0;
      }
    }
    assertThat(dropped).isBetween(90, 150); // of 160, with a chance of 3/4: 120
  }

  @Test
  void embeddingDropoutDropsATokenWhereverItStandsInAText() {
    MultiLayerNetwork network = network(embedding(2, 0.5), lstm(3));
    network.params().assign(1);

    INDArray vectors = network.feedForward(texts(), true).get(1);

    Set<List<Float>> drawn = new HashSet<>();
    for (int row = 0; row < ROWS; row++) {
      List<Float> factors = List.of(at(vectors, row, 0), at(vectors, row, 1), at(vectors, row, 3));
      drawn.add(factors);
      assertThat(factors).isSubsetOf(0f, 2f);
      assertThat(at(vectors, row, 2)).isEqualTo(factors.get(0));
      assertThat(at(vectors, row, 5)).isEqualTo(factors.get(0));
      assertThat(at(vectors, row, 4)).isEqualTo(factors.get(1));
      assertThat(vectors.getFloat(row, 1, 0)).isEqualTo(factors.get(0));
    }
    assertThat(drawn).as("each text and token is drawn for itself").hasSize(8);
  }

  @Test
  void wordDropoutMakesSingleTokensUnknownWhileItTrains() {
    int unknown = 2;
    NetworkPlan plan =
        plan(
            new InputShape.Tokens(11, 6, Optional.empty(), Optional.empty(), unknown),
            TWO_CLASSES,
            embedding(1, 0, 0.5),
            lstm(3));
    MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 1).dl4j();
    for (int id = 0; id < 11; id++) {
      network.getLayer(0).getParam("W").putScalar(id, 0, id);
    }
    INDArray texts = texts();
    texts.putScalar(0, 1, 0); // as padding would be

    INDArray trained = network.feedForward(texts, true).get(1);
    INDArray predicted = network.feedForward(texts, false).get(1);

    int dropped = 0;
    for (int row = 0; row < ROWS; row++) {
      for (int t = 0; t < TEXT.length; t++) {
        boolean padding = row == 0 && t == 1;
        float id = padding ? 0 : TEXT[t];
        assertThat(at(trained, row, t)).isIn(id, padding ? 0f : unknown);
        assertThat(at(predicted, row, t)).isEqualTo(id);
        dropped += at(trained, row, t) == unknown ? 1 : 0;
      }
    }
    assertThat(dropped).isBetween(90, 150); // of 239, with a chance of 1/2: 120
  }

  private static float at(INDArray vectors, int row, int step) {
    return vectors.getFloat(row, 0, step);
  }

  private static INDArray activations(int layer, LayerSpec first, LayerSpec second) {
    return network(embedding(3), first, second, lstm(3)).feedForward(texts(), true).get(layer + 1);
  }

  private static MultiLayerNetwork network(LayerSpec... layers) {
    return new NetworkBuilder(plan(TOKENS, TWO_CLASSES, layers)).trainable(training(), 1, 1).dl4j();
  }

  private static INDArray texts() {
    INDArray texts = Nd4j.create(ROWS, TEXT.length);
    for (int row = 0; row < ROWS; row++) {
      texts.putRow(row, Nd4j.createFromArray(TEXT));
    }
    return texts;
  }
}
