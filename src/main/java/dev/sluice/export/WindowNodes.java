package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.frame.Scale;
import dev.sluice.frame.series.WindowRecipe;
import dev.sluice.problem.Problem;
import dev.sluice.spec.WindowScaleSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import onnx.Onnx.TensorProto.DataType;

/**
 * Windows of a series: transforms, scales and the scales of windows, applied to the inputs and
 * undone for forecasts, in double precision.
 */
final class WindowNodes {
  private static final String BATCH = "batch";
  private static final int LAST = Integer.MAX_VALUE;

  private final OnnxGraph graph;
  private final WindowRecipe recipe;
  private final int past; // columns of values
  private Value values; // original units, (batch, memory + lookback, past)
  private Value series; // 64-bit numbers of series, (batch); NONE if they are not an input
  private Value shift; // of windows, (batch, 1 or season, past)
  private Value divisor; // of windows, (batch, 1, past)

  WindowNodes(OnnxGraph graph, WindowRecipe recipe) {
    this.graph = graph;
    this.recipe = recipe;
    past = recipe.pastColumns().size();
  }

  /** What cannot be expressed as operators. */
  static List<Problem> whyNot(WindowRecipe recipe) {
    List<Problem> problems = new ArrayList<>();
    recipe
        .obstacle()
        .ifPresent(
            found ->
                problems.add(
                    Problem.atKey(
                        found[0],
                        found[1] + ", which the export does not support",
                        "train without it, or predict with Sluice")));
    List<String> columns = columns(recipe);
    for (int i = 0; i < columns.size(); i++) {
      TransformNodes.whyNot(columns.get(i), recipe.transforms().get(i)).ifPresent(problems::add);
    }
    return problems;
  }

  private static List<String> columns(WindowRecipe recipe) {
    List<String> columns = new ArrayList<>(recipe.pastColumns());
    columns.addAll(recipe.knownColumns());
    return columns;
  }

  /** The features, (steps, batch, features). */
  Value features() {
    int rows = recipe.memory() + recipe.lookback();
    values = graph.input("values", DataType.DOUBLE, BATCH, rows, past);
    List<Value> others = new ArrayList<>();
    Value known =
        recipe.knownColumns().isEmpty()
            ? Value.NONE
            : graph.input(
                "known",
                DataType.DOUBLE,
                BATCH,
                recipe.transformMemory() + recipe.steps(),
                recipe.knownColumns().size());
    Value calendar =
        recipe.calendar().isEmpty()
            ? Value.NONE
            : graph.input(
                "calendar", DataType.DOUBLE, BATCH, recipe.steps(), recipe.calendar().size());
    Value holidays =
        recipe.holidays() == 0
            ? Value.NONE
            : graph.input("holidays", DataType.DOUBLE, BATCH, recipe.steps(), recipe.holidays());
    Value categories =
        recipe.categories().isEmpty()
            ? Value.NONE
            : graph.input(
                "categories", DataType.INT64, BATCH, recipe.steps(), recipe.categories().size());
    series =
        recipe.scalesEach() || recipe.embedsSeries()
            ? graph.input("series", DataType.INT64, BATCH)
            : Value.NONE;

    Value scaled = scaled(values, 0, past); // (batch, longest lag + lookback, past)
    windowScale(scaled);
    Value all = windowed(scaled);
    others.add(ahead(graph.slice(all, 1, -recipe.lookback(), LAST), past));
    if (known != Value.NONE) {
      others.add(scaled(known, past, recipe.knownColumns().size()));
    }
    if (calendar != Value.NONE) {
      others.add(waves(calendar));
    }
    if (holidays != Value.NONE) {
      others.add(holidays);
    }
    if (recipe.steps() > recipe.lookback()) {
      double[] after = new double[recipe.steps()];
      Arrays.fill(after, recipe.lookback(), after.length, 1);
      others.add(forAll(graph.doubles(after, 1, after.length, 1)));
    }
    for (int lag : recipe.lags()) {
      int before = recipe.memory() - recipe.transformMemory(); // rows before the lookback
      long[] places =
          IntStream.range(0, recipe.steps())
              .mapToLong(step -> recipe.lagged(step, lag) - recipe.memory() + before)
              .toArray();
      Value targets = graph.slice(all, 2, 0, recipe.targets());
      others.add(graph.op("Gather", Map.of("axis", 1), targets, graph.longs(places)));
    }
    if (categories != Value.NONE) {
      others.add(graph.op("Mul", graph.cast(categories, DataType.DOUBLE), seenCategories()));
    }
    if (recipe.embedsSeries()) {
      Value number = graph.reshape(graph.cast(series, DataType.DOUBLE), -1, 1, 1);
      others.add(
          graph.op("Mul", number, graph.doubles(ones(recipe.steps()), 1, recipe.steps(), 1)));
    }
    Value features = graph.concat(2, others.toArray(Value[]::new));
    return graph.transpose(graph.cast(features, DataType.FLOAT), 1, 0, 2);
  }

