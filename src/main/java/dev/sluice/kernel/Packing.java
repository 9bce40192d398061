package dev.sluice.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A batch of sequences without its padding. Rows are ordered by length, longest first, so that the
 * k-th valid steps of all rows that have one are adjacent: one block per step, no wider than the
 * block before it. Masked steps, at either end or in between, do not exist here, so that each
 * sequence is computed as if it were alone.
 */
public final class Packing {
  private final int steps;
  private final int batch;
  private final List<Rows> shards;
  private final boolean full;

  private Packing(int steps, int batch, List<Rows> shards, boolean full) {
    this.steps = steps;
    this.batch = batch;
    this.shards = shards;
    this.full = full;
  }

  /**
   * @param mask (batch, steps), row by row; 0 where a step is left out; or null if none is
   * @param backwards whether each sequence is read from its end
   * @param shards parts of the batch that are computed in parallel, at least 1
   */
  public static Packing of(int steps, int batch, float[] mask, boolean backwards, int shards) {
    int[] lengths = new int[batch];
    for (int row = 0; row < batch; row++) {
      lengths[row] = mask == null ? steps : length(mask, row * steps, steps);
    }
    boolean even = Arrays.stream(lengths).allMatch(length -> length == lengths[0]);
    long[] order = new long[batch]; // steps left out, and the row: longest first, then by number
    for (int row = 0; row < batch; row++) {
      order[row] = (long) (steps - lengths[row]) << Integer.SIZE | row;
    }
    Arrays.sort(order);
    int parts = Math.min(shards, batch);
    List<Rows> rows =
        IntStream.range(0, parts)
            .mapToObj(
                part ->
                    IntStream.range(0, batch)
                        // Neighbours if lengths are equal, so that memory is read in order.
                        .filter(i -> (even ? (int) ((long) i * parts / batch) : i % parts) == part)
                        .map(i -> (int) order[i])
                        .toArray())
            .map(part -> Rows.of(part, lengths, steps, batch, mask, backwards))
            .toList();
    return new Packing(steps, batch, rows, even && batch > 0 && lengths[0] == steps);
  }

  private static int length(float[] mask, int from, int steps) {
    int length = 0;
    for (int t = 0; t < steps; t++) {
      length += mask[from + t] != 0 ? 1 : 0;
    }
    return length;
  }

  int steps() {
    return steps;
  }

  int batch() {
    return batch;
  }

  List<Rows> shards() {
    return shards;
  }

  /** Whether no step is masked. */
  boolean full() {
    return full;
  }

  /**
   * Some rows of the batch. A token is a valid step of a row; tokens are numbered step by step, and
   * row by row within a step.
   *
   * @param rows their numbers in the batch, longest sequence first
   * @param active (steps + 1) how many of them have a k-th step; the last is 0
   * @param first (steps + 1) number of the first token of each step; the last is the number of
   *     tokens
   * @param places (tokens) the position of the token in time-major arrays: step * batch + row
   */
  record Rows(int[] rows, int[] active, int[] first, int[] places) {
    private static Rows of(
        int[] rows, int[] lengths, int steps, int batch, float[] mask, boolean backwards) {
      int most = rows.length == 0 ? 0 : lengths[rows[0]];
      int[] active = new int[most + 1];
      int[] first = new int[most + 1];
      for (int row : rows) {
        for (int k = 0; k < lengths[row]; k++) {
          active[k]++;
        }
      }
      for (int k = 0; k < most; k++) {
        first[k + 1] = first[k] + active[k];
      }
      int[] places = new int[first[most]];
      for (int r = 0; r < rows.length; r++) {
        int k = 0;
        for (int i = 0; i < steps; i++) {
          int t = backwards ? steps - 1 - i : i;
          if (mask == null || mask[rows[r] * steps + t] != 0) {
            places[first[k++] + r] = t * batch + rows[r];
          }
        }
      }
      return new Rows(rows, active, first, places);
    }

    int steps() {
      return active.length - 1;
    }

    int tokens() {
      return places.length;
    }
  }
}
