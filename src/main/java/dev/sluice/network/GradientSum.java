package dev.sluice.network;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adds the gradients of some batches to that of the step's batch, between its backward pass and the
 * clipping, so that the step is the same as for all of them in one batch.
 *
 * <p>DL4J's gradients are the mean over what counts in a batch (examples, or labelled steps) times
 * its number of examples; the updater divides by that number.
 */
final class GradientSum extends BaseTrainingListener {
  private INDArray sum; // of the means, each times its weight; null until there is one
  private double weights; // 0 for none
  private double ofStep; // the weight of the batch of the step

  /**
   * Adds the present gradient of the network.
   *
   * @param weight the number of items over which the loss of its batch is the mean
   */
  void add(MultiLayerNetwork network, double weight) {
    INDArray gradient = network.getFlattenedGradients();
    double factor = weight / network.batchSize();
    if (weights == 0) {
      sum = sum == null ? gradient.dup() : sum.assign(gradient);
      scale(sum, factor);
    } else {
      Nd4j.getBlasWrapper().level1().axpy(sum.length(), factor, gradient, sum);
    }
    weights += weight;
  }

  /**
   * To be called before the step.
   *
   * @param weight that of the step's batch
   */
  void endWith(double weight) {
    ofStep = weight;
  }

  @Override
  public void onGradientCalculation(Model model) {
    if (weights == 0) {
      return;
    }
    MultiLayerNetwork network = (MultiLayerNetwork) model;
    INDArray gradient = network.getFlattenedGradients();
    double batch = network.batchSize();
    scale(gradient, ofStep / batch);
    gradient.addi(sum);
    scale(gradient, batch / (weights + ofStep));
    weights = 0;
  }

  private static void scale(INDArray numbers, double factor) {
    if (factor != 1) {
      numbers.muli(factor);
    }
  }
}
