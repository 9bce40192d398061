package dev.sluice.network;

import static dev.sluice.network.Networks.FOUR_NUMBERS;
import static dev.sluice.network.Networks.WINDOWS;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.spec.OptimizerSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/** Each optimizer against its paper, over a few steps of one parameter. */
class OptimizersTest {
  private static final double[] GRADIENTS = {0.5, -0.2, 1.0, 0.3};

  /** Keeps what it needs between steps; the step is what the parameter loses. */
  private interface Reference {
    /**
     * @param t the number of the step, from 1
     */
    double step(double gradient, int t);
  }

  private static final Map<OptimizerSpec, Reference> REFERENCES = new LinkedHashMap<>();

  static {
    REFERENCES.put(new OptimizerSpec.Sgd(0.1, 0), (g, t) -> 0.1 * g);
    REFERENCES.put(new OptimizerSpec.Sgd(0.1, 0.9), nesterov(0.1, 0.9));
    REFERENCES.put(new OptimizerSpec.Adam(0.1, 0.8, 0.95, 1e-3), adam(0.1, 0.8, 0.95, 1e-3));
    REFERENCES.put(new OptimizerSpec.Adamax(0.1, 0.8, 0.95), adamax(0.1, 0.8, 0.95));
    REFERENCES.put(new OptimizerSpec.Nadam(0.1, 0.8, 0.95, 1e-3), nadam(0.1, 0.8, 0.95, 1e-3));
    REFERENCES.put(new OptimizerSpec.Amsgrad(0.1, 0.8, 0.95, 1e-3), amsgrad(0.1, 0.8, 0.95, 1e-3));
    REFERENCES.put(
        new OptimizerSpec.Adabelief(0.1, 0.8, 0.95, 1e-3), adabelief(0.1, 0.8, 0.95, 1e-3));
    REFERENCES.put(new OptimizerSpec.Adagrad(0.1, 1e-3), adagrad(0.1, 1e-3));
    REFERENCES.put(new OptimizerSpec.Adadelta(0.9, 1e-3), adadelta(0.9, 1e-3));
    REFERENCES.put(new OptimizerSpec.Rmsprop(0.1, 0.9, 1e-3), rmsprop(0.1, 0.9, 1e-3));
  }

  @Test
  void everyOptimizerKeepsAsManyNumbersAsItSays() {
    NativeEngine.start();
    for (OptimizerSpec optimizer : REFERENCES.keySet()) {
      assertThat(Optimizers.of(optimizer, 1).stateSize(7))
          .as(optimizer.toString())
          .isEqualTo(7 * optimizer.kept());
    }
  }

  @Test
  void everyOptimizerIsTheOneOfItsName() {
    NativeEngine.start();
    assertThat(REFERENCES.keySet())
        .extracting(Object::getClass)
        .containsAll(List.of(OptimizerSpec.class.getPermittedSubclasses()));
    REFERENCES.forEach(
        (spec, reference) -> {
          IUpdater updater = Optimizers.of(spec, 2);
          GradientUpdater<?> running =
              updater.stateSize(1) == 0
                  ? updater.instantiate((INDArray) null, true)
                  : updater.instantiate(Nd4j.create(DataType.DOUBLE, updater.stateSize(1)), true);
          for (int i = 0; i < GRADIENTS.length; i++) {
            INDArray gradient = Nd4j.create(new double[][] {{GRADIENTS[i]}});
            running.applyUpdater(gradient, i, 0);
            double expected = reference.step(GRADIENTS[i], i + 1);
            assertThat(gradient.getDouble(0))
                .as("step " + (i + 1) + " of " + spec)
                .isCloseTo(expected, within(1e-9));
          }
        });
  }

