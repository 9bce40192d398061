package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.frame.Scale;
import dev.sluice.network.NetworkPlan;
import dev.sluice.task.PortableTarget;
import dev.sluice.task.PortableTarget.ForecastForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.TensorProto.DataType;

/**
 * Turns the outputs of a network into answers: the outputs of the graph, depending on the kind of
 * the target.
 */
final class AnswerNodes implements PortableTarget.Cases<List<AnswerNodes.Output>> {
  private static final String BATCH = "batch";
  private static final String STEPS = "steps";

  private final OnnxGraph graph;
  private final NetworkPlan plan;
  private final OutputNodes.Answer answer;
  private final Optional<WindowNodes> windows;

  AnswerNodes(
      OnnxGraph graph, NetworkPlan plan, OutputNodes.Answer answer, Optional<WindowNodes> windows) {
    this.graph = graph;
    this.plan = plan;
    this.answer = answer;
    this.windows = windows;
  }

  /**
   * An output.
   *
   * @param meaning for people
   */
  record Output(String name, Value value, DataType type, String meaning, Object... dims) {}

  @Override
  public List<Output> classes(PortableTarget.Classes classes) {
    Value p = answer.value();
    int count = classes.names().size();
    Value each =
        plan.output().units() == count
            ? p
            : graph.concat(1, graph.op("Sub", graph.scalar(1f), p), p);
    Value joined =
        classes.beside().map(words -> new WordNodes(graph, words).joined(each)).orElse(each);
    return List.of(
        new Output(
            "probabilities",
            classes.temperature().map(of -> calibrated(joined, of)).orElse(joined),
            DataType.FLOAT,
            "the probability of each class, in the order of the metadata 'classes'"
                + (classes.threshold().isPresent()
                    ? "; the second one is the answer from 'threshold' on"
                    : ""),
            BATCH,
            count));
  }

  private Value calibrated(Value probabilities, double temperature) {
    Value raised = graph.op("Pow", probabilities, graph.scalar((float) (1 / temperature)));
    return graph.op("Div", raised, graph.sum(raised, 1, true));
  }

  @Override
  public List<Output> labels(PortableTarget.Labels labels) {
    return List.of(
        new Output(
            "probabilities",
            answer.value(),
            DataType.FLOAT,
            "the probability of each label of the metadata 'labels'; one is given from its"
                + " threshold in 'thresholds' on",
            BATCH,
            labels.names().size()));
  }

  @Override
  public List<Output> numbers(PortableTarget.Numbers numbers) {
    int columns = numbers.columns().size();
    Value wide = graph.cast(answer.value(), DataType.DOUBLE);
    double[] divisors = numbers.scales().stream().mapToDouble(Scale::divisor).toArray();
    double[] shifts = numbers.scales().stream().mapToDouble(Scale::shift).toArray();
    return List.of(
        new Output(
            "numbers",
            graph.op(
                "Add",
                graph.op("Mul", wide, graph.doubles(divisors, columns)),
                graph.doubles(shifts, columns)),
            DataType.DOUBLE,
            "the numbers of the metadata 'columns', in original units",
            BATCH,
            columns));
  }

  @Override
  public List<Output> tags(PortableTarget.Tags tags) {
    int count = tags.names().size();
    boolean chain = !answer.path().equals(Value.NONE);
    Value best =
        chain
            ? answer.path()
            : graph.op("ArgMax", Map.of("axis", 2, "keepdims", 0), answer.value());
    return List.of(
        new Output(
            "probabilities",
            answer.value(),
            DataType.FLOAT,
            "the probability of each tag of the metadata 'tags' at each step",
            BATCH,
            STEPS,
            count),
        new Output(
            "tags",
            best,
            DataType.INT64,
            chain
                ? "the tag of each step on the best path of the whole sequence"
                : "the most probable tag of each step",
            BATCH,
            STEPS));
  }

  @Override
  public List<Output> next(PortableTarget.Next next) {
    return List.of(
        new Output(
            "probabilities",
            answer.value(),
            DataType.FLOAT,
            "the probability of each id of the metadata 'vocabulary' after each step; 0 is the end",
            BATCH,
            STEPS,
            plan.output().units()));
  }

