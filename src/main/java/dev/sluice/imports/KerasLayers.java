package dev.sluice.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.imports.ForeignChain.Form;
import dev.sluice.spec.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Every layer of Keras that is translated, one per row: which of its options are not supported,
 * what it does with a mask, and how it and its weights are converted.
 */
final class KerasLayers {
  /** How the layer treats masked steps. */
  enum Mask {
    /** Passes the mask on; it makes no difference to the layer. */
    PASSES,
    /** Leaves the masked steps out. */
    READS,
    /** Reads masked steps like others, and passes no mask on. */
    IGNORES
  }

  /** What is not supported in a layer. */
  private interface Rule extends Function<KerasLayer, Optional<String>> {}

  /** Adds the layer. */
  private interface Translation {
    void add(KerasLayer layer, KerasLayers layers);
  }

  private record Row(Mask mask, List<Rule> rules, Translation translation) {}

  private static final List<Rule> NO_RULES = List.of();
  private static final List<Rule> RECURRENT =
      List.of(
          only("return_state", false, "Sluice does not return the state"),
          only("go_backwards", false, "only the backward half of a Bidirectional reads backwards"),
          only("stateful", false, "Sluice starts each sequence with a new state"),
          only("time_major", false, "steps must be the second axis"));
  private static final Set<String> CELLS = new TreeSet<>(Set.of("LSTM", "GRU", "SimpleRNN"));
  private static final Set<String> OF_EACH_STEP =
      new TreeSet<>(
          Set.of(
              "Dense",
              "Activation",
              "ReLU",
              "LeakyReLU",
              "ELU",
              "Softmax",
              "Dropout",
              "GaussianDropout",
              "GaussianNoise",
              "AlphaDropout",
              "BatchNormalization",
              "LayerNormalization"));
  private static final Map<String, String> MERGES =
      Map.of("concat", "concat", "sum", "sum", "ave", "mean", "mul", "product");

  private static final Map<String, Row> ROWS =
      Map.ofEntries(
          Map.entry("Embedding", new Row(Mask.PASSES, NO_RULES, KerasLayers::embedding)),
          Map.entry("LSTM", new Row(Mask.READS, RECURRENT, KerasLayers::recurrent)),
          Map.entry("GRU", new Row(Mask.READS, RECURRENT, KerasLayers::recurrent)),
          Map.entry("SimpleRNN", new Row(Mask.READS, RECURRENT, KerasLayers::recurrent)),
          Map.entry(
              "Bidirectional",
              new Row(
                  Mask.READS, List.of(KerasLayers::notBidirectional), KerasLayers::bidirectional)),
          Map.entry("Dense", new Row(Mask.PASSES, NO_RULES, KerasLayers::dense)),
          Map.entry(
              "TimeDistributed",
              new Row(
                  Mask.PASSES, List.of(KerasLayers::notOfEachStep), KerasLayers::timeDistributed)),
          Map.entry(
              "Conv1D",
              new Row(
                  Mask.IGNORES,
                  List.of(
                      only("data_format", "channels_last", "steps must be the second axis"),
                      KerasLayers::notConvolution),
                  KerasLayers::convolution)),
          Map.entry("Dropout", new Row(Mask.PASSES, NO_RULES, dropout("dropout"))),
          Map.entry("SpatialDropout1D", new Row(Mask.PASSES, NO_RULES, dropout("spatial_dropout"))),
          Map.entry("GaussianDropout", new Row(Mask.PASSES, NO_RULES, KerasLayers::leftOut)),
          Map.entry("GaussianNoise", new Row(Mask.PASSES, NO_RULES, KerasLayers::leftOut)),
          Map.entry("AlphaDropout", new Row(Mask.PASSES, NO_RULES, KerasLayers::leftOut)),
          Map.entry("ActivityRegularization", new Row(Mask.PASSES, NO_RULES, KerasLayers::leftOut)),
          Map.entry(
              "BatchNormalization",
              new Row(
                  Mask.PASSES,
                  List.of(KerasLayers::notLastAxis, only("renorm", false, "Sluice has none")),
                  KerasLayers::batchNormalization)),
          Map.entry(
              "LayerNormalization",
              new Row(
                  Mask.PASSES,
                  List.of(
                      KerasLayers::notLastAxis,
                      only("rms_scaling", false, "Sluice subtracts the mean")),
                  KerasLayers::layerNormalization)),
          Map.entry(
              "GlobalAveragePooling1D",
              new Row(
                  Mask.READS,
                  List.of(
                      only("data_format", "channels_last", "steps must be the second axis"),
                      only("keepdims", false, "a pooling outputs a vector")),
                  pooling("mean"))),
          Map.entry(
              "GlobalMaxPooling1D",
              new Row(
                  Mask.IGNORES,
                  List.of(
                      only("data_format", "channels_last", "steps must be the second axis"),
                      only("keepdims", false, "a pooling outputs a vector")),
                  pooling("max"))),
          Map.entry("Masking", new Row(Mask.PASSES, NO_RULES, KerasLayers::masking)),
          Map.entry("Activation", new Row(Mask.PASSES, NO_RULES, KerasLayers::activation)),
          Map.entry(
              "ReLU",
              new Row(
                  Mask.PASSES,
                  List.of(
                      only("max_value", null, "Sluice's relu has no upper bound"),
                      onlyNumber("negative_slope", 0),
                      onlyNumber("threshold", 0)),
                  activation(Activation.RELU))),
          Map.entry(
              "LeakyReLU",
              new Row(
                  Mask.PASSES,
                  List.of(KerasLayers::notOurSlope),
                  activation(Activation.LEAKY_RELU))),
          Map.entry(
              "ELU",
              new Row(Mask.PASSES, List.of(onlyNumber("alpha", 1)), activation(Activation.ELU))),
          Map.entry(
              "Softmax",
              new Row(
                  Mask.PASSES, List.of(KerasLayers::notLastAxis), activation(Activation.SOFTMAX))),
          Map.entry("Flatten", new Row(Mask.PASSES, NO_RULES, KerasLayers::flatten)));

