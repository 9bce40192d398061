package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;

/**
 * What passes from one layer to the next.
 *
 * @param value (steps, batch, width), or (batch, width)
 * @param sequence whether it has steps
 * @param beside (steps, batch, width) of what stands beside token ids, and {@link Value#NONE}
 *     elsewhere
 */
record Flow(Value value, boolean sequence, Value beside) {
  static Flow sequence(Value value) {
    return new Flow(value, true, Value.NONE);
  }

  static Flow vector(Value value) {
    return new Flow(value, false, Value.NONE);
  }

  /** Another value of the same steps. */
  Flow with(Value other) {
    return new Flow(other, sequence, Value.NONE);
  }
}
