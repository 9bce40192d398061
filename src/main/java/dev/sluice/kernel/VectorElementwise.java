package dev.sluice.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Elementwise} vector by vector. The compiler does not vectorize loops whose arrays have
 * different offsets, and in rows with few units it leaves many numbers to the scalar ends of its
 * loops. Compiled as {@link VectorGemm} is.
 */
final class VectorElementwise implements Elementwise {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** From the bits of infinity to the largest integer. */
  private static final int BEYOND_INFINITY =
      Integer.MAX_VALUE - Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

  @Override
  public void tanh(float[] z, int at, int n) {
    curve(z, at, n, 1f, -0f); // -0 leaves every number as it is
  }

  @Override
  public void tanhGradient(float[] y, int at, float[] d, int n) {
    FloatVector one = FloatVector.broadcast(S, 1f);
    for (int j = 0; j < n; j += L) {
      FloatVector v = FloatVector.fromArray(S, y, at + j);
      FloatVector.fromArray(S, d, j).mul(one.sub(v.mul(v))).intoArray(y, at + j);
    }
  }

  @Override
  public void logistic(float[] z, int at, int n) {
    curve(z, at, n, 0.5f, 0.5f);
  }

  @Override
  public void logisticGradient(float[] y, int at, float[] d, int n) {
    FloatVector one = FloatVector.broadcast(S, 1f);
    for (int j = 0; j < n; j += L) {
      FloatVector v = FloatVector.fromArray(S, y, at + j);
      FloatVector.fromArray(S, d, j).mul(v.mul(one.sub(v))).intoArray(y, at + j);
    }
  }

  @Override
  public void expOfDifference(float[] z, int at, float most, int n) {
    for (int j = at; j < at + n; j += L) {
      FloatVector x = FloatVector.fromArray(S, z, j).sub(most).max(LEAST_EXPONENT);
      FloatVector rounded = x.mul(LOG2_E).add(ROUND); // its last bits are the power of 2
      FloatVector power = rounded.sub(ROUND);
      FloatVector r = power.fma(broadcast(-LN2_LOW), power.fma(broadcast(-LN2_HIGH), x));
      FloatVector p = r.fma(broadcast(E5), broadcast(E4));
      p = r.fma(p, broadcast(E3));
      p = r.fma(p, broadcast(E2));
      p = r.fma(p, broadcast(E1));
      p = r.fma(p, broadcast(E0));
      p = r.mul(r).fma(p, r).add(1f);
      IntVector bits = rounded.reinterpretAsInts().add(127).lanewise(VectorOperators.LSHL, 23);
      p.mul(bits.reinterpretAsFloats()).intoArray(z, j);
    }
  }

  @Override
  public float largest(float[] z, int at, int n) {
    if (n < L) {
      return new Plain().largest(z, at, n);
    }
    FloatVector most = FloatVector.fromArray(S, z, at);
    for (int j = L; j <= n - L; j += L) {
      most = most.max(FloatVector.fromArray(S, z, at + j));
    }
    return most.max(FloatVector.fromArray(S, z, at + n - L)).reduceLanes(VectorOperators.MAX);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(S, value);
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
    FloatVector most = FloatVector.broadcast(S, FLUSH);
    for (int j = 0; j < n; j += L) {
      FloatVector.fromArray(S, x, j).add(most).sub(most).intoArray(x, j);
    }
  }

  /**
   * z = factor tanh(factor z) + shift. Numbers are clipped to END by the order of their bits, since
   * the order that Java requires for the minimum of floats takes six instructions for each side.
   *
   * <p>Everything is written out: a method of more than 325 bytes is compiled by itself. If the
   * compiler inlines several curves into one method, it gives up and keeps vectors on the heap.
   */
  private static void curve(float[] z, int at, int n, float factor, float shift) {
    int last = Float.floatToRawIntBits(END) + BEYOND_INFINITY;
    FloatVector scale = FloatVector.broadcast(S, factor);
    FloatVector moved = FloatVector.broadcast(S, shift);
    FloatVector p6 = FloatVector.broadcast(S, P6);
    FloatVector p5 = FloatVector.broadcast(S, P5);
    FloatVector p4 = FloatVector.broadcast(S, P4);
    FloatVector p3 = FloatVector.broadcast(S, P3);
    FloatVector p2 = FloatVector.broadcast(S, P2);
    FloatVector p1 = FloatVector.broadcast(S, P1);
    FloatVector p0 = FloatVector.broadcast(S, P0);
    FloatVector q3 = FloatVector.broadcast(S, Q3);
    FloatVector q2 = FloatVector.broadcast(S, Q2);
    FloatVector q1 = FloatVector.broadcast(S, Q1);
    FloatVector q0 = FloatVector.broadcast(S, Q0);
    for (int j = at; j < at + n; j += L) {
      IntVector bits = scale.mul(FloatVector.fromArray(S, z, j)).reinterpretAsInts();
      IntVector size = bits.and(Integer.MAX_VALUE);
      IntVector sign = bits.lanewise(VectorOperators.XOR, size);
      FloatVector x =
          size.add(BEYOND_INFINITY) // NaN becomes negative, and remains the smallest
              .min(last)
              .sub(BEYOND_INFINITY)
              .lanewise(VectorOperators.XOR, sign)
              .reinterpretAsFloats();
      FloatVector s = x.mul(x);
      FloatVector p = s.fma(p6, p5);
      p = s.fma(p, p4);
      p = s.fma(p, p3);
      p = s.fma(p, p2);
      p = s.fma(p, p1);
      p = s.fma(p, p0);
      FloatVector q = s.fma(q3, q2);
      q = s.fma(q, q1);
      q = s.fma(q, q0);
      scale.fma(x.mul(p).div(q), moved).intoArray(z, j);
    }
  }
}
