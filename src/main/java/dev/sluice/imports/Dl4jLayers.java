package dev.sluice.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.imports.ForeignChain.Form;
import dev.sluice.spec.Activation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Every layer of DL4J that is translated, one per row. */
final class Dl4jLayers {
  private interface Rule extends Function<Dl4jLayer, Optional<String>> {}

  private interface Translation {
    void add(Dl4jLayer layer, Dl4jLayers layers);
  }

  private record Row(List<Rule> rules, Translation translation) {}

  private static final Map<String, Activation> ACTIVATIONS =
      Map.ofEntries(
          Map.entry("ActivationIdentity", Activation.LINEAR),
          Map.entry("ActivationReLU", Activation.RELU),
          Map.entry("ActivationTanH", Activation.TANH),
          Map.entry("ActivationSigmoid", Activation.SIGMOID),
          Map.entry("ActivationHardSigmoid", Activation.HARD_SIGMOID),
          Map.entry("ActivationHardTanH", Activation.HARD_TANH),
          Map.entry("ActivationSoftmax", Activation.SOFTMAX),
          Map.entry("ActivationSoftPlus", Activation.SOFTPLUS),
          Map.entry("ActivationSoftSign", Activation.SOFTSIGN),
          Map.entry("ActivationLReLU", Activation.LEAKY_RELU),
          Map.entry("ActivationELU", Activation.ELU),
          Map.entry("ActivationSELU", Activation.SELU),
          Map.entry("ActivationGELU", Activation.GELU),
          Map.entry("ActivationSwish", Activation.SWISH),
          Map.entry("ActivationMish", Activation.MISH));
  private static final String OF_ACTIVATIONS = "org.nd4j.linalg.activations.impl.";
  private static final String OF_DROPOUTS = "org.deeplearning4j.nn.conf.dropout.";
  private static final Map<String, String> MERGES =
      Map.of("CONCAT", "concat", "ADD", "sum", "AVERAGE", "mean", "MUL", "product");
  private static final Map<String, String> POOLINGS = Map.of("AVG", "mean", "MAX", "max");
  private static final Set<String> CELLS = new TreeSet<>(Set.of("LSTM", "GravesLSTM", "SimpleRnn"));

  private static final Rule NO_LAYER_NORM = not("hasLayerNorm");
  private static final List<Rule> RECURRENT = List.of(NO_LAYER_NORM, ncw("rnnDataFormat"));
  private static final Row DENSE = new Row(List.of(NO_LAYER_NORM), Dl4jLayers::dense);
  private static final Row EMBEDDING = new Row(List.of(not("hasBias")), Dl4jLayers::embedding);

  private static final Map<String, Row> ROWS =
      Map.ofEntries(
          Map.entry("EmbeddingSequenceLayer", EMBEDDING),
          Map.entry("LSTM", new Row(RECURRENT, Dl4jLayers::recurrent)),
          Map.entry("GravesLSTM", new Row(RECURRENT, Dl4jLayers::recurrent)),
          Map.entry("SimpleRnn", new Row(RECURRENT, Dl4jLayers::recurrent)),
          Map.entry(
              "Bidirectional",
              new Row(List.of(Dl4jLayers::notBidirectional), Dl4jLayers::bidirectional)),
          Map.entry(
              "LastTimeStep",
              new Row(List.of(Dl4jLayers::notLastTimeStep), Dl4jLayers::lastTimeStep)),
          Map.entry("DenseLayer", DENSE),
          Map.entry("OutputLayer", DENSE),
          Map.entry("RnnOutputLayer", DENSE),
          Map.entry(
              "Convolution1DLayer",
              new Row(List.of(Dl4jLayers::notConvolution), Dl4jLayers::convolution)),
          Map.entry(
              "GlobalPoolingLayer", new Row(List.of(Dl4jLayers::notPooling), Dl4jLayers::pooling)),
          Map.entry("BatchNormalization", new Row(List.of(), Dl4jLayers::batchNormalization)),
          Map.entry("ActivationLayer", new Row(List.of(), Dl4jLayers::activation)),
          Map.entry("DropoutLayer", new Row(List.of(), (layer, of) -> {})));

  private final Dl4jCoefficients coefficients;
  private final ForeignChain chain;

  /**
   * @param chain receives the layers
   */
  Dl4jLayers(Dl4jCoefficients coefficients, ForeignChain chain) {
    this.coefficients = coefficients;
    this.chain = chain;
  }

