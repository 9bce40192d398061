package dev.sluice.export;

import dev.sluice.spec.LayerSpec;

/** Layers that are active only during training. */
final class NothingNodes<S extends LayerSpec> implements LayerNodes<S> {
  @Override
  public Flow nodes(S spec, Place place, Flow in) {
    return in;
  }
}
