package dev.sluice.network;

import java.util.List;

/** How an output makes a forecast, where not one matrix makes all of it. */
public sealed interface HorizonHead
    permits HorizonHead.States, HorizonHead.Segments, ForecastDecoder {

  /**
   * Weights and biases.
   *
   * @param window how many numbers of the input it takes beside what the last layer gives
   */
  long parameters(int inputs, int window, int outputs);

  /** What it consists of, as a table shows it; empty where it is one layer. */
  default List<DecoderPlan.Part> parts() {
    return List.of();
  }

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
    public long parameters(int inputs, int window, int outputs) {
      return (inputs + 1L) * (outputs / states);
    }
  }

  /** {@link dev.sluice.kernel.SegmentDecoder}. */
  record Segments(int segments) implements HorizonHead {
    @Override
    public long parameters(int inputs, int window, int outputs) {
      return inputs * (3L * (segments + (long) inputs + 1) + 1)
          + (inputs + 1L) * (outputs / segments)
          + (long) window * outputs;
    }
  }
}
