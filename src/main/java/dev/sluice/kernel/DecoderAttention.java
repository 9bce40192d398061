package dev.sluice.kernel;

import java.util.Arrays;

/**
 * Attention of a decoder's steps over those of its source: a = softmax(scores of the queries with
 * the keys, see {@link Decoder.Scoring}), context = the mean of the source's steps, weighted with
 * a. One caller at a time; each thread has its own. Rows are padded to whole vectors with 0.
 */
final class DecoderAttention {
  private final Decoder.Scoring score;
  private final Gemm gemm = Gemm.best();
  private final Panels panels = new Panels();
  private final int inputs;
  private final int size;
  private final int inputWidth;
  private final int width;
  private float[] zeros = {};
  private float[] block = {}; // (steps of the source, width): tanh(q + k) of one query
  private float[] slopes = {}; // (queries, steps of the source): gradient of a, then of the scores

  /**
   * @param inputs numbers of a step of the source
   * @param size numbers of a query and of a key
   */
  DecoderAttention(Decoder.Scoring score, int inputs, int size) {
    this.score = score;
    this.inputs = inputs;
    this.size = size;
    inputWidth = gemm.padded(inputs);
    width = gemm.padded(size);
  }

  /** The length of a row of weights over this many steps. */
  int row(int steps) {
    return gemm.padded(steps);
  }

  /**
   * Some queries of one source.
   *
   * @param source (steps, inputWidth)
   * @param keys (steps, width)
   * @param steps of the source, at least 1
   * @param queries (count, width)
   * @param energy (width) v; not read unless additive
   * @param weights (count, steps padded) a, overwritten
   * @param context (count, inputWidth), overwritten
   */
  void forward(
      float[] source,
      float[] keys,
      int steps,
      float[] queries,
      int count,
      float[] energy,
      float[] weights,
      float[] context) {
    int row = gemm.padded(steps);
    zeros = CellLoop.atLeast(zeros, Math.max(row, Math.max(inputWidth, width)));
    if (score == Decoder.Scoring.ADDITIVE) {
      for (int t = 0; t < count; t++) {
        tanh(keys, steps, queries, t);
        for (int s = 0; s < steps; s++) {
          weights[t * row + s] = dot(block, s * width, energy);
        }
      }
    } else {
      panels.load(gemm, keys, 0, size, steps, 1, width);
      product(count, row, size, queries, width, 1, zeros, weights);
    }
    for (int t = 0; t < count; t++) {
      softmax(weights, t * row, steps);
      Arrays.fill(weights, t * row + steps, (t + 1) * row, 0f);
    }
    panels.load(gemm, source, 0, steps, inputs, inputWidth, 1);
    product(count, inputWidth, steps, weights, row, 1, zeros, context);
  }

  /**
   * Gradients of {@link #forward}.
   *
   * @param weights as it left them
   * @param contextGradient (count, inputWidth)
   * @param sourceGradient (steps, inputWidth), overwritten
   * @param keyGradient (steps, width), overwritten
   * @param queryGradient (count, width), overwritten
   * @param energyGradient (width), overwritten if additive
   */
  void backward(
      float[] source,
      float[] keys,
      int steps,
      float[] queries,
      int count,
      float[] energy,
      float[] weights,
      float[] contextGradient,
      float[] sourceGradient,
      float[] keyGradient,
      float[] queryGradient,
      float[] energyGradient) {
    int row = gemm.padded(steps);
    slopes = CellLoop.atLeast(slopes, (long) count * row);
    panels.load(gemm, contextGradient, 0, count, inputs, inputWidth, 1);
    product(steps, inputWidth, count, weights, 1, row, zeros, sourceGradient);
    panels.load(gemm, source, 0, inputs, steps, 1, inputWidth);
    product(count, row, inputs, contextGradient, inputWidth, 1, zeros, slopes);
    for (int t = 0; t < count; t++) {
      double mean = 0;
      for (int s = t * row; s < t * row + steps; s++) {
        mean += (double) weights[s] * slopes[s];
      }
      for (int s = t * row; s < t * row + steps; s++) {
        slopes[s] = (float) (weights[s] * (slopes[s] - mean));
      }
    }
    if (score != Decoder.Scoring.ADDITIVE) {
      panels.load(gemm, keys, 0, steps, size, width, 1);
      product(count, width, steps, slopes, row, 1, zeros, queryGradient);
      panels.load(gemm, queries, 0, count, size, width, 1);
      product(steps, width, count, slopes, 1, row, zeros, keyGradient);
      return;
    }
    Arrays.fill(keyGradient, 0, steps * width, 0f);
    Arrays.fill(queryGradient, 0, count * width, 0f);
    Arrays.fill(energyGradient, 0, width, 0f);
    for (int t = 0; t < count; t++) {
      tanh(keys, steps, queries, t);
      for (int s = 0; s < steps; s++) {
        float slope = slopes[t * row + s];
        int of = s * width;
        for (int j = 0; j < width; j++) {
          float y = block[of + j];
          energyGradient[j] += slope * y;
          float z = slope * energy[j] * (1 - y * y);
          keyGradient[of + j] += z;
          queryGradient[t * width + j] += z;
        }
      }
    }
  }

  private void tanh(float[] keys, int steps, float[] queries, int query) {
    block = CellLoop.atLeast(block, (long) steps * width);
    for (int s = 0; s < steps; s++) {
      for (int j = 0; j < width; j++) {
        block[s * width + j] = keys[s * width + j] + queries[query * width + j];
      }
    }
    gemm.elementwise().tanh(block, 0, steps * width);
  }

  private float dot(float[] x, int at, float[] y) {
    double sum = 0;
    for (int j = 0; j < size; j++) {
      sum += (double) x[at + j] * y[j];
    }
    return (float) sum;
  }

  private static void softmax(float[] z, int at, int n) {
    float most = z[at];
    for (int s = at; s < at + n; s++) {
      most = Math.max(most, z[s]);
    }
    double sum = 0;
    for (int s = at; s < at + n; s++) {
      z[s] = (float) Math.exp(z[s] - most);
      sum += z[s];
    }
    for (int s = at; s < at + n; s++) {
      z[s] = (float) (z[s] / sum);
    }
  }

  /** c (m, n) = a times what is in the panels. */
  private void product(
      int m, int n, int k, float[] a, int aRow, int aColumn, float[] start, float[] c) {
    gemm.multiply(
        m,
        n,
        k,
        a,
        0,
        aRow,
        aColumn,
        panels.data(),
        0,
        panels.row(),
        panels.panel(),
        start,
        0,
        0,
        c,
        0,
        n);
  }
}