  /** What is not supported in a layer, without a full stop. */
  static List<String> faults(Dl4jLayer layer) {
    Row row = ROWS.get(layer.kind());
    if (row == null) {
      return List.of(
          "cannot be translated; layers that can: "
              + String.join(", ", new TreeSet<>(ROWS.keySet())));
    }
    List<String> faults = new ArrayList<>();
    row.rules().forEach(rule -> rule.apply(layer).ifPresent(faults::add));
    return faults;
  }

  /** Adds a supported layer to the chain, preceded by its dropout, which acts on its input. */
  void add(Dl4jLayer layer) {
    dropout(layer);
    ROWS.get(layer.kind()).translation().add(layer, this);
  }

  /** The loss for which an output layer was trained, by Keras's name for it. */
  static Optional<String> loss(Dl4jLayer output) {
    String name = output.config().path("lossFn").path("@class").asText();
    return name.matches(".*\\.Loss(MSE|MAE|L1|L2|MSLE|MAPE)")
        ? Optional.of("mse")
        : Optional.empty();
  }

  // Rules

  private static Rule not(String key) {
    return layer ->
        layer.flag(key) ? Optional.of(key + " is true; Sluice has none") : Optional.empty();
  }

  private static Rule ncw(String key) {
    return layer ->
        layer.config().path(key).asText("NCW").equals("NCW")
            ? Optional.empty()
            : Optional.of(key + " is not NCW");
  }

  private static Optional<String> notBidirectional(Dl4jLayer layer) {
    Dl4jLayer forward = layer.inner("fwd");
    Dl4jLayer backward = layer.inner("bwd");
    if (!CELLS.contains(forward.kind()) || !backward.kind().equals(forward.kind())) {
      return Optional.of("the layer in it is none of " + String.join(", ", CELLS));
    }
    if (!MERGES.containsKey(layer.config().path("mode").asText())) {
      return Optional.of("mode is " + Dl4jLayer.shown(layer.config().path("mode")));
    }
    return faults(forward).stream().findFirst();
  }

  private static Optional<String> notLastTimeStep(Dl4jLayer layer) {
    Dl4jLayer inner = layer.inner("underlying");
    return CELLS.contains(inner.kind())
        ? faults(inner).stream().findFirst()
        : Optional.of(
            "the layer in it is none of %s; of a Bidirectional, Sluice's last step is the last"
                    .formatted(String.join(", ", CELLS))
                + " state of each direction");
  }

  private static Optional<String> notConvolution(Dl4jLayer layer) {
    String mode = layer.config().path("convolutionMode").asText();
    if (!mode.equals("Same") && !mode.equals("Causal")) {
      return Optional.of(
          "convolutionMode is %s; Sluice's convolution outputs as many steps as it reads"
              .formatted(mode));
    }
    return layer.first("stride") == 1
            && layer.first("dilation") == 1
            && layer.config().path("rnnDataFormat").asText("NCW").equals("NCW")
        ? Optional.empty()
        : Optional.of("stride and dilation must be 1, and the format NCW");
  }

  private static Optional<String> notPooling(Dl4jLayer layer) {
    return POOLINGS.containsKey(layer.config().path("poolingType").asText())
            && layer.config().path("collapseDimensions").asBoolean(true)
        ? Optional.empty()
        : Optional.of("poolingType is neither AVG nor MAX, or dimensions are kept");
  }

  // Translations

  private void requireSteps(Dl4jLayer layer) {
    if (chain.form() != Form.STEPS) {
      throw layer.refused("needs a sequence of numbers, but gets none");
    }
  }

  private int inputs(Dl4jLayer layer) {
    int inputs = layer.size("nin");
    if (inputs != chain.width()) {
      throw layer.refused("nin is %s, but it gets %s numbers".formatted(inputs, chain.width()));
    }
    return inputs;
  }

  private ForeignActivation activation(Dl4jLayer layer, String key) {
    JsonNode function = layer.config().path(key);
    String name = function.path("@class").asText();
    Activation ours =
        name.startsWith(OF_ACTIVATIONS)
            ? ACTIVATIONS.get(name.substring(OF_ACTIVATIONS.length()))
            : null;
    if (ours == null) {
      throw layer.refused("%s is %s, which Sluice does not have".formatted(key, name));
    }
    boolean same =
        layer.number(function, "negativeSlope", 0) == 0
            && layer.number(function, "threshold", 0) == 0
            && layer.number(function, "max", 0) == 0
            && !function.path("precise").asBoolean(false)
            && (ours != Activation.LEAKY_RELU || layer.number(function, "alpha", 0.01) == 0.2)
            && (ours != Activation.ELU || layer.number(function, "alpha", 1) == 1);
    if (!same) {
      throw layer.refused("%s is %s, whose parameters differ from Sluice's".formatted(key, name));
    }
    return ForeignActivation.of(ours);
  }

