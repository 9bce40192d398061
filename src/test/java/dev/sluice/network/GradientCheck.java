package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Compares gradients with central differences, in training mode, with the same dropout. */
final class GradientCheck {
  private static final double STEP = 1e-5;

  /** About so many parameters are checked, evenly spread: each costs two passes. */
  private static final int MOST_CHECKED = 30;

  private GradientCheck() {}

  /**
   * @param network in double precision, without penalties
   * @param examples all of one length: their mask is left out, since DL4J takes the last step under
   *     a mask in single precision
   */
  static void assertExact(MultiLayerNetwork network, DataSet examples) {
    loss(network, examples);
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

  /** The mean loss; leaves its gradient, summed over the examples, in the network. */
  private static double loss(MultiLayerNetwork network, DataSet examples) {
    Nd4j.getRandom().setSeed(99);
    network.setInput(examples.getFeatures().castTo(network.params().dataType()));
    network.setLabels(examples.getLabels().castTo(network.params().dataType()));
    network.computeGradientAndScore();
    return network.score();
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
