package dev.sluice.train;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Labels;
import dev.sluice.data.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.network.Network;
import dev.sluice.network.PlannedOutput;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Initial weights for a linear path from the window to the outputs: those with the smallest squared
 * error on the training part, with an L2 penalty on them but not on the constants (Hoerl and
 * Kennard, Ridge regression, 1970), in closed form. The penalty is chosen by the squared error on
 * the validation part. Examples with an unknown label do not count.
 */
final class RidgeStart {
  private static final double[] STRENGTHS = {1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10}; // an example's
  private static final double WITHOUT_VALIDATION = 1e-2;
  private static final int BLOCK = 64; // examples at once

  private final Dataset data;
  private final int inputs;
  private final int outputs;
  private final int batchSize;
  private final Runnable pause;

  /**
   * @param pause called every now and then; may throw
   */
  RidgeStart(Dataset data, PlannedOutput output, int batchSize, Runnable pause) {
    this.data = data;
    inputs = output.window();
    outputs = output.units();
    this.batchSize = Math.min(batchSize, BLOCK);
    this.pause = pause;
  }

  /**
   * Does nothing if no example has all its labels.
   *
   * @param chosen the penalty of each example, if an earlier training has chosen it
   * @return whether the network has the weights now
   */
  boolean give(Network network, OptionalDouble chosen) {
    Sums training = sums(data.examples(Part.TRAINING));
    if (training.examples == 0) {
      return false;
    }
    Line best = chosen.isPresent() ? training.solved(chosen.getAsDouble()) : best(training);
    float[] weights = new float[inputs * outputs];
    float[] constants = new float[outputs];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        weights[i * outputs + o] = (float) best.weights[i][o];
      }
      constants[o] = (float) best.constants[o];
    }
    network.startLinear(weights, constants);
    return true;
  }

  /**
   * The penalty with which {@link #give} fits unless another one is chosen; empty if no example of
   * the training part has all its labels.
   */
  OptionalDouble strength() {
    Sums training = sums(data.examples(Part.TRAINING));
    return training.examples == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(best(training).strength());
  }

  private Line best(Sums training) {
    Sums validation = sums(data.examples(Part.VALIDATION));
    if (validation.examples == 0) {
      return training.solved(WITHOUT_VALIDATION);
    }
    Line best = null;
    double least = Double.POSITIVE_INFINITY;
    for (double strength : STRENGTHS) {
      Line line = training.solved(strength);
      double error = validation.squaredError(line);
      if (best == null || error < least) {
        best = line;
        least = error;
      }
    }
    return best;
  }

  private Sums sums(Examples examples) {
    Sums sums = new Sums();
    for (int at = 0; at < examples.size(); at += batchSize) {
      pause.run();
      int[] batch = IntStream.range(at, Math.min(at + batchSize, examples.size())).toArray();
      sums.add(
          examples.input().features(batch).values(),
          examples.labels(Labels.class).labels(batch, outputs).values(),
          batch.length);
    }
    return sums;
  }

  /** a += factor * b, over the length of b. */
  private static void add(double[] a, double factor, double[] b) {
    for (int j = 0; j < b.length; j++) {
      a[j] += factor * b[j];
    }
  }

  /**
   * @param weights (inputs, outputs)
   * @param constants (outputs)
   * @param strength the penalty of each example
   */
  private record Line(double[][] weights, double[] constants, double strength) {}

  /** Sums for the normal equations of some examples. */
  private final class Sums {
    private final double[][] squares = triangle(); // of inputs, row i from column i on
    private final double[][] products = new double[inputs][outputs];
    private final double[] ofInputs = new double[inputs];
    private final double[] ofOutputs = new double[outputs];
    private double squaresOfOutputs;
    private long examples;

    /**
     * @param x (count, inputs)
     * @param y (count, outputs)
     */
    void add(float[] x, float[] y, int count) {
      double[][] known = new double[count][];
      double[][] labels = new double[count][];
      int n = 0;
      for (int r = 0; r < count; r++) {
        double[] label = doubles(y, r, outputs);
        if (Arrays.stream(label).noneMatch(Double::isNaN)) {
          known[n] = doubles(x, r, inputs);
          labels[n++] = label;
        }
      }
      examples += n;
      for (int i = 0; i < inputs; i++) {
        double[] row = squares[i];
        for (int r = 0; r < n; r++) {
          double[] of = known[r];
          double value = of[i];
          for (int j = 0; j < row.length; j++) {
            row[j] += value * of[i + j];
          }
          RidgeStart.add(products[i], value, labels[r]);
          ofInputs[i] += value;
        }
      }
      for (int r = 0; r < n; r++) {
        for (int o = 0; o < outputs; o++) {
          ofOutputs[o] += labels[r][o];
          squaresOfOutputs += labels[r][o] * labels[r][o];
        }
      }
    }

    /** Solves by a Cholesky factorization of the centred products. */
    Line solved(double strength) {
      double[][] factor = triangle(); // upper, row i from column i on
      double[][] weights = new double[inputs][outputs];
      for (int i = 0; i < inputs; i++) {
        pause.run();
        double[] row = factor[i];
        double[] right = weights[i];
        double mean = ofInputs[i] / examples;
        for (int j = 0; j < row.length; j++) {
          row[j] = squares[i][j] - mean * ofInputs[i + j];
        }
        row[0] += strength * examples;
        for (int o = 0; o < outputs; o++) {
          right[o] = products[i][o] - mean * ofOutputs[o];
        }
        for (int k = 0; k < i; k++) {
          double[] above = factor[k];
          double value = above[i - k];
          for (int j = 0; j < row.length; j++) {
            row[j] -= value * above[i - k + j];
          }
          RidgeStart.add(right, -value, weights[k]);
        }
        double root = Math.sqrt(row[0]);
        for (int j = 0; j < row.length; j++) {
          row[j] /= root;
        }
        for (int o = 0; o < outputs; o++) {
          right[o] /= root;
        }
      }
      double[] constants = new double[outputs];
      RidgeStart.add(constants, 1.0 / examples, ofOutputs);
      for (int i = inputs - 1; i >= 0; i--) {
        pause.run();
        double[] row = factor[i];
        for (int j = 1; j < row.length; j++) {
          RidgeStart.add(weights[i], -row[j], weights[i + j]);
        }
        for (int o = 0; o < outputs; o++) {
          weights[i][o] /= row[0];
        }
        RidgeStart.add(constants, -ofInputs[i] / examples, weights[i]);
      }
      return new Line(weights, constants, strength);
    }

    /** Over all examples and outputs. */
    double squaredError(Line line) {
      double error = squaresOfOutputs;
      double[] constants = line.constants();
      for (int o = 0; o < outputs; o++) {
        error += constants[o] * (examples * constants[o] - 2 * ofOutputs[o]);
      }
      double[] sum = new double[outputs];
      for (int i = 0; i < inputs; i++) {
        pause.run();
        Arrays.fill(sum, 0);
        double[] weights = line.weights()[i];
        RidgeStart.add(sum, squares[i][0], weights);
        for (int j = 1; j < squares[i].length; j++) {
          RidgeStart.add(sum, 2 * squares[i][j], line.weights()[i + j]);
        }
        RidgeStart.add(sum, -2, products[i]);
        RidgeStart.add(sum, 2 * ofInputs[i], constants);
        for (int o = 0; o < outputs; o++) {
          error += weights[o] * sum[o];
        }
      }
      return error;
    }

    private double[][] triangle() {
      return IntStream.range(0, inputs)
          .mapToObj(i -> new double[inputs - i])
          .toArray(double[][]::new);
    }

    private double[] doubles(float[] values, int row, int width) {
      double[] some = new double[width];
      for (int j = 0; j < width; j++) {
        some[j] = values[row * width + j];
      }
      return some;
    }
  }
}
