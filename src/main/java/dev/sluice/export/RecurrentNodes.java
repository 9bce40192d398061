package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.network.ParameterMatrix;
import dev.sluice.spec.Activation;
import dev.sluice.spec.LayerSpec.Bidirectional.Merge;
import dev.sluice.spec.LayerSpec.RecurrentLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import onnx.Onnx.TensorProto.DataType;

/**
 * A recurrent layer, in one direction or both: the operator of its cell, or a Scan if the operator
 * lacks its activations or peepholes.
 */
final class RecurrentNodes<R extends RecurrentLayer> implements LayerNodes<R> {
  /** Activations of the recurrent operators, with their alpha and beta. */
  private static final Map<Activation, Function> FUNCTIONS =
      Map.of(
          Activation.TANH, new Function("Tanh"),
          Activation.SIGMOID, new Function("Sigmoid"),
          Activation.RELU, new Function("Relu"),
          Activation.HARD_SIGMOID, new Function("HardSigmoid", 0.2f, 0.5f),
          Activation.LINEAR, new Function("Affine", 1, 0));

  private final RecurrentCell<R> cell;

  RecurrentNodes(RecurrentCell<R> cell) {
    this.cell = cell;
  }

  /**
   * @param constants alpha and beta, or none
   */
  private record Function(String name, float... constants) {}

  @Override
  public Flow nodes(R spec, Place place, Flow in) {
    return nodes(cell, spec, place, List.of(""), in.value(), Merge.CONCAT);
  }

  /** The same layer in two directions. */
  Flow both(R spec, Place place, Flow in, Merge merge) {
    return nodes(cell, spec, place, List.of("f", "b"), in.value(), merge);
  }

  /**
   * @param directions prefixes of the keys of their parameters: the forward one, and perhaps the
   *     backward one
   * @param x (steps, batch, inputs)
   */
  static <R extends RecurrentLayer> Flow nodes(
      RecurrentCell<R> cell, R spec, Place place, List<String> directions, Value x, Merge merge) {
    OnnxGraph graph = place.graph();
    List<Map<String, ParameterMatrix>> parameters =
        directions.stream().map(d -> ofDirection(place.parameters(), d)).toList();
    boolean last = place.lastStep();
    List<Value> outputs =
        cell.operator(spec)
            .filter(operator -> FUNCTIONS.keySet().containsAll(operator.functions()))
            .map(operator -> operator(operator, cell, spec, place, parameters, x))
            .orElseGet(
                () ->
                    IntStream.range(0, directions.size())
                        .mapToObj(d -> loop(cell, spec, place, parameters.get(d), x, d == 1))
                        .toList());
    Value merged = merged(graph, outputs, merge, last ? 1 : 2);
    return last ? Flow.vector(merged) : Flow.sequence(merged);
  }

  private static Map<String, ParameterMatrix> ofDirection(
      Map<String, ParameterMatrix> parameters, String direction) {
    Map<String, ParameterMatrix> own = new LinkedHashMap<>();
    parameters.forEach(
        (key, matrix) -> {
          if (key.startsWith(direction)) {
            own.put(key.substring(direction.length()), matrix);
          }
        });
    return own;
  }

  private static Value merged(OnnxGraph graph, List<Value> directions, Merge merge, int axis) {
    if (directions.size() == 1) {
      return directions.get(0);
    }
    Value first = directions.get(0);
    Value second = directions.get(1);
    return switch (merge) {
      case CONCAT -> graph.concat(axis, first, second);
      case SUM -> graph.op("Add", first, second);
      case MEAN -> graph.op("Mul", graph.op("Add", first, second), graph.scalar(0.5f));
      case PRODUCT -> graph.op("Mul", first, second);
    };
  }

  /** For each direction, every step, (steps, batch, units), or the last one, (batch, units). */
  private static <R extends RecurrentLayer> List<Value> operator(
      RecurrentCell.Operator operator,
      RecurrentCell<R> cell,
      R spec,
      Place place,
      List<Map<String, ParameterMatrix>> parameters,
      Value x) {
    OnnxGraph graph = place.graph();
    int directions = parameters.size();
    int units = spec.units();
    int gates = cell.gates();
    List<Value> inputs = new ArrayList<>();
    inputs.add(x);
    inputs.add(
        graph.floats(
            together(parameters, p -> byGate(p.get("W"), operator.order(), units)),
            directions,
            (long) gates * units,
            place.inputs()));
    inputs.add(
        graph.floats(
            together(parameters, p -> byGate(p.get("RW"), operator.order(), units)),
            directions,
            (long) gates * units,
            units));
    inputs.add(
        graph.floats(
            together(parameters, p -> biases(p.get("b").values(), operator.order(), units)),
            directions,
            2L * gates * units));
    inputs.add(place.steps().lengths());
    if (operator.peepholes().length > 0) {
      inputs.add(Value.NONE);
      inputs.add(Value.NONE);
      inputs.add(
          graph.floats(
              together(
                  parameters,
                  p -> byGate(columnsBehind(p.get("RW"), gates * units), operator.peepholes(), 1)),
              directions,
              3L * units));
    }
    Map<String, Object> attributes = new LinkedHashMap<>(operator.attributes());
    attributes.put("hidden_size", units);
    attributes.put("direction", directions == 1 ? "forward" : "bidirectional");
    List<Function> functions =
        Stream.generate(() -> operator.functions())
            .limit(directions)
            .flatMap(List::stream)
            .map(FUNCTIONS::get)
            .toList();
    attributes.put("activations", functions.stream().map(Function::name).toArray(String[]::new));
    List<Function> withConstants =
        functions.stream().filter(function -> function.constants().length > 0).toList();
    if (!withConstants.isEmpty()) {
      attributes.put("activation_alpha", constants(withConstants, 0));
      attributes.put("activation_beta", constants(withConstants, 1));
    }
    // Y (steps, directions, batch, units) and Y_h (directions, batch, units)
    List<Value> all = graph.ops(operator.type(), attributes, 2, inputs.toArray(Value[]::new));
    Value wanted = all.get(place.lastStep() ? 1 : 0);
    int axis = place.lastStep() ? 0 : 1;
    return IntStream.range(0, directions)
        .mapToObj(d -> graph.op("Gather", Map.of("axis", axis), wanted, graph.scalar((long) d)))
        .toList();
  }

