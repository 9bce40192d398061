package com.example.sluice;

import dev.sluice.network.LayerFactory;
import dev.sluice.network.LayerTranslation;

/** Plans the layer; names no class of DL4J, since `check` works without it. */
public final class ScalingFactory implements LayerFactory<ExampleKinds.Scaling> {
  @Override
  public Class<ExampleKinds.Scaling> spec() {
    return ExampleKinds.Scaling.class;
  }

  @Override
  public Takes takes() {
    return Takes.VECTOR;
  }

  @Override
  public Gives gives() {
    return Gives.THE_SAME;
  }

  @Override
  public int outputs(ExampleKinds.Scaling spec, int inputs) {
    return inputs;
  }

  @Override
  public long parameters(ExampleKinds.Scaling spec, int inputs) {
    return 2L * inputs; // weights and biases
  }

  @Override
  public LayerTranslation<ExampleKinds.Scaling> translation() {
    return new ScalingTranslation();
  }
}
