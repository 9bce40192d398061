package dev.sluice.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A layer's weights in the layout that products read; all shards of a batch share them. Weights
 * that have not changed since the last pass are not packed again, since a network that only
 * predicts passes the same each time.
 */
final class PackedWeights {
  private final int inputs;
  private final int units;
  private final int gates;
  private final Gemm gemm;

  private float[] input; // as they came
  private float[] recurrent;
  private boolean forwardReady;
  private boolean backwardReady;

  /** W^T (inputs, units) of each gate. */
  final Panels[] fromInputs;

  /** R^T (units, units) of each gate. */
  final Panels[] fromState;

  /** W (units, inputs) of each gate. */
  final Panels[] toInputs;

  /** R (units, units) of each gate. */
  final Panels[] toState;

  /** (biases)(units, padded with 0 to whole vectors) */
  final float[][] bias;

  /** R of all gates for one row, see {@link LstmGates}, {@link GruGates}; null if not used. */
  float[] together;

  /** As {@link #bias}. */
  final float[][] peepholes;

  PackedWeights(Cell cell, Gemm gemm) {
    this.gemm = gemm;
    inputs = cell.inputs();
    units = cell.units();
    gates = cell.gates();
    input = new float[gates * units * inputs];
    recurrent = new float[gates * units * units];
    fromInputs = panels();
    fromState = panels();
    toInputs = panels();
    toState = panels();
    bias = new float[cell.biases()][gemm.padded(units)];
    peepholes = new float[cell.peepholes()][gemm.padded(units)];
  }

  /** Packs weights that do not change, for forward passes only; thread-safe from here on. */
  static PackedWeights unchanging(Cell cell, Gemm gemm, Weights weights) {
    PackedWeights packed = new PackedWeights(cell, gemm);
    packed.loadForward(weights, 1);
    if (cell instanceof Cell.Lstm) {
      packed.together =
          gemm.lstmGates()
              .map(gates -> gates.together(packed.recurrent, cell.units()))
              .orElse(null);
    }
    if (cell instanceof Cell.Gru gru && gru.resetAfter()) {
      packed.together =
          gemm.gruGates().map(gates -> gates.together(packed.recurrent, cell.units())).orElse(null);
    }
    packed.input = null; // there is no next pass to compare them for
    packed.recurrent = null;
    return packed;
  }

  private Panels[] panels() {
    Panels[] panels = new Panels[gates];
    Arrays.setAll(panels, k -> new Panels());
    return panels;
  }

  /**
   * Prepares a forward pass.
   *
   * @param threads the most that this may use
   */
  void loadForward(Weights weights, int threads) {
    take(weights);
    if (!forwardReady) {
      eachGate(
          threads,
          k -> {
            fromInputs[k].load(gemm, input, k * units * inputs, inputs, units, 1, inputs);
            fromState[k].load(gemm, recurrent, k * units * units, units, units, 1, units);
          });
      forwardReady = true;
    }
  }

  /** As {@link #loadForward}, for a backward pass. */
  void loadBackward(Weights weights, int threads) {
    take(weights);
    if (!backwardReady) {
      eachGate(
          threads,
          k -> {
            toInputs[k].load(gemm, input, k * units * inputs, units, inputs, inputs, 1);
            toState[k].load(gemm, recurrent, k * units * units, units, units, units, 1);
          });
      backwardReady = true;
    }
  }

  private void eachGate(int threads, IntConsumer action) {
    int parts = Math.min(threads, gates);
    Workers.run(
        parts,
        part -> {
          for (int k = part; k < gates; k += parts) {
            action.accept(k);
          }
        });
  }

  private void take(Weights weights) {
    boolean same = copy(weights.input(), input) & copy(weights.recurrent(), recurrent);
    forwardReady &= same;
    backwardReady &= same;
    for (int k = 0; k < bias.length; k++) {
      weights.bias().buffer().get(k * units, bias[k], 0, units);
    }
    for (int k = 0; k < peepholes.length; k++) {
      weights.peepholes().buffer().get(k * units, peepholes[k], 0, units);
    }
  }

  /** Whether nothing had to be copied. */
  private static boolean copy(Floats from, float[] to) {
    if (FloatBuffer.wrap(to).mismatch(from.buffer()) < 0) {
      return true;
    }
    from.buffer().get(0, to);
    return false;
  }
}
