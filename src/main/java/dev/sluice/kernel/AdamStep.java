package dev.sluice.kernel;

/** Adam (Kingma and Ba 2015) in one pass over its arrays. */
public final class AdamStep {
  private static final int CHUNK = 2048; // three arrays of it fit into the first-level cache
  private static final int WORTH_A_THREAD = 50_000;

  private AdamStep() {}

  /**
   * Updates both moments, and turns the gradient into what is subtracted from the parameters: rate
   * m' / (sqrt(v') + epsilon), in which rate holds the corrections of the bias.
   *
   * @param gradient (n), overwritten
   * @param first (n) m, overwritten
   * @param second (n) v, overwritten
   * @param threads the most that this may use; the result does not depend on it
   */
  public static void apply(
      Floats gradient,
      Floats first,
      Floats second,
      int n,
      double beta1,
      double beta2,
      double rate,
      double epsilon,
      int threads) {
    int parts = Math.max(1, Math.min(threads, n / WORTH_A_THREAD));
    Workers.run(
        parts,
        part -> {
          int end = (int) ((part + 1L) * n / parts);
          float[] g = new float[CHUNK];
          float[] m = new float[CHUNK];
          float[] v = new float[CHUNK];
          for (int at = (int) ((long) part * n / parts); at < end; at += CHUNK) {
            int size = Math.min(CHUNK, end - at);
            gradient.buffer().get(at, g, 0, size);
            first.buffer().get(at, m, 0, size);
            second.buffer().get(at, v, 0, size);
            moments(g, m, (float) beta1, 1f - (float) beta1, size);
            squares(g, v, (float) beta2, 1f - (float) beta2, size);
            steps(m, v, (float) rate, (float) epsilon, g, size);
            gradient.buffer().put(at, g, 0, size);
            first.buffer().put(at, m, 0, size);
            second.buffer().put(at, v, 0, size);
          }
        });
  }

  private static void moments(float[] g, float[] m, float beta, float rest, int n) {
    for (int j = 0; j < n; j++) {
      m[j] = beta * m[j] + rest * g[j];
    }
  }

  private static void squares(float[] g, float[] v, float beta, float rest, int n) {
    for (int j = 0; j < n; j++) {
      v[j] = beta * v[j] + rest * (g[j] * g[j]);
    }
  }

  private static void steps(float[] m, float[] v, float rate, float epsilon, float[] g, int n) {
    for (int j = 0; j < n; j++) {
      g[j] = rate * m[j] / ((float) Math.sqrt(v[j]) + epsilon);
    }
  }
}
