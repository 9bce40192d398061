package dev.sluice.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The layers of a Keras model, one after the other.
 *
 * @param layers from input to output, without the input itself
 * @param shape of an example, 0 where Keras leaves a size open; empty if the file does not say
 */
record KerasChain(List<KerasLayer> layers, Optional<List<Integer>> shape) {
  private static final List<String> KINDS = List.of("Sequential", "Functional", "Model");
  private static final String INPUT = "InputLayer";
  private static final Set<String> MASK_OF_INPUT = Set.of("NotEqual", "Any");
  private static final int MOST_LAYERS = 1000;
  private static final int MOST_DEPTH = 100; // of the JSON around a tensor

  KerasChain {
    layers = List.copyOf(layers);
  }

  /**
   * Reads the architecture.
   *
   * @throws UserException if the layers are not a chain, with every branch
   */
  static KerasChain of(KerasFile file) {
    JsonNode model = file.model();
    String kind = model.path("class_name").asText();
    JsonNode config = model.path("config");
    // Keras 1 and early Keras 2 have a list of layers in place of the config.
    JsonNode layers = config.isArray() ? config : config.path("layers");
    if (!KINDS.contains(kind)) {
      throw KerasFile.refused(
          file.path(),
          "the model is of the class %s, expected one of %s"
              .formatted(KerasLayer.shown(model.path("class_name")), String.join(", ", KINDS)),
          "save a Sequential model, or one made by keras.Model(inputs, outputs)");
    }
    if (!layers.isArray() || layers.isEmpty() || layers.size() > MOST_LAYERS) {
      throw KerasFile.refused(file.path(), "its config lists no layers", "save it again");
    }
    Map<String, KerasLayer> byName = new LinkedHashMap<>();
    Map<String, Integer> saved = new HashMap<>();
    Optional<List<Integer>> shape = Optional.empty();
    for (JsonNode node : layers) {
      String name = node.path("config").path("name").asText(node.path("name").asText("layer"));
      String of = node.path("class_name").asText();
      String group = KerasLayer.snakeCase(of);
      int number = saved.merge(group, 1, Integer::sum) - 1;
      KerasLayer layer =
          new KerasLayer(name, of, node.path("config"), number == 0 ? group : group + "_" + number);
      if (byName.put(name, layer) != null) {
        throw KerasFile.refused(
            file.path(), "two layers are named '%s'".formatted(name), "save the model again");
      }
      shape = shape.or(() -> shape(layer.config()));
    }
    List<KerasLayer> chain =
        kind.equals("Sequential")
            ? new ArrayList<>(byName.values())
            : ordered(file, config, layers, byName);
    chain.removeIf(layer -> layer.kind().equals(INPUT));
    JsonNode built = config.path("build_input_shape");
    return new KerasChain(chain, shape.or(() -> sizes(built)));
  }

  private static Optional<List<Integer>> shape(JsonNode config) {
    return sizes(config.path("batch_shape")).or(() -> sizes(config.path("batch_input_shape")));
  }

  /** The shape without the batch axis. */
  private static Optional<List<Integer>> sizes(JsonNode shape) {
    if (!shape.isArray() || shape.isEmpty() || shape.size() > 8) {
      return Optional.empty();
    }
    List<Integer> sizes = new ArrayList<>();
    for (int i = 1; i < shape.size(); i++) {
      sizes.add(shape.get(i).isInt() ? Math.max(0, shape.get(i).asInt()) : 0);
    }
    return Optional.of(sizes);
  }

