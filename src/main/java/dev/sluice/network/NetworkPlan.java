package dev.sluice.network;

import dev.sluice.network.LayerFactory.Gives;
import dev.sluice.network.LayerFactory.Takes;
import dev.sluice.plugin.Kinds;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.LayerShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Config;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Output.States;
import dev.sluice.spec.NetworkSpec;
import dev.sluice.spec.OptimizerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A network whose shapes are known and fit together. Immutable; made without loading DL4J.
 *
 * @param input what an example is
 * @param target the meaning of the outputs
 * @param layers from input to output, at least one, the first for characters if the input has them;
 *     the last returns a vector, or steps if the target has an output for each
 * @param output the output layer
 * @param chunkSteps the most steps that are read at once; empty if all are
 */
public record NetworkPlan(
    InputShape input,
    OutputShape target,
    List<PlannedLayer<?>> layers,
    PlannedOutput output,
    Optional<Integer> chunkSteps) {

  /** Parameters, and what the optimizer keeps, are each written to disk from one array of bytes. */
  private static final long MOST_NUMBERS = (Integer.MAX_VALUE - Long.BYTES) / Float.BYTES;

  private static final int PADDING = 16; // our arithmetic rounds widths up to whole registers

  public NetworkPlan {
    layers = List.copyOf(layers);
  }

  /** For a network that reads whole examples. */
  public NetworkPlan(
      InputShape input, OutputShape target, List<PlannedLayer<?>> layers, PlannedOutput output) {
    this(input, target, layers, output, Optional.empty());
  }

  /**
   * Infers the shapes of a config's network.
   *
   * @throws UserException with everything in `network` and `training.loss` that does not fit
   */
  public static NetworkPlan of(Config config, InputShape whole, OutputShape target) {
    List<Problem> problems = new ArrayList<>();
    InputShape input = target.readsOn() ? whole.withSteps(config.training().segmentSteps()) : whole;
    tooLargeBatch(config, input, target).ifPresent(problems::add);
    TokenBudget.misfit(config.training(), input, target).ifPresent(problems::add);
    NetworkSpec network = config.network();
    List<LayerSpec> specs =
        network.output().isPresent()
            ? network.layers().subList(0, network.layers().size() - 1)
            : network.layers();

    Optional<InputShape> lookback =
        target
            .values()
            .filter(values -> network.writes() && values.decodesRecursively())
            .map(values -> input.withSteps(Math.max(1, input.steps() - values.horizon())));
    List<PlannedLayer<?>> layers =
        planLayers(
            network,
            specs,
            lookback.orElse(input),
            target.takesSteps(),
            lookback.isEmpty() && target.decodesRecursively()
                || network.output().filter(o -> o.states() == States.HORIZON).isPresent(),
            config.data().input().rowsBack(),
            problems);
    lookback.ifPresent(seen -> layers.add(0, LookbackFactory.planned(input, seen)));
    if (target.readsOn() || lookback.isEmpty() && target.decodesRecursively()) {
      for (int i = 0; i < specs.size(); i++) {
        whyNotReadOn(path(network, i, specs.get(i)), specs.get(i)).ifPresent(problems::add);
      }
    }
    if (config.training().accumulate() > 1) {
      layers.stream()
          .filter(layer -> layer.factory().mixesExamples())
          .findFirst()
          .ifPresent(layer -> problems.add(notAddedUp(layer)));
    }
    PlannedOutput output =
        new OutputRules(config, input, target, columnsLeft(input, layers), problems)
            .plan(
                layers.isEmpty()
                    ? new LayerShape.Vector(0)
                    : layers.get(layers.size() - 1).output());

    if (problems.isEmpty()) {
      NetworkPlan plan =
          new NetworkPlan(input, target, layers, output, config.training().chunkSteps());
      tooLarge(plan.parameters(), config.training().optimizer()).ifPresent(problems::add);
      if (plan.chunkSteps().isPresent()) {
        problems.addAll(new ChunkRules(plan).problems());
      }
      if (problems.isEmpty()) {
        return plan;
      }
    }
    throw new UserException(problems);
  }

  private static Problem notAddedUp(PlannedLayer<?> layer) {
    return Problem.atKey(
        "training.accumulate",
        "adds up gradients as if the batches were one, but %s processes each by itself"
            .formatted(layer.name()),
        "take layer_normalization, or remove accumulate and raise batch_size");
  }

  /**
   * The number of columns that are appended before the output because they are not appended before
   * a layer.
   */
  private static int columnsLeft(InputShape input, List<PlannedLayer<?>> layers) {
    return IntStream.range(0, layers.size()).anyMatch(i -> joining(layers, i) > 0)
        ? 0
        : input.columns();
  }

  /**
   * The number of columns that layer i takes in addition to the output of the layer before it: all
   * or 0. They are appended before the first `dense` of a vector, or before the output.
   */
  public int joining(int i) {
    return joining(layers, i);
  }

  private static int joining(List<PlannedLayer<?>> layers, int i) {
    return i > 0 && layers.get(i).input() instanceof LayerShape.Vector
        ? layers.get(i).inputs() - layers.get(i - 1).outputs()
        : 0;
  }

  private static <S extends LayerSpec> Optional<Problem> whyNotReadOn(String path, S spec) {
    return LayerFactories.of(spec).whyNotReadOn(spec).map(fault -> at(path, fault));
  }

  private static <S extends LayerSpec> Optional<Problem> whyNotOf(
      String path, PlannedLayer<S> layer, LayerFactory.Lengths lengths) {
    return layer
        .factory()
        .whyNotOf(layer.spec(), layer.inputs())
        .or(() -> layer.factory().whyNotOf(layer.spec(), lengths))
        .map(fault -> at(path, fault));
  }

  private static Problem at(String path, InvalidSpecException.Fault fault) {
    return Problem.atKey(
        path + (fault.key().isEmpty() ? "" : "." + fault.key()), fault.what(), fault.advice());
  }

  static Optional<Problem> tooLarge(long parameters, OptimizerSpec optimizer) {
    long most = MOST_NUMBERS / Math.max(1, optimizer.kept());
    return parameters <= most
        ? Optional.empty()
        : Optional.of(
            Problem.atKey(
                "network",
                "has %s parameters; the maximum with the optimizer %s is %s"
                    .formatted(parameters, Kinds.installed().nameOf(optimizer), most),
                parameters <= MOST_NUMBERS
                    ? "make the layers smaller, or choose the optimizer sgd: {}"
                    : "make the layers smaller"));
  }

  /** Java's arrays, through which a batch is written, hold fewer than 2^31 numbers. */
  private static Optional<Problem> tooLargeBatch(
      Config config, InputShape input, OutputShape target) {
    long labels =
        target.match(
            classes -> (long) classes.count(),
            ofLabels -> (long) ofLabels.count(),
            OutputShape.Values::targets,
            ofSteps -> 1L,
            text -> 1L);
    long perExample = Math.max(input.numbers(), labels);
    long numbers = perExample * config.training().batchSize();
    return numbers <= Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(
            Problem.atKey(
                "training.batch_size",
                "a batch of %s examples with %s numbers each has %s; the maximum is %s"
                    .formatted(
                        config.training().batchSize(), perExample, numbers, Integer.MAX_VALUE),
                "make the batch or the examples smaller"));
  }

  /**
   * Why the arrays of a layer cannot hold a batch, if so: they have fewer than 2^31 numbers.
   *
   * @param examples of the largest batch
   * @param longest steps of its longest example
   */
  public Optional<Problem> tooLargeFor(long examples, int longest) {
    int steps = chunkSteps.map(most -> Math.min(most, longest)).orElse(longest);
    for (PlannedLayer<?> layer : layers) {
      String key = layer.name().replace(' ', '.');
      Optional<Problem> problem =
          tooLarge(key, examples, steps(layer.input(), steps), layer.widest())
              .or(() -> tooLong(key, steps, layer.factory().widestOfSequence(steps)))
              .or(
                  () ->
                      layer.output() instanceof LayerShape.Vector vector
                          ? tooLarge(key, examples, 1, vector.features())
                          : Optional.empty());
      if (problem.isPresent()) {
        return problem;
      }
    }
    // A language model computes the outputs of only a few steps at a time.
    return output.decoder().isPresent()
        ? tooLarge(
            "network", examples, steps, Math.max(output.inputs(), output.decoder().get().units()))
        : target.readsOn()
            ? Optional.empty()
            : tooLarge(
                "network",
                examples,
                target.ofSteps() ? steps : 1,
                Math.max(output.numbers(), output.window()));
  }

  private static Optional<Problem> tooLong(String key, int steps, long each) {
    return tooLarge(
        key,
        (double) steps * (each + PADDING),
        "one sequence (%s steps x %s each)".formatted(steps, each),
        "shorten the sequences, or remove the layer");
  }

  private static int steps(LayerShape shape, int steps) {
    return shape instanceof LayerShape.Vector
        ? 1
        : shape instanceof LayerShape.Sequence sequence ? Math.min(steps, sequence.steps()) : steps;
  }

  private static Optional<Problem> tooLarge(String key, long examples, int steps, long each) {
    return tooLarge(
        key,
        (double) examples * steps * (each + PADDING),
        "a batch (%s examples x %s steps x %s each)".formatted(examples, steps, each),
        "lower training.batch_size, the steps or the size of the layers");
  }

  private static Optional<Problem> tooLarge(String key, double numbers, String of, String advice) {
    return numbers <= Integer.MAX_VALUE
        ? Optional.empty()
        : Optional.of(
            Problem.atKey(
                key,
                String.format(
                    Locale.ROOT,
                    "needs an array of %.3g numbers for %s; the maximum is %.3g",
                    numbers,
                    of,
                    (double) Integer.MAX_VALUE),
                advice));
  }

  /** How long examples are cut; empty if they are read as a whole. */
  Optional<Chunks> chunks() {
    return chunkSteps.map(steps -> new Chunks(steps, input.columns()));
  }

  /** Whether training also replaces known tokens by the unknown one. */
  public boolean trainsUnknown() {
    return layers.stream()
        .anyMatch(
            layer ->
                layer.spec() instanceof LayerSpec.Embedding embedding
                    && embedding.wordDropout() > 0);
  }

  /** The number of parameters, including those of the output layer. */
  public long parameters() {
    return layers.stream().mapToLong(PlannedLayer::parameters).sum() + output.parameters();
  }

  /**
   * Whether layer i has steps to return but only the last of them is needed: because the layer
   * returns no more, or because `pooling: {method: last}` follows it, with only layers between that
   * act on each step by itself.
   */
  public boolean lastStepOnly(int i) {
    return lastStepOnly(layers, i);
  }

  private static boolean lastStepOnly(List<PlannedLayer<?>> layers, int i) {
    if (layers.get(i).factory().gives() != Gives.STEPS_AS_NEEDED) {
      return false;
    }
    int next = i + 1;
    while (next < layers.size() && layers.get(next).factory().gives() == Gives.THE_SAME) {
      next++;
    }
    return layers.get(i).givesLastStep() || next < layers.size() && layers.get(next).takesLast();
  }

  private static List<PlannedLayer<?>> planLayers(
      NetworkSpec network,
      List<LayerSpec> specs,
      InputShape input,
      boolean labelled,
      boolean outputReadsSteps,
      Optional<Integer> rowsBack,
      List<Problem> problems) {
    boolean ofSteps = labelled || outputReadsSteps;
    List<PlannedLayer<?>> layers = new ArrayList<>();
    LayerShape shape = input.layer();
    int steps = input.steps();
    if (shape instanceof LayerShape.Spelled spelled) {
      layers.add(CharactersFactory.planned(spelled));
      shape = layers.get(0).output();
    }
    if (input.reversible().isPresent()) {
      layers.add(ReversibleFactory.planned(input));
    }
    if (!input.categories().isEmpty()) {
      layers.add(CategoriesFactory.planned(input));
      shape = layers.get(layers.size() - 1).output();
    }

    for (int i = 0; i < specs.size(); i++) {
      LayerSpec spec = specs.get(i);
      LayerFactory<?> factory = LayerFactories.of(spec);
      int index = i;
      LayerShape taken = shape;
      Optional<Problem> misfit =
          misfit(path(network, i, spec), factory.takes(), shape, layers)
              .or(() -> noPlaceBeside(path(network, index, spec), spec, taken));
      if (misfit.isPresent()) {
        problems.add(misfit.get());
        // Continue as if it were right, so that later layers are checked as well.
        shape = corrected(factory.takes(), shape, steps);
      }
      if (shape instanceof LayerShape.Vector vector
          && factory.weighsVectors()
          && !spec.residual()
          && columnsLeft(input, layers) > 0) {
        shape = new LayerShape.Vector(vector.features() + input.columns());
      }
      boolean stepsNeeded =
          ofSteps
              || specs.subList(i + 1, specs.size()).stream()
                  .anyMatch(later -> LayerFactories.of(later).takes() == Takes.SEQUENCE);
      PlannedLayer<?> layer = plan(name(network, i, spec), spec, shape, steps, stepsNeeded);
      if (misfit.isEmpty() && layer.takesLast() && !followsRecurrent(layers)) {
        problems.add(
            Problem.atKey(
                path(network, i, spec) + ".method",
                "last is the last step of a recurrent layer, but none comes before it",
                "add one before it, - lstm: {units: 64}, or choose mean or max"));
      }
      if (misfit.isEmpty()) {
        LayerFactory.Lengths lengths =
            new LayerFactory.Lengths(
                steps, input.fixedSteps(), steps == input.steps() ? rowsBack : Optional.empty());
        whyNotOf(path(network, i, spec), layer, lengths).ifPresent(problems::add);
      }
      if (layer.output() instanceof LayerShape.Sequence sequence && sequence.steps() != steps) {
        if (labelled) {
          problems.add(
              Problem.atKey(
                  path(network, i, spec),
                  "leaves fewer steps than the input has, but the target needs all of them",
                  "remove it"));
        }
        steps = sequence.steps();
      }
      if (misfit.isEmpty() && spec.residual() && layer.inputs() != layer.outputs()) {
        problems.add(
            Problem.atKey(
                path(network, i, spec) + ".residual",
                "adds the input of the layer, %s numbers, to its output, %s"
                    .formatted(layer.inputs(), layer.outputs()),
                "choose its size so that its output has %s, or remove residual"
                    .formatted(layer.inputs())));
      }
      layers.add(layer);
      shape = layer.output();
    }
    for (int i = 0; i < specs.size(); i++) {
      LayerSpec spec = specs.get(i);
      // Its last step consists of both ends, so that it belongs to no single step of the input.
      if (spec.residual()
          && spec instanceof LayerSpec.Bidirectional
          && lastStepOnly(layers, i + layers.size() - specs.size())) {
        problems.add(
            Problem.atKey(
                path(network, i, spec) + ".residual",
                "adds to each step, but the layer outputs only its last step",
                "remove it, or let a layer that takes all steps follow: - pooling: {method:"
                    + " mean}"));
      }
    }

    if (ofSteps && shape instanceof LayerShape.Vector) {
      String need =
          labelled
              ? "the target has a label for each step"
              : "the output reads a state for each step of the horizon";
      problems.add(noSteps(network, layers, layers.size() - specs.size(), need));
    } else if (!ofSteps && !(shape instanceof LayerShape.Vector)) {
      problems.add(noVector(network, specs, shape));
    } else if (shape instanceof LayerShape.Ids) {
      problems.add(noVector(network, specs, shape));
    }
    return layers;
  }

  private static boolean followsRecurrent(List<PlannedLayer<?>> before) {
    int cause = before.size() - 1;
    while (cause >= 0 && before.get(cause).factory().gives() == Gives.THE_SAME) {
      cause--;
    }
    return cause >= 0 && before.get(cause).factory().gives() == Gives.STEPS_AS_NEEDED;
  }

  private static <S extends LayerSpec> PlannedLayer<S> plan(
      String name, S spec, LayerShape input, int steps, boolean stepsNeeded) {
    LayerFactory<S> factory = LayerFactories.of(spec);
    int inputs = PlannedLayer.width(input);
    int beside = input instanceof LayerShape.Ids ids ? ids.beside() : 0;
    int outputs = factory.outputs(spec, inputs) + beside;
    boolean sequence =
        switch (factory.gives()) {
          case THE_SAME -> !(input instanceof LayerShape.Vector);
          case SEQUENCE -> true;
          case VECTOR -> false;
          case STEPS_AS_NEEDED -> factory.returnSequences(spec).orElse(stepsNeeded);
        };
    return new PlannedLayer<>(
        name,
        spec,
        factory,
        input,
        sequence
            ? new LayerShape.Sequence(outputs, factory.steps(spec, steps))
            : new LayerShape.Vector(outputs),
        factory.parameters(spec, inputs));
  }

  private static Optional<Problem> misfit(
      String path, Takes takes, LayerShape shape, List<PlannedLayer<?>> before) {
    if (takes == Takes.IDS && !(shape instanceof LayerShape.Ids)) {
      return Optional.of(
          before.isEmpty()
              ? Problem.atKey(
                  path, "needs token ids, but the input is a series of numbers", "remove it")
              : Problem.atKey(
                  path,
                  "needs token ids, but comes after " + before.get(before.size() - 1).name(),
                  "make it the first layer, or remove it"));
    }
    if (takes != Takes.IDS && shape instanceof LayerShape.Ids) {
      return Optional.of(
          Problem.atKey(
              path,
              "needs numbers, but the input is token ids",
              "start with a layer that turns ids into numbers: - embedding: {size: 64}"));
    }
    if (takes == Takes.SEQUENCE && shape instanceof LayerShape.Vector) {
      return Optional.of(vectorForSequence(path, before));
    }
    if (takes == Takes.VECTOR && shape instanceof LayerShape.Sequence) {
      return Optional.of(
          Problem.atKey(
              path,
              "needs a vector, but gets a sequence",
              "put it after the last recurrent or pooling layer"));
    }
    return Optional.empty();
  }

  /** Only an embedding passes on the columns beside ids. */
  private static Optional<Problem> noPlaceBeside(String path, LayerSpec spec, LayerShape shape) {
    return shape instanceof LayerShape.Ids ids
            && ids.beside() > 0
            && !(spec instanceof LayerSpec.Embedding)
        ? Optional.of(
            Problem.atKey(
                path,
                "reads only ids, but the input also has characters",
                "replace it by an embedding, or remove characters from data.input"))
        : Optional.empty();
  }

  private static Problem vectorForSequence(String path, List<PlannedLayer<?>> before) {
    int cause = before.size() - 1;
    while (before.get(cause).factory().gives() == Gives.THE_SAME) {
      cause--;
    }
    PlannedLayer<?> layer = before.get(cause);
    return layer.givesLastStep()
        ? Problem.atKey(
            path,
            "needs a sequence, but " + layer.name() + " outputs only its last step",
            "remove return_sequences: false there")
        : Problem.atKey(
            path,
            "needs a sequence, but " + layer.name() + " outputs a vector",
            "put it before " + layer.name() + ", or remove one of the two");
  }

  private static LayerShape corrected(Takes takes, LayerShape shape, int steps) {
    int features = PlannedLayer.width(shape);
    return switch (takes) {
      case IDS -> new LayerShape.Ids(features, steps, 0);
      case SEQUENCE, ANY -> new LayerShape.Sequence(features, steps);
      case VECTOR ->
          shape instanceof LayerShape.Ids ? new LayerShape.Sequence(features, steps) : shape;
    };
  }

  private static Problem noSteps(
      NetworkSpec network, List<PlannedLayer<?>> layers, int unwritten, String need) {
    PlannedLayer<?> cause =
        layers.stream()
            .filter(layer -> layer.output() instanceof LayerShape.Vector)
            .findFirst()
            .orElseThrow();
    return Problem.atKey(
        path(network, layers.indexOf(cause) - unwritten, cause.spec())
            + (cause.givesLastStep() ? ".return_sequences" : ""),
        "outputs one vector for all steps, but " + need,
        cause.givesLastStep() ? "remove return_sequences: false" : "remove it");
  }

  private static Problem noVector(NetworkSpec network, List<LayerSpec> specs, LayerShape shape) {
    for (int i = specs.size() - 1; i >= 0; i--) {
      if (returnsSequences(specs.get(i))) {
        return Problem.atKey(
            path(network, i, specs.get(i)) + ".return_sequences",
            "outputs every step, and no later layer turns them into one vector",
            "remove it, or add a layer that does: - pooling: {method: mean}");
      }
    }
    return Problem.atKey(
        network.path(),
        "no layer turns the steps into one vector",
        shape instanceof LayerShape.Ids
            ? "for example\n- embedding: {size: 64}\n- lstm: {units: 64}"
            : "add a recurrent layer, - lstm: {units: 64}, or - pooling: {method: mean}");
  }

  private static <S extends LayerSpec> boolean returnsSequences(S spec) {
    return LayerFactories.of(spec).returnSequences(spec).orElse(false);
  }

  private static String path(NetworkSpec network, int index, LayerSpec spec) {
    return network.path(index) + "." + Kinds.installed().nameOf(spec);
  }

  private static String name(NetworkSpec network, int index, LayerSpec spec) {
    return network.path(index) + " " + Kinds.installed().nameOf(spec);
  }
}
