package dev.sluice.imports;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A layer as DL4J saved it.
 *
 * @param name given by the user or by DL4J
 * @param kind the last part of its class's name, if it is one of DL4J's; else the full name
 * @param config its options
 */
record Dl4jLayer(String name, String kind, JsonNode config) {
  private static final int LARGEST = 100_000_000; // of a whole number
  private static final String OF_LAYERS = "org.deeplearning4j.nn.conf.";

  static Dl4jLayer of(JsonNode config, String unnamed) {
    return new Dl4jLayer(
        config.path("layerName").asText(unnamed),
        shortened(config.path("@class").asText()),
        config);
  }

  private static String shortened(String name) {
    return name.startsWith(OF_LAYERS) ? name.substring(name.lastIndexOf('.') + 1) : name;
  }

  /** For messages. */
  String origin() {
    return "'%s' (%s)".formatted(name, kind);
  }

  /** A layer that this one wraps. */
  Dl4jLayer inner(String key) {
    return of(config.path(key), name);
  }

  /** The layer that has the weights. */
  Dl4jLayer innermost() {
    return switch (kind) {
      case "LastTimeStep", "MaskZeroLayer" -> inner("underlying").innermost();
      case "Bidirectional" -> inner("fwd").innermost();
      default -> this;
    };
  }

  int size(String key) {
    JsonNode value = config.path(key);
    if (!value.isIntegralNumber() || value.asLong() < 1 || value.asLong() > LARGEST) {
      throw refused("%s is %s, expected a whole number from 1".formatted(key, shown(value)));
    }
    return value.asInt();
  }

  /**
   * The first item of a list of two, which must be equal to the second if there are two dimensions.
   */
  int first(String key) {
    JsonNode value = config.path(key);
    return value.isArray() && !value.isEmpty() ? value.get(0).asInt() : value.asInt(1);
  }

  boolean flag(String key) {
    return config.path(key).asBoolean(false);
  }

  double number(JsonNode of, String key, double unwritten) {
    JsonNode value = of.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return unwritten;
    }
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw refused("%s is %s, expected a number".formatted(key, shown(value)));
    }
    return value.asDouble();
  }

  Untranslatable refused(String what) {
    return new Untranslatable(origin(), what);
  }

  static String shown(JsonNode value) {
    return KerasLayer.shown(value);
  }
}
