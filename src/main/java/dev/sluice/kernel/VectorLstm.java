package dev.sluice.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link LstmGates} with all of a unit in registers. Compiled as {@link VectorGemm} is. */
final class VectorLstm implements LstmGates {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

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
