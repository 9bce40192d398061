package dev.sluice.export;

import dev.sluice.spec.LayerSpec.BatchNormalization;
import java.util.Map;

/** Uses the mean and the variance of the training. */
final class BatchNormalizationNodes implements LayerNodes<BatchNormalization> {
  @Override
  public Flow nodes(BatchNormalization spec, Place place, Flow in) {
    return in.with(
        place
            .graph()
            .op(
                "BatchNormalization",
                Map.of("epsilon", (float) spec.epsilon()),
                in.value(),
                place.vector("gamma"),
                place.vector("beta"),
                place.vector("mean"),
                place.vector("var")));
  }
}
