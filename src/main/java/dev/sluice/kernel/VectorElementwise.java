package dev.sluice.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Elementwise} vector by vector. The compiler does not make vectors of loops whose arrays
 * begin at different places, and of the few units of one row it leaves many numbers to the ends of
 * its loops. One curve in a loop: of several it keeps vectors in the heap. Compiled as {@link
 * VectorGemm} is.
 */
final class VectorElementwise implements Elementwise {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  @Override
  public void tanh(float[] z, int at, int n) {
    for (int j = at; j < at + n; j += L) {
      tanh(FloatVector.fromArray(S, z, j)).intoArray(z, j);
    }
  }

  @Override
  public void tanhGradient(float[] y, int at, float[] d, int n) {
    FloatVector one = all(1f);
    for (int j = 0; j < n; j += L) {
      FloatVector v = FloatVector.fromArray(S, y, at + j);
      FloatVector.fromArray(S, d, j).mul(one.sub(v.mul(v))).intoArray(y, at + j);
    }
  }

  @Override
  public void logistic(float[] z, int at, int n) {
    FloatVector half = all(0.5f);
    for (int j = at; j < at + n; j += L) {
      half.fma(tanh(half.mul(FloatVector.fromArray(S, z, j))), half).intoArray(z, j);
    }
  }

  @Override
  public void logisticGradient(float[] y, int at, float[] d, int n) {
    FloatVector one = all(1f);
    for (int j = 0; j < n; j += L) {
      FloatVector v = FloatVector.fromArray(S, y, at + j);
      FloatVector.fromArray(S, d, j).mul(v.mul(one.sub(v))).intoArray(y, at + j);
    }
  }

  @Override
  public void add(float[] x, int xAt, float[] sum, int sumAt, int n) {
    for (int j = 0; j < n; j += L) {
      FloatVector.fromArray(S, sum, sumAt + j)
          .add(FloatVector.fromArray(S, x, xAt + j))
          .intoArray(sum, sumAt + j);
    }
  }

  @Override
  public void subtract(float[] x, int xAt, float[] difference, int differenceAt, int n) {
    for (int j = 0; j < n; j += L) {
      FloatVector.fromArray(S, difference, differenceAt + j)
          .sub(FloatVector.fromArray(S, x, xAt + j))
          .intoArray(difference, differenceAt + j);
    }
  }

  @Override
  public void times(float[] x, int xAt, float[] y, int yAt, float[] product, int productAt, int n) {
    for (int j = 0; j < n; j += L) {
      FloatVector.fromArray(S, x, xAt + j)
          .mul(FloatVector.fromArray(S, y, yAt + j))
          .intoArray(product, productAt + j);
    }
  }

  @Override
  public void addTimes(float[] x, int xAt, float[] y, int yAt, float[] sum, int sumAt, int n) {
    for (int j = 0; j < n; j += L) {
      FloatVector.fromArray(S, x, xAt + j)
          .fma(FloatVector.fromArray(S, y, yAt + j), FloatVector.fromArray(S, sum, sumAt + j))
          .intoArray(sum, sumAt + j);
    }
  }

  @Override
  public void flush(float[] x, int n) {
    FloatVector most = all(FLUSH);
    for (int j = 0; j < n; j += L) {
      FloatVector.fromArray(S, x, j).add(most).sub(most).intoArray(x, j);
    }
  }

  private static FloatVector tanh(FloatVector z) {
    FloatVector x = z.min(END).max(-END);
    FloatVector s = x.mul(x);
    FloatVector p = s.fma(all(P6), all(P5));
    p = s.fma(p, all(P4));
    p = s.fma(p, all(P3));
    p = s.fma(p, all(P2));
    p = s.fma(p, all(P1));
    p = s.fma(p, all(P0));
    FloatVector q = s.fma(all(Q3), all(Q2));
    q = s.fma(q, all(Q1));
    q = s.fma(q, all(Q0));
    return x.mul(p).div(q);
  }

  private static FloatVector all(float value) {
    return FloatVector.broadcast(S, value);
  }
}
