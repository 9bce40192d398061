package dev.sluice.network;

import java.util.Arrays;
import java.util.Locale;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;

/** ND4J's activations by our names, with the constants that our names imply. */
final class Activations {
  private static final double LEAKY_SLOPE = 0.2;

  private Activations() {}

  static IActivation of(dev.sluice.spec.Activation activation) {
    return switch (activation) {
      case LINEAR -> Activation.IDENTITY.getActivationFunction();
      case RELU -> Activation.RELU.getActivationFunction();
      case TANH -> Activation.TANH.getActivationFunction();
      case SIGMOID -> Activation.SIGMOID.getActivationFunction();
      case HARD_SIGMOID -> Activation.HARDSIGMOID.getActivationFunction();
      case HARD_TANH -> Activation.HARDTANH.getActivationFunction();
      case SOFTMAX -> Activation.SOFTMAX.getActivationFunction();
      case SOFTPLUS -> Activation.SOFTPLUS.getActivationFunction();
      case SOFTSIGN -> Activation.SOFTSIGN.getActivationFunction();
      case LEAKY_RELU -> new ActivationLReLU(LEAKY_SLOPE);
      case ELU -> Activation.ELU.getActivationFunction();
      case SELU -> Activation.SELU.getActivationFunction();
      // ND4J's other form, 'precise', is neither the exact one nor its tanh approximation.
      case GELU -> new ActivationGELU(false);
      case SWISH -> Activation.SWISH.getActivationFunction();
      case MISH -> Activation.MISH.getActivationFunction();
    };
  }

  /** As users write it. */
  static String name(IActivation function) {
    return Arrays.stream(dev.sluice.spec.Activation.values())
        .filter(activation -> of(activation).equals(function))
        .findFirst()
        .map(activation -> activation.name().toLowerCase(Locale.ROOT))
        .orElseGet(function::toString);
  }
}