  /** Walks from the output back to the input. */
  private static List<KerasLayer> ordered(
      KerasFile file, JsonNode config, JsonNode layers, Map<String, KerasLayer> byName) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> before = new HashMap<>();
    for (JsonNode node : layers) {
      KerasLayer layer = byName.get(node.path("config").path("name").asText("layer"));
      JsonNode uses = node.path("inbound_nodes");
      if (layer == null || layer.kind().equals(INPUT) || MASK_OF_INPUT.contains(layer.kind())) {
        continue;
      }
      if (uses.size() != 1) {
        problems.add(
            Untranslatable.problem(
                file.path(), layer.origin(), "is used %s times, not once".formatted(uses.size())));
        continue;
      }
      List<String> inputs = new ArrayList<>();
      tensors(uses.get(0).isObject() ? uses.get(0).path("args") : uses.get(0), inputs, 0);
      List<String> masks = new ArrayList<>();
      tensors(uses.get(0).path("kwargs"), masks, 0);
      if (!masks.stream().allMatch(mask -> isMaskOfInput(mask, layers, byName))) {
        problems.add(
            Untranslatable.problem(
                file.path(), layer.origin(), "has a mask that is not that of the input"));
      }
      if (inputs.size() != 1) {
        problems.add(
            Untranslatable.problem(
                file.path(),
                layer.origin(),
                "takes the outputs of %s layers; layers must follow each other in a chain"
                    .formatted(inputs.size())));
        continue;
      }
      if (isTrainingAlways(uses.get(0))) {
        problems.add(
            Untranslatable.problem(
                file.path(), layer.origin(), "is called with training=True, also in predictions"));
      }
      before.put(layer.name(), inputs.get(0));
    }
    List<String> ends = new ArrayList<>();
    tensors(config.path("output_layers"), ends, 0);
    List<String> begins = new ArrayList<>();
    tensors(config.path("input_layers"), begins, 0);
    if (ends.size() != 1 || begins.size() != 1) {
      problems.add(
          Problem.inFile(
              file.path(),
              "the model has %s inputs and %s outputs; it must have one of each"
                  .formatted(begins.size(), ends.size()),
              "save a part of it: keras.Model(input, output)"));
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    List<KerasLayer> chain = new ArrayList<>();
    String name = ends.get(0);
    while (name != null && !name.equals(begins.get(0)) && chain.size() <= byName.size()) {
      KerasLayer layer = byName.get(name);
      if (layer == null) {
        throw KerasFile.refused(
            file.path(),
            "it refers to a layer '%s', which does not exist".formatted(name),
            "save it again");
      }
      chain.add(0, layer);
      name = before.get(name);
    }
    if (name == null || chain.size() > byName.size()) {
      throw KerasFile.refused(
          file.path(), "its layers do not lead from its input to its output", "save it again");
    }
    List<Problem> beside =
        byName.values().stream()
            .filter(layer -> !layer.kind().equals(INPUT) && !chain.contains(layer))
            .filter(layer -> !isMaskOfInput(layer.name(), layers, byName))
            .map(
                layer ->
                    Untranslatable.problem(
                        file.path(), layer.origin(), "is not between the input and the output"))
            .toList();
    if (!beside.isEmpty()) {
      throw new UserException(beside);
    }
    return chain;
  }

  /**
   * Whether an operation computes the mask of an Embedding or a Masking layer. Keras 3 lists it
   * among the layers: NotEqual of the input and a number, and for numbers also Any of the result.
   */
  private static boolean isMaskOfInput(
      String name, JsonNode layers, Map<String, KerasLayer> byName) {
    KerasLayer operation = byName.get(name);
    if (operation == null || !MASK_OF_INPUT.contains(operation.kind())) {
      return false;
    }
    for (JsonNode node : layers) {
      if (node.path("config").path("name").asText().equals(name)) {
        JsonNode arguments = node.path("inbound_nodes").path(0).path("args");
        List<String> inputs = new ArrayList<>();
        tensors(arguments, inputs, 0);
        if (inputs.size() != 1) {
          return false;
        }
        if (operation.kind().equals("Any")) {
          return isMaskOfInput(inputs.get(0), layers, byName)
              && byName.get(inputs.get(0)).kind().equals("NotEqual")
              && operation.config().path("axis").asInt() == -1
              && !operation.config().path("keepdims").asBoolean();
        }
        KerasLayer of = byName.get(inputs.get(0));
        return of != null
            && of.kind().equals(INPUT)
            && byName.values().stream()
                .anyMatch(
                    layer ->
                        masks(layer).isPresent()
                            && masks(layer).get() == arguments.path(1).asDouble());
      }
    }
    return false;
  }

  /** The value of the input that a layer masks. */
  private static Optional<Double> masks(KerasLayer layer) {
    return layer.kind().equals("Masking")
        ? Optional.of(layer.number("mask_value", 0))
        : layer.kind().equals("Embedding") && layer.flag("mask_zero", false)
            ? Optional.of(0.0)
            : Optional.empty();
  }

  /**
   * The layers that tensors come from: {@code ["name", 0, 0, {}]} in Keras 2, {@code keras_history}
   * in Keras 3.
   */
  private static void tensors(JsonNode node, List<String> names, int depth) {
    if (depth > MOST_DEPTH) {
      return;
    }
    boolean tensor =
        node.isArray()
            && node.size() >= 3
            && node.get(0).isTextual()
            && node.get(1).isInt()
            && node.get(2).isInt();
    if (tensor) {
      names.add(node.get(0).asText());
    }
    if (!tensor && node.isContainerNode()) {
      node.forEach(child -> tensors(child, names, depth + 1));
    } else if (tensor) {
      for (int i = 3; i < node.size(); i++) {
        tensors(node.get(i), names, depth + 1);
      }
    }
  }

  private static boolean isTrainingAlways(JsonNode use) {
    return use.findValues("training").stream().anyMatch(JsonNode::asBoolean);
  }
}
