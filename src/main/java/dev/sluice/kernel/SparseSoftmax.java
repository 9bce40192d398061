package dev.sluice.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A fully connected layer with a softmax over its classes, in single precision: p = softmax(x W +
 * b), and the cross-entropy with one label per row. Rows are processed in blocks, so that there is
 * never an array of all rows and classes. Not re-entrant; results do not depend on the number of
 * threads.
 */
public final class SparseSoftmax {
  /** The label of a masked row: it has no loss and no gradient. */
  public static final int NONE = -1;

  /**
   * The largest z at a time, 32 MB. With fewer rows at a time, the gradients of all weights are
   * read and written more often, which costs more than a z that exceeds the second-level cache.
   */
  private static final int NUMBERS = 1 << 23;

  private static final int FEWEST_ROWS = 64; // fewer leave tiles of the products empty
  private static final int MOST_ROWS = 1024; // whose x stays in the second-level cache

  /** Rows whose z stays in the last-level cache between two products. */
  private static final int BLOCK = 128;

  /** Classes, a panel of whose weights stays in the first-level cache. */
  private static final int CACHED = 128;

  /** Classes, so many that copying all of x for each such part costs little beside the product. */
  private static final int CLASSES = 256;

  private final int inputs;
  private final int classes;
  private final int inputWidth;
  private final int width;
  private final int most; // rows at a time
  private final Panels forward;
  private final Panels backward = new Panels();
  private final float[] weights; // (classes, inputs)
  private final float[] bias; // (width)
  private final float[] zeros;
  private final Shards shards = new Shards();
  private float[] x = {}; // (rows, inputWidth)
  private float[] z = {}; // (rows, width)
  private float[] dx = {}; // (rows, inputWidth)
  private float[] dw = {}; // (classes, inputWidth)

  public SparseSoftmax(int inputs, int classes) {
    this(inputs, classes, new Panels(), new float[Math.multiplyExact(classes, inputs)], null);
  }

  private SparseSoftmax(int inputs, int classes, Panels forward, float[] weights, float[] bias) {
    this.inputs = inputs;
    this.classes = classes;
    this.forward = forward;
    this.weights = weights;
    inputWidth = shards.first().padded(inputs);
    width = shards.first().padded(classes);
    this.bias = bias == null ? new float[width] : bias;
    zeros = new float[Math.max(inputWidth, width)];
    most = Math.max(FEWEST_ROWS, Math.min(MOST_ROWS, NUMBERS / width));
  }

  /** The same, for another caller: both share the weights until one of them loads others. */
  public SparseSoftmax another() {
    return new SparseSoftmax(inputs, classes, forward, weights, bias);
  }

  /**
   * @param weights (classes, inputs), row by row; DL4J's W, which stands column by column
   * @param bias (classes)
   * @param threads the most that this may use
   */
  public void load(Floats weights, Floats bias, int threads) {
    weights.buffer().get(0, this.weights);
    bias.buffer().get(0, this.bias, 0, classes);
    forward.load(shards.first(), this.weights, 0, inputs, classes, 1, inputs, threads);
  }

  /**
   * The probabilities of all classes.
   *
   * @param in (rows, inputs)
   * @param out (rows, classes), overwritten
   * @param threads the most that this may use
   */
  public void probabilities(Floats in, int rows, Floats out, int threads) {
    int[] all = IntStream.range(0, rows).toArray();
    for (int from = 0; from < rows; from += most) {
      int first = from;
      int count = Math.min(most, rows - from);
      read(in, all, from, count);
      run(
          threads,
          count,
          (gemm, begin, end) -> {
            exponentials(
                gemm,
                begin,
                end,
                null,
                r -> {
                  divide(r * width, sums[r]);
                  out.buffer().put((first + r) * classes, z, r * width, classes);
                });
          });
    }
  }

