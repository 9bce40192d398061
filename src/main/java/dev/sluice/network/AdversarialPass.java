package dev.sluice.network;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * After the backward pass of a batch, does a second one with noise in the direction in which the
 * loss increases (Miyato et al. 2017), and leaves the mean of both gradients. The score remains
 * that without noise, and the running means and variances of a batch normalization those of the
 * first pass.
 */
final class AdversarialPass extends BaseTrainingListener {
  /** A layer that adds the noise. */
  interface Adversary {
    /** Whether it has any noise to add. */
    boolean isAdversarial();

    /**
     * Makes the next pass of training one with noise, derived from the gradient of the previous
     * pass.
     */
    void attack();
  }

  private final Adversary adversary;
  private boolean attacking; // the second pass also notifies listeners

  AdversarialPass(Adversary adversary) {
    this.adversary = adversary;
  }

  @Override
  public void onGradientCalculation(Model model) {
    if (attacking) {
      return;
    }
    MultiLayerNetwork network = (MultiLayerNetwork) model;
    double score = network.score();
    Map<String, INDArray> first = new LinkedHashMap<>();
    network.gradient().gradientForVariable().forEach((key, g) -> first.put(key, g.dup()));
    attacking = true;
    try {
      adversary.attack();
      network.computeGradientAndScore();
    } finally {
      attacking = false;
    }
    network.gradient().gradientForVariable().forEach((key, g) -> join(network, key, g, first));
    network.setScore(score);
  }

  private static void join(
      MultiLayerNetwork network, String key, INDArray gradient, Map<String, INDArray> first) {
    if (network.updaterDivideByMinibatch(key)) {
      gradient.addi(first.get(key)).divi(2);
    } else {
      gradient.assign(first.get(key)); // no gradient, but the change of a running mean or variance
    }
  }
}
