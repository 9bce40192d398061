package dev.sluice.network;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Huber's loss (1964): for an error e it is e^2 / 2 up to delta, and delta (|e| - delta / 2)
 * beyond; the mean over the outputs of an example. DL4J has no such loss.
 */
public final class HuberLoss extends RowLoss {
  private static final long serialVersionUID = 1L;

  @JsonProperty private final double delta;

  /**
   * @param delta where it changes from squared to absolute, positive
   */
  public HuberLoss(@JsonProperty("delta") double delta) {
    this.delta = delta;
  }

  double delta() {
    return delta;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray error = activation.getActivation(preOutput.dup(), true).subi(labels);
    INDArray size = Transforms.abs(error, true);
    INDArray squared = Transforms.min(size, delta, true);
    // With s = min(|e|, delta), both cases are s (|e| - s / 2).
    INDArray losses = squared.mul(size.subi(squared.mul(0.5)));
    return masked(losses, mask).sum(true, 1).divi(labels.size(1));
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray error = activation.getActivation(preOutput.dup(), true).subi(labels);
    INDArray slope = Transforms.max(Transforms.min(error, delta, true), -delta, false);
    INDArray gradient = activation.backprop(preOutput.dup(), slope.divi(labels.size(1))).getFirst();
    return masked(gradient, mask);
  }

  @Override
  public String name() {
    return "Huber";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HuberLoss huber && huber.delta == delta;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(delta);
  }

  @Override
  public String toString() {
    return "HuberLoss(delta=" + delta + ")";
  }
}
