package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Compares gradients with central differences, in training mode, with the same dropout. */
final class GradientCheck {
  private static final double STEP = 1e-5;
  private static final double SLOPE_STEP = 1e-2;
  private static final long SEED = 99;

  /** About so many parameters are checked, evenly spread: each costs two passes. */
  private static final int MOST_CHECKED = 30;

  private GradientCheck() {}

  /**
   * @param network in double precision, without penalties
   * @param examples all of one length: their mask is left out, since DL4J takes the last step under
   *     a mask in single precision
   */
  static void assertExact(MultiLayerNetwork network, DataSet examples) {
    gradient(network, examples);
    INDArray gradient = network.gradient().gradient().dup().divi(examples.numExamples());
    boolean[] learned = learned(network);
    INDArray parameters = network.params();
    int stride = 1 + learned.length / MOST_CHECKED;
    for (int i = 0; i < learned.length; i += stride) {
      if (learned[i]) {
        double value = parameters.getDouble(i);
        parameters.putScalar(i, value + STEP);
        double above = loss(network, examples);
        parameters.putScalar(i, value - STEP);
        double below = loss(network, examples);
        parameters.putScalar(i, value);
        assertThat(gradient.getDouble(i))
            .as("gradient of parameter " + i)
            .isCloseTo((above - below) / (2 * STEP), within(1e-7));
      }
    }
  }

  /**
   * In single precision a difference of losses has few digits left, so the slope is taken along the
   * gradient of each parameter matrix, where it is large, and along random directions.
   *
   * @param network in single precision, without penalties
   */
  static void assertSlopes(MultiLayerNetwork network, DataSet examples, String what) {
    gradient(network, examples);
    INDArray gradient = network.gradient().gradient().dup().divi(examples.numExamples());
    boolean[] learned = learned(network);
    for (int i = 0; i < learned.length; i++) {
      if (!learned[i]) {
        gradient.putScalar(i, 0);
      }
    }
    double norm = gradient.norm2Number().doubleValue();
    assertThat(norm).as("norm of the gradient of %s", what).isBetween(1e-6, 1e6);
    for (INDArray along : directions(network, gradient, learned)) {
      double above = lossAt(network, examples, along, SLOPE_STEP);
      double below = lossAt(network, examples, along, -SLOPE_STEP);
      assertThat((above - below) / (2 * SLOPE_STEP))
          .as("slope of %s", what)
          .isCloseTo(along.mul(gradient).sumNumber().doubleValue(), within(2e-3 * norm));
    }
  }

  /** Each of length 1. */
  private static List<INDArray> directions(
      MultiLayerNetwork network, INDArray gradient, boolean[] learned) {
    List<INDArray> directions = new ArrayList<>();
    int from = 0;
    for (INDArray parameter : network.paramTable().values()) {
      int to = from + (int) parameter.length();
      INDArray along = Nd4j.zeros(DataType.FLOAT, gradient.shape());
      for (int i = from; i < to; i++) {
        along.putScalar(i, gradient.getFloat(i));
      }
      directions.add(along);
      from = to;
    }
    Random random = new Random(5);
    for (int n = 0; n < 3; n++) {
      INDArray along = Nd4j.zeros(DataType.FLOAT, gradient.shape());
      for (int i = 0; i < learned.length; i++) {
        along.putScalar(i, learned[i] ? random.nextGaussian() : 0);
      }
      directions.add(along);
    }
    directions.removeIf(along -> along.norm2Number().doubleValue() == 0);
    directions.forEach(along -> along.divi(along.norm2Number()));
    return directions;
  }

  private static double lossAt(
      MultiLayerNetwork network, DataSet examples, INDArray along, double step) {
    INDArray before = network.params().dup();
    network.params().addi(along.mul(step).reshape(before.shape()));
    double loss = loss(network, examples);
    network.params().assign(before);
    return loss;
  }

  /** Leaves the gradient, summed over the examples, in the network. */
  private static void gradient(MultiLayerNetwork network, DataSet examples) {
    DataSet given = inPrecisionOf(network, examples);
    Nd4j.getRandom().setSeed(SEED);
    network.setInput(given.getFeatures());
    network.setLabels(given.getLabels());
    if (given.getFeaturesMaskArray() != null) {
      network.setLayerMaskArrays(given.getFeaturesMaskArray(), null);
    }
    network.computeGradientAndScore();
    double lossOfGradient = network.score();
    assertThat(loss(network, examples)).isEqualTo(lossOfGradient);
  }

  /** The mean loss, without its gradient, of the same dropout. */
  private static double loss(MultiLayerNetwork network, DataSet examples) {
    Nd4j.getRandom().setSeed(SEED);
    return network.score(inPrecisionOf(network, examples), /* training= */ true);
  }

  private static DataSet inPrecisionOf(MultiLayerNetwork network, DataSet examples) {
    DataType type = network.params().dataType();
    return new DataSet(
        examples.getFeatures().castTo(type),
        examples.getLabels().castTo(type),
        type == DataType.FLOAT ? examples.getFeaturesMaskArray() : null,
        null);
  }

  /** Which parameters are learned, not tracked like the mean of a batch normalisation. */
  private static boolean[] learned(MultiLayerNetwork network) {
    boolean[] learned = new boolean[Math.toIntExact(network.numParams())];
    int next = 0;
    for (var parameter : network.paramTable().entrySet()) {
      boolean divided = network.updaterDivideByMinibatch(parameter.getKey());
      for (long k = 0; k < parameter.getValue().length(); k++) {
        learned[next++] = divided;
      }
    }
    return learned;
  }
}
