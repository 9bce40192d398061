package dev.sluice.network;

import dev.sluice.plugin.Kinds;
import dev.sluice.problem.Problem;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.LayerShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Activation;
import dev.sluice.spec.Config;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LossSpec;
import dev.sluice.spec.NetworkSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The output layer that follows from a target, and checks of what users write about it. */
final class OutputRules {
  private static final long MOST_RIDGE_BYTES = 256L << 20; // a minute of arithmetic, too

  private final InputShape input;
  private final OutputShape target;
  private final Config config;
  private final LayerSpec.Output spec;
  private final Optional<LossSpec> loss;
  private final String path;
  private final HorizonRules horizon;
  private final List<Problem> problems;
  private final int window; // additional numbers of the input that it takes

  /**
   * @param columns the number of columns that no layer takes
   * @param problems receives what is wrong
   */
  OutputRules(
      Config config, InputShape input, OutputShape target, int columns, List<Problem> problems) {
    this.input = input;
    this.target = target;
    this.config = config;
    this.spec = config.network().output().orElseGet(LayerSpec.Output::unwritten);
    this.loss = config.training().loss();
    this.path = config.network().path(config.network().layers().size() - 1) + ".output";
    this.horizon = new HorizonRules(spec, path);
    this.problems = problems;
    this.window = spec.linearSkip() ? checkedWindow() : columns;
    checkLinearStart();
  }

  /**
   * @param given the output of the last layer
   */
  PlannedOutput plan(LayerShape given) {
    int inputs = PlannedLayer.width(given);
    String name =
        config.network().output().isPresent()
            ? config.network().path(config.network().layers().size() - 1) + " output"
            : "output";
    if (config.network().writes() && !target.writesTexts() && target.values().isEmpty()) {
      problems.add(
          Problem.atKey(
              "network.decoder",
              "is for targets text and forecast, and the target is another one",
              "write the layers of the encoder as a list under network, or choose the target"
                  + " text or forecast"));
    }
    if (target.values().isEmpty()) {
      horizon.refuse(problems);
    }
    return target.match(
        classes -> ofClasses(classes, name, inputs),
        labels -> ofLabels(labels.count(), name, inputs),
        values -> ofValues(values, name, given),
        classes -> ofStepClasses(classes, name, inputs),
        text -> ofText(text, inputs));
  }

  private PlannedOutput ofValues(OutputShape.Values values, String name, LayerShape given) {
    if (config.network() instanceof NetworkSpec.EncoderDecoder written) {
      return ofDecoder(written, values, PlannedLayer.width(given));
    }
    checkValues(values);
    checkReversal(values);
    return new PlannedOutput(
        name,
        spec,
        PlannedLayer.width(given),
        window,
        values.count(),
        spec.activation().orElse(Activation.LINEAR),
        values.loss().or(() -> loss).orElseGet(LossSpec.Mse::new),
        Optional.empty(),
        horizon.plan(values, input, given, problems),
        Optional.empty());
  }

  private PlannedOutput ofDecoder(
      NetworkSpec.EncoderDecoder written, OutputShape.Values values, int inputs) {
    checkValues(values);
    new ForecastDecoderRules(written, values, input, config.data().target().task()).check(problems);
    return new PlannedOutput(
        "network.decoder",
        spec,
        Math.max(1, inputs),
        (int) Math.min(Integer.MAX_VALUE, input.mostNumbers()),
        values.count(),
        Activation.LINEAR,
        loss.orElseGet(LossSpec.Mse::new),
        Optional.empty(),
        Optional.of(new ForecastDecoder(written, Math.max(1, inputs), input, values)),
        Optional.empty());
  }

