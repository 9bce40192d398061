package dev.sluice.imports;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A layer of another program as one of ours.
 *
 * @param origin its description, such as {@code 'lstm_1' (LSTM)}
 * @param kind as a config names it
 * @param options the keys of the config with their values as YAML; those with a default are left
 *     out
 * @param parameters by the keys of DL4J, laid out as the layer factories of {@code
 *     dev.sluice.network} say, row-major
 * @param outputs numbers given per step, or in the vector
 */
record ForeignLayer(
    String origin,
    String kind,
    Map<String, String> options,
    Map<String, float[]> parameters,
    int outputs) {
  static final String ACTIVATION = "activation";

  ForeignLayer {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    parameters = Map.copyOf(parameters);
  }

  /** Whether an activation may be added because it has none. */
  boolean takes(ForeignActivation activation) {
    return !options.containsKey(ACTIVATION)
        && (kind.equals("dense") || kind.equals("convolution") && activation.isCommon());
  }

  /** The same followed by an activation; for a layer with W and b. */
  ForeignLayer with(String otherOrigin, ForeignActivation activation) {
    Map<String, String> more = new LinkedHashMap<>(options);
    if (!activation.isLinear()) {
      more.put(ACTIVATION, activation.word());
    }
    Map<String, float[]> scaled = new LinkedHashMap<>(parameters);
    scaled.replaceAll((key, values) -> Weights.scaled(values, activation.factor()));
    return new ForeignLayer(
        origin.equals(otherOrigin) ? origin : origin + ", " + otherOrigin,
        kind,
        more,
        scaled,
        outputs);
  }

  /** As a line of the config's network. */
  String yaml() {
    StringBuilder body = new StringBuilder();
    options.forEach(
        (key, value) ->
            body.append(body.isEmpty() ? "" : ", ").append(key).append(": ").append(value));
    return "%s: {%s}".formatted(kind, body);
  }
}
