package dev.sluice.kernel;

import java.util.Optional;

/**
 * Additive attention with a learned query (Yang et al. 2016, equations 5 to 7): u(t) = tanh(W x(t)
 * + b), a = softmax over the steps of v . u(t), y = sum of a(t) x(t). Parameters W (inputs, units),
 * b (units), v (units).
 */
public final class Attention implements PlainLayer {
  private final int inputs;
  private final int units;
  private final Dense dense;

  public Attention(int inputs, int units) {
    this.inputs = inputs;
    this.units = units;
    dense = new Dense(inputs, units, Squash.TANH);
  }

  @Override
  public void forward(
      float[] x, int steps, int batch, Optional<float[]> mask, float[][] parameters, float[] y) {
    float[] u = hidden(x, steps * batch, parameters);
    for (int r = 0; r < batch; r++) {
      double[] a = weights(u, r, steps, batch, mask, parameters[2]);
      for (int t = 0; t < steps; t++) {
        if (PlainLayer.present(mask, r, t, steps)) {
          for (int j = 0; j < inputs; j++) {
            y[r * inputs + j] += (float) a[t] * x[(t * batch + r) * inputs + j];
          }
        }
      }
    }
  }

  /** u, (steps * batch, width of the dense layer) */
  private float[] hidden(float[] x, int rows, float[][] parameters) {
    return dense.forward(Floats.of(x), rows, Floats.of(parameters[0]), Floats.of(parameters[1]));
  }

  /** a(t); 0 where a step is left out. */
  private double[] weights(
      float[] u, int r, int steps, int batch, Optional<float[]> mask, float[] v) {
    double[] a = new double[steps];
    double most = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < steps; t++) {
      if (PlainLayer.present(mask, r, t, steps)) {
        for (int k = 0; k < units; k++) {
          a[t] += (double) v[k] * u[(t * batch + r) * dense.width() + k];
        }
        most = Math.max(most, a[t]);
      }
    }
    double sum = 0;
    for (int t = 0; t < steps; t++) {
      a[t] = PlainLayer.present(mask, r, t, steps) ? Math.exp(a[t] - most) : 0;
      sum += a[t];
    }
    for (int t = 0; t < steps && sum > 0; t++) {
      a[t] /= sum;
    }
    return a;
  }

  @Override
  public void backward(
      float[] x,
      int steps,
      int batch,
      Optional<float[]> mask,
      float[][] parameters,
      float[] dy,
      float[][] gradients,
      float[] dx) {
    float[] u = hidden(x, steps * batch, parameters);
    float[] v = parameters[2];
    float[] du = new float[steps * batch * dense.width()];
    double[] dv = new double[units];
    float[] throughWeights = new float[dx.length];
    for (int r = 0; r < batch; r++) {
      double[] a = weights(u, r, steps, batch, mask, v);
      double[] da = new double[steps];
      double mean = 0;
      for (int t = 0; t < steps; t++) {
        if (PlainLayer.present(mask, r, t, steps)) {
          int at = (t * batch + r) * inputs;
          for (int j = 0; j < inputs; j++) {
            da[t] += (double) dy[r * inputs + j] * x[at + j];
            throughWeights[at + j] = (float) a[t] * dy[r * inputs + j];
          }
          mean += a[t] * da[t];
        }
      }
      for (int t = 0; t < steps; t++) {
        double ds = a[t] * (da[t] - mean); // of v . u(t)
        int at = (t * batch + r) * dense.width();
        for (int k = 0; k < units && ds != 0; k++) {
          dv[k] += ds * u[at + k];
          du[at + k] = (float) (ds * v[k]);
        }
      }
    }
    for (int k = 0; k < units; k++) {
      gradients[2][k] = (float) dv[k];
    }
    dense.backward(
        du, steps * batch, Floats.of(gradients[0]), Floats.of(gradients[1]), Floats.of(dx));
    for (int i = 0; i < dx.length; i++) {
      dx[i] += throughWeights[i];
    }
  }
}
