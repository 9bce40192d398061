package dev.sluice.kernel;

import java.util.List;
import java.util.Optional;

/**
 * {@link Pooling} over sequences that come as a whole or chunk by chunk, with identical results:
 * after each chunk, of all chunks so far; in a pass that comes {@link #again}, of all chunks.
 */
public final class PooledChunks implements PlainLayer, Chunked {
  private static final int WHOLE = -1; // number of a chunk

  private final int width;
  private final List<Pooling.Part> parts;
  private final Pooling whole;
  private int read = WHOLE; // chunks
  private int again = WHOLE;

  private int[] count = {}; // (batch): steps so far
  private double[] sum = {}; // (batch, width)
  private float[] largest = {}; // (batch, width)
  private float[] last = {}; // (batch, width)
  private long[] largestAt = {}; // (batch, width): place of chunk and x
  private long[] lastAt = {}; // (batch, width)

  /**
   * @param width features of a step
   */
  public PooledChunks(int width, List<Pooling.Part> parts) {
    this.width = width;
    this.parts = List.copyOf(parts);
    whole = new Pooling(width, parts);
  }

  @Override
  public void begin() {
    read = 0;
    again = WHOLE;
  }

  @Override
  public void again(int chunk) {
    again = chunk;
  }

  @Override
  public void end() {
    read = WHOLE;
    again = WHOLE;
  }

  @Override
  public void forward(
      float[] x, int steps, int batch, Optional<float[]> mask, float[][] parameters, float[] y) {
    if (read == WHOLE) {
      whole.forward(x, steps, batch, mask, parameters, y);
      return;
    }
    if (again == WHOLE) {
      add(x, steps, batch, mask);
    }
    for (int r = 0; r < batch; r++) {
      for (int part = 0; part < parts.size() && count[r] > 0; part++) {
        for (int j = 0; j < width; j++) {
          int at = r * width + j;
          y[(r * parts.size() + part) * width + j] =
              switch (parts.get(part)) {
                case LAST -> last[at];
                case MEAN -> (float) (sum[at] / count[r]);
                case MAX -> largest[at];
              };
        }
      }
    }
  }

  private void add(float[] x, int steps, int batch, Optional<float[]> mask) {
    if (read == 0) {
      count = new int[batch];
      sum = new double[batch * width];
      largest = new float[batch * width];
      last = new float[batch * width];
      largestAt = new long[batch * width];
      lastAt = new long[batch * width];
    }
    for (int r = 0; r < batch; r++) {
      for (int t = 0; t < steps; t++) {
        if (PlainLayer.present(mask, r, t, steps)) {
          add(x, (t * batch + r) * width, r, count[r]++ == 0);
        }
      }
    }
    read++;
  }

  private void add(float[] x, int from, int row, boolean first) {
    for (int j = 0; j < width; j++) {
      float value = x[from + j];
      long place = place(read, from + j);
      int at = row * width + j;
      sum[at] += value;
      if (first || value > largest[at]) {
        largest[at] = value;
        largestAt[at] = place;
      }
      last[at] = value;
      lastAt[at] = place;
    }
  }

  private static long place(int chunk, int at) {
    return (long) chunk << Integer.SIZE | at;
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
    if (read == WHOLE) {
      whole.backward(x, steps, batch, mask, parameters, dy, gradients, dx);
      return;
    }
    for (int r = 0; r < batch; r++) {
      for (int part = 0; part < parts.size() && count[r] > 0; part++) {
        for (int j = 0; j < width; j++) {
          int at = r * width + j;
          float gradient = dy[(r * parts.size() + part) * width + j];
          switch (parts.get(part)) {
            case LAST -> addAt(lastAt[at], gradient, dx);
            case MAX -> addAt(largestAt[at], gradient, dx);
            case MEAN -> {
              for (int t = 0; t < steps; t++) {
                if (PlainLayer.present(mask, r, t, steps)) {
                  dx[(t * batch + r) * width + j] += gradient / count[r];
                }
              }
            }
          }
        }
      }
    }
  }

  private void addAt(long place, float gradient, float[] dx) {
    if (place >> Integer.SIZE == again) {
      dx[(int) place] += gradient;
    }
  }
}
