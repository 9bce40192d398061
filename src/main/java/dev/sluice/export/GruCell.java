package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.network.ParameterMatrix;
import dev.sluice.spec.LayerSpec.Gru;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our gates are reset, update, candidate; the operator's update, reset, candidate. */
final class GruCell implements RecurrentCell<Gru> {
  private static final int[] ORDER = {1, 0, 2};

  @Override
  public int gates() {
    return 3;
  }

  @Override
  public int states() {
    return 1;
  }

  @Override
  public Optional<Operator> operator(Gru spec) {
    return Optional.of(
        new Operator(
            "GRU",
            ORDER,
            List.of(spec.recurrentActivation(), spec.activation()),
            new int[0],
            Map.of("linear_before_reset", spec.resetAfter() ? 1 : 0)));
  }

  @Override
  public List<Value> step(
      OnnxGraph graph,
      Gru spec,
      Map<String, ParameterMatrix> parameters,
      Value z,
      List<Value> before) {
    ParameterMatrix recurrent = parameters.get("RW");
    int units = spec.units();
    Value h = before.get(0);
    List<Value> sums = graph.ops("Split", Map.of("axis", 1), 3, z);
    Value r = gate(graph, spec, sums.get(0), RecurrentCell.product(graph, h, recurrent, 0, units));
    Value u =
        gate(
            graph, spec, sums.get(1), RecurrentCell.product(graph, h, recurrent, units, 2 * units));
    Value inner;
    if (spec.resetAfter()) {
      float[] biases = parameters.get("b").values();
      float[] within = Arrays.copyOfRange(biases, 3 * units, 4 * units);
      Value product = RecurrentCell.product(graph, h, recurrent, 2 * units, 3 * units);
      inner = graph.op("Mul", r, graph.op("Add", product, graph.floats(within, units)));
    } else {
      inner = RecurrentCell.product(graph, graph.op("Mul", r, h), recurrent, 2 * units, 3 * units);
    }
    Value c = Activations.apply(graph, spec.activation(), graph.op("Add", sums.get(2), inner));
    return List.of(graph.op("Add", c, graph.op("Mul", u, graph.op("Sub", h, c))));
  }

  private static Value gate(OnnxGraph graph, Gru spec, Value z, Value product) {
    return Activations.apply(graph, spec.recurrentActivation(), graph.op("Add", z, product));
  }
}
