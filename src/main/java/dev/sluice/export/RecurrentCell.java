package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.network.ParameterMatrix;
import dev.sluice.spec.Activation;
import dev.sluice.spec.LayerSpec.RecurrentLayer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a recurrent layer computes at a step: as one operator of ONNX where there is one, else
 * written out as the body of a loop. Parameters are those of its layer's factory: W (inputs, gates
 * * units), RW (units, gates * units) with peepholes behind, b.
 */
interface RecurrentCell<R extends RecurrentLayer> {

  /** Blocks of columns of W. */
  int gates();

  /** Matrices of numbers that it hands on, the output first. */
  int states();

  /** The operator; empty if this layer needs the loop. */
  Optional<Operator> operator(R spec);

  /**
   * One step.
   *
   * @param graph the body
   * @param z x W + b, (batch, gates * units); without the last block of b where it has more blocks
   * @param before states, (batch, units) each
   * @return states
   */
  List<Value> step(
      OnnxGraph graph,
      R spec,
      Map<String, ParameterMatrix> parameters,
      Value z,
      List<Value> before);

  /**
   * @param order our gate at each place of the operator's
   * @param functions activations, as many as the operator has
   * @param peepholes our column behind the gates of RW, at each place of the operator's
   */
  record Operator(
      String type,
      int[] order,
      List<Activation> functions,
      int[] peepholes,
      Map<String, Object> attributes) {}

  /** Columns of a matrix. */
  static ParameterMatrix columns(ParameterMatrix matrix, int from, int to) {
    int width = to - from;
    float[] some = new float[matrix.rows() * width];
    for (int r = 0; r < matrix.rows(); r++) {
      System.arraycopy(matrix.values(), r * matrix.columns() + from, some, r * width, width);
    }
    return new ParameterMatrix(matrix.rows(), width, some);
  }

  static Value constant(OnnxGraph graph, ParameterMatrix matrix) {
    return graph.floats(matrix.values(), matrix.rows(), matrix.columns());
  }

  /** x R, of some columns of RW. */
  static Value product(OnnxGraph graph, Value x, ParameterMatrix recurrent, int from, int to) {
    return graph.op("MatMul", x, constant(graph, columns(recurrent, from, to)));
  }
}
