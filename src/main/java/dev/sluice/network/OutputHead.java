package dev.sluice.network;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/**
 * An output's activation and its loss on one row, in plain arithmetic, with the definitions of the
 * classes of the same names in ND4J or here.
 */
sealed interface OutputHead {

  /** The usual combinations of activation and loss; empty for others. */
  static Optional<OutputHead> of(IActivation activation, ILossFunction loss) {
    if (activation instanceof Reversal reversal) {
      return of(new ActivationIdentity(), loss).map(head -> new Reversed(head, reversal));
    }
    if (activation instanceof ActivationSigmoid && loss instanceof CrossEntropy) {
      return Optional.of(new SigmoidCrossEntropy());
    }
    if (activation instanceof ActivationSoftmax && loss instanceof CrossEntropy) {
      return Optional.of(new SoftmaxCrossEntropy());
    }
    if (loss instanceof ClassLoss how) {
      return of(activation, new CrossEntropy())
          .map(plain -> new OfClasses(plain, activation instanceof ActivationSigmoid, how));
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
      if (loss instanceof ValueLoss values) {
        return Optional.of(new OfValues(values.form()));
      }
    }
    return Optional.empty();
  }

  /** y = f(z), n numbers from at on, in place. */
  void activate(float[] z, int at, int n);

  /** The same of the weights of now, whatever training does to them later. */
  default OutputHead fixed() {
    return this;
  }

  /**
   * Replaces z by its gradient. It starts from z and not from f(z), which lacks precision where
   * float rounds a probability to 0 or 1.
   *
   * @param z n numbers from at on, before the activation
   * @param labels n numbers from labelsAt on; NaN for an output of a number that does not count
   * @return the loss of the row
   */
  double lossToGradient(float[] z, int at, float[] labels, int labelsAt, int n);

  /**
   * The same for a batch.
   *
   * @param z (batch, width), n numbers of each row
   * @param labels (batch, n)
   * @return the sum of the losses of the rows
   */
  default double lossToGradient(float[] z, int width, INDArray labels, int batch, int n) {
    if (labels.size(0) != batch || labels.size(1) != n) {
      throw new IllegalArgumentException(
          "labels must be (%s, %s), got (%s, %s)"
              .formatted(batch, n, labels.size(0), labels.size(1)));
    }
    float[] expected = Views.toArray(labels);
    double sum = 0;
    for (int r = 0; r < batch; r++) {
      sum += lossToGradient(z, r * width, expected, r * n, n);
    }
    return sum;
  }

  /** 0 if the label is unknown. */
  private static double error(float z, float label) {
    return Float.isNaN(label) ? 0 : (double) z - label;
  }

  /** {@link CrossEntropy}, summed over columns. */
  record SigmoidCrossEntropy() implements OutputHead {
    @Override
    public void activate(float[] z, int at, int n) {
      for (int j = at; j < at + n; j++) {
        z[j] = (float) (1 / (1 + Math.exp(-z[j])));
      }
    }

    @Override
    public double lossToGradient(float[] z, int at, float[] labels, int labelsAt, int n) {
      double loss = 0;
      for (int j = 0; j < n; j++) {
        double logit = z[at + j];
        double label = labels[labelsAt + j];
        // -y log p - (1 - y) log(1 - p), without a power that overflows
        loss += Math.max(logit, 0) - logit * label + Math.log1p(Math.exp(-Math.abs(logit)));
      }
      activate(z, at, n);
      for (int j = 0; j < n; j++) {
        z[at + j] -= labels[labelsAt + j];
      }
      return loss;
    }
  }

  /** {@link CrossEntropy}. */
  record SoftmaxCrossEntropy() implements OutputHead {
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
    public double lossToGradient(float[] z, int at, float[] labels, int labelsAt, int n) {
      float most = Float.NEGATIVE_INFINITY;
      for (int j = at; j < at + n; j++) {
        most = Math.max(most, z[j]);
      }
      double sum = 0;
      for (int j = at; j < at + n; j++) {
        sum += Math.exp(z[j] - most);
      }
      double loss = 0;
      for (int j = 0; j < n; j++) {
        double label = labels[labelsAt + j];
        if (label != 0) {
          loss += label * (Math.log(sum) + most - z[at + j]); // -log p
        }
      }
      activate(z, at, n);
      for (int j = 0; j < n; j++) {
        z[at + j] -= labels[labelsAt + j];
      }
      return loss;
    }
  }

  /**
   * {@link ClassLoss}. The loss of a row is still the plain cross-entropy, so that it can be
   * compared with that of other parts and trainings.
   *
   * @param plain of the same activation
   * @param sigmoid whether each output is a class or not
   */
  record OfClasses(OutputHead plain, boolean sigmoid, ClassLoss how) implements OutputHead {
    @Override
    public void activate(float[] z, int at, int n) {
      plain.activate(z, at, n);
    }

