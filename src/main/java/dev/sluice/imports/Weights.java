package dev.sluice.imports;

import java.util.Arrays;

/**
 * An array of weights.
 *
 * @param shape its sizes, mostly one or two
 * @param values in row-major order
 */
record Weights(int[] shape, float[] values) {
  Weights {
    if (Arrays.stream(shape).asLongStream().reduce(1, Math::multiplyExact) != values.length) {
      throw new IllegalArgumentException(
          "%s values are no %s".formatted(values.length, Arrays.toString(shape)));
    }
  }

  /** An array with the same number everywhere. */
  static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }

  /** A diagonal matrix, row-major, with these numbers on its diagonal. */
  static float[] diagonal(float[] numbers) {
    float[] matrix = new float[Math.multiplyExact(numbers.length, numbers.length)];
    for (int i = 0; i < numbers.length; i++) {
      matrix[i * numbers.length + i] = numbers[i];
    }
    return matrix;
  }

  /**
   * Selects blocks of columns, in another order.
   *
   * @param matrix (rows, columns), row-major
   */
  static float[] blocks(float[] matrix, int rows, int count, int... order) {
    int columns = matrix.length / rows;
    int block = columns / count;
    float[] chosen = new float[rows * block * order.length];
    for (int r = 0; r < rows; r++) {
      for (int k = 0; k < order.length; k++) {
        System.arraycopy(
            matrix, r * columns + order[k] * block, chosen, (r * order.length + k) * block, block);
      }
    }
    return chosen;
  }

  static float[] scaled(float[] values, float factor) {
    float[] scaled = values.clone();
    for (int i = 0; i < scaled.length && factor != 1; i++) {
      scaled[i] *= factor;
    }
    return scaled;
  }

  /**
   * Multiplies each block of columns by its own factor.
   *
   * @param matrix (rows, columns), row-major; not changed
   */
  static float[] scaledBlocks(float[] matrix, int rows, float... factors) {
    float[] scaled = matrix.clone();
    int columns = matrix.length / rows;
    int block = columns / factors.length;
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= factors[i % columns / block];
    }
    return scaled;
  }

  static float[] together(float[]... parts) {
    float[] all = new float[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** A shape for messages: {@code (4, 12)}. */
  static String text(int[] shape) {
    return Arrays.toString(shape).replace('[', '(').replace(']', ')');
  }

  @Override
  public String toString() {
    return text(shape);
  }
}
