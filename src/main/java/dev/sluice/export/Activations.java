package dev.sluice.export;

import dev.sluice.export.OnnxGraph.Value;
import dev.sluice.spec.Activation;
import java.util.Map;

/** The activations as operators; their constants are those of {@link Activation}. */
final class Activations {
  private static final Map<String, Object> LAST_AXIS = Map.of("axis", -1);

  private Activations() {}

  static Value apply(OnnxGraph graph, Activation activation, Value x) {
    return switch (activation) {
      case LINEAR -> x;
      case RELU -> graph.op("Relu", x);
      case TANH -> graph.op("Tanh", x);
      case SIGMOID -> graph.op("Sigmoid", x);
      case HARD_SIGMOID -> graph.op("HardSigmoid", Map.of("alpha", 0.2f, "beta", 0.5f), x);
      case HARD_TANH -> graph.op("Clip", x, graph.scalar(-1f), graph.scalar(1f));
      case SOFTMAX -> graph.op("Softmax", LAST_AXIS, x);
      case SOFTPLUS -> graph.op("Softplus", x);
      case SOFTSIGN -> graph.op("Softsign", x);
      case LEAKY_RELU -> graph.op("LeakyRelu", Map.of("alpha", 0.2f), x);
      case ELU -> graph.op("Elu", x);
      case SELU -> graph.op("Selu", x);
      case GELU ->
          graph.op("Mul", x, graph.op("Sigmoid", graph.op("Mul", x, graph.scalar(1.702f))));
      case SWISH -> graph.op("Mul", x, graph.op("Sigmoid", x));
      case MISH -> graph.op("Mul", x, graph.op("Tanh", graph.op("Softplus", x)));
    };
  }
}
