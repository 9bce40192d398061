package dev.sluice.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** The gradients of a layer's weights, summed over one shard of a batch. */
final class WeightGradients {
  private final int inputs;
  private final int units;
  private final int inputWidth;
  private final int width;
  private final Elementwise math;

  /** (gates)(units, padded inputs) */
  final float[][] input;

  /** (gates)(units, padded units) */
  final float[][] recurrent;

  /** (biases)(padded units) */
  final float[][] bias;

  /** (peepholes)(padded units) */
  final float[][] peepholes;

  WeightGradients(Cell cell, Gemm gemm) {
    inputs = cell.inputs();
    units = cell.units();
    inputWidth = gemm.padded(inputs);
    width = gemm.padded(units);
    math = gemm.elementwise();
    input = new float[cell.gates()][units * inputWidth];
    recurrent = new float[cell.gates()][units * width];
    bias = new float[cell.biases()][width];
    peepholes = new float[cell.peepholes()][width];
  }

  void clear() {
    for (float[][] blocks : new float[][][] {input, recurrent, bias, peepholes}) {
      for (float[] block : blocks) {
        Arrays.fill(block, 0f);
      }
    }
  }

  void add(WeightGradients more) {
    add(more.input, input);
    add(more.recurrent, recurrent);
    add(more.bias, bias);
    add(more.peepholes, peepholes);
  }

  private void add(float[][] more, float[][] sums) {
    for (int k = 0; k < sums.length; k++) {
      math.add(more[k], 0, sums[k], 0, sums[k].length);
    }
  }

  /** Overwrites target with the sums. */
  void store(Weights target) {
    for (int k = 0; k < input.length; k++) {
      store(input[k], inputWidth, units, target.input().buffer(), k * units * inputs, inputs);
      store(recurrent[k], width, units, target.recurrent().buffer(), k * units * units, units);
    }
    for (int k = 0; k < bias.length; k++) {
      store(bias[k], width, 1, target.bias().buffer(), k * units, units);
    }
    for (int k = 0; k < peepholes.length; k++) {
      store(peepholes[k], width, 1, target.peepholes().buffer(), k * units, units);
    }
  }

  private static void store(
      float[] block, int blockWidth, int rows, FloatBuffer target, int at, int size) {
    if (size == blockWidth) {
      target.put(at, block, 0, rows * size);
      return;
    }
    for (int r = 0; r < rows; r++) {
      target.put(at + r * size, block, r * blockWidth, size);
    }
  }
}
