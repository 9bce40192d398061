package dev.sluice.kernel;

import java.util.Arrays;
import java.util.Optional;

/**
 * Scaled dot-product attention of the steps of a sequence to each other, by several heads (Vaswani
 * et al. 2017, sections 3.2.1 and 3.2.2), without biases. Parameters W (inputs, 3 * size), which
 * gives queries, keys and values, and O (size, size). With x the steps, and i a head, which has d =
 * size / heads columns of each:
 *
 * <pre>
 *   [Q K V] = x W
 *   A(i)    = softmax of Q(i) K(i)' / sqrt(d), row by row
 *   y       = [A(1) V(1) ... A(heads) V(heads)] O
 * </pre>
 */
public final class SelfAttention implements PlainLayer {
  private final int size;
  private final int heads;
  private final boolean causal;
  private final Gemm gemm = Gemm.best();
  private final Dense projection;
  private final Dense joining;

  /**
   * @param size a multiple of {@code heads}
   * @param causal whether a step sees none after it
   */
  public SelfAttention(int inputs, int size, int heads, boolean causal) {
    this.size = size;
    this.heads = heads;
    this.causal = causal;
    projection = new Dense(inputs, Math.multiplyExact(3, size), Squash.IDENTITY);
    joining = new Dense(size, size, Squash.IDENTITY);
  }

  @Override
  public void forward(
      float[] x, int steps, int batch, Optional<float[]> mask, float[][] parameters, float[] y) {
    float[] all = project(x, steps * batch, parameters);
    float[] joined = join(all, steps, batch, mask, parameters);
    for (int r = 0; r < batch; r++) {
      for (int row : present(r, steps, batch, mask)) {
        System.arraycopy(joined, row * joining.width(), y, row * size, size);
      }
    }
  }

  /** Queries, keys and values, (rows, width of the projection). */
  private float[] project(float[] x, int rows, float[][] parameters) {
    return projection.forward(Floats.of(x), rows, Floats.of(parameters[0]), Floats.of(3L * size));
  }

  /** (steps * batch, width of the joining layer) */
  private float[] join(
      float[] all, int steps, int batch, Optional<float[]> mask, float[][] parameters) {
    float[] seen = new float[Math.multiplyExact(steps * batch, size)];
    for (int r = 0; r < batch; r++) {
      int[] rows = present(r, steps, batch, mask);
      for (int i = 0; i < heads; i++) {
        new Head(all, rows, i).see(seen);
      }
    }
    return joining.forward(
        Floats.of(seen), steps * batch, Floats.of(parameters[1]), Floats.of(size));
  }

  /** Rows of x, one for each unmasked step, in order. */
  private static int[] present(int r, int steps, int batch, Optional<float[]> mask) {
    int[] rows = new int[steps];
    int count = 0;
    for (int t = 0; t < steps; t++) {
      if (PlainLayer.present(mask, r, t, steps)) {
        rows[count++] = t * batch + r;
      }
    }
    return Arrays.copyOf(rows, count);
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
    float[] all = project(x, steps * batch, parameters);
    join(all, steps, batch, mask, parameters);
    float[] dJoined = new float[steps * batch * joining.width()];
    for (int r = 0; r < batch; r++) {
      for (int row : present(r, steps, batch, mask)) {
        System.arraycopy(dy, row * size, dJoined, row * joining.width(), size);
      }
    }
    float[] dSeen = new float[steps * batch * size];
    joining.backward(
        dJoined, steps * batch, Floats.of(gradients[1]), Floats.of(size), Floats.of(dSeen));

    float[] dAll = new float[steps * batch * projection.width()];
    for (int r = 0; r < batch; r++) {
      int[] rows = present(r, steps, batch, mask);
      for (int i = 0; i < heads; i++) {
        new Head(all, rows, i).back(dSeen, dAll);
      }
    }
    projection.backward(
        dAll, steps * batch, Floats.of(gradients[0]), Floats.of(3L * size), Floats.of(dx));
  }

