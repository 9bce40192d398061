package dev.sluice.kernel;

/** Rows of a table by their ids, and the gradient of the table. */
public final class Embedding {
  private static final float[] ZEROS = new float[4096];

  private Embedding() {}

  /**
   * @param table (rows, width)
   * @param ids each below the table's rows
   * @param out (ids, width), overwritten
   */
  public static void gather(Floats table, int width, int[] ids, Floats out) {
    for (int i = 0; i < ids.length; i++) {
      out.buffer().put(i * width, table.buffer(), ids[i] * width, width);
    }
  }

  /**
   * Adds up, for each row of the table, the gradients of what was gathered from it.
   *
   * @param epsilons (ids, width)
   * @param gradient (rows, width), overwritten
   */
  public static void gradient(int[] ids, int width, Floats epsilons, int rows, Floats gradient) {
    int size = Math.multiplyExact(rows, width);
    for (int at = 0; at < size; at += ZEROS.length) {
      gradient.buffer().put(at, ZEROS, 0, Math.min(ZEROS.length, size - at));
    }
    float[] sum = new float[width];
    float[] epsilon = new float[width];
    for (int i = 0; i < ids.length; i++) {
      gradient.buffer().get(ids[i] * width, sum);
      epsilons.buffer().get(i * width, epsilon);
      CellLoop.add(epsilon, sum, width);
      gradient.buffer().put(ids[i] * width, sum);
    }
  }
}
