package dev.sluice.network;

import static dev.sluice.network.Networks.FOUR_NUMBERS;
import static dev.sluice.network.Networks.bidirectional;
import static dev.sluice.network.Networks.dropping;
import static dev.sluice.network.Networks.gru;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.simpleRnn;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.shape.InputShape;
import dev.sluice.spec.Activation;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Bidirectional.Merge;
import dev.sluice.spec.LayerSpec.Pooling.Method;
import dev.sluice.spec.WeightInit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * `recurrent_dropout` and `recurrent_weight_dropout`, on a layer that counts: each unit adds to 1
 * what it remembers.
 */
class RecurrentDropoutTest {
  private static final InputShape THREE_STEPS = new InputShape.Steps(1, 3);
  private static final int SEQUENCES = 50;
  private static final int UNITS = 40;

  // h(t) = 1 + m h(t-1), where m is 0 or 1 / (1 - 0.75) = 4.
  private static final List<Float> DROPPED = List.of(1f, 1f, 1f);
  private static final List<Float> KEPT = List.of(1f, 5f, 21f);

  @Test
  void drawsOneMaskOverTheUnitsOfEachSequenceForAllItsSteps() {
    Nd4j.getRandom().setSeed(5);
    INDArray steps = outputs(counting(counter(0.75)), true);

    int kept = 0;
    List<List<Boolean>> masks = new ArrayList<>();
    for (int row = 0; row < SEQUENCES; row++) {
      List<Boolean> mask = new ArrayList<>();
      for (int unit = 0; unit < UNITS; unit++) {
        assertThat(counts(steps, row, unit)).isIn(DROPPED, KEPT);
        mask.add(counts(steps, row, unit).equals(KEPT));
        kept += mask.get(unit) ? 1 : 0;
      }
      masks.add(mask);
    }

    assertThat(masks).doesNotHaveDuplicates();
    // 2000 draws with a chance of 1/4: 500, and a standard deviation of sqrt(2000 * 3/16) = 19.4.
    assertThat(kept).isBetween(500 - 78, 500 + 78);
  }

  @Test
  void drawsAnewInEachPass() {
    MultiLayerNetwork network = counting(counter(0.75));

    assertThat(outputs(network, true)).isNotEqualTo(outputs(network, true));
  }

  @Test
  void eachDirectionDrawsForItself() {
    Nd4j.getRandom().setSeed(5);
    INDArray steps = outputs(counting(bidirectional(counter(0.75), Merge.CONCAT)), true);

    int different = 0;
    for (int row = 0; row < SEQUENCES; row++) {
      for (int unit = 0; unit < UNITS; unit++) {
        List<Float> backwards = new ArrayList<>(counts(steps, row, UNITS + unit));
        Collections.reverse(backwards);
        assertThat(backwards).isIn(DROPPED, KEPT);
        different += backwards.equals(counts(steps, row, unit)) ? 0 : 1;
      }
    }

    // 2000 pairs, of which 2 * 3/4 * 1/4 differ: 750, and a standard deviation of 21.7.
    assertThat(different).isBetween(750 - 87, 750 + 87);
  }

  @Test
  void dropsTheSameWeightsForAllSequencesAndStepsOfABatch() {
    Nd4j.getRandom().setSeed(5);
    LayerSpec layer = Networks.droppingWeights(0.75, counter(0));
    MultiLayerNetwork network = counting(bidirectional(layer, Merge.CONCAT));

    INDArray steps = outputs(network, true);
    INDArray ofNextBatch = outputs(network, true);

    int kept = 0;
    for (int unit = 0; unit < 2 * UNITS; unit++) {
      for (int row = 0; row < SEQUENCES; row++) {
        assertThat(counts(steps, row, unit)).isEqualTo(counts(steps, 0, unit));
      }
      List<Float> forwards = new ArrayList<>(counts(steps, 0, unit));
      if (unit >= UNITS) {
        Collections.reverse(forwards);
      }
      assertThat(forwards).isIn(DROPPED, KEPT); // of the weights only those of a unit to itself
      kept += forwards.equals(KEPT) ? 1 : 0;
    }
    // 80 draws with a chance of 1/4: 20, and a standard deviation of sqrt(80 * 3/16) = 3.9.
    assertThat(kept).isBetween(20 - 16, 20 + 16);
    assertThat(ofNextBatch).isNotEqualTo(steps);
  }

