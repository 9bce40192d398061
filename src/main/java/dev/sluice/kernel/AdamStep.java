package dev.sluice.kernel;

/** Adam (Kingma and Ba 2015) in one pass over its arrays. */
public final class AdamStep {
  private static final int CHUNK = 1024; // four arrays of it fit into the first-level cache
  private static final int WORTH_A_THREAD = 50_000;

  /**
   * @param rate including the bias corrections
   * @param epsilon added to the square root of the second moment
   */
  public record Settings(double beta1, double beta2, double rate, double epsilon) {}

  private final Floats gradient;
  private final float scale;
  private final Floats parameters; // or null: the update goes into the gradient
  private final Floats first;
  private final Floats second;
  private final Settings settings;

  private AdamStep(
      Floats gradient,
      float scale,
      Floats parameters,
      Floats first,
      Floats second,
      Settings settings) {
    this.gradient = gradient;
    this.scale = scale;
    this.parameters = parameters;
    this.first = first;
    this.second = second;
    this.settings = settings;
  }

  /**
   * Updates both moments, and replaces the gradient by what has to be subtracted from the
   * parameters: rate m' / (sqrt(v') + epsilon).
   *
   * @param gradient (n), overwritten
   * @param first (n) m, overwritten
   * @param second (n) v, overwritten
   * @param threads the most that this may use; the result does not depend on it
   */
  public static void toUpdate(
      Floats gradient, Floats first, Floats second, int n, Settings settings, int threads) {
    new AdamStep(gradient, 1, null, first, second, settings).run(n, threads);
  }

  /**
   * As {@link #toUpdate}, with the gradient times {@code scale}, and subtracts the update.
   *
   * @param gradient (n), not written
   * @param parameters (n), overwritten
   */
  public static void subtract(
      Floats gradient,
      float scale,
      Floats parameters,
      Floats first,
      Floats second,
      int n,
      Settings settings,
      int threads) {
    new AdamStep(gradient, scale, parameters, first, second, settings).run(n, threads);
  }

  private void run(int n, int threads) {
    int parts = Math.max(1, Math.min(threads, n / WORTH_A_THREAD));
    Workers.runParts(parts, n, this::update);
  }

  private void update(int from, int to) {
    float beta1 = (float) settings.beta1();
    float beta2 = (float) settings.beta2();
    float[] g = new float[CHUNK];
    float[] m = new float[CHUNK];
    float[] v = new float[CHUNK];
    float[] p = new float[CHUNK];
    for (int at = from; at < to; at += CHUNK) {
      int size = Math.min(CHUNK, to - at);
      gradient.buffer().get(at, g, 0, size);
      first.buffer().get(at, m, 0, size);
      second.buffer().get(at, v, 0, size);
      moments(g, scale, m, beta1, 1f - beta1, size);
      squares(g, scale, v, beta2, 1f - beta2, size);
      steps(m, v, (float) settings.rate(), (float) settings.epsilon(), g, size);
      first.buffer().put(at, m, 0, size);
      second.buffer().put(at, v, 0, size);
      if (parameters == null) {
        gradient.buffer().put(at, g, 0, size);
      } else {
        parameters.buffer().get(at, p, 0, size);
        subtract(g, p, size);
        parameters.buffer().put(at, p, 0, size);
      }
    }
  }

  private static void moments(float[] g, float scale, float[] m, float beta, float rest, int n) {
    for (int j = 0; j < n; j++) {
      m[j] = beta * m[j] + rest * (scale * g[j]);
    }
  }

  private static void squares(float[] g, float scale, float[] v, float beta, float rest, int n) {
    for (int j = 0; j < n; j++) {
      v[j] = beta * v[j] + rest * ((scale * g[j]) * (scale * g[j]));
    }
  }

  private static void steps(float[] m, float[] v, float rate, float epsilon, float[] g, int n) {
    for (int j = 0; j < n; j++) {
      g[j] = rate * m[j] / ((float) Math.sqrt(v[j]) + epsilon);
    }
  }

  private static void subtract(float[] update, float[] parameters, int n) {
    for (int j = 0; j < n; j++) {
      parameters[j] = parameters[j] - update[j];
    }
  }
}
