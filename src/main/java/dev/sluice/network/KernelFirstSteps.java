package dev.sluice.network;

import dev.sluice.kernel.FirstSteps;
import dev.sluice.kernel.PlainLayer;
import java.util.List;

/** {@link FirstSteps}. */
final class KernelFirstSteps extends KernelLayer {
  private static final long serialVersionUID = 1L;

  private int ahead;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelFirstSteps() {}

  KernelFirstSteps(int inputs, int ahead) {
    super(inputs, inputs);
    this.ahead = ahead;
  }

  public int getAhead() {
    return ahead;
  }

  public void setAhead(int ahead) {
    this.ahead = ahead;
  }

  @Override
  PlainLayer arithmetic() {
    return new FirstSteps((int) getNIn(), ahead);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  Steps steps() {
    return Steps.KEPT;
  }

  @Override
  int stepsGiven(int steps) {
    return steps - ahead;
  }

  @Override
  Object settings() {
    return ahead;
  }
}
