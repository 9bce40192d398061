package dev.sluice.network;

import dev.sluice.kernel.PlainLayer;
import dev.sluice.kernel.SelfAttention;
import java.util.List;

/** {@link SelfAttention}: W (features, 3 * size) for queries, keys and values, O (size, size). */
final class KernelSelfAttention extends KernelLayer {
  private static final long serialVersionUID = 1L;

  private int heads;
  private boolean causal;

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelSelfAttention() {}

  KernelSelfAttention(int inputs, int size, int heads, boolean causal) {
    super(inputs, size);
    this.heads = heads;
    this.causal = causal;
  }

  public int getHeads() {
    return heads;
  }

  public void setHeads(int heads) {
    this.heads = heads;
  }

  public boolean isCausal() {
    return causal;
  }

  public void setCausal(boolean causal) {
    this.causal = causal;
  }

  @Override
  PlainLayer arithmetic() {
    return new SelfAttention((int) getNIn(), (int) getNOut(), heads, causal);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter("W", getNIn(), 3 * getNOut(), false),
        new Parameter("O", getNOut(), getNOut(), false));
  }

  @Override
  Steps steps() {
    return Steps.KEPT;
  }

  @Override
  int widest() {
    return Math.toIntExact(Math.max(getNIn(), 3 * getNOut()));
  }

  @Override
  Object settings() {
    return List.of(heads, causal);
  }
}
