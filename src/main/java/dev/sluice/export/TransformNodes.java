package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.problem.Problem;
import dev.sluice.spec.TransformSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.TensorProto.DataType;

/** Each transform of a column and its inverse as operators, in double precision. */
interface TransformNodes<S extends TransformSpec> {
  Map<Class<? extends TransformSpec>, TransformNodes<?>> KINDS =
      Map.of(
          TransformSpec.Log.class, new Log(),
          TransformSpec.Log1p.class, new Log1p(),
          TransformSpec.BoxCox.class, new BoxCox(),
          TransformSpec.Difference.class, new Difference(),
          TransformSpec.SeasonalDifference.class, new SeasonalDifference());

  /**
   * @param x original units, (batch, rows)
   * @return (batch, rows), without the first ones that have no transformed value
   */
  Value apply(OnnxGraph graph, S spec, Map<String, Double> learned, Value x);

  /**
   * @param y the rows of the horizon, (batch, horizon)
   * @param x original units up to the cutoff, (batch, rows)
   */
  Value invert(OnnxGraph graph, S spec, Map<String, Double> learned, Value y, Value x, int horizon);

  /** Why a transform cannot be expressed as operators; empty if it can. */
  static Optional<Problem> whyNot(String column, Optional<TransformSpec> spec) {
    return spec.isEmpty() || KINDS.containsKey(spec.get().getClass())
        ? Optional.empty()
        : Optional.of(
            Problem.atKey(
                "data.columns.%s.transform".formatted(column),
                "is a transform of a plug-in, which has no ONNX operators",
                "remove it"));
  }

  /** The same of any transform, or of none. */
  static Value apply(
      OnnxGraph graph, Optional<TransformSpec> spec, Map<String, Double> learned, Value x) {
    return spec.map(given -> applyAny(graph, given, learned, x)).orElse(x);
  }

  private static <S extends TransformSpec> Value applyAny(
      OnnxGraph graph, S spec, Map<String, Double> learned, Value x) {
    return TransformNodes.of(spec).apply(graph, spec, learned, x);
  }

  /** The same of any transform, or of none. */
  static Value invert(
      OnnxGraph graph,
      Optional<TransformSpec> spec,
      Map<String, Double> learned,
      Value y,
      Value x,
      int horizon) {
    return spec.map(given -> invertAny(graph, given, learned, y, x, horizon)).orElse(y);
  }

  private static <S extends TransformSpec> Value invertAny(
      OnnxGraph graph, S spec, Map<String, Double> learned, Value y, Value x, int horizon) {
    return TransformNodes.of(spec).invert(graph, spec, learned, y, x, horizon);
  }

  @SuppressWarnings("unchecked") // the entries of KINDS
  private static <S extends TransformSpec> TransformNodes<S> of(S spec) {
    return (TransformNodes<S>) KINDS.get(spec.getClass());
  }

  private static Value number(OnnxGraph graph, double value) {
    return graph.doubles(new double[] {value});
  }

  /** log(x). */
  final class Log implements TransformNodes<TransformSpec.Log> {
    @Override
    public Value apply(
        OnnxGraph graph, TransformSpec.Log spec, Map<String, Double> learned, Value x) {
      return graph.op("Log", x);
    }

    @Override
    public Value invert(
        OnnxGraph graph,
        TransformSpec.Log spec,
        Map<String, Double> learned,
        Value y,
        Value x,
        int horizon) {
      return graph.op("Exp", y);
    }
  }

  /** log(1 + x). */
  final class Log1p implements TransformNodes<TransformSpec.Log1p> {
    @Override
    public Value apply(
        OnnxGraph graph, TransformSpec.Log1p spec, Map<String, Double> learned, Value x) {
      return graph.op("Log", graph.op("Add", x, number(graph, 1)));
    }

