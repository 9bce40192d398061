package dev.sluice.imports;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A layer as Keras saved it.
 *
 * @param name given by the user or by Keras
 * @param kind the name of its class, which is used only as a name
 * @param config its options
 * @param saved the path of its weights in a .keras file, below {@code layers}
 */
record KerasLayer(String name, String kind, JsonNode config, String saved) {
  private static final int LARGEST = 100_000_000; // of a whole number

  /** For messages: {@code 'lstm_1' (LSTM)}. */
  String origin() {
    return "'%s' (%s)".formatted(name, kind);
  }

  /** A layer that this one wraps. */
  Optional<KerasLayer> inner(String key) {
    JsonNode inner = config.path(key);
    return inner.path("class_name").isTextual() && inner.path("config").isObject()
        ? Optional.of(
            new KerasLayer(name, inner.get("class_name").asText(), inner.get("config"), saved))
        : Optional.empty();
  }

  int size(String key) {
    JsonNode value = config.path(key);
    if (!value.isIntegralNumber() || value.asLong() < 1 || value.asLong() > LARGEST) {
      throw wrong(key, "a whole number from 1 on");
    }
    return value.asInt();
  }

  double number(String key, double unwritten) {
    JsonNode value = config.path(key);
    if (isLeftOut(value)) {
      return unwritten;
    }
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw wrong(key, "a number");
    }
    return value.asDouble();
  }

  boolean flag(String key, boolean unwritten) {
    JsonNode value = config.path(key);
    if (isLeftOut(value)) {
      return unwritten;
    }
    if (!value.isBoolean()) {
      throw wrong(key, "true or false");
    }
    return value.asBoolean();
  }

  String text(String key, String unwritten) {
    JsonNode value = config.path(key);
    if (isLeftOut(value)) {
      return unwritten;
    }
    if (!value.isTextual()) {
      throw wrong(key, "a word");
    }
    return value.asText();
  }

  /** A number, which Keras 2 may write as a list with one item. */
  int single(String key, int unwritten) {
    JsonNode value = config.path(key);
    JsonNode one = value.isArray() && value.size() == 1 ? value.get(0) : value;
    if (isLeftOut(value)) {
      return unwritten;
    }
    if (!one.isIntegralNumber() || one.asLong() < 1 || one.asLong() > LARGEST) {
      throw wrong(key, "a whole number from 1 on");
    }
    return one.asInt();
  }

  static boolean isLeftOut(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  Untranslatable wrong(String key, String expected) {
    return refused("%s is %s, expected %s".formatted(key, shown(config.path(key)), expected));
  }

  Untranslatable refused(String what) {
    return new Untranslatable(origin(), what);
  }

  static String shown(JsonNode value) {
    String text = value.toString();
    return value.isMissingNode() ? "missing" : text.length() > 60 ? text.substring(0, 60) : text;
  }

  /** The name that Keras gives to the group of weights of a class. */
  static String snakeCase(String kind) {
    String apart = Pattern.compile("(.)([A-Z][a-z]+)").matcher(kind).replaceAll("$1_$2");
    return Pattern.compile("([a-z])([A-Z])")
        .matcher(apart)
        .replaceAll("$1_$2")
        .toLowerCase(java.util.Locale.ROOT);
  }
}