  @Test
  void everyOptimizerTrainsANetworkAndSurvivesDl4jsJson() {
    for (OptimizerSpec spec : REFERENCES.keySet()) {
      NetworkPlan plan = plan(WINDOWS, FOUR_NUMBERS, lstm(4));
      MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(spec), 1, 7).dl4j();
      DataSet windows = batch(plan, 3, 5, 5, 5);
      double before = network.score(windows);

      for (int step = 0; step < 20; step++) {
        network.fit(windows);
      }

      assertThat(network.score(windows)).as(spec.toString()).isLessThan(before);
      MultiLayerConfiguration configuration = network.getLayerWiseConfigurations();
      assertThat(MultiLayerConfiguration.fromJson(configuration.toJson()).toJson())
          .isEqualTo(configuration.toJson());
    }
  }

  private static Reference nesterov(double rate, double momentum) {
    double[] v = {0};
    return (g, t) -> {
      v[0] = momentum * v[0] - rate * g;
      return -(momentum * v[0] - rate * g);
    };
  }

  private static Reference adam(double rate, double b1, double b2, double eps) {
    double[] s = {0, 0};
    return (g, t) -> {
      s[0] = b1 * s[0] + (1 - b1) * g;
      s[1] = b2 * s[1] + (1 - b2) * g * g;
      double alpha = rate * Math.sqrt(1 - Math.pow(b2, t)) / (1 - Math.pow(b1, t));
      return alpha * s[0] / (Math.sqrt(s[1]) + eps);
    };
  }

  private static Reference adamax(double rate, double b1, double b2) {
    double[] s = {0, 0};
    return (g, t) -> {
      s[0] = b1 * s[0] + (1 - b1) * g;
      s[1] = Math.max(b2 * s[1], Math.abs(g));
      return rate / (1 - Math.pow(b1, t)) * s[0] / s[1];
    };
  }

  private static Reference nadam(double rate, double b1, double b2, double eps) {
    double[] s = {0, 0};
    return (g, t) -> {
      s[0] = b1 * s[0] + (1 - b1) * g;
      s[1] = b2 * s[1] + (1 - b2) * g * g;
      double m = (b1 * s[0] + (1 - b1) * g) / (1 - Math.pow(b1, t));
      return rate * Math.sqrt(1 - Math.pow(b2, t)) * m / (Math.sqrt(s[1]) + eps);
    };
  }

  private static Reference amsgrad(double rate, double b1, double b2, double eps) {
    double[] s = {0, 0, 0};
    return (g, t) -> {
      s[0] = b1 * s[0] + (1 - b1) * g;
      s[1] = b2 * s[1] + (1 - b2) * g * g;
      s[2] = Math.max(s[2], s[1]);
      double alpha = rate * Math.sqrt(1 - Math.pow(b2, t)) / (1 - Math.pow(b1, t));
      return alpha * s[0] / (Math.sqrt(s[2]) + eps);
    };
  }

  private static Reference adabelief(double rate, double b1, double b2, double eps) {
    double[] s = {0, 0};
    return (g, t) -> {
      s[0] = b1 * s[0] + (1 - b1) * g;
      s[1] = b2 * s[1] + (1 - b2) * (g - s[0]) * (g - s[0]) + eps;
      double alpha = rate * Math.sqrt(1 - Math.pow(b2, t)) / (1 - Math.pow(b1, t));
      return alpha * s[0] / (Math.sqrt(s[1]) + eps);
    };
  }

  private static Reference adagrad(double rate, double eps) {
    double[] sum = {1e-6}; // ND4J begins here; the paper at 0
    return (g, t) -> {
      sum[0] += g * g;
      return rate * g / (Math.sqrt(sum[0]) + eps);
    };
  }

  private static Reference adadelta(double rho, double eps) {
    double[] s = {0, 0};
    return (g, t) -> {
      s[0] = rho * s[0] + (1 - rho) * g * g;
      double step = Math.sqrt(s[1] + eps) / Math.sqrt(s[0] + eps) * g;
      s[1] = rho * s[1] + (1 - rho) * step * step;
      return step;
    };
  }

  private static Reference rmsprop(double rate, double rho, double eps) {
    double[] mean = {eps}; // ND4J begins here, its authors at 0
    return (g, t) -> {
      mean[0] = rho * mean[0] + (1 - rho) * g * g;
      return rate * g / (Math.sqrt(mean[0]) + eps);
    };
  }
}
