package dev.sluice.kernel;

import java.util.Arrays;

/** Cuts products into ranges of rows, which threads compute in parallel. One caller at a time. */
final class Shards {
  private static final long WORTH_A_THREAD = 300_000; // products

  /** Computes rows begin..end. */
  interface Range {
    void accept(Gemm gemm, int begin, int end);
  }

  private Gemm[] gemms = {Gemm.best()};

  /** That of the caller's thread. */
  Gemm first() {
    return gemms[0];
  }

  /**
   * Runs the task on ranges of 0..length.
   *
   * @param threads the most that this may use
   * @param products multiplications of all rows
   */
  void run(int threads, int length, long products, Range task) {
    int parts = (int) Math.max(1, Math.min(Math.min(threads, length), products / WORTH_A_THREAD));
    while (gemms.length < parts) {
      gemms = Arrays.copyOf(gemms, gemms.length + 1);
      gemms[gemms.length - 1] = Gemm.best();
    }
    Workers.run(
        parts,
        part ->
            task.accept(
                gemms[part],
                (int) ((long) part * length / parts),
                (int) ((part + 1L) * length / parts)));
  }
}
