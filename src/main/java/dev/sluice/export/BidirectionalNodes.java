package dev.sluice.export;

import dev.sluice.spec.LayerSpec.Bidirectional;
import dev.sluice.spec.LayerSpec.RecurrentLayer;

/** A recurrent layer in both directions; its last step consists of the last states of both. */
final class BidirectionalNodes implements LayerNodes<Bidirectional> {
  @Override
  public Flow nodes(Bidirectional spec, Place place, Flow in) {
    return nodes(spec.layer(), spec, place, in);
  }

  private static <R extends RecurrentLayer> Flow nodes(
      R layer, Bidirectional both, Place place, Flow in) {
    RecurrentNodes<R> nodes = (RecurrentNodes<R>) LayerTable.of(layer).orElseThrow();
    return nodes.both(layer, place, in, both.merge());
  }
}
