package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.TensorProto.DataType;

/**
 * Which steps of a batch are present: the first ones of each sequence, as many as its length says,
 * or all.
 */
final class Steps {
  private final OnnxGraph graph;
  private final Optional<Value> lengths; // 32-bit, (batch)
  private Value places; // 64-bit (steps, 1, 1), from 0
  private Value present; // (steps, batch, 1)
  private Value last; // (steps, batch, 1), 1 at the last present step

  Steps(OnnxGraph graph, Optional<Value> lengths) {
    this.graph = graph;
    this.lengths = lengths;
  }

  /** The lengths; empty if they are not an input. */
  Value lengths() {
    return lengths.orElse(Value.NONE);
  }

  boolean all() {
    return lengths.isEmpty();
  }

  /** 64-bit lengths, (batch). */
  Value lengths(Value sequences) {
    return lengths.isPresent()
        ? graph.cast(lengths.get(), DataType.INT64)
        : graph.op("Expand", graph.length(sequences, 0), graph.length(sequences, 1));
  }

  /** Whether each step is present, (steps, batch, 1); for sequences that have lengths. */
  Value present(Value sequences) {
    if (present == null) {
      present = graph.op("Less", places(sequences), asColumn(sequences));
    }
    return present;
  }

  private Value places(Value sequences) {
    if (places == null) {
      places = range(graph, graph.length(sequences, 0));
    }
    return places;
  }

  /** 0, 1, 2 .. as (count, 1, 1). */
  static Value range(OnnxGraph graph, Value count) {
    Value end = graph.op("Squeeze", count, graph.longs(0));
    return graph.op(
        "Unsqueeze", graph.op("Range", graph.scalar(0L), end, graph.scalar(1L)), graph.longs(1, 2));
  }

  private Value asColumn(Value sequences) {
    return graph.op("Unsqueeze", lengths(sequences), graph.longs(0, 2));
  }

  /** The same with 0 at absent steps. */
  Value zeroed(Value sequences) {
    return all()
        ? sequences
        : graph.op("Mul", sequences, graph.cast(present(sequences), DataType.FLOAT));
  }

  /** The same with another number at absent steps. */
  Value filled(Value sequences, float with) {
    return all() ? sequences : graph.op("Where", present(sequences), sequences, graph.scalar(with));
  }

  /** The last present step, (batch, width). */
  Value last(Value sequences) {
    if (all()) {
      return graph.op("Gather", sequences, graph.scalar(-1L));
    }
    if (last == null) {
      Value end = graph.op("Sub", asColumn(sequences), graph.scalar(1L));
      last = graph.cast(graph.op("Equal", places(sequences), end), DataType.FLOAT);
    }
    return graph.sum(graph.op("Mul", sequences, last), 0, false);
  }

  /** The mean of the present steps, (batch, width). */
  Value mean(Value sequences) {
    if (all()) {
      return graph.op("ReduceMean", Map.of("axes", new int[] {0}, "keepdims", 0), sequences);
    }
    Value counts = graph.op("Unsqueeze", graph.cast(lengths(), DataType.FLOAT), graph.longs(1));
    return graph.op("Div", graph.sum(zeroed(sequences), 0, false), counts);
  }

  /** The maximum of each feature over the present steps, (batch, width). */
  Value largest(Value sequences) {
    return graph.op(
        "ReduceMax",
        Map.of("axes", new int[] {0}, "keepdims", 0),
        filled(sequences, -Float.MAX_VALUE));
  }
}
