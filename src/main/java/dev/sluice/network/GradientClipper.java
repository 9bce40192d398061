package dev.sluice.network;

import dev.sluice.kernel.Reductions;
import dev.sluice.spec.TrainingSpec.GradientClipping;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Scales down large gradients, in place, between the backward pass and the updater.
 *
 * <p>It clips the mean over the batch, without penalties. DL4J sums over the batch and divides
 * later, so the limits are multiplied by the batch size here. The running mean and variance of a
 * batch normalization are disguised as gradients and are not touched; DL4J's own clipping would
 * slow them down, which is why it is not used.
 */
final class GradientClipper extends BaseTrainingListener {
  private final GradientClipping clipping;

  GradientClipper(GradientClipping clipping) {
    this.clipping = clipping;
  }

  @Override
  public void onGradientCalculation(Model model) {
    MultiLayerNetwork network = (MultiLayerNetwork) model;
    double batch = network.batchSize();
    Map<String, List<INDArray>> byLayer = gradients(network);
    clipping.value().ifPresent(limit -> all(byLayer).forEach(g -> clipValues(g, limit * batch)));
    clipping
        .layerNorm()
        .ifPresent(limit -> byLayer.values().forEach(g -> clipNorm(g, limit * batch)));
    clipping.globalNorm().ifPresent(limit -> clipNorm(all(byLayer), limit * batch));
  }

  /** The gradients of each layer; views, each under DL4J's key "layer_parameter". */
  private static Map<String, List<INDArray>> gradients(MultiLayerNetwork network) {
    Map<String, List<INDArray>> byLayer = new LinkedHashMap<>();
    network
        .gradient()
        .gradientForVariable()
        .forEach(
            (key, gradient) -> {
              if (network.updaterDivideByMinibatch(key)) {
                byLayer
                    .computeIfAbsent(key.substring(0, key.indexOf('_')), k -> new ArrayList<>())
                    .add(gradient);
              }
            });
    return byLayer;
  }

  private static List<INDArray> all(Map<String, List<INDArray>> byLayer) {
    return byLayer.values().stream().flatMap(Collection::stream).toList();
  }

  private static void clipValues(INDArray gradient, double limit) {
    Transforms.min(gradient, limit, false);
    Transforms.max(gradient, -limit, false);
  }

  private static void clipNorm(List<INDArray> gradients, double limit) {
    double squares = 0;
    for (INDArray gradient : gradients) {
      double norm = norm(gradient);
      squares += norm * norm;
    }
    double norm = Math.sqrt(squares);
    if (norm > limit) {
      gradients.forEach(gradient -> gradient.muli(limit / norm));
    }
  }

  /** Much faster than ND4J's. */
  private static double norm(INDArray gradient) {
    return gradient.dataType() == DataType.FLOAT
        ? Reductions.norm(Views.floats(gradient), Math.toIntExact(gradient.length()))
        : gradient.norm2Number().doubleValue();
  }
}
