package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.network.ParameterMatrix;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.LayerSpec;
import java.util.Map;
import java.util.Optional;

/** The layers of one kind as ONNX operators. Stateless. */
interface LayerNodes<S extends LayerSpec> {

  /** Why the layer cannot be expressed as operators; empty if it can. */
  default Optional<InvalidSpecException.Fault> whyNot(S spec) {
    return Optional.empty();
  }

  /** The output of the layer, before `residual` adds its input. */
  Flow nodes(S spec, Place place, Flow in);

  /**
   * The context of a layer.
   *
   * @param parameters by the keys of its layer
   * @param inputs the number of inputs per step
   * @param outputs the number of outputs
   * @param lastStep whether only its last step is needed
   */
  record Place(
      OnnxGraph graph,
      Steps steps,
      Map<String, ParameterMatrix> parameters,
      int inputs,
      int outputs,
      boolean lastStep) {

    /** A parameter as it is stored, (rows, columns). */
    Value matrix(String key) {
      ParameterMatrix matrix = parameters.get(key);
      return graph.floats(matrix.values(), matrix.rows(), matrix.columns());
    }

    /** A parameter with a single row or column, (numbers). */
    Value vector(String key) {
      float[] values = parameters.get(key).values();
      return graph.floats(values, values.length);
    }
  }
}
