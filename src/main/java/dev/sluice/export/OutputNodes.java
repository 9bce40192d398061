package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.network.HorizonHead;
import dev.sluice.network.NetworkPlan;
import dev.sluice.network.ParameterMatrix;
import dev.sluice.network.PlannedOutput;
import dev.sluice.problem.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The output layer of a plan as operators. */
record OutputNodes(
    OnnxGraph graph, Steps steps, NetworkPlan plan, Map<String, ParameterMatrix> parameters) {

  /**
   * The output of the output layer.
   *
   * @param value (batch, numbers), or of steps (batch, steps, classes)
   * @param path of a CRF, 64-bit (batch, steps); else {@link Value#NONE}
   */
  record Answer(Value value, Value path) {}

  /** Why the output layer cannot be expressed as operators; empty if it can. */
  static Optional<Problem> whyNot(NetworkPlan plan) {
    if (plan.output().decoder().isPresent()) {
      return Optional.of(
          Problem.atKey(
              "data.target.text",
              "is written token by token by a beam search, which has no ONNX operator",
              "predict with Sluice"));
    }
    if (plan.target().decodesRecursively()) {
      return Optional.of(
          Problem.atKey(
              "data.target.forecast.decoding",
              "recursive runs the network once for each step, which the export does not support",
              "train with decoding: direct, or predict with Sluice"));
    }
    return Optional.empty();
  }

  /**
   * @param window the input of the network, (batch, features * steps)
   */
  Answer nodes(Flow in, Supplier<Value> window) {
    PlannedOutput output = plan.output();
    if (output.chain().isPresent()) {
      Value emissions = graph.affine(in.value(), matrix("W"), vector("b"));
      ChainNodes.Answer answer =
          new ChainNodes(
                  graph,
                  steps,
                  output.units(),
                  turned(parameters.get("T")),
                  vector("first"),
                  vector("last"))
              .answer(emissions, output.chain().get());
      return new Answer(answer.probabilities(), answer.path());
    }
    Value logits =
        plan.target().ofSteps()
            ? graph.transpose(graph.affine(in.value(), matrix("W"), vector("b")), 1, 0, 2)
            : output
                .horizon()
                .map(head -> ofHorizon(head, in, window))
                .orElseGet(() -> plain(in, window));
    return new Answer(Activations.apply(graph, output.activation(), logits), Value.NONE);
  }

  /** Transitions are stored from column to row. */
  private static ParameterMatrix turned(ParameterMatrix square) {
    int n = square.rows();
    float[] turned = new float[n * n];
    for (int i = 0; i < turned.length; i++) {
      turned[i % n * n + i / n] = square.values()[i];
    }
    return new ParameterMatrix(n, n, turned);
  }

  private Value plain(Flow in, Supplier<Value> window) {
    PlannedOutput output = plan.output();
    if (output.window() == 0) {
      return graph.affine(in.value(), matrix("W"), vector("b"));
    }
    ParameterMatrix all = parameters.get("W");
    int split = output.inputs() * all.columns();
    Value ofState =
        graph.floats(Arrays.copyOf(all.values(), split), output.inputs(), all.columns());
    Value ofWindow =
        graph.floats(
            Arrays.copyOfRange(all.values(), split, all.values().length),
            output.window(),
            all.columns());
    return graph.op(
        "Add",
        graph.affine(in.value(), ofState, vector("b")),
        graph.op("MatMul", window.get(), ofWindow));
  }

  private Value ofHorizon(HorizonHead head, Flow in, Supplier<Value> window) {
    if (head.states() > 0) {
      Value last = graph.slice(in.value(), 0, -head.states(), Integer.MAX_VALUE);
      Value each = graph.affine(last, matrix("W"), vector("b"));
      return graph.reshape(graph.transpose(each, 1, 0, 2), 0, plan.output().units());
    }
    return ofSegments(head.segments(), in.value(), window);
  }

  /** {@link dev.sluice.network.HorizonHead.Segments}: one step of a GRU for each segment. */
  private Value ofSegments(int segments, Value state, Supplier<Value> window) {
    int units = plan.output().inputs();
    ParameterMatrix recurrent = parameters.get("RW");
    float[] biases = parameters.get("b").values();
    Value positions = // (segments, 1, 3 * units)
        graph.op(
            "Add",
            graph.floats(parameters.get("W").values(), segments, 1, 3L * units),
            graph.floats(Arrays.copyOf(biases, 3 * units), 3L * units));
    List<Value> given = graph.ops("Split", Map.of("axis", 2), 3, positions);
    List<Value> products =
        graph.ops(
            "Split",
            Map.of("axis", 1),
            3,
            graph.op("MatMul", state, RecurrentCell.constant(graph, recurrent)));
    Value r = graph.op("Sigmoid", graph.op("Add", given.get(0), products.get(0)));
    Value u = graph.op("Sigmoid", graph.op("Add", given.get(1), products.get(1)));
    Value inner =
        graph.op(
            "Add",
            products.get(2),
            graph.floats(Arrays.copyOfRange(biases, 3 * units, 4 * units), units));
    Value c = graph.op("Tanh", graph.op("Add", given.get(2), graph.op("Mul", r, inner)));
    Value decoded = // (segments, batch, units)
        graph.op("Add", c, graph.op("Mul", u, graph.op("Sub", state, c)));
    Value each = graph.affine(decoded, matrix("V"), vector("c"));
    Value all = graph.reshape(graph.transpose(each, 1, 0, 2), 0, plan.output().units());
    return plan.output().window() == 0
        ? all
        : graph.op("Add", all, graph.op("MatMul", window.get(), matrix("L")));
  }

  private Value matrix(String key) {
    ParameterMatrix matrix = parameters.get(key);
    return graph.floats(matrix.values(), matrix.rows(), matrix.columns());
  }

  private Value vector(String key) {
    float[] values = parameters.get(key).values();
    return graph.floats(values, values.length);
  }
}
