package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.spec.LayerSpec.SelfAttention;
import java.util.List;
import java.util.Map;

/** Scaled dot-product attention of several heads over the present steps. */
final class SelfAttentionNodes implements LayerNodes<SelfAttention> {
  @Override
  public Flow nodes(SelfAttention spec, Place place, Flow in) {
    OnnxGraph graph = place.graph();
    int size = place.outputs();
    int width = size / spec.heads();
    List<Value> all =
        graph.ops("Split", Map.of("axis", 2), 3, graph.op("MatMul", in.value(), place.matrix("W")));
    Value q = graph.transpose(heads(graph, all.get(0), spec.heads(), width), 1, 2, 0, 3);
    Value k = graph.transpose(heads(graph, all.get(1), spec.heads(), width), 1, 2, 3, 0);
    Value v = graph.transpose(heads(graph, all.get(2), spec.heads(), width), 1, 2, 0, 3);
    Value scores = // (batch, heads, steps, steps)
        graph.op("Mul", graph.op("MatMul", q, k), graph.scalar((float) (1 / Math.sqrt(width))));
    if (!place.steps().all()) {
      Value there = // (batch, 1, 1, steps)
          graph.op(
              "Unsqueeze",
              graph.transpose(place.steps().present(in.value()), 1, 2, 0),
              graph.longs(1));
      scores = graph.op("Where", there, scores, graph.scalar(AttentionNodes.NEVER));
    }
    if (spec.causal()) {
      Value places = Steps.range(graph, graph.length(in.value(), 0)); // (steps, 1, 1)
      Value seen =
          graph.op(
              "LessOrEqual",
              graph.reshape(places, 1, 1, 1, -1),
              graph.reshape(places, 1, 1, -1, 1));
      scores = graph.op("Where", seen, scores, graph.scalar(AttentionNodes.NEVER));
    }
    Value weights = graph.op("Softmax", Map.of("axis", -1), scores);
    Value joined = graph.transpose(graph.op("MatMul", weights, v), 2, 0, 1, 3);
    return in.with(graph.op("MatMul", graph.reshape(joined, 0, 0, size), place.matrix("O")));
  }

  /** (steps, batch, heads, width) */
  private static Value heads(OnnxGraph graph, Value x, int heads, int width) {
    return graph.reshape(x, 0, 0, heads, width);
  }
}
