package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.network.ParameterMatrix;
import dev.sluice.shape.OutputShape.Chain;
import java.util.List;
import java.util.Map;
import java.util.Set;
import onnx.Onnx.TensorProto.DataType;

/**
 * A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) as three Scans: the
 * forward and the backward pass give the probability of each class at each step, and backtracking
 * along the best transitions gives the best path (Viterbi 1967).
 *
 * @param transitions (classes, classes): from row to column
 */
record ChainNodes(
    OnnxGraph graph,
    Steps steps,
    int classes,
    ParameterMatrix transitions,
    Value first,
    Value last) {
  private static final float FORBIDDEN = -1e30f;
  private static final String BATCH = "batch";

  /** The outputs of the chain: (batch, steps, classes), and 64-bit (batch, steps). */
  record Answer(Value probabilities, Value path) {}

  /**
   * @param emissions scores, (steps, batch, classes)
   */
  Answer answer(Value emissions, Chain chain) {
    Value begins =
        graph.op("Equal", Steps.range(graph, graph.length(emissions, 0)), graph.scalar(0L));
    Value there = // (steps, batch, 1)
        steps.all()
            ? graph.op(
                "Expand",
                graph.op(
                    "GreaterOrEqual",
                    Steps.range(graph, graph.length(emissions, 0)),
                    graph.scalar(0L)),
                graph.concat(0, graph.longs(1), graph.length(emissions, 1), graph.longs(1)))
            : steps.present(emissions);
    Value start =
        graph.op(
            "Expand",
            graph.scalar(0f),
            graph.concat(0, graph.length(emissions, 1), graph.longs(classes)));
    return new Answer(
        probabilities(emissions, begins, there, start),
        path(emissions, begins, there, start, chain));
  }

  private Value probabilities(Value emissions, Value begins, Value there, Value start) {
    Value scores = graph.floats(transitions.values(), classes, classes);
    OnnxGraph forward = graph.body("forward");
    Value before = forward.input(DataType.FLOAT, BATCH, classes);
    Value z = forward.input(DataType.FLOAT, BATCH, classes);
    Value begin = forward.input(DataType.BOOL, 1, 1);
    Value isThere = forward.input(DataType.BOOL, BATCH, 1);
    Value reached =
        logSum(
            forward,
            forward.op("Add", forward.op("Unsqueeze", before, forward.longs(2)), scores),
            1);
    Value alpha = forward.op("Add", z, forward.op("Where", begin, first, reached));
    Value kept = forward.op("Where", isThere, alpha, before);
    forward.output(kept, DataType.FLOAT, BATCH, classes);
    forward.output(alpha, DataType.FLOAT, BATCH, classes);
    Value toEach =
        graph
            .ops(
                "Scan",
                Map.of("body", forward, "num_scan_inputs", 3),
                2,
                start,
                emissions,
                begins,
                there)
            .get(1);

    // Walks backwards: the state has the scores of what follows a step, `last` where nothing does.
    OnnxGraph backward = graph.body("backward");
    Value after = backward.input(DataType.FLOAT, BATCH, classes);
    Value emitted = backward.input(DataType.FLOAT, BATCH, classes);
    Value counts = backward.input(DataType.BOOL, BATCH, 1);
    Value onward = backward.op("Unsqueeze", backward.op("Add", emitted, after), backward.longs(1));
    Value behind = logSum(backward, backward.op("Add", onward, scores), 2);
    backward.output(backward.op("Where", counts, behind, after), DataType.FLOAT, BATCH, classes);
    backward.output(after, DataType.FLOAT, BATCH, classes);
    Value fromEach =
        graph
            .ops(
                "Scan",
                Map.of(
                    "body",
                    backward,
                    "num_scan_inputs",
                    2,
                    "scan_input_directions",
                    new int[] {1, 1},
                    "scan_output_directions",
                    new int[] {1}),
                2,
                graph.op("Add", start, last),
                emissions,
                there)
            .get(1);
    Value each = graph.op("Softmax", Map.of("axis", -1), graph.op("Add", toEach, fromEach));
    return graph.transpose(each, 1, 0, 2);
  }

  private static Value logSum(OnnxGraph graph, Value x, int axis) {
    return graph.op("ReduceLogSumExp", Map.of("axes", new int[] {axis}, "keepdims", 0), x);
  }

  private Value path(Value emissions, Value begins, Value there, Value start, Chain chain) {
    float[] allowed = transitions.values().clone();
    float[] beginning = new float[classes];
    for (Map.Entry<Integer, Set<Integer>> only : chain.onlyAfter().entrySet()) {
      beginning[only.getKey()] = FORBIDDEN;
      for (int from = 0; from < classes; from++) {
        if (!only.getValue().contains(from)) {
          allowed[from * classes + only.getKey()] = FORBIDDEN;
        }
      }
    }
    Value scores = graph.floats(allowed, classes, classes);
    Value beginnings = graph.op("Add", first, graph.floats(beginning, classes));

    OnnxGraph forward = graph.body("best");
    Value before = forward.input(DataType.FLOAT, BATCH, classes);
    Value z = forward.input(DataType.FLOAT, BATCH, classes);
    Value begin = forward.input(DataType.BOOL, 1, 1);
    Value isThere = forward.input(DataType.BOOL, BATCH, 1);
    Value ways = forward.op("Add", forward.op("Unsqueeze", before, forward.longs(2)), scores);
    Value from = forward.op("ArgMax", Map.of("axis", 1, "keepdims", 0), ways);
    Value best = forward.op("ReduceMax", Map.of("axes", new int[] {1}, "keepdims", 0), ways);
    Value reached = forward.op("Add", z, forward.op("Where", begin, beginnings, best));
    forward.output(forward.op("Where", isThere, reached, before), DataType.FLOAT, BATCH, classes);
    Value own =
        forward.op(
            "Expand",
            forward.reshape(classesAsLongs(forward), 1, classes),
            forward.op("Shape", from));
    forward.output(forward.op("Where", isThere, from, own), DataType.INT64, BATCH, classes);
    List<Value> walked =
        graph.ops(
            "Scan",
            Map.of("body", forward, "num_scan_inputs", 3),
            2,
            start,
            emissions,
            begins,
            there);

    Value end =
        graph.op("ArgMax", Map.of("axis", 1, "keepdims", 1), graph.op("Add", walked.get(0), last));
    OnnxGraph back = graph.body("back");
    Value at = back.input(DataType.INT64, BATCH, 1);
    Value ways2 = back.input(DataType.INT64, BATCH, classes);
    back.output(back.op("GatherElements", Map.of("axis", 1), ways2, at), DataType.INT64, BATCH, 1);
    back.output(at, DataType.INT64, BATCH, 1);
    Value path =
        graph
            .ops(
                "Scan",
                Map.of(
                    "body",
                    back,
                    "num_scan_inputs",
                    1,
                    "scan_input_directions",
                    new int[] {1},
                    "scan_output_directions",
                    new int[] {1}),
                2,
                end,
                walked.get(1))
            .get(1); // (steps, batch, 1)
    return graph.transpose(graph.op("Squeeze", path, graph.longs(2)), 1, 0);
  }

  private Value classesAsLongs(OnnxGraph body) {
    long[] all = new long[classes];
    for (int k = 0; k < classes; k++) {
      all[k] = k;
    }
    return body.longs(all);
  }
}
