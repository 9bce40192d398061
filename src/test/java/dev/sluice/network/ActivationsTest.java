package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.spec.Activation;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ActivationsTest {
  /** At -1, 0.5 and 2; softmax over the three. */
  private static final Map<Activation, double[]> EXPECTED = new EnumMap<>(Activation.class);

  static {
    EXPECTED.put(Activation.LINEAR, new double[] {-1, 0.5, 2});
    EXPECTED.put(Activation.RELU, new double[] {0, 0.5, 2});
    EXPECTED.put(Activation.TANH, new double[] {-0.76159416, 0.46211716, 0.96402758});
    EXPECTED.put(Activation.SIGMOID, new double[] {0.26894142, 0.62245933, 0.88079708});
    EXPECTED.put(Activation.HARD_SIGMOID, new double[] {0.3, 0.6, 0.9});
    EXPECTED.put(Activation.HARD_TANH, new double[] {-1, 0.5, 1});
    // e^-1, e^0.5 and e^2 are 0.36787944, 1.64872127 and 7.38905610; their sum is 9.40565681.
    EXPECTED.put(Activation.SOFTMAX, new double[] {0.03911257, 0.17529039, 0.78559704});
    EXPECTED.put(Activation.SOFTPLUS, new double[] {0.31326169, 0.97407698, 2.12692801});
    EXPECTED.put(Activation.SOFTSIGN, new double[] {-0.5, 1 / 3.0, 2 / 3.0});
    EXPECTED.put(Activation.LEAKY_RELU, new double[] {-0.2, 0.5, 2});
    EXPECTED.put(Activation.ELU, new double[] {-0.63212056, 0.5, 2});
    EXPECTED.put(Activation.SELU, new double[] {-1.11133074, 0.52535049, 2.10140197});
    EXPECTED.put(Activation.GELU, new double[] {-0.15420423, 0.35038844, 1.93565863});
    EXPECTED.put(Activation.SWISH, new double[] {-0.26894142, 0.31122967, 1.76159416});
    EXPECTED.put(Activation.MISH, new double[] {-0.30340146, 0.37524524, 1.94395896});
  }

  @Test
  void everyActivationIsTheFunctionOfItsName() {
    NativeEngine.start();
    for (Activation activation : Activation.values()) {
      INDArray x = Nd4j.create(new double[][] {{-1, 0.5, 2}});

      double[] y = Activations.of(activation).getActivation(x, false).toDoubleVector();

      assertThat(y).as(activation.name()).containsExactly(EXPECTED.get(activation), within(1e-6));
    }
  }
}
