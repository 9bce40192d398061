package dev.sluice.network;

import dev.sluice.kernel.PlainLayer;
import dev.sluice.kernel.Segments;
import dev.sluice.kernel.Squash;
import java.util.List;

/** {@link Segments}: W (length * features, units), b (1, units). */
final class KernelSegments extends KernelLayer {
  private static final long serialVersionUID = 1L;

  private int length;
  private Squash squash;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelSegments() {}

  KernelSegments(int inputs, int units, int length, Squash squash) {
    super(inputs, units);
    this.length = length;
    this.squash = squash;
  }

  public int getLength() {
    return length;
  }

  public void setLength(int length) {
    this.length = length;
  }

  public Squash getSquash() {
    return squash;
  }

  public void setSquash(Squash squash) {
    this.squash = squash;
  }

  @Override
  PlainLayer arithmetic() {
    return new Segments((int) getNIn(), (int) getNOut(), length, squash);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter("W", length * getNIn(), getNOut(), false),
        new Parameter("b", 1, getNOut(), true));
  }

  @Override
  Steps steps() {
    return Steps.KEPT;
  }

  @Override
  int stepsGiven(int steps) {
    return steps / length;
  }

  @Override
  Object settings() {
    return List.of(length, squash);
  }
}
