package dev.sluice.export;

import dev.sluice.spec.LayerSpec.Dense;

/** activation(x W + b). */
final class DenseNodes implements LayerNodes<Dense> {
  @Override
  public Flow nodes(Dense spec, Place place, Flow in) {
    OnnxGraph graph = place.graph();
    return in.with(
        Activations.apply(
            graph,
            spec.activation(),
            graph.affine(in.value(), place.matrix("W"), place.vector("b"))));
  }
}
