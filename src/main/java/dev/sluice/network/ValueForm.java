package dev.sluice.network;

import dev.sluice.shape.Positive;
import java.util.Arrays;
import org.apache.commons.math3.special.Gamma;

/**
 * The loss of a value for which a network has several outputs; {@code
 * dev.sluice.shape.OutputShape.Values} says what these are.
 */
sealed interface ValueForm {
  /** The number of outputs per value. */
  int numbers();

  /**
   * The loss of a value, and its gradient.
   *
   * @param z the outputs of the network, (numbers)
   * @param label (numbers)
   * @param gradient receives that of z, (numbers)
   */
  double loss(double[] z, double[] label, double[] gradient);

  /**
   * The mean loss of the values of an example; 0 for an unknown value, whose first label is NaN.
   *
   * @param z (values * numbers), replaced by its gradient
   * @param labels (values * numbers)
   */
  default double lossToGradient(double[] z, double[] labels) {
    int numbers = numbers();
    int values = z.length / numbers;
    double[] gradient = new double[numbers];
    double loss = 0;
    for (int at = 0; at < z.length; at += numbers) {
      boolean known = !Double.isNaN(labels[at]);
      if (known) {
        double[] ofValue = Arrays.copyOfRange(z, at, at + numbers);
        loss += loss(ofValue, Arrays.copyOfRange(labels, at, at + numbers), gradient) / values;
      }
      for (int i = 0; i < numbers; i++) {
        z[at + i] = known ? gradient[i] / values : 0;
      }
    }
    return loss;
  }

  /** The mean pinball loss of quantiles (Koenker and Bassett 1978). */
  record Quantiles(double... levels) implements ValueForm {
    @Override
    public int numbers() {
      return levels.length;
    }

    @Override
    public double loss(double[] z, double[] label, double[] gradient) {
      double loss = 0;
      for (int i = 0; i < levels.length; i++) {
        double error = label[i] - z[i];
        double slope = error > 0 ? levels[i] : error < 0 ? levels[i] - 1 : 0;
        loss += slope * error / levels.length;
        gradient[i] = -slope / levels.length;
      }
      return loss;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Quantiles quantiles && Arrays.equals(quantiles.levels, levels);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(levels);
    }
  }

  /**
   * -ln p of a normal distribution; z consists of its mean and, by {@link Positive}, its standard
   * deviation.
   */
  record Gaussian() implements ValueForm {
    private static final double CONSTANT = Math.log(2 * Math.PI) / 2;

    @Override
    public int numbers() {
      return 2;
    }

    @Override
    public double loss(double[] z, double[] label, double[] gradient) {
      double deviation = Positive.of(z[1]);
      double off = (label[0] - z[0]) / deviation;
      gradient[0] = -off / deviation;
      gradient[1] = (1 - off * off) / deviation * Positive.slope(z[1]);
      return CONSTANT + Math.log(deviation) + off * off / 2;
    }
  }

  /** -ln p of Student's t; z consists of its location and, by {@link Positive}, its scale. */
  record StudentT(double degrees) implements ValueForm {
    @Override
    public int numbers() {
      return 2;
    }

    @Override
    public double loss(double[] z, double[] label, double[] gradient) {
      double scale = Positive.of(z[1]);
      double off = (label[0] - z[0]) / scale;
      double weight = (degrees + 1) / (degrees + off * off);
      gradient[0] = -weight * off / scale;
      gradient[1] = (1 - weight * off * off) / scale * Positive.slope(z[1]);
      return Gamma.logGamma(degrees / 2)
          - Gamma.logGamma((degrees + 1) / 2)
          + Math.log(degrees * Math.PI) / 2
          + Math.log(scale)
          + (degrees + 1) / 2 * Math.log1p(off * off / degrees);
    }
  }

  /**
   * -ln p of a negative binomial distribution with mean m and variance m + a m^2; z consists of, by
   * {@link Positive}, m in units of the second label, and a. The first label is the count.
   */
  record NegativeBinomial() implements ValueForm {
    @Override
    public int numbers() {
      return 2;
    }

    @Override
    public double loss(double[] z, double[] label, double[] gradient) {
      double count = label[0];
      double mean = label[1] * Positive.of(z[0]);
      double dispersion = Positive.of(z[1]);
      double r = 1 / dispersion;
      double failure = -Math.log1p(mean / r); // ln (r / (r + m))
      gradient[0] = ((r + count) / (r + mean) - count / mean) * label[1] * Positive.slope(z[0]);
      double ofR =
          -(Gamma.digamma(count + r) - Gamma.digamma(r) + failure + 1 - (r + count) / (r + mean));
      gradient[1] = -ofR * r * r * Positive.slope(z[1]);
      return Gamma.logGamma(r)
          + Gamma.logGamma(count + 1)
          - Gamma.logGamma(count + r)
          - r * failure
          - (count == 0 ? 0 : count * (Math.log(mean / r) + failure));
    }
  }
}
