package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.network.ParameterMatrix;
import dev.sluice.spec.LayerSpec.Lstm;
import dev.sluice.spec.LayerSpec.Lstm.Peepholes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Our gates are cell input, forget, output, input; the operator's input, output, forget, cell. */
final class LstmCell implements RecurrentCell<Lstm> {
  private static final int[] ORDER = {3, 2, 1, 0};
  private static final int[] PEEPHOLES = {2, 1, 0}; // ours are forget, output, input

  @Override
  public int gates() {
    return 4;
  }

  @Override
  public int states() {
    return 2;
  }

  /** Its output gate sees the new cell state, as in {@link Peepholes#GRAVES}. */
  @Override
  public Optional<Operator> operator(Lstm spec) {
    boolean graves = spec.peepholes() == Peepholes.GRAVES;
    return graves || spec.peepholes() == Peepholes.NONE
        ? Optional.of(
            new Operator(
                "LSTM",
                ORDER,
                List.of(spec.recurrentActivation(), spec.activation(), spec.activation()),
                graves ? PEEPHOLES : new int[0],
                Map.of()))
        : Optional.empty();
  }

  @Override
  public List<Value> step(
      OnnxGraph graph,
      Lstm spec,
      Map<String, ParameterMatrix> parameters,
      Value z,
      List<Value> before) {
    ParameterMatrix recurrent = parameters.get("RW");
    Value h = before.get(0);
    Value c = before.get(1);
    List<Value> sums =
        graph.ops(
            "Split",
            Map.of("axis", 1),
            4,
            graph.op("Add", z, RecurrentCell.product(graph, h, recurrent, 0, 4 * spec.units())));
    boolean late = spec.peepholes() == Peepholes.GRAVES;
    boolean all = spec.peepholes() == Peepholes.PREVIOUS_AND_CANDIDATE;
    boolean none = spec.peepholes() == Peepholes.NONE;
    Value a =
        Activations.apply(
            graph,
            spec.activation(),
            all ? seen(graph, sums.get(0), c, recurrent, 3) : sums.get(0));
    Value f = gate(graph, spec, none ? sums.get(1) : seen(graph, sums.get(1), c, recurrent, 0));
    Value i = gate(graph, spec, none ? sums.get(3) : seen(graph, sums.get(3), c, recurrent, 2));
    Value cell = graph.op("Add", graph.op("Mul", f, c), graph.op("Mul", i, a));
    Value o =
        gate(
            graph,
            spec,
            none ? sums.get(2) : seen(graph, sums.get(2), late ? cell : c, recurrent, 1));
    return List.of(graph.op("Mul", o, Activations.apply(graph, spec.activation(), cell)), cell);
  }

  private static Value gate(OnnxGraph graph, Lstm spec, Value z) {
    return Activations.apply(graph, spec.recurrentActivation(), z);
  }

  /** Adds a peephole: the column after the gates, times a cell state. */
  private static Value seen(
      OnnxGraph graph, Value z, Value c, ParameterMatrix recurrent, int peephole) {
    int column = 4 * recurrent.rows() + peephole;
    float[] weights = RecurrentCell.columns(recurrent, column, column + 1).values();
    return graph.op("Add", z, graph.op("Mul", c, graph.floats(weights, weights.length)));
  }
}
