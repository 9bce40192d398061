package dev.sluice.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * W x + b for all gates of a layer that reads vectors from a table, computed once for each id: a
 * repeated token costs a copy instead of a product. Results are identical to those of the product,
 * since its sums are computed in a fixed order. Thread-safe; two threads may compute the same at
 * once.
 */
final class LookedUp {
  /**
   * The most numbers that are cached, 64 MB; for higher ids, which are rare, they are recomputed.
   */
  private static final int MOST_NUMBERS = 1 << 24;

  private final Floats table; // (ids, inputs)
  private final int inputs;
  private final PackedWeights weights;
  private final AtomicReferenceArray<float[]> kept; // (ids)(gates * width); null until asked for

  /**
   * @param table (ids, inputs), which must not change
   * @param width units of a gate including padding
   */
  LookedUp(Floats table, int inputs, PackedWeights weights, int width) {
    this.table = table;
    this.inputs = inputs;
    this.weights = weights;
    int ids = table.buffer().capacity() / inputs;
    kept =
        new AtomicReferenceArray<>(
            Math.min(ids, MOST_NUMBERS / (weights.fromInputs.length * width)));
  }

  /** Whether it is of this table. */
  boolean isOf(Floats other) {
    return table == other;
  }

  /**
   * Writes what the tokens from..to add, from 0 on.
   *
   * @param ids (steps, batch)
   * @param places of tokens among the ids
   * @param gate (gates)(tokens, width)
   */
  void load(Gemm gemm, int[] ids, int[] places, int from, int to, float[][] gate, int width) {
    for (int i = from; i < to; i++) {
      float[] ofId = of(gemm, ids[places[i]], gate.length, width);
      for (int k = 0; k < gate.length; k++) {
        System.arraycopy(ofId, k * width, gate[k], (i - from) * width, width);
      }
    }
  }

  private float[] of(Gemm gemm, int id, int gates, int width) {
    if (id >= kept.length()) {
      return computed(gemm, id, gates, width);
    }
    float[] ofId = kept.getAcquire(id);
    if (ofId == null) {
      ofId = computed(gemm, id, gates, width);
      kept.setRelease(id, ofId);
    }
    return ofId;
  }

  private float[] computed(Gemm gemm, int id, int gates, int width) {
    float[] vector = new float[inputs];
    table.buffer().get(id * inputs, vector);
    float[] product = new float[gates * width];
    for (int k = 0; k < gates; k++) {
      Panels panels = weights.fromInputs[k];
      gemm.multiply(
          1,
          width,
          inputs,
          vector,
          0,
          inputs,
          1,
          panels.data(),
          0,
          panels.row(),
          panels.panel(),
          weights.bias[k],
          0,
          0,
          product,
          k * width,
          width);
    }
    return product;
  }
}
