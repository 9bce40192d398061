package dev.sluice.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.spec.Activation;
import java.util.Map;

/** Translates the activations of Keras. */
final class KerasActivations {
  private static final Map<String, Activation> SAME =
      Map.ofEntries(
          Map.entry("linear", Activation.LINEAR),
          Map.entry("relu", Activation.RELU),
          Map.entry("tanh", Activation.TANH),
          Map.entry("sigmoid", Activation.SIGMOID),
          Map.entry("softmax", Activation.SOFTMAX),
          Map.entry("softplus", Activation.SOFTPLUS),
          Map.entry("softsign", Activation.SOFTSIGN),
          Map.entry("leaky_relu", Activation.LEAKY_RELU),
          Map.entry("elu", Activation.ELU),
          Map.entry("selu", Activation.SELU),
          Map.entry("swish", Activation.SWISH),
          Map.entry("silu", Activation.SWISH),
          Map.entry("mish", Activation.MISH),
          Map.entry("hard_tanh", Activation.HARD_TANH));

  /** 0.2 x + 0.5 in Keras 2 and here; x / 6 + 0.5 in Keras 3. */
  private static final float SLOPE = 5f / 6;

  private final int major; // version of Keras

  KerasActivations(int major) {
    this.major = major;
  }

  /** The activation option of a layer, or {@code unwritten} if it is left out. */
  ForeignActivation of(KerasLayer layer, String key, Activation unwritten) {
    JsonNode value = layer.config().path(key);
    if (KerasLayer.isLeftOut(value)) {
      return ForeignActivation.of(unwritten);
    }
    if (!value.isTextual()) {
      throw layer.refused(
          "%s is %s, which is not a function of Keras".formatted(key, KerasLayer.shown(value)));
    }
    String name = value.asText();
    if (name.equals("hard_sigmoid")) {
      return new ForeignActivation(Activation.HARD_SIGMOID, major < 3 ? 1 : SLOPE);
    }
    if (name.equals("gelu")) {
      throw layer.refused("%s is gelu; Sluice's is x * sigmoid(1.702 x)".formatted(key));
    }
    if (!SAME.containsKey(name)) {
      throw layer.refused("%s is %s, which Sluice does not have".formatted(key, name));
    }
    return ForeignActivation.of(SAME.get(name));
  }
}
