package dev.sluice.network;

import dev.sluice.kernel.Floats;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalization in predictions: y = gamma (x - mean) / sqrt(variance + epsilon) + beta of
 * rows, rounded as DL4J rounds it. DL4J's layer is not used: ND4J 1.0.0-M2.1 lets the garbage
 * collector free an array while {@code subRowVector} and similar methods still read it, and the JVM
 * crashes if several threads predict at once.
 *
 * @param mean each (features), like the others
 * @param deviation sqrt(variance + epsilon)
 */
record BatchNormalizationStage(float[] mean, float[] deviation, float[] gamma, float[] beta)
    implements Stage {
  /**
   * @param conf with learned gamma and beta, and a variance
   * @param layer trained
   */
  static Supplier<Stage> of(BatchNormalization conf, Layer layer) {
    float[] deviation = parameter(layer, BatchNormalizationParamInitializer.GLOBAL_VAR);
    for (int j = 0; j < deviation.length; j++) {
      deviation[j] = (float) Math.sqrt(deviation[j] + (float) conf.getEps());
    }
    BatchNormalizationStage stage =
        new BatchNormalizationStage(
            parameter(layer, BatchNormalizationParamInitializer.GLOBAL_MEAN),
            deviation,
            parameter(layer, BatchNormalizationParamInitializer.GAMMA),
            parameter(layer, BatchNormalizationParamInitializer.BETA));
    return () -> stage;
  }

  private static float[] parameter(Layer layer, String key) {
    INDArray of = layer.getParam(key);
    return of.dup().data().asFloat();
  }

  @Override
  public Signal forward(Signal in, int threads) {
    Signal.Numbers rows = in.numbers();
    int width = mean.length;
    float[] y = new float[rows.batch() * rows.steps().orElse(1) * width];
    rows.values().buffer().get(0, y);
    for (int i = 0; i < y.length; i++) {
      int j = i % width;
      y[i] = (y[i] - mean[j]) / deviation[j] * gamma[j] + beta[j];
    }
    return rows.with(width, Floats.of(y));
  }
}
