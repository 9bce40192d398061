package dev.sluice.network;

import dev.sluice.kernel.PlainLayer;
import dev.sluice.kernel.PooledChunks;
import dev.sluice.kernel.Pooling;
import java.util.ArrayList;
import java.util.List;

/** Several poolings, concatenated: (batch, parts * features). */
final class KernelPooling extends KernelLayer {
  private static final long serialVersionUID = 1L;

  private ArrayList<Pooling.Part> parts = new ArrayList<>(); // a List need not be serializable
  private boolean chunks; // whether sequences may come chunk by chunk

  /** For the JSON of DL4J, which fills in the rest. */
  private KernelPooling() {}

  KernelPooling(int inputs, List<Pooling.Part> parts) {
    super(inputs, Math.multiplyExact(parts.size(), inputs));
    this.parts = new ArrayList<>(parts);
  }

  /** The same for sequences that may come chunk by chunk. */
  KernelPooling ofChunks() {
    chunks = true;
    return this;
  }

  public boolean isChunks() {
    return chunks;
  }

  public void setChunks(boolean chunks) {
    this.chunks = chunks;
  }

  public List<Pooling.Part> getParts() {
    return parts;
  }

  public void setParts(List<Pooling.Part> parts) {
    this.parts = new ArrayList<>(parts);
  }

  @Override
  PlainLayer arithmetic() {
    int inputs = (int) getNIn();
    return chunks ? new PooledChunks(inputs, parts) : new Pooling(inputs, parts);
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  Steps steps() {
    return Steps.JOINED;
  }

  @Override
  Object settings() {
    return List.of(parts, chunks);
  }
}