  private void dropout(Dl4jLayer layer) {
    JsonNode dropout = layer.innermost().config().path("idropout");
    if (dropout.isMissingNode() || dropout.isNull()) {
      return;
    }
    String kind = dropout.path("@class").asText();
    double kept = layer.number(dropout, "p", 0);
    boolean spatial = kind.equals(OF_DROPOUTS + "SpatialDropout");
    if (!(spatial || kind.equals(OF_DROPOUTS + "Dropout"))
        || !(kept > 0 && kept <= 1)
        || chain.form() == Form.IDS) {
      chain.note(
          "the dropout of %s is left out: it only affects training".formatted(layer.origin()));
    } else if (kept < 1) {
      chain.add(
          layer.origin(),
          spatial && chain.form() == Form.STEPS ? "spatial_dropout" : "dropout",
          Map.of("rate", Float.toString((float) (1 - kept))),
          Map.of(),
          chain.width());
    }
  }

  private static void embedding(Dl4jLayer layer, Dl4jLayers of) {
    int size = layer.size("nout");
    if (of.chain.form() != Form.IDS || !of.chain.layers().isEmpty()) {
      throw layer.refused("comes after other layers");
    }
    float[] table = of.coefficients.matrix(of.inputs(layer), size);
    of.chain.add(
        layer.origin(),
        "embedding",
        Map.of("size", Integer.toString(size)),
        Map.of("W", table),
        size,
        Form.STEPS);
    of.chain.activation(layer.origin(), of.activation(layer, "activationFn"));
  }

  private static void recurrent(Dl4jLayer layer, Dl4jLayers of) {
    of.recurrent(layer, layer, Form.STEPS);
  }

  private static void lastTimeStep(Dl4jLayer layer, Dl4jLayers of) {
    of.recurrent(layer, layer.inner("underlying"), Form.VECTOR);
  }

  private void recurrent(Dl4jLayer layer, Dl4jLayer cell, Form gives) {
    requireSteps(layer);
    Map<String, String> options = new LinkedHashMap<>(options(cell));
    if (gives == Form.STEPS) {
      options.put("return_sequences", "true");
    }
    chain.add(
        layer.origin(),
        kind(cell),
        options,
        parameters(cell, "", inputs(cell)),
        cell.size("nout"),
        gives);
  }

  private static void bidirectional(Dl4jLayer layer, Dl4jLayers of) {
    of.requireSteps(layer);
    Dl4jLayer forward = layer.inner("fwd");
    Dl4jLayer backward = layer.inner("bwd");
    if (!of.options(forward).equals(of.options(backward))) {
      throw layer.refused("its two directions have different options");
    }
    Map<String, float[]> parameters = new LinkedHashMap<>();
    parameters.putAll(of.parameters(forward, "f", of.inputs(forward)));
    parameters.putAll(of.parameters(backward, "b", of.inputs(backward)));
    String merge = MERGES.get(layer.config().path("mode").asText());
    StringBuilder inner = new StringBuilder();
    of.options(forward)
        .forEach(
            (key, value) ->
                inner.append(inner.isEmpty() ? "" : ", ").append(key).append(": ").append(value));
    Map<String, String> options = new LinkedHashMap<>();
    options.put("layer", "{%s: {%s}}".formatted(kind(forward), inner));
    options.put("merge", merge);
    options.put("return_sequences", "true");
    int units = forward.size("nout");
    of.chain.add(
        layer.origin(),
        "bidirectional",
        options,
        parameters,
        merge.equals("concat") ? 2 * units : units);
  }

  private static String kind(Dl4jLayer cell) {
    return cell.kind().equals("SimpleRnn") ? "simple_rnn" : "lstm";
  }

  private Map<String, String> options(Dl4jLayer cell) {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("units", Integer.toString(cell.size("nout")));
    options.put("activation", activation(cell, "activationFn").word());
    if (!cell.kind().equals("SimpleRnn")) {
      options.put("recurrent_activation", activation(cell, "gateActivationFn").word());
    }
    if (cell.kind().equals("GravesLSTM")) {
      options.put("peepholes", "graves");
    }
    return options;
  }

