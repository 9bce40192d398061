package dev.sluice.export;

import dev.sluice.evaluate.Temperature;
import dev.sluice.frame.series.WindowRecipe;
import dev.sluice.input.PortableInput;
import dev.sluice.network.Inference;
import dev.sluice.network.NetworkPlan;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.Spelling;
import dev.sluice.task.PortableTarget;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A few random examples with Sluice's answers.
 *
 * @param inputs of the graph, by name
 * @param outputs of the graph that are expected, by name; steps of padding are 0
 * @param lengths of the examples, in steps
 */
record ExportedExample(Map<String, Tensor> inputs, Map<String, Tensor> outputs, int[] lengths) {
  private static final long SEED = 42;
  private static final int MOST_STEPS = 24; // if examples may have any number of steps

  /**
   * Examples, of different lengths if possible.
   *
   * @param rows how many
   */
  static ExportedExample of(OnnxExport export, int rows) {
    Random random = new Random(SEED);
    int most = most(export, MOST_STEPS);
    return of(
        export,
        IntStream.range(0, rows).map(r -> r == 0 ? most : 1 + random.nextInt(most)).toArray(),
        random);
  }

  /** The number of steps of an example if it is free: at most this limit. */
  static int most(OnnxExport export, int limit) {
    InputShape input = export.bundle().network().plan().input();
    return input.fixedSteps() ? input.steps() : Math.min(limit, input.steps());
  }

  /**
   * @param wanted steps of each example, if their number is free
   */
  static ExportedExample of(OnnxExport export, int[] wanted, Random random) {
    NetworkPlan plan = export.bundle().network().plan();
    boolean fixed = plan.input().fixedSteps();
    int rows = wanted.length;
    int[] lengths =
        fixed ? IntStream.generate(() -> plan.input().steps()).limit(rows).toArray() : wanted;
    int most = Arrays.stream(lengths).max().orElseThrow();
    Drawn drawn =
        export
            .input()
            .match(
                tokens -> tokens(plan, lengths, most, random),
                sequences -> sequences(sequences, lengths, most, random),
                windows -> windows(windows.recipe(), rows, random),
                unknown -> {
                  throw new IllegalStateException("refused before");
                });
    Map<String, Tensor> inputs = new LinkedHashMap<>(drawn.inputs());
    Optional<float[]> mask = Optional.empty();
    if (!fixed) {
      inputs.put("lengths", new Tensor(Arrays.stream(lengths).asDoubleStream().toArray(), rows));
      float[] there = new float[rows * most];
      for (int r = 0; r < rows; r++) {
        Arrays.fill(there, r * most, r * most + lengths[r], 1);
      }
      mask = Optional.of(there);
    }
    PortableTarget target = export.bundle().pipeline().target().portable();
    List<List<String>> words = new ArrayList<>();
    if (target instanceof PortableTarget.Classes classes && classes.beside().isPresent()) {
      inputs.put("words", words(classes.beside().get().words().tokens(), rows, random, words));
    }
    inputs.keySet().retainAll(export.inputs().keySet());
    try (Inference network = export.bundle().network().inference(1)) {
      float[][] given = network.outputs(drawn.features(), drawn.shape(), mask);
      Map<String, Tensor> outputs =
          target.match(new Answers(plan, given, most, drawn.windows(), words));
      return new ExportedExample(inputs, outputs, lengths);
    }
  }

  /**
   * Ids of words from 1 on, and 0 for any other word.
   *
   * @param texts takes them as words
   */
  private static Tensor words(
      List<String> known, int rows, Random random, List<List<String>> texts) {
    double[] ids = new double[rows * MOST_STEPS];
    for (int r = 0; r < rows; r++) {
      List<String> text = new ArrayList<>();
      for (int t = 0; t < MOST_STEPS; t++) {
        int id = random.nextInt(Math.min(known.size(), MOST_STEPS) + 1);
        ids[r * MOST_STEPS + t] = id;
        text.add(id == 0 ? "" : known.get(id - 1));
      }
      texts.add(text);
    }
    return new Tensor(ids, rows, MOST_STEPS);
  }

  /**
   * @param features as the network takes them
   * @param windows of a series, else empty
   */
  private record Drawn(
      Map<String, Tensor> inputs, float[] features, int[] shape, Windows windows) {}

