package dev.sluice.network;

import dev.sluice.kernel.Normalization;
import dev.sluice.kernel.PlainLayer;
import java.util.List;

/** {@link Normalization}: gamma (1, features), beta (1, features), which no penalty touches. */
final class KernelNormalization extends KernelLayer {
  private static final long serialVersionUID = 1L;

  private double epsilon;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelNormalization() {}

  KernelNormalization(int inputs, double epsilon) {
    super(inputs, inputs);
    this.epsilon = epsilon;
  }

  public double getEpsilon() {
    return epsilon;
  }

  public void setEpsilon(double epsilon) {
    this.epsilon = epsilon;
  }

  @Override
  PlainLayer arithmetic() {
    return new Normalization((int) getNIn(), epsilon);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter("gamma", 1, getNIn(), true), new Parameter("beta", 1, getNIn(), true));
  }

  @Override
  Steps steps() {
    return Steps.APART;
  }

  @Override
  Object settings() {
    return epsilon;
  }
}