  private final KerasFile file;
  private final KerasActivations activations;
  private final ForeignChain chain;
  private boolean eachStep; // whether the layer is given one step after the other

  /**
   * @param chain receives the layers
   */
  KerasLayers(KerasFile file, ForeignChain chain) {
    this.file = file;
    this.activations = new KerasActivations(file.major());
    this.chain = chain;
  }

  /** What is not supported in a layer, without a full stop. */
  static List<String> faults(KerasLayer layer) {
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

  /** How a translated layer treats a mask. */
  static Mask mask(KerasLayer layer) {
    return ROWS.get(layer.kind()).mask();
  }

  /**
   * Adds a supported layer to the chain.
   *
   * @throws Untranslatable if its options or its weights are not in Keras's form
   */
  void add(KerasLayer layer) {
    ROWS.get(layer.kind()).translation().add(layer, this);
  }

  // Rules

  /** Refuses any other value of an option, which defaults to this value. */
  private static Rule only(String key, Object value, String why) {
    return layer -> {
      JsonNode found = layer.config().path(key);
      boolean right =
          KerasLayer.isLeftOut(found) || value != null && found.asText().equals(value.toString());
      return right
          ? Optional.empty()
          : Optional.of("%s is %s; %s".formatted(key, KerasLayer.shown(found), why));
    };
  }

  private static Rule onlyNumber(String key, double value) {
    return layer ->
        layer.number(key, value) == value
            ? Optional.empty()
            : Optional.of(
                "%s is %s; in Sluice it is %s"
                    .formatted(key, KerasLayer.shown(layer.config().path(key)), value));
  }

  private static Optional<String> notOurSlope(KerasLayer layer) {
    double slope = layer.number("negative_slope", layer.number("alpha", 0.3));
    return Math.abs(slope - 0.2) < 1e-6
        ? Optional.empty()
        : Optional.of("its slope below 0 is %s; in Sluice it is 0.2".formatted((float) slope));
  }

  private static Optional<String> notLastAxis(KerasLayer layer) {
    JsonNode axis = layer.config().path("axis");
    JsonNode one = axis.isArray() && axis.size() == 1 ? axis.get(0) : axis;
    // The last axis of (batch, features) is 1, that of (batch, steps, features) 2: add() checks it.
    return KerasLayer.isLeftOut(one) || one.isInt() && one.asInt() != 0
        ? Optional.empty()
        : Optional.of("axis is %s, not the last".formatted(KerasLayer.shown(axis)));
  }

  private static Optional<String> notConvolution(KerasLayer layer) {
    int width = layer.single("kernel_size", 1);
    String padding = layer.text("padding", "valid");
    if (layer.single("dilation_rate", 1) != 1 || layer.single("groups", 1) != 1) {
      return Optional.of("dilation_rate and groups must be 1");
    }
    if (layer.single("strides", 1) != 1) {
      return Optional.of(
          "strides must be 1: Sluice's convolution outputs as many steps as it reads");
    }
    return width == 1 || padding.equals("same") || padding.equals("causal")
        ? Optional.empty()
        : Optional.of(
            "padding is %s; Sluice's convolution outputs as many steps as it reads: same or causal"
                .formatted(padding));
  }

  private static Optional<String> notBidirectional(KerasLayer layer) {
    Optional<KerasLayer> forward = layer.inner("layer");
    if (forward.isEmpty() || !CELLS.contains(forward.get().kind())) {
      return Optional.of("the layer in it is none of " + String.join(", ", CELLS));
    }
    for (String fault : faults(forward.get())) {
      return Optional.of("its layer: " + fault);
    }
    if (!MERGES.containsKey(layer.text("merge_mode", "none"))) {
      return Optional.of(
          "merge_mode is %s; the outputs of both directions must be merged into one"
              .formatted(KerasLayer.shown(layer.config().path("merge_mode"))));
    }
    Optional<KerasLayer> backward = layer.inner("backward_layer");
    for (String key :
        List.of(
            "units",
            "activation",
            "recurrent_activation",
            "use_bias",
            "reset_after",
            "return_sequences")) {
      if (backward.isPresent()
          && !backward.get().config().path(key).equals(forward.get().config().path(key))) {
        return Optional.of("its backward layer has another %s than its layer".formatted(key));
      }
    }
    return backward.isPresent() && !backward.get().kind().equals(forward.get().kind())
        ? Optional.of("its backward layer is of another kind than its layer")
        : Optional.empty();
  }

  private static Optional<String> notOfEachStep(KerasLayer layer) {
    Optional<KerasLayer> inner = layer.inner("layer");
    if (inner.isEmpty() || !OF_EACH_STEP.contains(inner.get().kind())) {
      return Optional.of("the layer in it is none of " + String.join(", ", OF_EACH_STEP));
    }
    return faults(inner.get()).stream().findFirst().map("its layer: "::concat);
  }

  // Translations

  private void requireSteps(KerasLayer layer) {
    if (chain.form() != Form.STEPS) {
      throw layer.refused(
          chain.form() == Form.IDS
              ? "gets token ids; an Embedding must come before it"
              : "needs a sequence, but gets one vector");
    }
  }

  private void refuseIds(KerasLayer layer) {
    if (chain.form() == Form.IDS) {
      throw layer.refused("gets token ids; an Embedding must come before it");
    }
  }

  /** Axes are counted including that of the batch. */
  private void requireLastAxis(KerasLayer layer) {
    JsonNode axis = layer.config().path("axis");
    int of = (axis.isArray() ? axis.path(0) : axis).asInt(-1);
    if (of != -1 && of != (chain.form() == Form.STEPS && !eachStep ? 2 : 1)) {
      throw layer.refused("axis is %s, not the last".formatted(of));
    }
  }

  /** The weights, whose names and shapes follow from the options. */
  private List<float[]> weights(KerasLayer layer, List<String> within, Map<String, int[]> shapes) {
    List<Weights> found = file.weights(layer, within);
    List<int[]> expected = List.copyOf(shapes.values());
    if (found.size() != expected.size()) {
      throw layer.refused(
          "the file has %s arrays of weights for it, expected %s (%s)"
              .formatted(found.size(), expected.size(), String.join(", ", shapes.keySet())));
    }
    List<float[]> values = new ArrayList<>();
    int i = 0;
    for (Map.Entry<String, int[]> shape : shapes.entrySet()) {
      Weights weights = found.get(i++);
      if (!Arrays.equals(weights.shape(), shape.getValue())) {
        throw layer.refused(
            "its %s is %s, and its options need %s"
                .formatted(shape.getKey(), weights, Weights.text(shape.getValue())));
      }
      values.add(weights.values());
    }
    return values;
  }

  private static void embedding(KerasLayer layer, KerasLayers of) {
    int ids = layer.size("input_dim");
    int size = layer.size("output_dim");
    if (of.chain.form() != Form.IDS) {
      throw layer.refused("comes after other layers");
    }
    float[] table =
        of.weights(layer, List.of("vars"), Map.of("embeddings", new int[] {ids, size})).get(0);
    of.chain.add(
        layer.origin(),
        "embedding",
        Map.of("size", Integer.toString(size)),
        Map.of("W", table),
        size,
        Form.STEPS);
  }

  private static void recurrent(KerasLayer layer, KerasLayers of) {
    of.requireSteps(layer);
    Cell cell = of.cell(layer);
    Map<String, float[]> parameters =
        cell.parameters(of.weights(layer, List.of("cell/vars"), cell.shapes("")), 0, "");
    boolean steps = layer.flag("return_sequences", false);
    Map<String, String> options = new LinkedHashMap<>(cell.options());
    if (steps) {
      options.put("return_sequences", "true");
    }
    of.chain.add(
        layer.origin(),
        cell.kind(),
        options,
        parameters,
        cell.units(),
        steps ? Form.STEPS : Form.VECTOR);
  }

  private static void bidirectional(KerasLayer layer, KerasLayers of) {
    of.requireSteps(layer);
    KerasLayer forward = layer.inner("layer").orElseThrow();
    Cell cell = of.cell(forward);
    Map<String, int[]> shapes = new LinkedHashMap<>(cell.shapes("forward "));
    shapes.putAll(cell.shapes("backward "));
    List<float[]> both =
        of.weights(layer, List.of("forward_layer/cell/vars", "backward_layer/cell/vars"), shapes);
    Map<String, float[]> parameters = new LinkedHashMap<>();
    parameters.putAll(cell.parameters(both, 0, "f"));
    parameters.putAll(cell.parameters(both, both.size() / 2, "b"));

    String merge = MERGES.get(layer.text("merge_mode", "concat"));
    boolean steps = forward.flag("return_sequences", false);
    Map<String, String> options = new LinkedHashMap<>();
    StringBuilder inner = new StringBuilder();
    cell.options()
        .forEach(
            (key, value) ->
                inner.append(inner.isEmpty() ? "" : ", ").append(key).append(": ").append(value));
    options.put("layer", "{%s: {%s}}".formatted(cell.kind(), inner));
    if (!merge.equals("concat")) {
      options.put("merge", merge);
    }
    if (steps) {
      options.put("return_sequences", "true");
    }
    of.chain.add(
        layer.origin(),
        "bidirectional",
        options,
        parameters,
        merge.equals("concat") ? 2 * cell.units() : cell.units(),
        steps ? Form.STEPS : Form.VECTOR);
  }

  private Cell cell(KerasLayer layer) {
    int units = layer.size("units");
    ForeignActivation activation = activations.of(layer, "activation", Activation.TANH);
    ForeignActivation gates =
        layer.kind().equals("SimpleRNN")
            ? ForeignActivation.LINEAR
            : activations.of(layer, "recurrent_activation", Activation.SIGMOID);
    if (layer.kind().equals("LSTM") && activation.factor() != 1) {
      throw layer.refused("activation is Keras 3's hard_sigmoid; Sluice's has another slope");
    }
    Map<String, String> options = new LinkedHashMap<>();
    options.put("units", Integer.toString(units));
    if (activation.ours() != Activation.TANH) {
      options.put("activation", activation.word());
    }
    if (!gates.isLinear() && gates.ours() != Activation.SIGMOID
        || gates.isLinear() && !layer.kind().equals("SimpleRNN")) {
      options.put("recurrent_activation", gates.word());
    }
    boolean resetAfter = layer.flag("reset_after", false); // Keras 1 has no such key
    if (layer.kind().equals("GRU") && !resetAfter) {
      options.put("reset_after", "false");
    }
    share(layer, "dropout").ifPresent(share -> options.put("dropout", share));
    Optional<String> ofState = share(layer, "recurrent_dropout");
    if (ofState.isPresent() && !(activation.isCommon() && gates.isCommon())) {
      chain.note(
          "%s: recurrent_dropout is left out, as it does not work with its activation here"
              .formatted(layer.origin()));
    } else {
      ofState.ifPresent(share -> options.put("recurrent_dropout", share));
    }
    return new Cell(
        layer.kind(),
        chain.width(),
        units,
        layer.flag("use_bias", true),
        resetAfter,
        gates.factor(),
        activation.factor(),
        options);
  }

  private static Optional<String> share(KerasLayer layer, String key) {
    double share = layer.number(key, 0);
    if (share < 0 || share >= 1) {
      throw layer.wrong(key, "a share from 0 to below 1");
    }
    return share == 0 ? Optional.empty() : Optional.of(Double.toString(share));
  }

  /**
   * A recurrent layer in one direction.
   *
   * @param ofGates factor of the gates' pre-activations
   * @param ofCandidate factor of the candidate's pre-activation
   */
  private record Cell(
      String name,
      int inputs,
      int units,
      boolean bias,
      boolean resetAfter,
      float ofGates,
      float ofCandidate,
      Map<String, String> options) {
    String kind() {
      return name.equals("SimpleRNN") ? "simple_rnn" : name.equals("GRU") ? "gru" : "lstm";
    }

    private int blocks() {
      return name.equals("SimpleRNN") ? 1 : name.equals("GRU") ? 3 : 4;
    }

    /** In Keras's order. */
    Map<String, int[]> shapes(String direction) {
      int columns = Math.multiplyExact(blocks(), units);
      Map<String, int[]> shapes = new LinkedHashMap<>();
      shapes.put(direction + "kernel", new int[] {inputs, columns});
      shapes.put(direction + "recurrent kernel", new int[] {units, columns});
      if (bias) {
        shapes.put(
            direction + "bias",
            name.equals("GRU") && resetAfter ? new int[] {2, columns} : new int[] {columns});
      }
      return shapes;
    }

    /**
     * Keras's blocks of columns are i, f, c, o for an LSTM, ours c, f, o, i; z, r, h for a GRU,
     * ours r, z, h.
     */
    Map<String, float[]> parameters(List<float[]> keras, int at, String direction) {
      int[] order =
          name.equals("SimpleRNN")
              ? new int[] {0}
              : name.equals("GRU") ? new int[] {1, 0, 2} : new int[] {2, 1, 3, 0};
      float[] factors =
          name.equals("SimpleRNN")
              ? new float[] {ofCandidate}
              : name.equals("GRU")
                  ? new float[] {ofGates, ofGates, ofCandidate}
                  : new float[] {1, ofGates, ofGates, ofGates};
      Map<String, float[]> ours = new LinkedHashMap<>();
      ours.put(direction + "W", block(keras.get(at), inputs, order, factors));
      ours.put(direction + "RW", block(keras.get(at + 1), units, order, factors));
      ours.put(direction + "b", bias(keras, at + 2, order, factors));
      return ours;
    }

    private float[] block(float[] matrix, int rows, int[] order, float[] factors) {
      return Weights.scaledBlocks(Weights.blocks(matrix, rows, order.length, order), rows, factors);
    }

    /**
     * With reset_after, the two biases of a gate are added; those of the candidate stay separate.
     */
    private float[] bias(List<float[]> keras, int at, int[] order, float[] factors) {
      boolean two = name.equals("GRU") && resetAfter;
      if (!bias) {
        return new float[(blocks() + (two ? 1 : 0)) * units];
      }
      float[] given = keras.get(at);
      if (!two) {
        return block(given, 1, order, factors);
      }
      float[] both = Weights.blocks(given, 1, 6, 1, 0, 2, 5); // z r h of inputs, z r h recurrent
      float[] recurrent = Weights.blocks(given, 1, 6, 4, 3);
      for (int i = 0; i < recurrent.length; i++) {
        both[i] += recurrent[i];
      }
      return Weights.scaledBlocks(both, 1, ofGates, ofGates, ofCandidate, ofCandidate);
    }
  }

  private static void dense(KerasLayer layer, KerasLayers of) {
    of.dense(layer, "vars");
  }

  private void dense(KerasLayer layer, String within) {
    refuseIds(layer);
    int units = layer.size("units");
    boolean bias = layer.flag("use_bias", true);
    Map<String, int[]> shapes = new LinkedHashMap<>();
    shapes.put("kernel", new int[] {chain.width(), units});
    if (bias) {
      shapes.put("bias", new int[] {units});
    }
    List<float[]> weights = weights(layer, List.of(within), shapes);
    chain.matrix(
        layer.origin(),
        "dense",
        Map.of("units", Integer.toString(units)),
        weights.get(0),
        bias ? weights.get(1) : new float[units],
        units,
        activations.of(layer, "activation", Activation.LINEAR));
  }

  private static void timeDistributed(KerasLayer layer, KerasLayers of) {
    of.requireSteps(layer);
    KerasLayer inner = layer.inner("layer").orElseThrow();
    // Its weights are stored below the layer itself, and its axes are those of a step.
    of.eachStep = true;
    of.add(new KerasLayer(layer.name(), inner.kind(), inner.config(), layer.saved() + "/layer"));
    of.eachStep = false;
  }

  private static void convolution(KerasLayer layer, KerasLayers of) {
    of.requireSteps(layer);
    int filters = layer.size("filters");
    int width = layer.single("kernel_size", 1);
    boolean bias = layer.flag("use_bias", true);
    Map<String, int[]> shapes = new LinkedHashMap<>();
    shapes.put("kernel", new int[] {width, of.chain.width(), filters});
    if (bias) {
      shapes.put("bias", new int[] {filters});
    }
    List<float[]> weights = of.weights(layer, List.of("vars"), shapes);
    Map<String, String> options = new LinkedHashMap<>();
    options.put("filters", Integer.toString(filters));
    options.put("width", Integer.toString(width));
    if (layer.text("padding", "valid").equals("causal")) {
      options.put("padding", "causal");
    }
    of.chain.matrix(
        layer.origin(),
        "convolution",
        options,
        weights.get(0),
        bias ? weights.get(1) : new float[filters],
        filters,
        of.activations.of(layer, "activation", Activation.LINEAR));
  }

  private static Translation dropout(String kind) {
    return (layer, of) ->
        share(layer, "rate")
            .ifPresent(
                rate -> {
                  of.refuseIds(layer);
                  boolean wholeFeatures = layer.config().path("noise_shape").path(1).asInt() == 1;
                  of.chain.add(
                      layer.origin(),
                      wholeFeatures && of.chain.form() == Form.STEPS ? "spatial_dropout" : kind,
                      Map.of("rate", rate),
                      Map.of(),
                      of.chain.width());
                });
  }

  private static void leftOut(KerasLayer layer, KerasLayers of) {
    of.chain.note("%s is left out: it only affects training".formatted(layer.origin()));
  }

  private static void batchNormalization(KerasLayer layer, KerasLayers of) {
    of.refuseIds(layer);
    of.requireLastAxis(layer);
    int width = of.chain.width();
    List<float[]> found = of.normalization(layer, List.of("mean", "variance"));
    float[] gamma = found.get(0);
    float[] beta = found.get(1);
    float[] mean = found.get(2);
    float[] variance = found.get(3);
    double epsilon = of.epsilon(layer);
    for (float one : variance) {
      if (one < 0) {
        throw layer.refused("its variance is below 0");
      }
    }
    if (of.chain.form() == Form.VECTOR) {
      Map<String, String> options = new LinkedHashMap<>();
      double momentum = layer.number("momentum", 0.99);
      if (momentum != 0.99 && momentum >= 0 && momentum < 1) {
        options.put("momentum", Double.toString(momentum));
      }
      if (epsilon != 0.001) {
        options.put("epsilon", Double.toString(epsilon));
      }
      of.chain.add(
          layer.origin(),
          "batch_normalization",
          options,
          Map.of("gamma", gamma, "beta", beta, "mean", mean, "var", variance),
          width);
      return;
    }
    float[] scale = new float[width];
    float[] shift = new float[width];
    for (int j = 0; j < width; j++) {
      double by = gamma[j] / Math.sqrt(variance[j] + epsilon);
      scale[j] = (float) by;
      shift[j] = (float) (beta[j] - mean[j] * by);
    }
    of.chain.diagonal(layer.origin(), scale, shift);
    of.chain.note(
        "%s is applied to each step and becomes a dense layer here: further training would not update its normalization"
            .formatted(layer.origin()));
  }

  private double epsilon(KerasLayer layer) {
    double epsilon = layer.number("epsilon", 0.001);
    if (!(epsilon > 0)) {
      throw layer.wrong("epsilon", "a number above 0");
    }
    return epsilon;
  }

  /** Gamma and beta, which default to ones and zeros, and the arrays with these names. */
  private List<float[]> normalization(KerasLayer layer, List<String> further) {
    boolean scale = layer.flag("scale", true);
    boolean center = layer.flag("center", true);
    int[] shape = {chain.width()};
    Map<String, int[]> shapes = new LinkedHashMap<>();
    if (scale) {
      shapes.put("gamma", shape);
    }
    if (center) {
      shapes.put("beta", shape);
    }
    further.forEach(name -> shapes.put(name, shape));
    List<float[]> all = new ArrayList<>(weights(layer, List.of("vars"), shapes));
    if (!scale) {
      all.add(0, Weights.filled(chain.width(), 1));
    }
    if (!center) {
      all.add(1, new float[chain.width()]);
    }
    return all;
  }

  private static void layerNormalization(KerasLayer layer, KerasLayers of) {
    of.refuseIds(layer);
    of.requireLastAxis(layer);
    List<float[]> found = of.normalization(layer, List.of());
    double epsilon = of.epsilon(layer);
    of.chain.add(
        layer.origin(),
        "layer_normalization",
        epsilon == 0.001 ? Map.of() : Map.of("epsilon", Double.toString(epsilon)),
        Map.of("gamma", found.get(0), "beta", found.get(1)),
        of.chain.width());
  }

  private static Translation pooling(String method) {
    return (layer, of) -> {
      of.requireSteps(layer);
      of.chain.add(
          layer.origin(),
          "pooling",
          Map.of("method", method),
          Map.of(),
          of.chain.width(),
          Form.VECTOR);
    };
  }

  /** Steps that it masks are removed from the rows. */
  private static void masking(KerasLayer layer, KerasLayers of) {
    if (of.chain.form() != Form.STEPS || !of.chain.layers().isEmpty()) {
      throw layer.refused("must be the first layer, of numbers");
    }
  }

  private static void activation(KerasLayer layer, KerasLayers of) {
    of.refuseIds(layer);
    of.chain.activation(layer.origin(), of.activations.of(layer, "activation", Activation.LINEAR));
  }

  private static Translation activation(Activation ours) {
    return (layer, of) -> {
      of.refuseIds(layer);
      if (ours == Activation.SOFTMAX) {
        of.requireLastAxis(layer);
      }
      of.chain.activation(layer.origin(), ForeignActivation.of(ours));
    };
  }

  private static void flatten(KerasLayer layer, KerasLayers of) {
    if (of.chain.form() != Form.VECTOR) {
      throw layer.refused(
          "joins all steps of a sequence; in Sluice, a recurrent layer or a pooling turns them into"
              + " one vector");
    }
  }
}