  private record Windows(Optional<WindowRecipe> recipe, List<WindowRecipe.Rows> rows) {
    static final Windows NONE = new Windows(Optional.empty(), List.of());
  }

  private static Drawn tokens(NetworkPlan plan, int[] lengths, int steps, Random random) {
    InputShape.Tokens tokens = plan.input().match(t -> t, numbers -> null);
    int rows = lengths.length;
    int characters = tokens.spelling().map(Spelling::most).orElse(0);
    int width = 1 + characters;
    int columns = tokens.columns();
    int each = width * steps + columns;
    float[] x = new float[rows * each];
    double[] beside = new double[rows * columns];
    double[] ids = new double[rows * steps];
    double[] letters = new double[rows * steps * characters];
    for (int r = 0; r < rows; r++) {
      for (int t = 0; t < lengths[r]; t++) {
        int id = 1 + random.nextInt(tokens.vocabularySize() - 1);
        ids[r * steps + t] = id;
        x[r * each + t] = id;
        int written = characters == 0 ? 0 : 1 + random.nextInt(characters);
        for (int k = 0; k < written; k++) {
          int letter = 1 + random.nextInt(tokens.spelling().orElseThrow().alphabet() - 1);
          letters[(r * steps + t) * characters + k] = letter;
          x[r * each + (1 + k) * steps + t] = letter;
        }
      }
      for (int c = 0; c < columns; c++) {
        float number = (float) random.nextGaussian();
        beside[r * columns + c] = number;
        x[r * each + steps + c] = number;
      }
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("ids", new Tensor(ids, rows, steps));
    if (characters > 0) {
      inputs.put("characters", new Tensor(letters, rows, steps, characters));
    }
    if (columns > 0) {
      inputs.put(OnnxExport.FEATURES, new Tensor(beside, rows, columns));
    }
    return new Drawn(
        inputs,
        x,
        characters > 0 ? new int[] {rows, width, steps} : new int[] {rows, steps + columns},
        Windows.NONE);
  }

  private static Drawn sequences(
      PortableInput.Sequences sequences, int[] lengths, int steps, Random random) {
    int rows = lengths.length;
    int channels = sequences.channels().size();
    float[] x = new float[rows * channels * steps];
    double[] values = new double[x.length];
    for (int r = 0; r < rows; r++) {
      for (int t = 0; t < lengths[r]; t++) {
        for (int c = 0; c < channels; c++) {
          double value = sequences.scales().get(c).invert(random.nextGaussian());
          values[(r * steps + t) * channels + c] = value;
          x[(r * channels + c) * steps + t] = (float) sequences.scales().get(c).apply(value);
        }
      }
    }
    return new Drawn(
        Map.of("values", new Tensor(values, rows, steps, channels)),
        x,
        new int[] {rows, channels, steps},
        Windows.NONE);
  }

  private static Drawn windows(WindowRecipe recipe, int rows, Random random) {
    List<WindowRecipe.Rows> drawn = new ArrayList<>();
    List<float[]> features = new ArrayList<>();
    for (int r = 0; r < rows; r++) {
      drawn.add(recipe.drawn(random));
      features.add(recipe.features(drawn.get(r)));
    }
    int each = features.get(0).length;
    float[] x = new float[rows * each];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(features.get(r), 0, x, r * each, each);
    }
    return new Drawn(
        WindowNodes.inputs(recipe, drawn),
        x,
        new int[] {rows, each / recipe.steps(), recipe.steps()},
        new Windows(Optional.of(recipe), drawn));
  }

  /**
   * The distance of other outputs from these, relative to the largest number of each output if that
   * is above 1.
   */
  double difference(Map<String, Tensor> others) {
    double largest = 0;
    for (Map.Entry<String, Tensor> one : outputs.entrySet()) {
      Tensor expected = one.getValue();
      double[] given = others.get(one.getKey()).values();
      double[] wanted = expected.values();
      if (given.length != wanted.length) {
        return Double.POSITIVE_INFINITY;
      }
      double size = Arrays.stream(wanted).map(Math::abs).max().orElse(0);
      for (int i = 0; i < wanted.length; i++) {
        if (isThere(expected, i)) {
          double difference = Math.abs(given[i] - wanted[i]) / Math.max(1, size);
          largest =
              Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(largest, difference);
        }
      }
    }
    return largest;
  }