    @Override
    public Value invert(
        OnnxGraph graph,
        TransformSpec.Log1p spec,
        Map<String, Double> learned,
        Value y,
        Value x,
        int horizon) {
      return graph.op("Sub", graph.op("Exp", y), number(graph, 1));
    }
  }

  /** (x^lambda - 1) / lambda. */
  final class BoxCox implements TransformNodes<TransformSpec.BoxCox> {
    @Override
    public Value apply(
        OnnxGraph graph, TransformSpec.BoxCox spec, Map<String, Double> learned, Value x) {
      double lambda = lambda(spec, learned);
      Value log = graph.op("Log", x);
      return lambda == 0
          ? log
          : graph.op(
              "Div",
              graph.op(
                  "Sub",
                  graph.op("Exp", graph.op("Mul", log, number(graph, lambda))),
                  number(graph, 1)),
              number(graph, lambda));
    }

    private static double lambda(TransformSpec.BoxCox spec, Map<String, Double> learned) {
      return spec.lambda().orElseGet(() -> learned.get("lambda"));
    }

    @Override
    public Value invert(
        OnnxGraph graph,
        TransformSpec.BoxCox spec,
        Map<String, Double> learned,
        Value y,
        Value x,
        int horizon) {
      double lambda = lambda(spec, learned);
      if (lambda == 0) {
        return graph.op("Exp", y);
      }
      Value power = graph.op("Add", graph.op("Mul", y, number(graph, lambda)), number(graph, 1));
      Value beyond = graph.op("LessOrEqual", power, number(graph, 0));
      Value safe = graph.op("Where", beyond, number(graph, 1), power);
      return graph.op(
          "Where",
          beyond,
          number(graph, lambda > 0 ? 0 : Double.POSITIVE_INFINITY),
          graph.op("Exp", graph.op("Div", graph.op("Log", safe), number(graph, lambda))));
    }
  }

  /** x[t] - x[t-1]. */
  final class Difference implements TransformNodes<TransformSpec.Difference> {
    @Override
    public Value apply(
        OnnxGraph graph, TransformSpec.Difference spec, Map<String, Double> learned, Value x) {
      return change(graph, x, 1);
    }

    static Value change(OnnxGraph graph, Value x, int rows) {
      return graph.op(
          "Sub", graph.slice(x, 1, rows, Integer.MAX_VALUE), graph.slice(x, 1, 0, -rows));
    }

    @Override
    public Value invert(
        OnnxGraph graph,
        TransformSpec.Difference spec,
        Map<String, Double> learned,
        Value y,
        Value x,
        int horizon) {
      return graph.op(
          "Add", graph.op("CumSum", y, graph.scalar(1L)), graph.slice(x, 1, -1, Integer.MAX_VALUE));
    }
  }

  /** x[t] - x[t-season]. */
  final class SeasonalDifference implements TransformNodes<TransformSpec.SeasonalDifference> {
    @Override
    public Value apply(
        OnnxGraph graph,
        TransformSpec.SeasonalDifference spec,
        Map<String, Double> learned,
        Value x) {
      return Difference.change(graph, x, spec.season().orElseThrow());
    }

    /** Adds season by season, each to the one before. */
    @Override
    public Value invert(
        OnnxGraph graph,
        TransformSpec.SeasonalDifference spec,
        Map<String, Double> learned,
        Value y,
        Value x,
        int horizon) {
      int season = spec.season().orElseThrow();
      List<Value> seasons = new ArrayList<>();
      Value before = graph.slice(x, 1, -season, Integer.MAX_VALUE);
      for (int from = 0; from < horizon; from += season) {
        int rows = Math.min(season, horizon - from);
        Value known = rows == season ? before : graph.slice(before, 1, 0, rows);
        before = graph.op("Add", graph.slice(y, 1, from, from + rows), known);
        seasons.add(before);
      }
      return graph.concat(1, seasons.toArray(Value[]::new));
    }
  }

  /** The type in which transforms and scales compute. */
  DataType TYPE = DataType.DOUBLE;
}