  @Test
  void peepholesAreNoRecurrentWeights() {
    LayerSpec layer = lstm(UNITS, LayerSpec.Lstm.Peepholes.PREVIOUS);
    MultiLayerNetwork network = network(Networks.droppingWeights(0.75, layer));
    INDArray recurrent = network.getLayer(0).getParam("RW");
    recurrent.assign(0);
    recurrent.get(NDArrayIndex.all(), NDArrayIndex.interval(4 * UNITS, 4 * UNITS + 3)).assign(0.5);

    assertThat(outputs(network, true)).isEqualTo(outputs(network, false));
  }

  @Test
  void predictionsAreThoseOfTheSameWeightsWithout() {
    for (LayerSpec layer : List.of(lstm(4), gru(4, true), gru(4, false), simpleRnn(4))) {
      assertThat(outputs(network(Networks.droppingWeights(0.75, layer)), false))
          .isEqualTo(outputs(network(layer), false));
      assertThat(outputs(network(dropping(0.75, layer)), false))
          .isEqualTo(outputs(network(layer), false));
      assertThat(outputs(network(bidirectional(dropping(0.75, layer), Merge.SUM)), false))
          .isEqualTo(outputs(network(bidirectional(layer, Merge.SUM)), false));
    }
  }

  @Test
  void withoutItNothingIsDrawn() {
    MultiLayerNetwork network = network(lstm(4));
    Nd4j.getRandom().setSeed(5);
    outputs(network, true);
    float next = Nd4j.getRandom().nextFloat();

    Nd4j.getRandom().setSeed(5);
    assertThat(next).isEqualTo(Nd4j.getRandom().nextFloat());
  }

  @Test
  void isNeverLeftOutSilentlyWhereTheKernelDoesNotRun() {
    NetworkPlan plan = plan(THREE_STEPS, FOUR_NUMBERS, dropping(0.5, lstm(2)));

    assertThatThrownBy(() -> new NetworkBuilder(plan).trainable(training(), 1, 1, DataType.DOUBLE))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("network[0] lstm: only the kernel has recurrent dropout");
  }

  private static LayerSpec counter(double share) {
    return new LayerSpec.SimpleRnn(
        UNITS,
        Activation.LINEAR,
        0,
        share,
        0,
        Optional.empty(),
        false,
        WeightInit.ZEROS,
        WeightInit.ZEROS,
        0,
        0,
        0);
  }

  private static MultiLayerNetwork counting(LayerSpec layer) {
    MultiLayerNetwork network = network(layer);
    network
        .getLayer(0)
        .paramTable()
        .forEach(
            (key, value) -> {
              if (key.endsWith("RW")) {
                value.assign(Nd4j.eye(UNITS));
              } else if (key.endsWith("W")) {
                value.assign(1);
              }
            });
    return network;
  }

  private static MultiLayerNetwork network(LayerSpec layer) {
    NetworkPlan plan = plan(THREE_STEPS, FOUR_NUMBERS, layer, Networks.pooling(Method.MEAN));
    return new NetworkBuilder(plan).trainable(training(), 1, 1).dl4j();
  }

  /** Of the recurrent layer, (sequences, units, steps), for inputs of ones. */
  private static INDArray outputs(MultiLayerNetwork network, boolean training) {
    network.setInput(Nd4j.ones(SEQUENCES, 1, 3));
    return network.feedForward(training).get(1).dup('c');
  }

  private static List<Float> counts(INDArray steps, int row, int unit) {
    return List.of(
        steps.getFloat(row, unit, 0), steps.getFloat(row, unit, 1), steps.getFloat(row, unit, 2));
  }
}
