package dev.sluice.kernel;

import java.util.Optional;

/**
 * Layer normalization of rows (Ba et al. 2016): y = gamma (x - mean) / sqrt(variance + epsilon) +
 * beta, over the features of a row. Parameters gamma, beta (features).
 */
public final class Normalization implements PlainLayer {
  private final int width;
  private final double epsilon;

  /**
   * @param width features of a row
   */
  public Normalization(int width, double epsilon) {
    this.width = width;
    this.epsilon = epsilon;
  }

  @Override
  public void forward(
      float[] x, int steps, int batch, Optional<float[]> mask, float[][] parameters, float[] y) {
    float[] normal = new float[width];
    for (int r = 0; r < batch; r++) {
      if (PlainLayer.present(mask, r, 0, 1)) {
        normalize(x, r * width, normal);
        for (int j = 0; j < width; j++) {
          y[r * width + j] = Math.fma(parameters[0][j], normal[j], parameters[1][j]);
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
    float[] normal = new float[width];
    for (int r = 0; r < batch; r++) {
      if (PlainLayer.present(mask, r, 0, 1)) {
        int at = r * width;
        double perDeviation = normalize(x, at, normal);
        double mean = 0; // of the gradient of the normalized values
        double along = 0; // of the same times the normalized values
        for (int j = 0; j < width; j++) {
          gradients[0][j] += dy[at + j] * normal[j];
          gradients[1][j] += dy[at + j];
          double d = (double) dy[at + j] * parameters[0][j];
          mean += d / width;
          along += d * normal[j] / width;
        }
        for (int j = 0; j < width; j++) {
          double d = (double) dy[at + j] * parameters[0][j];
          dx[at + j] = (float) (perDeviation * (d - mean - normal[j] * along));
        }
      }
    }
  }

  /** Writes (x - mean) / deviation; returns 1 / deviation. */
  private double normalize(float[] x, int at, float[] normal) {
    double mean = 0;
    for (int j = 0; j < width; j++) {
      mean += x[at + j];
    }
    mean /= width;
    double variance = 0;
    for (int j = 0; j < width; j++) {
      variance += (x[at + j] - mean) * (x[at + j] - mean);
    }
    double perDeviation = 1 / Math.sqrt(variance / width + epsilon);
    for (int j = 0; j < width; j++) {
      normal[j] = (float) ((x[at + j] - mean) * perDeviation);
    }
    return perDeviation;
  }
}
