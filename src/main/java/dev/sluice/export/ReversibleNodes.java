package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.network.ParameterMatrix;
import dev.sluice.network.ReversibleFactory;
import dev.sluice.network.ReversibleFactory.Affine;
import dev.sluice.shape.OutputShape;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** Columns times a weight of their own, plus another; and back in the outputs. */
final class ReversibleNodes implements LayerNodes<Affine> {
  @Override
  public Flow nodes(Affine spec, Place place, Flow in) {
    IntUnaryOperator columnOf = f -> spec.of().columnOf().get(f);
    OnnxGraph graph = place.graph();
    return in.with(
        graph.op(
            "Add",
            graph.op("Mul", in.value(), gamma(graph, place.parameters(), columnOf, place.inputs())),
            beta(graph, place.parameters(), columnOf, place.inputs())));
  }

  /**
   * @param parameters of the layer
   * @param outputs (batch, numbers)
   */
  static Value undone(
      OnnxGraph graph,
      Map<String, ParameterMatrix> parameters,
      OutputShape.Values values,
      Value outputs) {
    IntUnaryOperator columnOf = i -> ReversibleFactory.columnOf(values, i);
    return graph.op(
        "Div",
        graph.op("Sub", outputs, beta(graph, parameters, columnOf, values.count())),
        gamma(graph, parameters, columnOf, values.count()));
  }

  private static Value gamma(
      OnnxGraph graph,
      Map<String, ParameterMatrix> parameters,
      IntUnaryOperator columnOf,
      int count) {
    float[] weights = parameters.get(ReversibleFactory.GAMMA).values();
    float[] bounded = new float[weights.length];
    for (int c = 0; c < weights.length; c++) {
      bounded[c] = (float) ReversibleFactory.bounded(weights[c]);
    }
    return each(graph, bounded, 1, columnOf, count);
  }

  private static Value beta(
      OnnxGraph graph,
      Map<String, ParameterMatrix> parameters,
      IntUnaryOperator columnOf,
      int count) {
    return each(graph, parameters.get(ReversibleFactory.BETA).values(), 0, columnOf, count);
  }

  private static Value each(
      OnnxGraph graph, float[] ofColumns, float other, IntUnaryOperator columnOf, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      int column = columnOf.applyAsInt(i);
      numbers[i] = column < 0 ? other : ofColumns[column];
    }
    return graph.floats(numbers, count);
  }
}
