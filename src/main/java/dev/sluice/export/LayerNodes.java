package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.network.ParameterMatrix;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.LayerSpec;
import java.util.Map;
import java.util.Optional;

/** The layers of one kind as ONNX operators. Stateless. */
interface LayerNodes<S extends LayerSpec> {

  /** What has no operator; empty if all has. */
  default Optional<InvalidSpecException.Fault> whyNot(S spec) {
    return Optional.empty();
  }

  /** What the layer gives, without what `residual` adds. */
  Flow nodes(S spec, Place place, Flow in);

  /**
   * Where a layer stands.
   *
   * @param parameters by the keys of its layer
   * @param inputs numbers that it takes per step
   * @param outputs numbers that it gives
   * @param lastStep whether the last of its steps only is needed
   */
  record Place(
      OnnxGraph graph,
      Steps steps,
      Map<String, ParameterMatrix> parameters,
      int inputs,
      int outputs,
      boolean lastStep) {

    /** A parameter as it is, (rows, columns). */
    Value matrix(String key) {
      ParameterMatrix matrix = parameters.get(key);
      return graph.floats(matrix.values(), matrix.rows(), matrix.columns());
    }

    /** A parameter of one row or column, (numbers). */
    Value vector(String key) {
      float[] values = parameters.get(key).values();
      return graph.floats(values, values.length);
    }
  }
}