  /** The weights have our layout, but are stored in column-major order. */
  private Map<String, float[]> parameters(Dl4jLayer cell, String direction, int inputs) {
    int units = cell.size("nout");
    int columns = Math.multiplyExact(units, cell.kind().equals("SimpleRnn") ? 1 : 4);
    int peepholes = cell.kind().equals("GravesLSTM") ? 3 : 0;
    Map<String, float[]> parameters = new LinkedHashMap<>();
    parameters.put(direction + "W", coefficients.matrix(inputs, columns));
    parameters.put(direction + "RW", coefficients.matrix(units, Math.addExact(columns, peepholes)));
    parameters.put(direction + "b", coefficients.take(columns));
    return parameters;
  }

  private static void dense(Dl4jLayer layer, Dl4jLayers of) {
    if (of.chain.form() == Form.IDS) {
      throw layer.refused("needs numbers, but gets ids");
    }
    int units = layer.size("nout");
    float[] w = of.coefficients.matrix(of.inputs(layer), units);
    float[] b =
        layer.config().path("hasBias").asBoolean(true)
            ? of.coefficients.take(units)
            : new float[units];
    of.chain.matrix(
        layer.origin(),
        "dense",
        Map.of("units", Integer.toString(units)),
        w,
        b,
        units,
        of.activation(layer, "activationFn"));
  }

  /** The bias first; then (width, inputs, filters), row-major like ours. */
  private static void convolution(Dl4jLayer layer, Dl4jLayers of) {
    of.requireSteps(layer);
    int filters = layer.size("nout");
    int inputs = of.inputs(layer);
    int width = layer.first("kernelSize");
    float[] b =
        layer.config().path("hasBias").asBoolean(true)
            ? of.coefficients.take(filters)
            : new float[filters];
    float[] w =
        of.coefficients.take(
            Math.multiplyExact(Math.multiplyExact((long) filters, inputs), Math.max(0, width)));
    Map<String, String> options = new LinkedHashMap<>();
    options.put("filters", Integer.toString(filters));
    options.put("width", Integer.toString(width));
    if (layer.config().path("convolutionMode").asText().equals("Causal")) {
      options.put("padding", "causal");
    }
    of.chain.matrix(
        layer.origin(),
        "convolution",
        options,
        w,
        b,
        filters,
        of.activation(layer, "activationFn"));
  }

  private static void pooling(Dl4jLayer layer, Dl4jLayers of) {
    of.requireSteps(layer);
    of.chain.add(
        layer.origin(),
        "pooling",
        Map.of("method", POOLINGS.get(layer.config().path("poolingType").asText())),
        Map.of(),
        of.chain.width(),
        Form.VECTOR);
  }

  private static void batchNormalization(Dl4jLayer layer, Dl4jLayers of) {
    if (of.chain.form() != Form.VECTOR) {
      throw layer.refused(
          "normalizes a sequence; in Sluice it comes after the last step or pooling");
    }
    int width = layer.size("nout");
    of.inputs(layer);
    boolean locked = layer.flag("lockGammaBeta");
    float[] gamma =
        locked
            ? Weights.filled(width, (float) layer.number(layer.config(), "gamma", 1))
            : of.coefficients.take(width);
    float[] beta =
        locked
            ? Weights.filled(width, (float) layer.number(layer.config(), "beta", 0))
            : of.coefficients.take(width);
    float[] mean = of.coefficients.take(width);
    float[] variance = of.coefficients.take(width);
    for (int j = 0; j < width; j++) {
      if (layer.flag("useLogStd")) {
        double deviation = Math.pow(10, variance[j]); // stored as log10 of it
        variance[j] = (float) (deviation * deviation);
      }
      if (!(variance[j] >= 0) || Float.isInfinite(variance[j])) {
        throw layer.refused("its variance is not a number from 0");
      }
    }
    double epsilon = layer.number(layer.config(), "eps", 1e-5);
    if (!(epsilon > 0)) {
      throw layer.refused("eps must be above 0");
    }
    of.chain.add(
        layer.origin(),
        "batch_normalization",
        Map.of("epsilon", Double.toString(epsilon)),
        Map.of("gamma", gamma, "beta", beta, "mean", mean, "var", variance),
        width);
  }

  private static void activation(Dl4jLayer layer, Dl4jLayers of) {
    if (of.chain.form() == Form.IDS) {
      throw layer.refused("needs numbers, but gets ids");
    }
    of.chain.activation(layer.origin(), of.activation(layer, "activationFn"));
  }
}