  @Override
  public List<Output> forecast(PortableTarget.Forecast forecast) {
    WindowNodes window = windows.orElseThrow();
    int horizon = plan.target().values().orElseThrow().horizon();
    int columns = forecast.columns().size();
    int numbers = plan.target().values().orElseThrow().numbers();
    Value all = // (batch, horizon, columns, numbers)
        graph.reshape(graph.cast(answer.value(), DataType.DOUBLE), 0, horizon, columns, numbers);
    List<Output> outputs = new ArrayList<>();
    Shape shape = new Shape(forecast, horizon, columns);
    ForecastForm form = forecast.form();
    if (form instanceof ForecastForm.Value) {
      outputs.add(shape.forecast(window.original(number(all, 0))));
    } else if (form instanceof ForecastForm.Quantiles) {
      Value sorted = // ascending
          graph
              .ops(
                  "TopK",
                  Map.of("axis", 3, "largest", 0, "sorted", 1),
                  2,
                  all,
                  graph.longs(numbers))
              .get(0);
      List<Value> levels = new ArrayList<>();
      for (int level = 0; level < numbers; level++) {
        levels.add(window.original(number(sorted, level)));
      }
      outputs.add(shape.forecast(levels.get(forecast.levels().indexOf(0.5))));
      outputs.add(shape.quantiles(levels));
    } else if (form instanceof ForecastForm.LocationAndScale spread) {
      Value location = number(all, 0);
      Value scale = positive(number(all, 1));
      outputs.add(shape.forecast(window.original(location)));
      List<Value> levels = new ArrayList<>();
      for (double deviations : spread.standard()) {
        Value off = graph.op("Mul", scale, graph.doubles(new double[] {deviations}));
        levels.add(window.original(graph.op("Add", location, off)));
      }
      outputs.add(shape.quantiles(levels));
    } else {
      Value mean = graph.op("Mul", positive(number(all, 0)), window.meanLevel());
      outputs.add(shape.forecast(mean));
      outputs.add(
          new Output(
              "dispersion",
              positive(number(all, 1)),
              DataType.DOUBLE,
              "a of a negative binomial distribution with mean m, the forecast, and variance m + a"
                  + " m^2; its quantiles are those of the metadata 'levels'",
              BATCH,
              horizon,
              columns));
    }
    return outputs;
  }

  private Value number(Value all, int which) {
    return graph.op("Gather", Map.of("axis", 3), all, graph.scalar((long) which));
  }

  /** The mapping of {@link dev.sluice.shape.Positive}. */
  private Value positive(Value z) {
    Value zero = graph.doubles(new double[] {0});
    Value power = graph.op("Exp", graph.op("Sub", zero, graph.op("Abs", z)));
    Value log = graph.op("Log", graph.op("Add", power, graph.doubles(new double[] {1})));
    return graph.op(
        "Add", graph.op("Add", graph.op("Max", z, zero), log), graph.doubles(new double[] {1e-3}));
  }

  /** Clips the outputs of a forecast to its bounds. */
  private final class Shape {
    private final PortableTarget.Forecast forecast;
    private final int horizon;
    private final int columns;

    Shape(PortableTarget.Forecast forecast, int horizon, int columns) {
      this.forecast = forecast;
      this.horizon = horizon;
      this.columns = columns;
    }

    Output forecast(Value original) {
      return new Output(
          "forecast",
          bounded(original),
          DataType.DOUBLE,
          "the forecast of each step and column of the metadata 'columns', in original units",
          BATCH,
          horizon,
          columns);
    }

    Output quantiles(List<Value> levels) {
      Value[] each =
          levels.stream()
              .map(level -> graph.op("Unsqueeze", bounded(level), graph.longs(1)))
              .toArray(Value[]::new);
      return new Output(
          "quantiles",
          graph.concat(1, each),
          DataType.DOUBLE,
          "the same for each quantile of the metadata 'levels'",
          BATCH,
          each.length,
          horizon,
          columns);
    }

    private Value bounded(Value x) {
      Value above =
          forecast
              .min()
              .map(min -> graph.op("Max", x, graph.doubles(new double[] {min})))
              .orElse(x);
      return forecast
          .max()
          .map(max -> graph.op("Min", above, graph.doubles(new double[] {max})))
          .orElse(above);
    }
  }

  @Override
  public List<Output> unknown(PortableTarget.Unknown unknown) {
    throw new IllegalStateException("refused before: " + unknown.why());
  }
}
