package dev.sluice.kernel;

/** Rows of a table by their ids, and the gradient of the table. */
public final class Embedding {
  /** The size below which a second thread costs more than it gains. */
  private static final int WORTH_A_THREAD = 30_000;

  private Embedding() {}

  /**
   * @param table (rows, width)
   * @param ids each below the table's rows
   * @param out (ids, width), overwritten
   * @param threads the most that this may use
   */
  public static void gather(Floats table, int width, int[] ids, Floats out, int threads) {
    Workers.runParts(
        parts(ids, width, threads),
        ids.length,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            out.buffer().put(i * width, table.buffer(), ids[i] * width, width);
          }
        });
  }

  /**
   * Adds up, for each row of the table, the gradients of the vectors that were gathered from it, in
   * order.
   *
   * @param epsilons (ids, width)
   * @param gradient (rows, width), overwritten
   * @param threads the most that this may use; the result does not depend on it
   */
  public static void gradient(
      int[] ids, int width, Floats epsilons, int rows, Floats gradient, int threads) {
    Math.multiplyExact(rows, width);
    int parts = parts(ids, width, threads);
    Workers.run(parts, part -> gradient(ids, width, epsilons, rows, gradient, part, parts));
  }

  /** Handles the rows whose number has this remainder: frequent ids are often neighbours. */
  private static void gradient(
      int[] ids, int width, Floats epsilons, int rows, Floats gradient, int rest, int parts) {
    float[] sum = new float[width];
    float[] epsilon = new float[width];
    for (int row = rest; row < rows; row += parts) {
      gradient.buffer().put(row * width, sum); // zeros still
    }
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] % parts == rest) {
        gradient.buffer().get(ids[i] * width, sum);
        epsilons.buffer().get(i * width, epsilon);
        CellLoop.add(epsilon, sum, width);
        gradient.buffer().put(ids[i] * width, sum);
      }
    }
  }

  private static int parts(int[] ids, int width, int threads) {
    return (int) Math.max(1, Math.min(threads, (long) ids.length * width / WORTH_A_THREAD));
  }
}
