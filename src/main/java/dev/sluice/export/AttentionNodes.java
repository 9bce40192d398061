package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.spec.LayerSpec.Attention;
import java.util.Map;

/** The weighted mean of the present steps, by the softmax of v . tanh(x W + b). */
final class AttentionNodes implements LayerNodes<Attention> {
  static final float NEVER = -1e30f; // a score whose exponential is 0

  @Override
  public Flow nodes(Attention spec, Place place, Flow in) {
    OnnxGraph graph = place.graph();
    Value hidden = graph.op("Tanh", graph.affine(in.value(), place.matrix("W"), place.vector("b")));
    Value scores = place.steps().filled(graph.op("MatMul", hidden, place.matrix("v")), NEVER);
    Value weights = graph.op("Softmax", Map.of("axis", 0), scores);
    return Flow.vector(graph.sum(graph.op("Mul", weights, in.value()), 0, false));
  }
}