  private static float[] constants(List<Function> functions, int which) {
    float[] constants = new float[functions.size()];
    for (int i = 0; i < constants.length; i++) {
      constants[i] = functions.get(i).constants()[which];
    }
    return constants;
  }

  private static float[] together(
      List<Map<String, ParameterMatrix>> parameters,
      java.util.function.Function<Map<String, ParameterMatrix>, float[]> of) {
    List<float[]> parts = parameters.stream().map(of).toList();
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** (gates * units, rows): the transposed blocks of columns of a matrix, in another order. */
  private static float[] byGate(ParameterMatrix matrix, int[] order, int units) {
    int rows = matrix.rows();
    float[] turned = new float[order.length * units * rows];
    for (int g = 0; g < order.length; g++) {
      for (int j = 0; j < units; j++) {
        for (int r = 0; r < rows; r++) {
          turned[(g * units + j) * rows + r] =
              matrix.values()[r * matrix.columns() + order[g] * units + j];
        }
      }
    }
    return turned;
  }

  private static ParameterMatrix columnsBehind(ParameterMatrix matrix, int from) {
    return RecurrentCell.columns(matrix, from, matrix.columns());
  }

  /** The biases of the input product, then those of the recurrent one, which follow the gates. */
  private static float[] biases(float[] ours, int[] order, int units) {
    int gates = order.length;
    float[] biases = new float[2 * gates * units];
    for (int g = 0; g < gates; g++) {
      System.arraycopy(ours, order[g] * units, biases, g * units, units);
    }
    System.arraycopy(
        ours,
        gates * units,
        biases,
        (2 * gates - 1) * units,
        Math.min(units, ours.length - gates * units));
    return biases;
  }

  /**
   * One direction as a Scan: every step, (steps, batch, units), or the last one, (batch, units).
   */
  private static <R extends RecurrentLayer> Value loop(
      RecurrentCell<R> cell,
      R spec,
      Place place,
      Map<String, ParameterMatrix> parameters,
      Value x,
      boolean backwards) {
    OnnxGraph graph = place.graph();
    int units = spec.units();
    float[] biases = Arrays.copyOf(parameters.get("b").values(), cell.gates() * units);
    Value products =
        graph.affine(
            turned(place, x, backwards),
            RecurrentCell.constant(graph, parameters.get("W")),
            graph.floats(biases, biases.length));

    OnnxGraph body = graph.body("step");
    List<Value> before =
        IntStream.range(0, cell.states())
            .mapToObj(s -> body.input(DataType.FLOAT, "batch", units))
            .toList();
    Value z = body.input(DataType.FLOAT, "batch", cell.gates() * units);
    List<Value> after = cell.step(body, spec, parameters, z, before);
    after.forEach(state -> body.output(state, DataType.FLOAT, "batch", units));
    body.output(after.get(0), DataType.FLOAT, "batch", units);

    Value zeros =
        graph.op(
            "Expand", graph.scalar(0f), graph.concat(0, graph.length(x, 1), graph.longs(units)));
    Value[] inputs =
        Stream.concat(Stream.generate(() -> zeros).limit(cell.states()), Stream.of(products))
            .toArray(Value[]::new);
    Value outputs =
        graph
            .ops("Scan", Map.of("body", body, "num_scan_inputs", 1), cell.states() + 1, inputs)
            .get(cell.states());
    return place.lastStep() ? place.steps().last(outputs) : turned(place, outputs, backwards);
  }

  /** Reverses each sequence. */
  private static Value turned(Place place, Value x, boolean backwards) {
    return backwards
        ? place
            .graph()
            .op(
                "ReverseSequence",
                Map.of("batch_axis", 1, "time_axis", 0),
                x,
                place.steps().lengths(x))
        : x;
  }
}
