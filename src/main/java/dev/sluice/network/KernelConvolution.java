package dev.sluice.network;

import dev.sluice.kernel.Convolution;
import dev.sluice.kernel.PlainLayer;
import dev.sluice.kernel.Squash;
import java.util.List;

/** {@link Convolution}: W (width * features, filters), b (1, filters). */
final class KernelConvolution extends KernelLayer {
  private static final long serialVersionUID = 1L;

  private int width;
  private boolean causal;
  private Squash squash;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelConvolution() {}

  KernelConvolution(int inputs, int filters, int width, boolean causal, Squash squash) {
    super(inputs, filters);
    this.width = width;
    this.causal = causal;
    this.squash = squash;
  }

  public int getWidth() {
    return width;
  }

  public void setWidth(int width) {
    this.width = width;
  }

  public boolean isCausal() {
    return causal;
  }

  public void setCausal(boolean causal) {
    this.causal = causal;
  }

  public Squash getSquash() {
    return squash;
  }

  public void setSquash(Squash squash) {
    this.squash = squash;
  }

  @Override
  PlainLayer arithmetic() {
    return new Convolution((int) getNIn(), (int) getNOut(), width, causal, squash);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter("W", width * getNIn(), getNOut(), false),
        new Parameter("b", 1, getNOut(), true));
  }

  @Override
  Steps steps() {
    return Steps.KEPT;
  }

  @Override
  int widest() {
    return Math.toIntExact(Math.max(width * getNIn(), getNOut()));
  }

  @Override
  Object settings() {
    return List.of(width, causal, squash);
  }
}
