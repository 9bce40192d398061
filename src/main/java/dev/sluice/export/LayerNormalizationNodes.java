package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.spec.LayerSpec.LayerNormalization;
import java.util.Map;

/** Opset 15 has no operator of this name, so it is written out. */
final class LayerNormalizationNodes implements LayerNodes<LayerNormalization> {
  private static final Map<String, Object> OVER_FEATURES =
      Map.of("axes", new int[] {-1}, "keepdims", 1);

  @Override
  public Flow nodes(LayerNormalization spec, Place place, Flow in) {
    OnnxGraph graph = place.graph();
    Value centred = graph.op("Sub", in.value(), graph.op("ReduceMean", OVER_FEATURES, in.value()));
    Value variance = graph.op("ReduceMean", OVER_FEATURES, graph.op("Mul", centred, centred));
    Value deviation =
        graph.op("Sqrt", graph.op("Add", variance, graph.scalar((float) spec.epsilon())));
    return in.with(
        graph.op(
            "Add",
            graph.op("Mul", graph.op("Div", centred, deviation), place.vector("gamma")),
            place.vector("beta")));
  }
}