    @Override
    public double lossToGradient(float[] z, int at, float[] labels, int labelsAt, int n) {
      double sum = 0;
      int outputs = sigmoid ? 1 : n; // outputs that share a loss
      double share = 1.0 / (sigmoid ? 2 : n);
      for (int k = 0; k < n; k += outputs) {
        double loss = plain.lossToGradient(z, at + k, labels, labelsAt + k, outputs);
        double factor = how.factor(right(labels, labelsAt + k, outputs), loss);
        for (int j = k; j < k + outputs; j++) {
          double smoothed = z[at + j] + how.smoothing() * (labels[labelsAt + j] - share);
          z[at + j] = (float) (factor * smoothed);
        }
        sum += loss;
      }
      return sum;
    }

    private int right(float[] labels, int at, int outputs) {
      int right = 0;
      for (int j = 0; j < outputs && !sigmoid; j++) {
        right = labels[at + j] == 1 ? j : right;
      }
      return sigmoid ? (int) labels[at] : right;
    }
  }

  /** The mean over columns of squared errors. */
  record Squared() implements OutputHead {
    @Override
    public void activate(float[] z, int at, int n) {}

    @Override
    public double lossToGradient(float[] z, int at, float[] labels, int labelsAt, int n) {
      double loss = 0;
      for (int j = 0; j < n; j++) {
        double error = error(z[at + j], labels[labelsAt + j]);
        loss += error * error / n;
        z[at + j] = (float) (2 * error / n);
      }
      return loss;
    }
  }

  /** The mean over columns of absolute errors. */
  record Absolute() implements OutputHead {
    @Override
    public void activate(float[] z, int at, int n) {}

    @Override
    public double lossToGradient(float[] z, int at, float[] labels, int labelsAt, int n) {
      double loss = 0;
      for (int j = 0; j < n; j++) {
        double error = error(z[at + j], labels[labelsAt + j]);
        loss += Math.abs(error) / n;
        z[at + j] = (float) (Math.signum(error) / n);
      }
      return loss;
    }
  }

  /** {@link HuberLoss}. */
  record Huber(double delta) implements OutputHead {
    @Override
    public void activate(float[] z, int at, int n) {}

    @Override
    public double lossToGradient(float[] z, int at, float[] labels, int labelsAt, int n) {
      double loss = 0;
      for (int j = 0; j < n; j++) {
        double error = error(z[at + j], labels[labelsAt + j]);
        double squared = Math.min(Math.abs(error), delta);
        loss += squared * (Math.abs(error) - squared / 2) / n;
        z[at + j] = (float) (Math.max(-delta, Math.min(delta, error)) / n);
      }
      return loss;
    }
  }

  /** {@link ValueLoss}. */
  record OfValues(ValueForm form) implements OutputHead {
    @Override
    public void activate(float[] z, int at, int n) {}

    @Override
    public double lossToGradient(float[] z, int at, float[] labels, int labelsAt, int n) {
      double[] row = new double[n];
      double[] known = new double[n];
      for (int j = 0; j < n; j++) {
        row[j] = z[at + j];
        known[j] = labels[labelsAt + j];
      }
      double loss = form.lossToGradient(row, known);
      for (int j = 0; j < n; j++) {
        z[at + j] = (float) row[j];
      }
      return loss;
    }
  }

  /** {@link Reversal}, then another one. */
  record Reversed(OutputHead head, Reversal reversal) implements OutputHead {
    @Override
    public void activate(float[] z, int at, int n) {
      reversal.now().undo(z, at, n);
      head.activate(z, at, n);
    }

    @Override
    public OutputHead fixed() {
      return new Undone(head, reversal.now());
    }

    @Override
    public double lossToGradient(float[] z, int at, float[] labels, int labelsAt, int n) {
      Reversal.Undoing undoing = reversal.now();
      float[] y = Arrays.copyOfRange(z, at, at + n);
      undoing.undo(y, 0, n);
      double loss =
          head.lossToGradient(y, 0, labels, labelsAt, n); // y is its gradient from here on
      for (int j = 0; j < n; j++) {
        z[at + j] = (float) undoing.gradient(z[at + j], y[j], j);
      }
      return loss;
    }
  }

  /** {@link Reversed} that only predicts. */
  record Undone(OutputHead head, Reversal.Undoing undoing) implements OutputHead {
    @Override
    public void activate(float[] z, int at, int n) {
      undoing.undo(z, at, n);
      head.activate(z, at, n);
    }

    @Override
    public double lossToGradient(float[] z, int at, float[] labels, int labelsAt, int n) {
      throw new IllegalStateException("it only predicts");
    }
  }
}
