package dev.sluice.network;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Cross-entropy of a sigmoid for each column, or of a softmax, computed from the logits: the
 * gradient is f(z) - y, however wrong they are. ND4J's losses clip probabilities at 1e-5 or 1e-10
 * first.
 */
final class CrossEntropy extends RowLoss {
  private static final long serialVersionUID = 1L;

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    INDArray y = labels.castTo(logits.dataType());
    return masked(losses(y, logits, activation), mask).sum(true, 1);
  }

  /** The loss of each output; labels may be any distribution over classes. */
  static INDArray losses(INDArray y, INDArray z, IActivation activation) {
    if (activation instanceof ActivationSigmoid) {
      // -y log p - (1 - y) log(1 - p) = max(z, 0) - z y + log(1 + e^-|z|)
      INDArray power = Transforms.exp(Transforms.abs(z, true).negi(), false);
      return Transforms.max(z, 0, true).subi(z.mul(y)).addi(Transforms.log(power.addi(1), false));
    }
    if (activation instanceof ActivationSoftmax) {
      // -y log p = y (log sum e^z - z)
      INDArray below = z.subColumnVector(z.max(true, 1));
      INDArray sums = Transforms.log(Transforms.exp(below, true).sum(true, 1), false);
      return below.negi().addiColumnVector(sums).muli(y);
    }
    throw new IllegalArgumentException("no cross-entropy of " + activation);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    INDArray p = activation.getActivation(logits.dup(), true);
    return masked(p.subi(labels.castTo(p.dataType())), mask);
  }

  @Override
  public String name() {
    return "CrossEntropy";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CrossEntropy;
  }

  @Override
  public int hashCode() {
    return CrossEntropy.class.hashCode();
  }

  @Override
  public String toString() {
    return "CrossEntropy()";
  }
}