  /**
   * The logarithms of the probabilities of labels.
   *
   * @param in (rows, inputs)
   * @param labels (rows): a class, or {@link #NONE}
   * @param out (rows), overwritten where there is a label
   * @param best (rows), overwritten where there is a label: whether no other class is more probable
   */
  public void logProbabilities(Floats in, int[] labels, double[] out, boolean[] best, int threads) {
    int[] rows = labelled(labels);
    for (int from = 0; from < rows.length; from += most) {
      int first = from;
      int count = Math.min(most, rows.length - from);
      read(in, rows, from, count);
      int[] ofRows = IntStream.range(from, from + count).map(r -> labels[rows[r]]).toArray();
      run(
          threads,
          count,
          (gemm, begin, end) -> {
            exponentials(
                gemm,
                begin,
                end,
                ofRows,
                r -> {
                  int row = rows[first + r];
                  best[row] = rights[r] >= 0;
                  out[row] = -loss(r);
                });
          });
    }
  }

  /**
   * The sum of -ln p over the rows that have a label, p the probability of the label.
   *
   * @param in (rows, inputs)
   * @param labels (rows): a class, or {@link #NONE}
   */
  public double loss(Floats in, int[] labels, int threads) {
    int[] rows = labelled(labels);
    double[] losses = new double[rows.length];
    for (int from = 0; from < rows.length; from += most) {
      int first = from;
      int count = Math.min(most, rows.length - from);
      read(in, rows, from, count);
      int[] ofRows = IntStream.range(from, from + count).map(r -> labels[rows[r]]).toArray();
      run(
          threads,
          count,
          (gemm, begin, end) -> {
            exponentials(gemm, begin, end, ofRows, r -> losses[first + r] = loss(r));
          });
    }
    return Arrays.stream(losses).sum();
  }

  /**
   * The same, and its gradients.
   *
   * @param scale by which gradients are multiplied, not the loss
   * @param weightGradient (classes, inputs), overwritten
   * @param biasGradient (classes), overwritten
   * @param inputGradient (rows, inputs), overwritten; 0 in rows without a label
   */
  public double lossAndGradients(
      Floats in,
      int[] labels,
      float scale,
      Floats weightGradient,
      Floats biasGradient,
      Floats inputGradient,
      int threads) {
    int[] rows = labelled(labels);
    double[] losses = new double[rows.length];
    dw = CellLoop.atLeast(dw, (long) classes * inputWidth);
    float[] db = new float[width];
    backward.load(shards.first(), weights, 0, classes, inputs, inputs, 1, threads);
    float[] none = new float[inputs];
    for (int r = 0; rows.length < labels.length && r < labels.length; r++) {
      if (labels[r] == NONE) {
        inputGradient.buffer().put(r * inputs, none);
      }
    }
    for (int from = 0; from < rows.length; from += most) {
      int first = from;
      int count = Math.min(most, rows.length - from);
      read(in, rows, from, count);
      int[] ofRows = IntStream.range(from, from + count).map(r -> labels[rows[r]]).toArray();
      dx = CellLoop.atLeast(dx, (long) count * inputWidth);
      run(
          threads,
          count,
          (gemm, begin, end) -> {
            for (int block = begin; block < end; block += BLOCK) {
              int last = Math.min(end, block + BLOCK);
              exponentials(
                  gemm,
                  block,
                  last,
                  ofRows,
                  r -> {
                    losses[first + r] = loss(r);
                    divide(r * width, sums[r] / scale);
                    z[r * width + ofRows[r]] -= scale;
                  });
              inputGradients(gemm, block, last);
            }
            for (int r = begin; r < end; r++) {
              inputGradient.buffer().put(rows[first + r] * inputs, dx, r * inputWidth, inputs);
            }
          });
      weightGradients(threads, count, from == 0, db);
    }
    for (int k = 0; k < classes; k++) {
      weightGradient.buffer().put(k * inputs, dw, k * inputWidth, inputs);
    }
    biasGradient.buffer().put(0, db, 0, classes);
    return Arrays.stream(losses).sum();
  }

  private double[] sums = {}; // (rows): of exp(z - its largest)
  private double[] rights = {}; // (rows): z of the label - the largest

  private static int[] labelled(int[] labels) {
    return IntStream.range(0, labels.length).filter(r -> labels[r] != NONE).toArray();
  }

  private void read(Floats in, int[] rows, int from, int count) {
    x = CellLoop.atLeast(x, (long) count * inputWidth);
    z = CellLoop.atLeast(z, (long) count * width);
    sums = sums.length < count ? new double[count] : sums;
    rights = rights.length < count ? new double[count] : rights;
    for (int r = 0; r < count; r++) {
      in.buffer().get(rows[from + r] * inputs, x, r * inputWidth, inputs);
    }
  }

