package dev.sluice.network;

/** How an output computes a forecast if it is not a single matrix. */
public sealed interface HorizonHead {

  /** The number of weights and biases. */
  long parameters(int inputs, int outputs);

  /** The number of steps of the horizon if each reads a state of its own; else 0. */
  default int states() {
    return 0;
  }

  /** Whether the forecast of a step is an input of the next one. */
  default boolean recursive() {
    return false;
  }

  /** The number of segments of the horizon if it is computed by segments; else 0. */
  default int segments() {
    return 0;
  }

  /** The states at the last steps, one for each step of the horizon, through one matrix. */
  record States(int states, boolean recursive) implements HorizonHead {
    @Override
    public long parameters(int inputs, int outputs) {
      return (inputs + 1L) * (outputs / states);
    }
  }

  /** {@link dev.sluice.kernel.SegmentDecoder}. */
  record Segments(int segments) implements HorizonHead {
    @Override
    public long parameters(int inputs, int outputs) {
      return inputs * (3L * (segments + (long) inputs + 1) + 1)
          + (inputs + 1L) * (outputs / segments);
    }
  }
}
