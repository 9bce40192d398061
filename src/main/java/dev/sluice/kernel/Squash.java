package dev.sluice.kernel;

/**
 * An activation whose derivative follows from its output alone.
 *
 * <p>Each loop is one that the compiler turns into vector instructions: arrays with one index, no
 * calls that are not inlined.
 */
public enum Squash {
  TANH {
    @Override
    void apply(float[] z, int at, int n) {
      for (int j = at; j < at + n; j++) {
        z[j] = tanh(z[j]);
      }
    }

    @Override
    void toGradient(float[] y, int at, float[] d, int n) {
      for (int j = 0; j < n; j++) {
        y[at + j] = d[j] * (1f - y[at + j] * y[at + j]);
      }
    }
  },
  /** 1 / (1 + exp(-z)). */
  SIGMOID {
    @Override
    void apply(float[] z, int at, int n) {
      for (int j = at; j < at + n; j++) {
        z[j] = Math.fma(0.5f, tanh(0.5f * z[j]), 0.5f);
      }
    }

    @Override
    void toGradient(float[] y, int at, float[] d, int n) {
      for (int j = 0; j < n; j++) {
        y[at + j] = d[j] * (y[at + j] * (1f - y[at + j]));
      }
    }
  },
  /** 0.2 z + 0.5, cut off at 0 and 1. */
  HARD_SIGMOID {
    @Override
    void apply(float[] z, int at, int n) {
      for (int j = at; j < at + n; j++) {
        z[j] = Math.min(1f, Math.max(0f, Math.fma(0.2f, z[j], 0.5f)));
      }
    }

    @Override
    void toGradient(float[] y, int at, float[] d, int n) {
      for (int j = 0; j < n; j++) {
        y[at + j] = y[at + j] > 0f && y[at + j] < 1f ? 0.2f * d[j] : 0f;
      }
    }
  },
  /** max(z, 0). */
  RELU {
    @Override
    void apply(float[] z, int at, int n) {
      for (int j = at; j < at + n; j++) {
        z[j] = Math.max(0f, z[j]);
      }
    }

    @Override
    void toGradient(float[] y, int at, float[] d, int n) {
      for (int j = 0; j < n; j++) {
        y[at + j] = y[at + j] > 0f ? d[j] : 0f;
      }
    }
  },
  IDENTITY {
    @Override
    void apply(float[] z, int at, int n) {}

    @Override
    void toGradient(float[] y, int at, float[] d, int n) {
      System.arraycopy(d, 0, y, at, n);
    }
  };

  /** z = f(z), for n numbers from at on. */
  abstract void apply(float[] z, int at, int n);

  /**
   * y = d f'(z), for n numbers from at on.
   *
   * @param y f(z) before
   * @param d gradient of y, from 0 on
   */
  abstract void toGradient(float[] y, int at, float[] d, int n);

  /**
   * x P(x²) / Q(x²), P of degree 6 and Q of degree 3, the minimax fit that the Eigen library uses;
   * beyond 7.9 it is 1 to the last bit. The largest error is 3e-7.
   */
  private static float tanh(float value) {
    float x = Math.max(-7.9053111f, Math.min(7.9053111f, value));
    float s = x * x;
    float p = Math.fma(s, -2.76076847742355e-16f, 2.00018790482477e-13f);
    p = Math.fma(s, p, -8.60467152213735e-11f);
    p = Math.fma(s, p, 5.12229709037114e-08f);
    p = Math.fma(s, p, 1.48572235717979e-05f);
    p = Math.fma(s, p, 6.37261928875436e-04f);
    p = Math.fma(s, p, 4.89352455891786e-03f);
    float q = Math.fma(s, 1.19825839466702e-06f, 1.18534705686654e-04f);
    q = Math.fma(s, q, 2.26843463243900e-03f);
    q = Math.fma(s, q, 4.89352518554385e-03f);
    return x * p / q;
  }
}
