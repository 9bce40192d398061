package dev.sluice.kernel;

/**
 * Operations on rows of numbers, number by number. Each array has an offset; the arrays of one call
 * are distinct, or have the same offset. n is a multiple of {@link Gemm#lanes}. All implementations
 * give identical results.
 *
 * <p>tanh and the logistic function share one approximation: x P(x²) / Q(x²), P of degree 6 and Q
 * of degree 3, the minimax fit of the Eigen library; beyond 7.9 it is exactly 1. The largest error
 * is 3e-7.
 */
interface Elementwise {
  /** Where tanh rounds to 1. */
  float END = 7.9053111f;

  float P6 = -2.76076847742355e-16f;
  float P5 = 2.00018790482477e-13f;
  float P4 = -8.60467152213735e-11f;
  float P3 = 5.12229709037114e-08f;
  float P2 = 1.48572235717979e-05f;
  float P1 = 6.37261928875436e-04f;
  float P0 = 4.89352455891786e-03f;
  float Q3 = 1.19825839466702e-06f;
  float Q2 = 1.18534705686654e-04f;
  float Q1 = 2.26843463243900e-03f;
  float Q0 = 4.89352518554385e-03f;

  float LEAST_EXPONENT = -87f;
  float LOG2_E = 1.44269504088896341f;

  /** ln 2 in two parts, the first with few bits. */
  float LN2_HIGH = 0.693359375f;

  float LN2_LOW = -2.12194440e-4f;

  /** Adding and subtracting it rounds to a whole number. */
  float ROUND = 12582912f;

  float E5 = 1.9875691500e-4f;
  float E4 = 1.3981999507e-3f;
  float E3 = 8.3334519073e-3f;
  float E2 = 4.1665795894e-2f;
  float E1 = 1.6666665459e-1f;
  float E0 = 5.0000001201e-1f;

  /** Adding and subtracting it turns everything below 1e-27 into 0: denormals are slow. */
  float FLUSH = 1e-20f;

  /** z = tanh(z). */
  void tanh(float[] z, int at, int n);

  /** y = d (1 - y²), the gradient of z where y is tanh(z) and d its gradient, from 0 on. */
  void tanhGradient(float[] y, int at, float[] d, int n);

  /** z = 1 / (1 + exp(-z)). */
  void logistic(float[] z, int at, int n);

  /**
   * y = d y (1 - y), the gradient of z where y is the logistic function of z and d its gradient.
   */
  void logisticGradient(float[] y, int at, float[] d, int n);

  /**
   * z = exp(z - most), for z of at most that; below -87 the difference counts as -87. The largest
   * relative error is 2e-7: Cody and Waite's reduction to |r| of at most ln 2 / 2, and the
   * polynomial of degree 6 of the Cephes library.
   */
  void expOfDifference(float[] z, int at, float most, int n);

  /** The largest of any number of them, at least one. */
  float largest(float[] z, int at, int n);

  /** sum += x. */
  void add(float[] x, int xAt, float[] sum, int sumAt, int n);

  /** difference -= x. */
  void subtract(float[] x, int xAt, float[] difference, int differenceAt, int n);

  /** product = x y. */
  void times(float[] x, int xAt, float[] y, int yAt, float[] product, int productAt, int n);

  /** sum += x y, rounded once. */
  void addTimes(float[] x, int xAt, float[] y, int yAt, float[] sum, int sumAt, int n);

  /** Replaces numbers next to 0 by 0, from 0 on. */
  void flush(float[] x, int n);

  /** Loops over numbers. */
  final class Plain implements Elementwise {
    @Override
    public void tanh(float[] z, int at, int n) {
      for (int j = at; j < at + n; j++) {
        z[j] = tanh(z[j]);
      }
    }

    @Override
    public void tanhGradient(float[] y, int at, float[] d, int n) {
      for (int j = 0; j < n; j++) {
        y[at + j] = d[j] * (1f - y[at + j] * y[at + j]);
      }
    }

    @Override
    public void logistic(float[] z, int at, int n) {
      for (int j = at; j < at + n; j++) {
        z[j] = Math.fma(0.5f, tanh(0.5f * z[j]), 0.5f);
      }
    }

    @Override
    public void logisticGradient(float[] y, int at, float[] d, int n) {
      for (int j = 0; j < n; j++) {
        y[at + j] = d[j] * (y[at + j] * (1f - y[at + j]));
      }
    }

    @Override
    public void expOfDifference(float[] z, int at, float most, int n) {
      for (int j = at; j < at + n; j++) {
        float x = Math.max(LEAST_EXPONENT, z[j] - most);
        float power = (x * LOG2_E + ROUND) - ROUND;
        float r = Math.fma(power, -LN2_LOW, Math.fma(power, -LN2_HIGH, x));
        float p = Math.fma(r, E5, E4);
        p = Math.fma(r, p, E3);
        p = Math.fma(r, p, E2);
        p = Math.fma(r, p, E1);
        p = Math.fma(r, p, E0);
        p = Math.fma(r * r, p, r) + 1f;
        z[j] = p * Float.intBitsToFloat(((int) power + 127) << 23);
      }
    }

    @Override
    public float largest(float[] z, int at, int n) {
      float most = z[at];
      for (int j = at + 1; j < at + n; j++) {
        most = Math.max(most, z[j]);
      }
      return most;
    }

    @Override
    public void add(float[] x, int xAt, float[] sum, int sumAt, int n) {
      for (int j = 0; j < n; j++) {
        sum[sumAt + j] = sum[sumAt + j] + x[xAt + j];
      }
    }

    @Override
    public void subtract(float[] x, int xAt, float[] difference, int differenceAt, int n) {
      for (int j = 0; j < n; j++) {
        difference[differenceAt + j] = difference[differenceAt + j] - x[xAt + j];
      }
    }

    @Override
    public void times(
        float[] x, int xAt, float[] y, int yAt, float[] product, int productAt, int n) {
      for (int j = 0; j < n; j++) {
        product[productAt + j] = x[xAt + j] * y[yAt + j];
      }
    }

    @Override
    public void addTimes(float[] x, int xAt, float[] y, int yAt, float[] sum, int sumAt, int n) {
      for (int j = 0; j < n; j++) {
        sum[sumAt + j] = Math.fma(x[xAt + j], y[yAt + j], sum[sumAt + j]);
      }
    }

    @Override
    public void flush(float[] x, int n) {
      for (int j = 0; j < n; j++) {
        x[j] = (x[j] + FLUSH) - FLUSH;
      }
    }

    private static float tanh(float z) {
      float x = Math.max(-END, Math.min(END, z));
      float s = x * x;
      float p = Math.fma(s, P6, P5);
      p = Math.fma(s, p, P4);
      p = Math.fma(s, p, P3);
      p = Math.fma(s, p, P2);
      p = Math.fma(s, p, P1);
      p = Math.fma(s, p, P0);
      float q = Math.fma(s, Q3, Q2);
      q = Math.fma(s, q, Q1);
      q = Math.fma(s, q, Q0);
      return x * p / q;
    }
  }
}
