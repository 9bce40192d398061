package dev.sluice.network;

import java.util.Arrays;
import java.util.Objects;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * {@link CrossEntropy} with optional changes for training, w(c) (1 - p)^gamma H(y', f(z)): w is the
 * weight of the correct class c, p its probability, (1 - p)^gamma the factor of the focal loss (Lin
 * et al. 2017), and y' = (1 - s) y + s / classes the smoothed labels (Szegedy et al. 2016).
 */
final class ClassLoss extends RowLoss {
  private static final long serialVersionUID = 1L;

  @JsonProperty private final double smoothing;
  @JsonProperty private final double gamma;
  @JsonProperty private final double[] weights; // (classes); empty for ones

  ClassLoss(
      @JsonProperty("smoothing") double smoothing,
      @JsonProperty("gamma") double gamma,
      @JsonProperty("weights") double[] weights) {
    this.smoothing = smoothing;
    this.gamma = gamma;
    this.weights = weights.clone();
  }

  double smoothing() {
    return smoothing;
  }

  /**
   * The factor for the gradient of a cross-entropy.
   *
   * @param loss the cross-entropy, -log p
   */
  double factor(int right, double loss) {
    return (weights.length == 0 ? 1 : weights[right]) * focal(loss);
  }

  private double focal(double loss) {
    double p = Math.exp(-loss);
    double wrong = -Math.expm1(-loss); // 1 - p
    if (gamma == 0 || wrong == 0) {
      return gamma == 0 ? 1 : 0;
    }
    return Math.pow(wrong, gamma) + gamma * Math.pow(wrong, gamma - 1) * p * loss;
  }

  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    INDArray y = labels.castTo(logits.dataType());
    INDArray focal = Transforms.pow(wrong(plain(y, logits, activation)), gamma, false);
    INDArray losses =
        summed(CrossEntropy.losses(smoothed(y, activation), logits, activation), activation);
    return masked(losses.muli(focal).muli(weights(y, activation)), mask).sum(true, 1);
  }

  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    INDArray y = labels.castTo(logits.dataType());
    INDArray loss = plain(y, logits, activation);
    INDArray factors = weights(y, activation);
    for (long r = 0; r < loss.rows(); r++) {
      for (long k = 0; k < loss.columns(); k++) {
        factors.putScalar(r, k, factors.getDouble(r, k) * focal(loss.getDouble(r, k)));
      }
    }
    INDArray errors = activation.getActivation(logits.dup(), true).subi(smoothed(y, activation));
    return masked(
        factors.columns() == errors.columns()
            ? errors.muli(factors)
            : errors.muliColumnVector(factors),
        mask);
  }

  /** The cross-entropy of each row of a softmax, or of each sigmoid. */
  private static INDArray plain(INDArray y, INDArray logits, IActivation activation) {
    return summed(CrossEntropy.losses(y, logits, activation), activation);
  }

  private static INDArray summed(INDArray losses, IActivation activation) {
    return isSoftmax(activation) ? losses.sum(true, 1) : losses;
  }

  private static INDArray wrong(INDArray losses) {
    return Transforms.exp(losses.neg(), false).rsubi(1);
  }

  private INDArray smoothed(INDArray y, IActivation activation) {
    double classes = isSoftmax(activation) ? y.columns() : 2;
    return y.mul(1 - smoothing).addi(smoothing / classes);
  }

  /** As {@link #plain}. */
  private INDArray weights(INDArray y, IActivation activation) {
    INDArray ofRows = isSoftmax(activation) ? y.sum(true, 1).assign(1) : y.dup().assign(1);
    for (long r = 0; r < y.rows() && weights.length > 0; r++) {
      for (long k = 0; k < ofRows.columns(); k++) {
        int right =
            isSoftmax(activation) ? y.getRow(r).argMax().getInt(0) : (int) y.getDouble(r, k);
        ofRows.putScalar(r, k, weights[right]);
      }
    }
    return ofRows;
  }

  private static boolean isSoftmax(IActivation activation) {
    return activation instanceof ActivationSoftmax;
  }

  @Override
  public String name() {
    return "ClassLoss";
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClassLoss that
        && smoothing == that.smoothing
        && gamma == that.gamma
        && Arrays.equals(weights, that.weights);
  }

  @Override
  public int hashCode() {
    return Objects.hash(smoothing, gamma, Arrays.hashCode(weights));
  }

  @Override
  public String toString() {
    return "ClassLoss(smoothing=%s, gamma=%s, weights=%s)"
        .formatted(smoothing, gamma, Arrays.toString(weights));
  }
}
