package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.spec.LayerSpec.Embedding;

/** Replaces ids (steps, batch) by rows of a table, followed by the columns beside them. */
final class EmbeddingNodes implements LayerNodes<Embedding> {
  @Override
  public Flow nodes(Embedding spec, Place place, Flow in) {
    Value vectors = place.graph().op("Gather", place.matrix("W"), in.value());
    return Flow.sequence(
        in.beside().equals(Value.NONE) ? vectors : place.graph().concat(2, vectors, in.beside()));
  }
}
