package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.spec.LayerSpec.Segments;

/** Joins each few steps into one by a matrix. */
final class SegmentNodes implements LayerNodes<Segments> {
  @Override
  public Flow nodes(Segments spec, Place place, Flow in) {
    OnnxGraph graph = place.graph();
    Value apart = // (segments, length, batch, features)
        graph.op(
            "Reshape",
            in.value(),
            graph.concat(
                0,
                graph.longs(-1, spec.length()),
                graph.length(in.value(), 1),
                graph.longs(place.inputs())));
    Value joined =
        graph.reshape(
            graph.transpose(apart, 0, 2, 1, 3), 0, 0, (long) spec.length() * place.inputs());
    return in.with(
        Activations.apply(
            graph, spec.activation(), graph.affine(joined, place.matrix("W"), place.vector("b"))));
  }
}
