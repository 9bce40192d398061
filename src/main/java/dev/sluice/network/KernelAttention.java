package dev.sluice.network;

import dev.sluice.kernel.Attention;
import dev.sluice.kernel.PlainLayer;
import java.util.List;

/** {@link Attention}: W (features, units), b (1, units), v (units, 1). */
final class KernelAttention extends KernelLayer {
  private static final long serialVersionUID = 1L;

  private int units;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelAttention() {}

  KernelAttention(int inputs, int units) {
    super(inputs, inputs);
    this.units = units;
  }

  public int getUnits() {
    return units;
  }

  public void setUnits(int units) {
    this.units = units;
  }

  @Override
  PlainLayer arithmetic() {
    return new Attention((int) getNIn(), units);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter("W", getNIn(), units, false),
        new Parameter("b", 1, units, true),
        new Parameter("v", units, 1, false));
  }

  @Override
  Steps steps() {
    return Steps.JOINED;
  }

  @Override
  int widest() {
    return Math.max((int) getNIn(), units);
  }

  @Override
  Object settings() {
    return units;
  }
}
