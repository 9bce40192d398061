package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.network.ParameterMatrix;
import dev.sluice.spec.LayerSpec.SimpleRnn;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** activation(x W + h RW + b). */
final class SimpleRnnCell implements RecurrentCell<SimpleRnn> {
  @Override
  public int gates() {
    return 1;
  }

  @Override
  public int states() {
    return 1;
  }

  @Override
  public Optional<Operator> operator(SimpleRnn spec) {
    return Optional.of(
        new Operator("RNN", new int[] {0}, List.of(spec.activation()), new int[0], Map.of()));
  }

  @Override
  public List<Value> step(
      OnnxGraph graph,
      SimpleRnn spec,
      Map<String, ParameterMatrix> parameters,
      Value z,
      List<Value> before) {
    Value product =
        graph.op("MatMul", before.get(0), RecurrentCell.constant(graph, parameters.get("RW")));
    return List.of(Activations.apply(graph, spec.activation(), graph.op("Add", z, product)));
  }
}