  private PlannedOutput ofClasses(OutputShape.Classes classes, String name, int inputs) {
    boolean sigmoid = classes.count() == 2 && !asksForSoftmax();
    checkClasses(classes.count(), sigmoid);
    return new PlannedOutput(
        name,
        spec,
        inputs,
        window,
        sigmoid ? 1 : classes.count(),
        sigmoid ? Activation.SIGMOID : Activation.SOFTMAX,
        weighted(
            classes,
            loss.filter(LossSpec::isCrossEntropy)
                .orElseGet(
                    sigmoid ? LossSpec.BinaryCrossEntropy::new : LossSpec.CrossEntropy::new)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private PlannedOutput ofLabels(int count, String name, int inputs) {
    checkUnits(count, counted(count, "label") + " with sigmoid", "");
    checkActivation(Activation.SIGMOID, counted(count, "label"), "");
    Optional<LossSpec> fitting =
        loss.filter(
            given ->
                given instanceof LossSpec.BinaryCrossEntropy || given instanceof LossSpec.Focal);
    loss.filter(given -> fitting.isEmpty())
        .ifPresent(
            given ->
                problems.add(
                    Problem.atKey(
                        "training.loss",
                        nameOf(given) + " is not for the target labels",
                        "choose binary_cross_entropy or focal, or leave loss out")));
    return new PlannedOutput(
        name,
        spec,
        inputs,
        window,
        count,
        Activation.SIGMOID,
        fitting.orElseGet(LossSpec.BinaryCrossEntropy::new),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private void checkUnits(int units, String form, String otherForm) {
    if (spec.units().isPresent() && spec.units().get() != units) {
      problems.add(
          Problem.atKey(
              path + ".units",
              "is %s, but %s need %s".formatted(spec.units().get(), form, counted(units, "unit")),
              "write " + units + otherForm + ", or leave units out"));
    }
  }

  private void checkActivation(Activation activation, String of, String otherForm) {
    if (spec.activation().isPresent() && spec.activation().get() != activation) {
      problems.add(
          Problem.atKey(
              path + ".activation",
              "is %s, but the outputs are probabilities of %s"
                  .formatted(word(spec.activation().get()), of),
              "write " + word(activation) + otherForm + ", or leave activation out"));
    }
  }

  private static LossSpec weighted(OutputShape.Classes classes, LossSpec loss) {
    return classes.weights().isEmpty() ? loss : new LossSpec.Weighted(loss, classes.weights());
  }

  /** Always a softmax, even over two classes: one label per step is used with it. */
  private PlannedOutput ofStepClasses(OutputShape.StepClasses classes, String name, int inputs) {
    checkClasses(classes.count(), /* sigmoid= */ false);
    refuseSmoothing();
    return new PlannedOutput(
        name,
        spec,
        inputs,
        window,
        classes.count(),
        Activation.SOFTMAX,
        new LossSpec.CrossEntropy(),
        classes.chain(),
        Optional.empty(),
        Optional.empty());
  }

  private PlannedOutput ofText(OutputShape.Text text, int inputs) {
    refuseSmoothing();
    loss.filter(given -> !(given instanceof LossSpec.CrossEntropy))
        .ifPresent(
            given ->
                problems.add(
                    Problem.atKey(
                        "training.loss",
                        nameOf(given) + " is not for the target text",
                        "choose cross_entropy, or leave loss out")));
    Optional<DecoderPlan> planned =
        config.network() instanceof NetworkSpec.EncoderDecoder written
            ? Optional.of(new DecoderPlan(written, text, Math.max(1, inputs)))
            : Optional.empty();
    if (planned.isEmpty()) {
      problems.add(
          Problem.atKey(
              "network",
              "is a list of layers, and the target text needs an encoder and a decoder",
              """
              write the layers that read as the encoder
              network:
                encoder: [{embedding: {size: 64}}, {bidirectional: {layer: {lstm: {units: 64}}}}]
                decoder: [{embedding: {size: 64}}, {lstm: {units: 128}}]
                attention: {additive: {}}\
              """));
    }
    if (inputs > 0 && planned.filter(plan -> !plan.dotFits()).isPresent()) {
      problems.add(
          Problem.atKey(
              "network.attention",
              "dot needs as many units in the decoder as the encoder has outputs, but those are %s and %s"
                  .formatted(planned.get().units(), inputs),
              "write units: %s there, or choose general: {}".formatted(inputs)));
    }
    return new PlannedOutput(
        "network.decoder",
        spec,
        inputs,
        window,
        text.ids(),
        Activation.SOFTMAX,
        new LossSpec.CrossEntropy(),
        Optional.empty(),
        Optional.empty(),
        planned);
  }

  private void refuseSmoothing() {
    loss.filter(given -> given.labelSmoothing() > 0)
        .ifPresent(
            given ->
                problems.add(
                    Problem.atKey(
                        "training.loss.%s.label_smoothing".formatted(nameOf(given)),
                        "label smoothing is only for the targets class and labels",
                        "remove it")));
  }

  /** The number of inputs of an example; 0 if there is no linear path from them to the outputs. */
  private int checkedWindow() {
    Optional<String> obstacle =
        input.match(
            tokens -> Optional.of("adds a linear model of numbers, but the input is token ids"),
            steps ->
                target.takesSteps() || target.decodesRecursively()
                    ? Optional.of("joins all steps, but the target has an output for each")
                    : horizon.readsSteps()
                        ? Optional.of("joins all steps, but states: horizon reads each by itself")
                        : steps.masked()
                            ? Optional.of(
                                "has a weight for each step, but the sequences can have any length")
                            : Optional.empty());
    obstacle.ifPresent(
        what ->
            problems.add(
                Problem.atKey(
                    path + ".linear_skip",
                    what,
                    horizon.readsSteps() ? "remove it, or remove states: horizon" : "remove it")));
    if (obstacle.isEmpty() && spec.dropout() > 0) {
      problems.add(
          Problem.atKey(
              path + ".dropout",
              "would also drop values of the window of linear_skip",
              "put a layer before the output instead: - dropout: {rate: %s}"
                  .formatted(spec.dropout())));
    }
    long numbers = input.mostNumbers();
    if (obstacle.isEmpty() && numbers > LayerSpec.MOST_UNITS) {
      problems.add(
          Problem.atKey(
              path + ".linear_skip",
              "has weights for %s numbers of a window; the maximum is %s"
                  .formatted(numbers, LayerSpec.MOST_UNITS),
              "remove it, or make the window shorter"));
    }
    return obstacle.isPresent() || numbers > LayerSpec.MOST_UNITS ? 0 : (int) numbers;
  }

  private void checkLinearStart() {
    if (window == 0 || spec.linearStart() != LayerSpec.Output.LinearStart.RIDGE) {
      return;
    }
    whyNoRidge()
        .ifPresent(
            what ->
                problems.add(
                    Problem.atKey(
                        path + ".linear_start", "ridge " + what, "write zero, or leave it out")));
  }

  private Optional<String> whyNoRidge() {
    if (target.values().isEmpty()) {
      return Optional.of("is for numbers, but the target is another one");
    }
    OutputShape.Values values = target.values().get();
    if (values.loss().filter(LossSpec.Likelihood.class::isInstance).isPresent()) {
      return Optional.of("is for values, but the target has parameters of a distribution");
    }
    if (spec.activation().filter(a -> a != Activation.LINEAR).isPresent()) {
      return Optional.of("is linear, but the activation is " + word(spec.activation().get()));
    }
    long bytes = bytesOfRidge(values.count());
    return bytes <= MOST_RIDGE_BYTES
        ? Optional.empty()
        : Optional.of(
            "would need %s MB to solve for %s outputs from %s numbers of a window; the maximum is %s"
                .formatted(bytes >> 20, values.count(), window, MOST_RIDGE_BYTES >> 20));
  }

  /** Products of numbers of both parts and a factor; products with outputs and two solutions. */
  private long bytesOfRidge(int outputs) {
    return Double.BYTES * (3L * window * (window + 1) / 2 + 4L * window * outputs);
  }

  /** From `output` or `training.loss`; else two classes are one sigmoid. */
  private boolean asksForSoftmax() {
    return loss.filter(LossSpec.CrossEntropy.class::isInstance).isPresent()
        || spec.units().equals(Optional.of(2))
        || spec.activation().equals(Optional.of(Activation.SOFTMAX));
  }

  private void checkValues(OutputShape.Values values) {
    if (spec.units().isPresent() && spec.units().get() != values.count()) {
      problems.add(
          Problem.atKey(
              path + ".units",
              "is %s, but the target has %s numbers (horizon %s x %s%s)"
                  .formatted(
                      spec.units().get(),
                      values.count(),
                      values.horizon(),
                      counted(values.columns(), "column"),
                      values.numbers() > 1 ? " x %s of a value".formatted(values.numbers()) : ""),
              "write " + values.count() + ", or leave units out"));
    }
    if (spec.activation().equals(Optional.of(Activation.SOFTMAX))) {
      problems.add(
          Problem.atKey(
              path + ".activation",
              "softmax is for probabilities of classes, but the target is numbers",
              "write linear, or leave activation out"));
    }
    if (values.loss().isPresent()) {
      spec.activation()
          .filter(activation -> activation != Activation.LINEAR)
          .ifPresent(
              activation ->
                  problems.add(
                      Problem.atKey(
                          path + ".activation",
                          "%s limits or distorts quantiles and parameters of a distribution"
                              .formatted(word(activation)),
                          "write linear, or leave activation out")));
      loss.ifPresent(
          given ->
              problems.add(
                  Problem.atKey(
                      "training.loss",
                      "%s has no effect: quantiles are trained by the pinball loss, distributions by their likelihood"
                          .formatted(nameOf(given)),
                      "remove it")));
    } else if (loss.filter(LossSpec::isCrossEntropy).isPresent()) {
      problems.add(
          Problem.atKey(
              "training.loss",
              nameOf(loss.get()) + " is for classes, but the target is numbers",
              "choose mse, mae or huber, or leave loss out"));
    }
  }

  /** What {@code window_scale: revin} cannot undo. */
  private void checkReversal(OutputShape.Values values) {
    if (input.reversible().isEmpty()) {
      return;
    }
    spec.activation()
        .filter(activation -> activation != Activation.LINEAR)
        .ifPresent(
            activation ->
                problems.add(
                    Problem.atKey(
                        path + ".activation",
                        "%s would distort the outputs, in which window_scale: revin is undone"
                            .formatted(word(activation)),
                        "write linear, or leave activation out")));
    if (values.numbersInItsUnits() == 0) {
      problems.add(
          Problem.atKey(
              "data.input.series.window_scale",
              "revin has no effect: counts are forecast in units of their mean, however windows are"
                  + " scaled",
              "choose standard"));
    }
  }

  private void checkClasses(int count, boolean sigmoid) {
    int units = sigmoid ? 1 : count;
    Activation activation = sigmoid ? Activation.SIGMOID : Activation.SOFTMAX;
    String form = counted(count, "class") + " with " + word(activation);
    String otherForm =
        count == 2 && !target.ofSteps()
            ? ", or switch to %s".formatted(sigmoid ? "softmax" : "sigmoid and 1 unit")
            : "";
    checkUnits(units, form, otherForm);
    checkActivation(activation, counted(count, "class"), otherForm);
    if (loss.isEmpty()) {
      return;
    }
    String fitting = sigmoid ? "binary_cross_entropy" : "cross_entropy";
    if (!loss.get().isCrossEntropy()) {
      problems.add(
          Problem.atKey(
              "training.loss",
              nameOf(loss.get()) + " is for numbers, but the target is a class",
              "choose " + fitting + ", or leave loss out"));
    } else if (loss.get() instanceof LossSpec.Focal
        ? target.ofSteps()
        : !nameOf(loss.get()).equals(fitting)) {
      problems.add(
          Problem.atKey(
              "training.loss",
              "%s is not for %s".formatted(nameOf(loss.get()), form),
              "choose " + fitting + otherForm + ", or leave loss out"));
    }
  }

  private static String nameOf(LossSpec loss) {
    return Kinds.installed().nameOf(loss);
  }

  private static String word(Activation activation) {
    return activation.name().toLowerCase(Locale.ROOT);
  }

  private static String counted(int count, String noun) {
    String plural = noun.endsWith("s") ? noun + "es" : noun + "s";
    return count + " " + (count == 1 ? noun : plural);
  }
}
