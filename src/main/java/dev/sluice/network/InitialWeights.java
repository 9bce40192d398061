package dev.sluice.network;

import dev.sluice.spec.WeightInit;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Initial weights, by Keras's definitions: for a matrix of (rows, columns), fan_in is the rows and
 * fan_out the columns. The weights of an LSTM are one matrix for its four gates, (inputs, 4 units)
 * and (units, 4 units), so its fan_out is 4 units, and its orthogonal recurrent matrix has
 * orthonormal rows across the gates. Normal distributions are not truncated.
 *
 * <p>Drawn in Java, not by DL4J: its LSTM takes other fans, and its draws come from a generator
 * that the whole JVM shares.
 */
final class InitialWeights {
  /** What our layers tell DL4J: their weights are drawn after it has made them. */
  static final org.deeplearning4j.nn.weights.WeightInit DRAWN_LATER =
      org.deeplearning4j.nn.weights.WeightInit.ZERO;

  private InitialWeights() {}

  /**
   * @param weights (rows, columns), written in place
   */
  static void draw(WeightInit init, INDArray weights, RandomGenerator random) {
    int rows = Math.toIntExact(weights.size(0));
    int columns = Math.toIntExact(weights.size(1));
    weights.assign(Nd4j.create(draw(init, rows, columns, random), new long[] {rows, columns}, 'c'));
  }

  /** (rows * columns), row by row. */
  static float[] draw(WeightInit init, int rows, int columns, RandomGenerator random) {
    double fans = rows + (double) columns;
    return switch (init) {
      case GLOROT_UNIFORM -> uniform(Math.sqrt(6 / fans), rows * columns, random);
      case GLOROT_NORMAL -> normal(Math.sqrt(2 / fans), rows * columns, random);
      case HE_UNIFORM -> uniform(Math.sqrt(6.0 / rows), rows * columns, random);
      case HE_NORMAL -> normal(Math.sqrt(2.0 / rows), rows * columns, random);
      case LECUN_UNIFORM -> uniform(Math.sqrt(3.0 / rows), rows * columns, random);
      case LECUN_NORMAL -> normal(Math.sqrt(1.0 / rows), rows * columns, random);
      case UNIFORM -> uniform(0.05, rows * columns, random);
      case NORMAL -> normal(0.05, rows * columns, random);
      case ORTHOGONAL -> orthogonal(rows, columns, random);
      case ZEROS -> new float[rows * columns];
      case ONES -> fill(() -> 1, rows * columns);
    };
  }

  private static float[] uniform(double limit, int count, RandomGenerator random) {
    return fill(() -> limit * (2 * random.nextDouble() - 1), count);
  }

  private static float[] normal(double deviation, int count, RandomGenerator random) {
    return fill(() -> deviation * random.nextGaussian(), count);
  }

  private static float[] fill(DoubleSupplier value, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) value.getAsDouble();
    }
    return values;
  }

  /** Orthonormal rows, or columns where there are more rows than columns (Saxe et al. 2014). */
  private static float[] orthogonal(int rows, int columns, RandomGenerator random) {
    boolean wide = rows <= columns;
    double[][] vectors = new double[Math.min(rows, columns)][Math.max(rows, columns)];
    for (int i = 0; i < vectors.length; i++) {
      for (int j = 0; j < vectors[i].length; j++) {
        vectors[i][j] = random.nextGaussian();
      }
      orthonormalize(vectors, i);
    }
    float[] matrix = new float[rows * columns];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        matrix[r * columns + c] = (float) (wide ? vectors[r][c] : vectors[c][r]);
      }
    }
    return matrix;
  }

  /** Gram and Schmidt, twice: once leaves the vectors orthogonal to about 1e-10 only. */
  private static void orthonormalize(double[][] vectors, int last) {
    double[] v = vectors[last];
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < last; i++) {
        double share = dot(v, vectors[i]);
        for (int j = 0; j < v.length; j++) {
          v[j] -= share * vectors[i][j];
        }
      }
    }
    double norm = Math.sqrt(dot(v, v));
    for (int j = 0; j < v.length; j++) {
      v[j] /= norm;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
