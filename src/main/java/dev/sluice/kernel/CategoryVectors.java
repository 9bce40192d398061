package dev.sluice.kernel;

import java.util.Arrays;
import java.util.Optional;

/**
 * Replaces ids by vectors. The last inputs of a step are ids, each with its own table; their
 * vectors follow the other inputs, which are unchanged.
 *
 * <p>Parameters: a table for each of these ids, (size, ids), column by column.
 */
public final class CategoryVectors implements PlainLayer {
  private final int inputs;
  private final int[] sizes;
  private final boolean[] otherLearned;

  /**
   * @param inputs of a step, including the ids
   * @param sizes of the vectors of each kind of ids
   * @param otherLearned whether id 0 has a vector of its own; if not, its vector is the mean of the
   *     others
   */
  public CategoryVectors(int inputs, int[] sizes, boolean[] otherLearned) {
    this.inputs = inputs;
    this.sizes = sizes.clone();
    this.otherLearned = otherLearned.clone();
  }

  /** The number of outputs per step. */
  public int outputs() {
    return inputs - sizes.length + Arrays.stream(sizes).sum();
  }

  @Override
  public void forward(
      float[] x, int steps, int batch, Optional<float[]> mask, float[][] parameters, float[] y) {
    int numbers = inputs - sizes.length;
    int outputs = outputs();
    float[][] others = new float[sizes.length][];
    for (int row = 0; row < steps * batch; row++) {
      System.arraycopy(x, row * inputs, y, row * outputs, numbers);
      int at = row * outputs + numbers;
      for (int c = 0; c < sizes.length; c++) {
        int id = (int) x[row * inputs + numbers + c];
        if (id == 0 && !otherLearned[c]) {
          others[c] = others[c] == null ? mean(parameters[c], sizes[c]) : others[c];
          System.arraycopy(others[c], 0, y, at, sizes[c]);
        } else {
          System.arraycopy(parameters[c], id * sizes[c], y, at, sizes[c]);
        }
        at += sizes[c];
      }
    }
  }

  /** The mean of all vectors except the first. */
  private static float[] mean(float[] table, int size) {
    float[] mean = new float[size];
    int vectors = table.length / size - 1;
    for (int i = size; i < table.length; i++) {
      mean[i % size] += table[i] / vectors;
    }
    return mean;
  }

  @Override
  public void backward(
      float[] x,
      int steps,
      int batch,
      Optional<float[]> mask,
      float[][] parameters,
      float[] dy,
      float[][] gradients,
      float[] dx) {
    int numbers = inputs - sizes.length;
    int outputs = outputs();
    for (int row = 0; row < steps * batch; row++) {
      System.arraycopy(dy, row * outputs, dx, row * inputs, numbers);
      int at = row * outputs + numbers;
      for (int c = 0; c < sizes.length; c++) {
        int id = (int) x[row * inputs + numbers + c];
        if (id == 0 && !otherLearned[c]) {
          int vectors = gradients[c].length / sizes[c] - 1;
          for (int i = sizes[c]; i < gradients[c].length; i++) {
            gradients[c][i] += dy[at + i % sizes[c]] / vectors;
          }
        } else {
          for (int i = 0; i < sizes[c]; i++) {
            gradients[c][id * sizes[c] + i] += dy[at + i];
          }
        }
        at += sizes[c];
      }
    }
  }
}
