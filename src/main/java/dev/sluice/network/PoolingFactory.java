package dev.sluice.network;

import dev.sluice.kernel.Pooling.Part;
import dev.sluice.spec.LayerSpec.Pooling;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;

/**
 * `pooling`: (batch, features, steps) to (batch, features), or twice or three times the features;
 * masked steps are ignored.
 */
public final class PoolingFactory implements LayerFactory<Pooling> {
  @Override
  public Class<Pooling> spec() {
    return Pooling.class;
  }

  @Override
  public Takes takes() {
    return Takes.SEQUENCE;
  }

  @Override
  public Gives gives() {
    return Gives.VECTOR;
  }

  @Override
  public int outputs(Pooling spec, int inputs) {
    return switch (spec.method()) {
      case LAST, MEAN, MAX -> inputs;
      case MEAN_MAX -> Math.multiplyExact(2, inputs);
      case CONCAT -> Math.multiplyExact(3, inputs);
    };
  }

  @Override
  public long parameters(Pooling spec, int inputs) {
    return 0;
  }

  @Override
  public boolean joinsChunks() {
    return true;
  }

  @Override
  public LayerTranslation<Pooling> translation() {
    return new Translation();
  }

  /** Makes the layer for sequences that may come chunk by chunk. */
  static KernelPooling ofChunks(Pooling spec, int inputs) {
    return new KernelPooling(inputs, parts(spec)).ofChunks();
  }

  private static List<Part> parts(Pooling spec) {
    return switch (spec.method()) {
      case LAST -> List.of(Part.LAST);
      case MEAN -> List.of(Part.MEAN);
      case MAX -> List.of(Part.MAX);
      case MEAN_MAX -> List.of(Part.MEAN, Part.MAX);
      case CONCAT -> List.of(Part.LAST, Part.MEAN, Part.MAX);
    };
  }

  private static final class Translation implements LayerTranslation<Pooling> {
    @Override
    public Layer layer(Pooling spec, int inputs, int outputs) {
      return switch (spec.method()) {
        // The recurrent layer before it already returns only its last step, see
        // NetworkPlan.lastStepOnly.
        case LAST -> new ActivationLayer(Activation.IDENTITY);
        case MEAN -> new GlobalPoolingLayer(PoolingType.AVG);
        case MAX -> new GlobalPoolingLayer(PoolingType.MAX);
        case MEAN_MAX, CONCAT -> new KernelPooling(inputs, parts(spec));
      };
    }
  }
}
