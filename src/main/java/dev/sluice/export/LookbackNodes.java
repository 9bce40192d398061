package dev.sluice.export;

import dev.sluice.network.LookbackFactory.Lookback;

/** The first steps of a window. */
final class LookbackNodes implements LayerNodes<Lookback> {
  @Override
  public Flow nodes(Lookback spec, Place place, Flow in) {
    return in.with(place.graph().slice(in.value(), 0, 0, -spec.ahead()));
  }
}
