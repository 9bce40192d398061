package dev.sluice.network;

import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * An output's activation and its loss on one row, in plain arithmetic, with the definitions of
 * ND4J's classes of the same names.
 */
sealed interface OutputHead {

  /** The pairs that outputs have when nobody chooses otherwise; empty for others. */
  static Optional<OutputHead> of(IActivation activation, ILossFunction loss) {
    if (activation instanceof ActivationSigmoid && new LossBinaryXENT().equals(loss)) {
      return Optional.of(new SigmoidCrossEntropy());
    }
    if (activation instanceof ActivationSoftmax && new LossMCXENT().equals(loss)) {
      return Optional.of(new SoftmaxCrossEntropy());
    }
    if (activation instanceof ActivationIdentity) {
      if (new LossMSE().equals(loss)) {
        return Optional.of(new Squared());
      }
      if (new LossMAE().equals(loss)) {
        return Optional.of(new Absolute());
      }
      if (loss instanceof HuberLoss huber) {
        return Optional.of(new Huber(huber.delta()));
      }
    }
    return Optional.empty();
  }

  /** y = f(z), n numbers from at on, in place. */
  void activate(float[] z, int at, int n);

  /**
   * Turns y into the gradient of z.
   *
   * @param y n numbers from at on
   * @param labels n numbers from labelsAt on
   * @return the loss of the row
   */
  double lossToGradient(float[] y, int at, float[] labels, int labelsAt, int n);

  /** Summed over columns; 1e-5 is what stays between a probability and 0 or 1. */
  record SigmoidCrossEntropy() implements OutputHead {
    private static final double LEAST = LossBinaryXENT.DEFAULT_CLIPPING_EPSILON;

    @Override
    public void activate(float[] z, int at, int n) {
      for (int j = at; j < at + n; j++) {
        z[j] = (float) (1 / (1 + Math.exp(-z[j])));
      }
    }

    @Override
    public double lossToGradient(float[] y, int at, float[] labels, int labelsAt, int n) {
      double loss = 0;
      for (int j = 0; j < n; j++) {
        double output = y[at + j];
        double clipped = Math.max(LEAST, Math.min(1 - LEAST, output));
        double label = labels[labelsAt + j];
        loss -= label * Math.log(clipped) + (1 - label) * Math.log(1 - clipped);
        y[at + j] =
            (float) ((clipped - label) / (clipped * (1 - clipped)) * (output * (1 - output)));
      }
      return loss;
    }
  }

  /** 1e-10 is what stays between a probability and 0 or 1 in the loss. */
  record SoftmaxCrossEntropy() implements OutputHead {
    private static final double LEAST = 1e-10;

    @Override
    public void activate(float[] z, int at, int n) {
      float most = Float.NEGATIVE_INFINITY;
      for (int j = at; j < at + n; j++) {
        most = Math.max(most, z[j]);
      }
      double sum = 0;
      for (int j = at; j < at + n; j++) {
        double power = Math.exp(z[j] - most);
        sum += power;
        z[j] = (float) power;
      }
      for (int j = at; j < at + n; j++) {
        z[j] = (float) (z[j] / sum);
      }
    }

    @Override
    public double lossToGradient(float[] y, int at, float[] labels, int labelsAt, int n) {
      double loss = 0;
      for (int j = 0; j < n; j++) {
        double label = labels[labelsAt + j];
        if (label != 0) {
          loss -= label * Math.log(Math.max(LEAST, Math.min(1 - LEAST, y[at + j])));
        }
        y[at + j] = (float) (y[at + j] - label);
      }
      return loss;
    }
  }

  /** The mean over columns of squared errors. */
  record Squared() implements OutputHead {
    @Override
    public void activate(float[] z, int at, int n) {}

    @Override
    public double lossToGradient(float[] y, int at, float[] labels, int labelsAt, int n) {
      double loss = 0;
      for (int j = 0; j < n; j++) {
        double error = (double) y[at + j] - labels[labelsAt + j];
        loss += error * error / n;
        y[at + j] = (float) (2 * error / n);
      }
      return loss;
    }
  }

  /** The mean over columns of absolute errors. */
  record Absolute() implements OutputHead {
    @Override
    public void activate(float[] z, int at, int n) {}

    @Override
    public double lossToGradient(float[] y, int at, float[] labels, int labelsAt, int n) {
      double loss = 0;
      for (int j = 0; j < n; j++) {
        double error = (double) y[at + j] - labels[labelsAt + j];
        loss += Math.abs(error) / n;
        y[at + j] = (float) (Math.signum(error) / n);
      }
      return loss;
    }
  }

  /** {@link HuberLoss}. */
  record Huber(double delta) implements OutputHead {
    @Override
    public void activate(float[] z, int at, int n) {}

    @Override
    public double lossToGradient(float[] y, int at, float[] labels, int labelsAt, int n) {
      double loss = 0;
      for (int j = 0; j < n; j++) {
        double error = (double) y[at + j] - labels[labelsAt + j];
        double squared = Math.min(Math.abs(error), delta);
        loss += squared * (Math.abs(error) - squared / 2) / n;
        y[at + j] = (float) (Math.max(-delta, Math.min(delta, error)) / n);
      }
      return loss;
    }
  }
}
