package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.network.ParameterMatrix;
import dev.sluice.spec.Activation;
import dev.sluice.spec.LayerSpec.RecurrentLayer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The computation of a recurrent layer at a step: one operator of ONNX if there is one, else the
 * body of a loop. Parameters are those of its layer's factory: W (inputs, gates * units), RW
 * (units, gates * units) followed by peepholes, b.
 */
interface RecurrentCell<R extends RecurrentLayer> {

  /** The number of blocks of columns of W. */
  int gates();

  /** The number of matrices in its state, the output first. */
  int states();

  /** The operator; empty if this layer needs a loop. */
  Optional<Operator> operator(R spec);

  /**
   * Computes one step.
   *
   * @param graph the body
   * @param z x W + b, (batch, gates * units); without the last block of b if it has one block more
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
   * @param order our gate for each gate of the operator
   * @param functions activations, as many as the operator has
   * @param peepholes our column after the gates of RW for each peephole of the operator
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
