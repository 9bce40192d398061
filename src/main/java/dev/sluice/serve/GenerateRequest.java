package dev.sluice.serve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.predict.Sampling;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A request to a language model for text. */
record GenerateRequest(String prompt, Sampling how) {
  private static final int LENGTH = 400;
  private static final long SEED = 42;
  private static final List<String> KEYS =
      List.of("prompt", "length", "temperature", "top_k", "top_p", "seed");

  /**
   * @throws Refusal if it is something else
   */
  static GenerateRequest of(byte[] body) {
    JsonNode json = JsonForm.read(JsonForm.text(body), "the body");
    if (!json.isObject()) {
      throw refusal("expected an object with the keys " + String.join(", ", KEYS));
    }
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      JsonNode value = field.getValue();
      boolean fits =
          switch (field.getKey()) {
            case "prompt" -> value.isTextual();
            case "temperature", "top_p" -> value.isNumber();
            case "length", "top_k" -> value.canConvertToInt() && value.isIntegralNumber();
            case "seed" -> value.canConvertToLong() && value.isIntegralNumber();
            default ->
                throw refusal(
                    "unknown key '%s'; keys: %s"
                        .formatted(field.getKey(), String.join(", ", KEYS)));
          };
      if (!fits) {
        throw refusal(
            "'%s' is not %s"
                .formatted(
                    field.getKey(), field.getKey().equals("prompt") ? "a text" : "such a number"));
      }
    }
    try {
      return new GenerateRequest(
          json.path("prompt").asText(""),
          new Sampling(
              json.path("length").asInt(LENGTH),
              json.path("temperature").asDouble(1),
              json.has("top_k") ? OptionalInt.of(json.get("top_k").asInt()) : OptionalInt.empty(),
              json.has("top_p")
                  ? OptionalDouble.of(json.get("top_p").asDouble())
                  : OptionalDouble.empty(),
              json.path("seed").asLong(SEED)));
    } catch (IllegalArgumentException e) {
      throw refusal(e.getMessage());
    }
  }

  private static Refusal refusal(String what) {
    return new Refusal(400, "json", what);
  }
}
