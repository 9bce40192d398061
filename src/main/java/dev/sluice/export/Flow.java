package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;

/**
 * The value that one layer passes to the next.
 *
 * @param value (steps, batch, width), or (batch, width)
 * @param sequence whether it has steps
 * @param beside (steps, batch, width) of the columns beside token ids, else {@link Value#NONE}
 */
record Flow(Value value, boolean sequence, Value beside) {
  static Flow sequence(Value value) {
    return new Flow(value, true, Value.NONE);
  }

  static Flow vector(Value value) {
    return new Flow(value, false, Value.NONE);
  }

  /** Another value with the same steps. */
  Flow with(Value other) {
    return new Flow(other, sequence, Value.NONE);
  }
}
