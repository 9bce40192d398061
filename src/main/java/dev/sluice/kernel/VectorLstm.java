package dev.sluice.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link LstmGates} with all of a unit in registers. Compiled as {@link VectorGemm} is. */
final class VectorLstm implements LstmGates {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  private static final int GATES = 4;

  @Override
  public float[] together(float[] recurrent, int units) {
    return sideBySide(recurrent, units, GATES);
  }

  /** Of each gate two vectors of units side by side, or one where no two are left. */
  static float[] sideBySide(float[] recurrent, int units, int gates) {
    int width = (units + L - 1) / L * L;
    float[] together = new float[gates * width * units];
    int at = 0;
    for (int begin = 0, lanes; begin < width; begin += lanes) {
      lanes = Math.min(2 * L, width - begin);
      for (int p = 0; p < units; p++) {
        for (int k = 0; k < gates; k++) {
          for (int j = begin; j < begin + lanes; j++, at++) {
            together[at] = j < units ? recurrent[(k * units + j) * units + p] : 0;
          }
        }
      }
    }
    return together;
  }

  @Override
  public void sums(
      float[] together,
      int units,
      float[] h,
      float[][] ofInput,
      int at,
      float[] z,
      int width,
      int from,
      int to) {
    int j = from;
    int panel = from * GATES * units;
    for (; j + 2 * L <= to; j += 2 * L, panel += 2 * L * GATES * units) {
      twoVectors(together, panel, units, h, ofInput, at + j, z, j, width);
    }
    if (j < to) {
      oneVector(together, panel, units, h, ofInput, at + j, z, j, width);
    }
  }

  private static void twoVectors(
      float[] together,
      int panel,
      int units,
      float[] h,
      float[][] ofInput,
      int at,
      float[] z,
      int j,
      int width) {
    FloatVector a0 = FloatVector.fromArray(S, ofInput[0], at);
    FloatVector a1 = FloatVector.fromArray(S, ofInput[0], at + L);
    FloatVector f0 = FloatVector.fromArray(S, ofInput[1], at);
    FloatVector f1 = FloatVector.fromArray(S, ofInput[1], at + L);
    FloatVector o0 = FloatVector.fromArray(S, ofInput[2], at);
    FloatVector o1 = FloatVector.fromArray(S, ofInput[2], at + L);
    FloatVector i0 = FloatVector.fromArray(S, ofInput[3], at);
    FloatVector i1 = FloatVector.fromArray(S, ofInput[3], at + L);
    for (int p = 0; p < units; p++) {
      int row = panel + p * 8 * L;
      FloatVector x = FloatVector.broadcast(S, h[p]);
      a0 = x.fma(FloatVector.fromArray(S, together, row), a0);
      a1 = x.fma(FloatVector.fromArray(S, together, row + L), a1);
      f0 = x.fma(FloatVector.fromArray(S, together, row + 2 * L), f0);
      f1 = x.fma(FloatVector.fromArray(S, together, row + 3 * L), f1);
      o0 = x.fma(FloatVector.fromArray(S, together, row + 4 * L), o0);
      o1 = x.fma(FloatVector.fromArray(S, together, row + 5 * L), o1);
      i0 = x.fma(FloatVector.fromArray(S, together, row + 6 * L), i0);
      i1 = x.fma(FloatVector.fromArray(S, together, row + 7 * L), i1);
    }
    a0.intoArray(z, j);
    a1.intoArray(z, j + L);
    f0.intoArray(z, width + j);
    f1.intoArray(z, width + j + L);
    o0.intoArray(z, 2 * width + j);
    o1.intoArray(z, 2 * width + j + L);
    i0.intoArray(z, 3 * width + j);
    i1.intoArray(z, 3 * width + j + L);
  }

  private static void oneVector(
      float[] together,
      int panel,
      int units,
      float[] h,
      float[][] ofInput,
      int at,
      float[] z,
      int j,
      int width) {
    FloatVector a = FloatVector.fromArray(S, ofInput[0], at);
    FloatVector f = FloatVector.fromArray(S, ofInput[1], at);
    FloatVector o = FloatVector.fromArray(S, ofInput[2], at);
    FloatVector i = FloatVector.fromArray(S, ofInput[3], at);
    for (int p = 0; p < units; p++) {
      int row = panel + p * GATES * L;
      FloatVector x = FloatVector.broadcast(S, h[p]);
      a = x.fma(FloatVector.fromArray(S, together, row), a);
      f = x.fma(FloatVector.fromArray(S, together, row + L), f);
      o = x.fma(FloatVector.fromArray(S, together, row + 2 * L), o);
      i = x.fma(FloatVector.fromArray(S, together, row + 3 * L), i);
    }
    a.intoArray(z, j);
    f.intoArray(z, width + j);
    o.intoArray(z, 2 * width + j);
    i.intoArray(z, 3 * width + j);
  }

  @Override
  public void cell(float[] z, float[] c, float[] copy, int width, int from, int to) {
    for (int j = from; j < to; j += L) {
      FloatVector kept = FloatVector.fromArray(S, z, width + j).mul(FloatVector.fromArray(S, c, j));
      FloatVector cell =
          FloatVector.fromArray(S, z, 3 * width + j).fma(FloatVector.fromArray(S, z, j), kept);
      cell.intoArray(c, j);
      cell.intoArray(copy, j);
    }
  }

  @Override
  public void backward(
      float[] a,
      float[] f,
      float[] o,
      float[] i,
      float[] squashed,
      float[] cellBefore,
      int at,
      float[] dh,
      float[] dc,
      int n) {
    FloatVector one = FloatVector.broadcast(S, 1f);
    for (int j = 0; j < n; j += L) {
      FloatVector slope = FloatVector.fromArray(S, dh, j);
      FloatVector output = FloatVector.fromArray(S, o, at + j);
      FloatVector squashedCell = FloatVector.fromArray(S, squashed, at + j);
      FloatVector cell =
          FloatVector.fromArray(S, dc, j)
              .add(output.mul(slope).mul(one.sub(squashedCell.mul(squashedCell))));
      squashedCell.mul(slope).mul(output.mul(one.sub(output))).intoArray(o, at + j);
      FloatVector candidate = FloatVector.fromArray(S, a, at + j);
      FloatVector forget = FloatVector.fromArray(S, f, at + j);
      FloatVector input = FloatVector.fromArray(S, i, at + j);
      input.mul(cell).mul(one.sub(candidate.mul(candidate))).intoArray(a, at + j);
      candidate.mul(cell).mul(input.mul(one.sub(input))).intoArray(i, at + j);
      FloatVector.fromArray(S, cellBefore, at + j)
          .mul(cell)
          .mul(forget.mul(one.sub(forget)))
          .intoArray(f, at + j);
      forget.mul(cell).intoArray(dc, j);
    }
  }
}
