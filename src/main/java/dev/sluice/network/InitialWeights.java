package dev.sluice.network;

import dev.sluice.spec.WeightInit;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Initial weights, by Keras's definitions: for a matrix of (rows, columns), fan_in is the number of
 * rows and fan_out that of columns. The weights of an LSTM are one matrix for its four gates,
 * (inputs, 4 units) and (units, 4 units), so its fan_out is 4 units, and its orthogonal recurrent
 * matrix has orthonormal rows across the gates. Normal distributions are not truncated.
 *
 * <p>Drawn in Java, not by DL4J: its LSTM uses other fans, and its draws come from a generator that
 * the whole JVM shares.
 */
final class InitialWeights {
  /** What our layers tell DL4J: they draw their weights after DL4J has created them. */
  static final org.deeplearning4j.nn.weights.WeightInit DRAWN_LATER =
      org.deeplearning4j.nn.weights.WeightInit.ZERO;

  private static final int BLOCK = 64; // vectors made orthonormal one by one

  private InitialWeights() {}

  /**
   * @param weights (rows, columns), written in place
   */
  static void draw(WeightInit init, INDArray weights, RandomGenerator random) {
    draw(init, weights, weights.size(1), random);
  }

  /**
   * As {@link #draw(WeightInit, INDArray, RandomGenerator)}, if fan_out differs from the number of
   * columns.
   */
  static void draw(WeightInit init, INDArray weights, long fanOut, RandomGenerator random) {
    int rows = Math.toIntExact(weights.size(0));
    int columns = Math.toIntExact(weights.size(1));
    weights.assign(
        Nd4j.create(draw(init, rows, columns, fanOut, random), new long[] {rows, columns}, 'c'));
  }

  /** (rows * columns), row by row. */
  static float[] draw(WeightInit init, int rows, int columns, RandomGenerator random) {
    return draw(init, rows, columns, columns, random);
  }

  private static float[] draw(
      WeightInit init, int rows, int columns, long fanOut, RandomGenerator random) {
    double fans = rows + (double) fanOut;
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

  /** Orthonormal rows, or columns if there are more rows than columns (Saxe et al. 2014). */
  private static float[] orthogonal(int rows, int columns, RandomGenerator random) {
    int count = Math.min(rows, columns);
    int length = Math.max(rows, columns);
    INDArray vectors = Nd4j.create(DataType.DOUBLE, count, length);
    for (int first = 0; first < count; first += BLOCK) {
      int end = Math.min(first + BLOCK, count);
      double[][] block = new double[end - first][length];
      for (double[] vector : block) {
        Arrays.setAll(vector, j -> random.nextGaussian());
      }
      if (first > 0) {
        block = withoutShares(block, rows(vectors, 0, first));
      }
      for (int i = 0; i < block.length; i++) {
        orthonormalize(block, i);
      }
      rows(vectors, first, end).assign(Nd4j.createFromArray(block));
    }
    INDArray matrix = rows <= columns ? vectors : vectors.transpose();
    return matrix.castTo(DataType.FLOAT).dup('c').data().asFloat();
  }

  private static INDArray rows(INDArray matrix, int first, int end) {
    return matrix.get(NDArrayIndex.interval(first, end), NDArrayIndex.all());
  }

  /**
   * As {@link #orthonormalize} for a whole block: matrix products make this many times faster,
   * which matters from some hundred vectors on.
   *
   * @param block (vectors, length)
   * @param done (vectors before them, length), orthonormal
   */
  private static double[][] withoutShares(double[][] block, INDArray done) {
    INDArray rest = Nd4j.createFromArray(block);
    for (int pass = 0; pass < 2; pass++) {
      INDArray shares = rest.mmul(done.transpose());
      rest.subi(shares.mmul(done));
    }
    return rest.toDoubleMatrix();
  }

  /** Gram-Schmidt, twice: a single pass leaves the vectors orthogonal only to about 1e-10. */
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
