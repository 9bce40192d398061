package dev.sluice.kernel;

/** An activation whose derivative can be computed from its output alone. */
public enum Squash {
  TANH {
    @Override
    void apply(Elementwise math, float[] z, int at, int n) {
      math.tanh(z, at, n);
    }

    @Override
    void toGradient(Elementwise math, float[] y, int at, float[] d, int n) {
      math.tanhGradient(y, at, d, n);
    }
  },
  /** 1 / (1 + exp(-z)). */
  SIGMOID {
    @Override
    void apply(Elementwise math, float[] z, int at, int n) {
      math.logistic(z, at, n);
    }

    @Override
    void toGradient(Elementwise math, float[] y, int at, float[] d, int n) {
      math.logisticGradient(y, at, d, n);
    }
  },
  /** 0.2 z + 0.5, clipped to 0 and 1. */
  HARD_SIGMOID {
    @Override
    void apply(Elementwise math, float[] z, int at, int n) {
      for (int j = at; j < at + n; j++) {
        z[j] = Math.min(1f, Math.max(0f, Math.fma(0.2f, z[j], 0.5f)));
      }
    }

    @Override
    void toGradient(Elementwise math, float[] y, int at, float[] d, int n) {
      for (int j = 0; j < n; j++) {
        y[at + j] = y[at + j] > 0f && y[at + j] < 1f ? 0.2f * d[j] : 0f;
      }
    }
  },
  /** max(z, 0). */
  RELU {
    @Override
    void apply(Elementwise math, float[] z, int at, int n) {
      for (int j = at; j < at + n; j++) {
        z[j] = Math.max(0f, z[j]);
      }
    }

    @Override
    void toGradient(Elementwise math, float[] y, int at, float[] d, int n) {
      for (int j = 0; j < n; j++) {
        y[at + j] = y[at + j] > 0f ? d[j] : 0f;
      }
    }
  },
  IDENTITY {
    @Override
    void apply(Elementwise math, float[] z, int at, int n) {}

    @Override
    void toGradient(Elementwise math, float[] y, int at, float[] d, int n) {
      System.arraycopy(d, 0, y, at, n);
    }
  };

  /** z = f(z), for n numbers from at on; n is a multiple of {@link Gemm#lanes}. */
  abstract void apply(Elementwise math, float[] z, int at, int n);

  /**
   * y = d f'(z), for n numbers from at on.
   *
   * @param y f(z) before
   * @param d gradient of y, from 0 on
   */
  abstract void toGradient(Elementwise math, float[] y, int at, float[] d, int n);
}