  /** Whether a number belongs to a present step. */
  private boolean isThere(Tensor output, int i) {
    boolean ofSteps = output.rank() > 1 && outputs.containsKey("tags") || ofNext();
    int inner = output.rank() > 1 ? output.inner(1) : 1;
    return !ofSteps || i / inner % output.length(1) < lengths[i / output.inner(0)];
  }

  private boolean ofNext() {
    return outputs.containsKey("probabilities") && outputs.get("probabilities").rank() == 3;
  }

  /** The answers for outputs of the network, computed by Sluice in plain Java. */
  private static final class Answers implements PortableTarget.Cases<Map<String, Tensor>> {
    private final NetworkPlan plan;
    private final float[][] given; // (examples)(outputs)
    private final int steps;
    private final Windows windows;
    private final List<List<String>> words;

    Answers(
        NetworkPlan plan, float[][] given, int steps, Windows windows, List<List<String>> words) {
      this.words = words;
      this.plan = plan;
      this.given = given;
      this.steps = steps;
      this.windows = windows;
    }

    @Override
    public Map<String, Tensor> classes(PortableTarget.Classes classes) {
      int count = classes.names().size();
      double[] p = new double[given.length * count];
      for (int r = 0; r < given.length; r++) {
        double[] each = new double[count];
        for (int k = 0; k < count; k++) {
          each[k] = given[r].length == count ? given[r][k] : k == 0 ? 1 - given[r][0] : given[r][0];
        }
        if (classes.beside().isPresent()) {
          each = classes.beside().get().joined(each, words.get(r));
        }
        if (classes.temperature().isPresent()) {
          each = new Temperature(classes.temperature().get()).of(new double[][] {each})[0];
        }
        System.arraycopy(each, 0, p, r * count, count);
      }
      return Map.of("probabilities", new Tensor(p, given.length, count));
    }

    @Override
    public Map<String, Tensor> labels(PortableTarget.Labels labels) {
      return Map.of("probabilities", plain(labels.names().size()));
    }

    private Tensor plain(int width) {
      double[] all = new double[given.length * width];
      Arrays.setAll(all, i -> given[i / width][i % width]);
      return new Tensor(all, given.length, width);
    }

    @Override
    public Map<String, Tensor> numbers(PortableTarget.Numbers numbers) {
      int columns = numbers.columns().size();
      double[] all = plain(columns).values();
      double[] original = new double[all.length];
      Arrays.setAll(original, i -> numbers.scales().get(i % columns).invert(all[i]));
      return Map.of("numbers", new Tensor(original, given.length, columns));
    }

    @Override
    public Map<String, Tensor> tags(PortableTarget.Tags tags) {
      int count = tags.names().size();
      int numbers = plan.output().numbers();
      double[] p = new double[given.length * steps * count];
      double[] best = new double[given.length * steps];
      for (int r = 0; r < given.length; r++) {
        for (int t = 0; t < given[r].length / numbers; t++) {
          int most = 0;
          for (int k = 0; k < count; k++) {
            float each = given[r][t * numbers + k];
            p[(r * steps + t) * count + k] = each;
            most = each > given[r][t * numbers + most] ? k : most;
          }
          best[r * steps + t] = numbers > count ? given[r][t * numbers + count] : most;
        }
      }
      return Map.of(
          "probabilities",
          new Tensor(p, given.length, steps, count),
          "tags",
          new Tensor(best, given.length, steps));
    }

    @Override
    public Map<String, Tensor> next(PortableTarget.Next next) {
      int count = plan.output().units();
      double[] p = new double[given.length * steps * count];
      for (int r = 0; r < given.length; r++) {
        for (int i = 0; i < given[r].length; i++) {
          p[r * steps * count + i] = given[r][i];
        }
      }
      return Map.of("probabilities", new Tensor(p, given.length, steps, count));
    }

    @Override
    public Map<String, Tensor> forecast(PortableTarget.Forecast forecast) {
      return new ForecastAnswers(forecast, windows.recipe().orElseThrow())
          .of(windows.rows(), given);
    }

    @Override
    public Map<String, Tensor> unknown(PortableTarget.Unknown unknown) {
      throw new IllegalStateException("refused before: " + unknown.why());
    }
  }
}