  /** A head and a sequence, of which only the unmasked steps count. */
  private final class Head {
    private final int[] rows; // (n) of the batch's arrays
    private final int n;
    private final int d = size / heads;
    private final int first; // of its d columns
    private final int width = gemm.padded(d);
    private final int seen; // n, padded
    private final float[] q; // (n, width)
    private final float[] k; // (n, width)
    private final float[] v; // (n, width)
    private final float[] a; // (n, seen)

    Head(float[] all, int[] rows, int head) {
      this.rows = rows;
      n = rows.length;
      first = head * d;
      seen = gemm.padded(n);
      q = gathered(all, projection.width(), first);
      k = gathered(all, projection.width(), size + first);
      v = gathered(all, projection.width(), 2 * size + first);
      a = product(seen, d, q, width, 1, transposed(k));
      for (int t = 0; t < n; t++) {
        softmax(t * seen, causal ? t + 1 : n);
      }
    }

    /** The softmax of the first scores of a row, in place; 0 after them. */
    private void softmax(int at, int count) {
      float scale = (float) (1 / Math.sqrt(d));
      for (int j = at; j < at + count; j++) {
        a[j] *= scale;
      }
      Elementwise math = gemm.elementwise();
      math.expOfDifference(a, at, math.largest(a, at, count), count);
      double sum = 0;
      for (int j = at; j < at + count; j++) {
        sum += a[j];
      }
      for (int j = at; j < at + count; j++) {
        a[j] /= (float) sum;
      }
      Arrays.fill(a, at + count, at + seen, 0);
    }

    /** Writes A V into its columns. */
    void see(float[] to) {
      scatter(product(width, n, a, seen, 1, v), to, size, first);
    }

    /** Gradients of what {@link #see} wrote, into the columns of q, k and v. */
    void back(float[] dSeen, float[] dAll) {
      float[] dy = gathered(dSeen, size, first);
      float[] ds = product(seen, d, dy, width, 1, transposed(v));
      double scale = 1 / Math.sqrt(d);
      for (int t = 0; t < n; t++) {
        double mean = 0;
        for (int j = t * seen; j < t * seen + n; j++) {
          mean += (double) a[j] * ds[j];
        }
        for (int j = t * seen; j < t * seen + n; j++) {
          ds[j] = (float) (a[j] * (ds[j] - mean) * scale);
        }
      }
      int all = projection.width();
      scatter(product(width, n, ds, seen, 1, k), dAll, all, first);
      scatter(product(width, n, ds, 1, seen, q), dAll, all, size + first);
      scatter(product(width, n, a, 1, seen, dy), dAll, all, 2 * size + first);
    }

    /** (n, width) of d columns of the batch's rows. */
    private float[] gathered(float[] from, int stride, int column) {
      float[] matrix = new float[n * width];
      for (int t = 0; t < n; t++) {
        System.arraycopy(from, rows[t] * stride + column, matrix, t * width, d);
      }
      return matrix;
    }

    private void scatter(float[] matrix, float[] to, int stride, int column) {
      for (int t = 0; t < n; t++) {
        System.arraycopy(matrix, t * width, to, rows[t] * stride + column, d);
      }
    }

    /** (d, seen) of (n, width). */
    private float[] transposed(float[] matrix) {
      float[] turned = new float[d * seen];
      for (int t = 0; t < n; t++) {
        for (int j = 0; j < d; j++) {
          turned[j * seen + t] = matrix[t * width + j];
        }
      }
      return turned;
    }

    /**
     * x y, (n, columns).
     *
     * @param depth columns of x, rows of y
     * @param xRow from one row of x to the next
     * @param xColumn from one column of x to the next
     * @param y (depth, columns)
     */
    private float[] product(int columns, int depth, float[] x, int xRow, int xColumn, float[] y) {
      float[] z = new float[n * columns];
      gemm.multiply(
          n,
          columns,
          depth,
          x,
          0,
          xRow,
          xColumn,
          y,
          0,
          columns,
          gemm.panel(),
          z,
          0,
          columns,
          z,
          0,
          columns);
      return z;
    }
  }
}