  private static double[] ones(int count) {
    double[] ones = new double[count];
    Arrays.fill(ones, 1);
    return ones;
  }

  /** Columns after their transforms and scales, (batch, rows without the first ones, columns). */
  private Value scaled(Value original, int first, int count) {
    List<Value> columns = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      Value column = column(original, c);
      Value transformed =
          TransformNodes.apply(
              graph, recipe.transforms().get(first + c), recipe.learned().get(first + c), column);
      int spare = recipe.transformMemory() - recipe.memories().get(first + c);
      columns.add(
          graph.op(
              "Unsqueeze",
              spare == 0 ? transformed : graph.slice(transformed, 1, spare, LAST),
              graph.longs(2)));
    }
    Value all = graph.concat(2, columns.toArray(Value[]::new));
    return graph.op(
        "Div",
        graph.op("Sub", all, ofSeries(Scale::shift, first, count)),
        ofSeries(Scale::divisor, first, count));
  }

  private Value column(Value original, int c) {
    return graph.op("Gather", Map.of("axis", 2), original, graph.scalar((long) c));
  }

  /** Numbers of the scales of some columns, (batch or 1, 1, columns). */
  private Value ofSeries(ToDoubleFunction<Scale> number, int first, int count) {
    List<List<Scale>> scales =
        recipe.scalesEach() ? recipe.scales() : recipe.scales().subList(0, 1);
    double[] numbers =
        scales.stream()
            .flatMap(one -> one.subList(first, first + count).stream())
            .mapToDouble(number)
            .toArray();
    Value table = graph.doubles(numbers, scales.size(), 1, count);
    return recipe.scalesEach() ? graph.op("Gather", table, series) : table;
  }

  /** Shift and divisor of each window, of the rows of its lookback. */
  private void windowScale(Value scaled) {
    Value lookback = graph.slice(scaled, 1, -recipe.lookback(), LAST);
    Map<String, Object> overRows = Map.of("axes", new int[] {1}, "keepdims", 1);
    WindowScaleSpec spec = recipe.windowScale();
    if (spec instanceof WindowScaleSpec.LastValue) {
      shift = graph.slice(lookback, 1, -1, LAST);
      divisor = number(1);
    } else if (spec instanceof WindowScaleSpec.LastSeason) {
      shift = graph.slice(lookback, 1, -recipe.season(), LAST);
      divisor = number(1);
    } else if (spec instanceof WindowScaleSpec.Mean) {
      Value mean = graph.op("ReduceMean", overRows, graph.op("Abs", lookback));
      shift = number(0);
      divisor = graph.op("Where", isZero(mean), number(1), mean);
    } else if (spec instanceof WindowScaleSpec.Standard) {
      Value mean = graph.op("ReduceMean", overRows, lookback);
      Value off = graph.op("Sub", lookback, mean);
      Value deviation =
          graph.op("Sqrt", graph.op("ReduceMean", overRows, graph.op("Mul", off, off)));
      Value first = graph.slice(lookback, 1, 0, 1);
      Value largest =
          graph.op("ReduceMax", overRows, graph.op("Abs", graph.op("Sub", lookback, first)));
      Value constant = isZero(largest);
      shift = graph.op("Where", constant, first, mean);
      divisor = graph.op("Where", constant, number(1), deviation);
    } else if (spec instanceof WindowScaleSpec.Revin) {
      shift = graph.op("ReduceMean", overRows, lookback);
      Value off = graph.op("Sub", lookback, shift);
      Value variance = graph.op("ReduceMean", overRows, graph.op("Mul", off, off));
      divisor = graph.op("Sqrt", graph.op("Add", variance, number(Scale.REVIN_EPSILON)));
    } else {
      shift = number(0);
      divisor = number(1);
    }
  }

  private Value number(double value) {
    return graph.doubles(new double[] {value});
  }

  private Value isZero(Value x) {
    return graph.op("Equal", x, number(0));
  }

  private Value windowed(Value scaled) {
    int rows = recipe.memory() - recipe.transformMemory() + recipe.lookback();
    return graph.op("Div", graph.op("Sub", scaled, shiftOf(-rows, rows)), divisor);
  }

  /**
   * The shift of some rows, (batch, rows or 1, past).
   *
   * @param first row, counted from the one after the cutoff
   */
  private Value shiftOf(int first, int rows) {
    if (!(recipe.windowScale() instanceof WindowScaleSpec.LastSeason)) {
      return shift;
    }
    long[] places =
        IntStream.range(first, first + rows)
            .mapToLong(row -> Math.floorMod(row, recipe.season()))
            .toArray();
    return graph.op("Gather", Map.of("axis", 1), shift, graph.longs(places));
  }

  /** With zeros where values after the cutoff are unknown. */
  private Value ahead(Value lookback, int columns) {
    int unseen = recipe.steps() - recipe.lookback();
    return unseen == 0
        ? lookback
        : graph.concat(
            1, lookback, forAll(graph.doubles(new double[unseen * columns], 1, unseen, columns)));
  }

  /** The same for each window of the batch. */
  private Value forAll(Value one) {
    return graph.op("Expand", one, graph.concat(0, graph.length(values, 0), graph.longs(1, 1)));
  }

  /** A sine and a cosine for each part, (batch, steps, 2 * parts). */
  private Value waves(Value phases) {
    Value angle = graph.op("Mul", phases, graph.doubles(new double[] {2 * Math.PI}));
    Value quarter = graph.doubles(new double[] {Math.PI / 2});
    Value sine = graph.op("Sin", angle);
    Value cosine = graph.op("Sin", graph.op("Add", angle, quarter));
    Value both =
        graph.concat(
            3,
            graph.op("Unsqueeze", sine, graph.longs(3)),
            graph.op("Unsqueeze", cosine, graph.longs(3)));
    return graph.reshape(both, 0, 0, 2L * recipe.calendar().size());
  }

  /** 0 where a category after the cutoff is unknown, (1, steps, categories). */
  private Value seenCategories() {
    int count = recipe.categories().size();
    double[] seen = ones(recipe.steps() * count);
    for (int i = recipe.lookback() * count; i < seen.length; i++) {
      seen[i] = recipe.pastCategories().contains(recipe.categories().get(i % count)) ? 0 : 1;
    }
    return graph.doubles(seen, 1, recipe.steps(), count);
  }

  /**
   * Forecasts in original units.
   *
   * @param scaled 64-bit, (batch, horizon, targets)
   */
  Value original(Value scaled) {
    int targets = recipe.targets();
    Value windowed =
        graph.op(
            "Add",
            graph.op("Mul", scaled, ofTargets(divisor)),
            ofTargets(shiftOf(recipe.gap(), recipe.horizon())));
    Value unscaled =
        graph.op(
            "Add",
            graph.op("Mul", windowed, ofSeries(Scale::divisor, 0, targets)),
            ofSeries(Scale::shift, 0, targets));
    List<Value> columns = new ArrayList<>();
    for (int c = 0; c < targets; c++) {
      Value inverse =
          TransformNodes.invert(
              graph,
              recipe.transforms().get(c),
              recipe.learned().get(c),
              column(unscaled, c),
              column(values, c),
              recipe.horizon());
      columns.add(graph.op("Unsqueeze", inverse, graph.longs(2)));
    }
    return graph.concat(2, columns.toArray(Value[]::new));
  }

  /** Takes the columns of the targets, which come first; a single value for all columns is kept. */
  private Value ofTargets(Value numbers) {
    boolean constant =
        recipe.windowScale() instanceof WindowScaleSpec.None
            || numbers.equals(divisor)
                && (recipe.windowScale() instanceof WindowScaleSpec.LastValue
                    || recipe.windowScale() instanceof WindowScaleSpec.LastSeason)
            || numbers.equals(shift) && recipe.windowScale() instanceof WindowScaleSpec.Mean;
    return constant || recipe.targets() == past
        ? numbers
        : graph.slice(numbers, 2, 0, recipe.targets());
  }

  /** 1 plus the mean of each target over the lookback, (batch, 1, targets). */
  Value meanLevel() {
    Value targets =
        graph.slice(graph.slice(values, 1, -recipe.lookback(), LAST), 2, 0, recipe.targets());
    return graph.op(
        "Add",
        graph.op("ReduceMean", Map.of("axes", new int[] {1}, "keepdims", 1), targets),
        graph.doubles(new double[] {1}));
  }

  /** The inputs of some windows, by name. */
  static Map<String, Tensor> inputs(WindowRecipe recipe, List<WindowRecipe.Rows> windows) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    int batch = windows.size();
    inputs.put("values", rowsFirst(windows.stream().map(WindowRecipe.Rows::values).toList()));
    inputs.put("known", rowsFirst(windows.stream().map(WindowRecipe.Rows::known).toList()));
    inputs.put("calendar", rowsFirst(windows.stream().map(WindowRecipe.Rows::calendar).toList()));
    inputs.put("holidays", rowsFirst(windows.stream().map(WindowRecipe.Rows::holidays).toList()));
    inputs.put(
        "categories",
        rowsFirst(
            windows.stream()
                .map(
                    rows ->
                        Arrays.stream(rows.categories())
                            .map(ids -> Arrays.stream(ids).asDoubleStream().toArray())
                            .toArray(double[][]::new))
                .toList()));
    inputs.put(
        "series",
        new Tensor(windows.stream().mapToDouble(WindowRecipe.Rows::series).toArray(), batch));
    inputs.values().removeIf(tensor -> tensor.values().length == 0);
    return inputs;
  }

  /** (batch, rows, columns) of (batch)(columns)(rows). */
  private static Tensor rowsFirst(List<double[][]> windows) {
    int columns = windows.get(0).length;
    int rows = columns == 0 ? 0 : windows.get(0)[0].length;
    double[] all = new double[windows.size() * rows * columns];
    for (int i = 0; i < all.length; i++) {
      all[i] = windows.get(i / (rows * columns))[i % columns][i / columns % rows];
    }
    return new Tensor(all, windows.size(), rows, columns);
  }
}