  private void run(int threads, int count, Shards.Range task) {
    shards.run(threads, count, (long) count * inputs * classes, task);
  }

  /** z of some rows. */
  private void logits(Gemm gemm, int begin, int end) {
    gemm.multiply(
        end - begin,
        width,
        inputs,
        x,
        begin * inputWidth,
        inputWidth,
        1,
        forward.data(),
        0,
        forward.row(),
        forward.panel(),
        bias,
        0,
        0,
        z,
        begin * width,
        width);
  }

  /** -ln p of a row's label. */
  private double loss(int row) {
    return Math.log(sums[row]) - rights[row];
  }

  /**
   * Leaves exp(z - its largest) of some rows in z, their sums, and what the labels have.
   *
   * @param labels (rows at hand), or null
   * @param then what follows for each row, while its z is in the cache
   */
  private void exponentials(Gemm gemm, int begin, int end, int[] labels, IntConsumer then) {
    logits(gemm, begin, end);
    Elementwise math = gemm.elementwise();
    for (int r = begin; r < end; r++) {
      int at = r * width;
      float most = math.largest(z, at, classes);
      if (labels != null) {
        rights[r] = (double) z[at + labels[r]] - most;
      }
      math.expOfDifference(z, at, most, width);
      sums[r] = sum(z, at, classes);
      then.accept(r);
    }
  }

  /** In parts that do not wait for each other. */
  private static double sum(float[] z, int at, int n) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    double sum4 = 0;
    double sum5 = 0;
    double sum6 = 0;
    double sum7 = 0;
    int j = at;
    for (; j <= at + n - 8; j += 8) {
      sum0 += z[j];
      sum1 += z[j + 1];
      sum2 += z[j + 2];
      sum3 += z[j + 3];
      sum4 += z[j + 4];
      sum5 += z[j + 5];
      sum6 += z[j + 6];
      sum7 += z[j + 7];
    }
    for (; j < at + n; j++) {
      sum0 += z[j];
    }
    return ((sum0 + sum1) + (sum2 + sum3)) + ((sum4 + sum5) + (sum6 + sum7));
  }

  private void divide(int at, double sum) {
    float factor = (float) (1 / sum);
    for (int j = at; j < at + classes; j++) {
      z[j] *= factor;
    }
  }

  /** z holds its own gradient; padded columns are multiplied by rows of zeros. */
  private void inputGradients(Gemm gemm, int begin, int end) {
    for (int first = 0; first < classes; first += CACHED) {
      gemm.multiply(
          end - begin,
          inputWidth,
          Math.min(CACHED, classes - first),
          z,
          begin * width + first,
          width,
          1,
          backward.data(),
          first * backward.row(),
          backward.row(),
          backward.panel(),
          first == 0 ? zeros : dx,
          first == 0 ? 0 : begin * inputWidth,
          first == 0 ? 0 : inputWidth,
          dx,
          begin * inputWidth,
          inputWidth);
    }
  }

  /**
   * Adds up those of the rows at hand, class by class.
   *
   * @param begins whether these are the first rows
   */
  private void weightGradients(int threads, int count, boolean begins, float[] db) {
    shards.run(
        threads,
        classes,
        (long) count * inputs * classes,
        (gemm, begin, end) -> {
          Elementwise math = gemm.elementwise();
          for (int first = begin; first < end; first += CLASSES) {
            int last = Math.min(end, first + CLASSES);
            int whole = (last - first) / gemm.lanes() * gemm.lanes();
            gemm.multiply(
                last - first,
                inputWidth,
                count,
                z,
                first,
                1,
                width,
                x,
                0,
                inputWidth,
                gemm.panel(),
                begins ? zeros : dw,
                begins ? 0 : first * inputWidth,
                begins ? 0 : inputWidth,
                dw,
                first * inputWidth,
                inputWidth);
            for (int r = 0; r < count; r++) {
              math.add(z, r * width + first, db, first, whole);
              for (int k = first + whole; k < last; k++) {
                db[k] += z[r * width + k];
              }
            }
          }
        });
  }
}
