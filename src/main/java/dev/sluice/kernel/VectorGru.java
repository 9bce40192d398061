package dev.sluice.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link GruGates} with six sums in registers. Compiled as {@link VectorGemm} is. */
final class VectorGru implements GruGates {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private static final int GATES = 3;

  @Override
  public float[] together(float[] recurrent, int units) {
    return VectorLstm.sideBySide(recurrent, units, GATES);
  }

  @Override
  public void sums(
      float[] together,
      int units,
      float[] h,
      float[][] ofInput,
      int at,
      float[] inner,
      float[] z,
      int width,
      int from,
      int to) {
    int j = from;
    int panel = from * GATES * units;
    for (; j + 2 * L <= to; j += 2 * L, panel += 2 * L * GATES * units) {
      twoVectors(together, panel, units, h, ofInput[0], ofInput[1], at + j, inner, z, j, width);
    }
    if (j < to) {
      oneVector(together, panel, units, h, ofInput[0], ofInput[1], at + j, inner, z, j, width);
    }
  }

  private static void twoVectors(
      float[] together,
      int panel,
      int units,
      float[] h,
      float[] reset,
      float[] update,
      int at,
      float[] inner,
      float[] z,
      int j,
      int width) {
    FloatVector r0 = FloatVector.fromArray(S, reset, at);
    FloatVector r1 = FloatVector.fromArray(S, reset, at + L);
    FloatVector u0 = FloatVector.fromArray(S, update, at);
    FloatVector u1 = FloatVector.fromArray(S, update, at + L);
    FloatVector c0 = FloatVector.fromArray(S, inner, j);
    FloatVector c1 = FloatVector.fromArray(S, inner, j + L);
    for (int p = 0; p < units; p++) {
      int row = panel + p * 2 * GATES * L;
      FloatVector x = FloatVector.broadcast(S, h[p]);
      r0 = x.fma(FloatVector.fromArray(S, together, row), r0);
      r1 = x.fma(FloatVector.fromArray(S, together, row + L), r1);
      u0 = x.fma(FloatVector.fromArray(S, together, row + 2 * L), u0);
      u1 = x.fma(FloatVector.fromArray(S, together, row + 3 * L), u1);
      c0 = x.fma(FloatVector.fromArray(S, together, row + 4 * L), c0);
      c1 = x.fma(FloatVector.fromArray(S, together, row + 5 * L), c1);
    }
    r0.intoArray(z, j);
    r1.intoArray(z, j + L);
    u0.intoArray(z, width + j);
    u1.intoArray(z, width + j + L);
    c0.intoArray(z, 2 * width + j);
    c1.intoArray(z, 2 * width + j + L);
  }

  private static void oneVector(
      float[] together,
      int panel,
      int units,
      float[] h,
      float[] reset,
      float[] update,
      int at,
      float[] inner,
      float[] z,
      int j,
      int width) {
    FloatVector r = FloatVector.fromArray(S, reset, at);
    FloatVector u = FloatVector.fromArray(S, update, at);
    FloatVector c = FloatVector.fromArray(S, inner, j);
    for (int p = 0; p < units; p++) {
      int row = panel + p * GATES * L;
      FloatVector x = FloatVector.broadcast(S, h[p]);
      r = x.fma(FloatVector.fromArray(S, together, row), r);
      u = x.fma(FloatVector.fromArray(S, together, row + L), u);
      c = x.fma(FloatVector.fromArray(S, together, row + 2 * L), c);
    }
    r.intoArray(z, j);
    u.intoArray(z, width + j);
    c.intoArray(z, 2 * width + j);
  }
}
