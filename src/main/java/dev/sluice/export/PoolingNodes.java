package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.spec.LayerSpec.Pooling;

/** Pooling over the present steps. */
final class PoolingNodes implements LayerNodes<Pooling> {
  @Override
  public Flow nodes(Pooling spec, Place place, Flow in) {
    Steps steps = place.steps();
    Value x = in.value();
    return Flow.vector(
        switch (spec.method()) {
          case LAST -> in.sequence() ? steps.last(x) : x;
          case MEAN -> steps.mean(x);
          case MAX -> steps.largest(x);
          case MEAN_MAX -> place.graph().concat(1, steps.mean(x), steps.largest(x));
          case CONCAT -> place.graph().concat(1, steps.last(x), steps.mean(x), steps.largest(x));
        });
  }
}
