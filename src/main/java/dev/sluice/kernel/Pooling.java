package dev.sluice.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Several poolings of a sequence, concatenated. Of equal maxima the first counts. */
public final class Pooling implements PlainLayer {
  /** What a pooling gives of each feature. */
  public enum Part {
    LAST,
    MEAN,
    MAX
  }

  private final int width;
  private final List<Part> parts;

  /**
   * @param width features of a step
   */
  public Pooling(int width, List<Part> parts) {
    this.width = width;
    this.parts = List.copyOf(parts);
  }

  @Override
  public void forward(
      float[] x, int steps, int batch, Optional<float[]> mask, float[][] parameters, float[] y) {
    for (int r = 0; r < batch; r++) {
      int[] rows = rows(r, steps, batch, mask);
      for (int part = 0; part < parts.size() && rows.length > 0; part++) {
        int at = (r * parts.size() + part) * width;
        for (int j = 0; j < width; j++) {
          y[at + j] =
              switch (parts.get(part)) {
                case LAST -> x[rows[rows.length - 1] * width + j];
                case MEAN -> mean(x, rows, j);
                case MAX -> x[largest(x, rows, j)];
              };
        }
      }
    }
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
    for (int r = 0; r < batch; r++) {
      int[] rows = rows(r, steps, batch, mask);
      for (int part = 0; part < parts.size() && rows.length > 0; part++) {
        int at = (r * parts.size() + part) * width;
        for (int j = 0; j < width; j++) {
          switch (parts.get(part)) {
            case LAST -> dx[rows[rows.length - 1] * width + j] += dy[at + j];
            case MEAN -> {
              for (int row : rows) {
                dx[row * width + j] += dy[at + j] / rows.length;
              }
            }
            case MAX -> dx[largest(x, rows, j)] += dy[at + j];
          }
        }
      }
    }
  }

  /** Applies to x, one row for each unmasked step, in order. */
  private static int[] rows(int r, int steps, int batch, Optional<float[]> mask) {
    int[] rows = new int[steps];
    int count = 0;
    for (int t = 0; t < steps; t++) {
      if (PlainLayer.present(mask, r, t, steps)) {
        rows[count++] = t * batch + r;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  private float mean(float[] x, int[] rows, int j) {
    double sum = 0;
    for (int row : rows) {
      sum += x[row * width + j];
    }
    return (float) (sum / rows.length);
  }

  private int largest(float[] x, int[] rows, int j) {
    int largest = rows[0] * width + j;
    for (int row : rows) {
      if (x[row * width + j] > x[largest]) {
        largest = row * width + j;
      }
    }
    return largest;
  }
}
