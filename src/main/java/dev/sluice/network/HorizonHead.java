package dev.sluice.network;

/** How an output makes a forecast, where not one matrix makes all of it. */
public sealed interface HorizonHead {

  /** Weights and biases. */
  long parameters(int inputs, int outputs);

  /**
   * The states at the last steps, one for each step of the horizon, through one matrix.
   *
   * @param horizon steps of a forecast
   */
  record States(int horizon) implements HorizonHead {
    @Override
    public long parameters(int inputs, int outputs) {
      return (inputs + 1L) * (outputs / horizon);
    }
  }

  /** As {@link States}, where the forecast of a step is an input of the next one. */
  record Recursive(int horizon) implements HorizonHead {
    @Override
    public long parameters(int inputs, int outputs) {
      return new States(horizon).parameters(inputs, outputs);
    }
  }

  /**
   * {@link dev.sluice.kernel.SegmentDecoder}.
   *
   * @param count of segments
   */
  record Segments(int count) implements HorizonHead {
    @Override
    public long parameters(int inputs, int outputs) {
      return inputs * (3L * (count + (long) inputs + 1) + 1) + (inputs + 1L) * (outputs / count);
    }
  }
}
