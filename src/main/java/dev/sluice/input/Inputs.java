package dev.sluice.input;

import dev.sluice.plugin.Factories;
import dev.sluice.spec.InputSpec;

/** The inputs on the class path. */
public final class Inputs {
  private static final Factories<Input<?>> INPUTS = Factories.of(Input.class);

  private Inputs() {}

  public static Input<?> of(InputSpec spec) {
    return INPUTS.forSpec(spec);
  }
}
