package dev.sluice.network;

import dev.sluice.kernel.PlainLayer;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Layers whose training passes compute what predictions do: without dropout, and with the tracked
 * statistics of a batch normalization. An output layer becomes a dense one without activation.
 * Parameters stay where they are.
 */
final class Undropping {
  private Undropping() {}

  /**
   * @param layer changed, unless another one is returned
   */
  static Layer of(Layer layer) {
    if (layer instanceof OutputLayer output) {
      DenseLayer dense =
          new DenseLayer.Builder()
              .nIn(output.getNIn())
              .nOut(output.getNOut())
              .activation(Activation.IDENTITY)
              .weightInit(InitialWeights.DRAWN_LATER)
              .updater(new NoOp())
              .biasUpdater(new NoOp())
              .build();
      Layer linear = new KernelDense(dense);
      linear.setLayerName(output.getLayerName());
      return linear;
    }
    if (layer instanceof BatchNormalization normalization) {
      Layer tracked = new Tracked((int) normalization.getNIn(), normalization.getEps());
      tracked.setLayerName(normalization.getLayerName());
      return tracked;
    }
    drop(layer);
    return layer;
  }

  private static void drop(Layer layer) {
    layer.setIDropout(null);
    if (layer instanceof KernelRecurrent recurrent) {
      recurrent.setRecurrentDropout(RecurrentDropout.NONE);
    }
    if (layer instanceof BaseWrapperLayer wrapper) {
      drop(wrapper.getUnderlying());
    }
    if (layer instanceof Bidirectional both) {
      drop(both.getFwd());
      drop(both.getBwd());
    }
  }

  /**
   * A batch normalization with its tracked mean and variance, which are both parameters in DL4J's
   * layer.
   */
  private static final class Tracked extends KernelLayer {
    private static final long serialVersionUID = 1L;

    private final double epsilon;

    Tracked(int width, double epsilon) {
      super(width, width);
      this.epsilon = epsilon;
    }

    @Override
    PlainLayer arithmetic() {
      return new Scaling((int) getNIn(), epsilon);
    }

    @Override
    public List<Parameter> parameters() {
      return List.of(
          new Parameter("gamma", 1, getNIn(), true),
          new Parameter("beta", 1, getNIn(), true),
          new Parameter("mean", 1, getNIn(), true),
          new Parameter("var", 1, getNIn(), true));
    }

    @Override
    Steps steps() {
      return Steps.APART;
    }

    @Override
    Object settings() {
      return epsilon;
    }
  }

  /** Parameters gamma, beta, mean and variance, each (width). */
  private record Scaling(int width, double epsilon) implements PlainLayer {
    @Override
    public void forward(
        float[] x, int steps, int batch, Optional<float[]> mask, float[][] parameters, float[] y) {
      for (int i = 0; i < batch * width; i++) {
        int j = i % width;
        y[i] = (float) ((x[i] - parameters[2][j]) * factor(parameters, j) + parameters[1][j]);
      }
    }

    @Override
    public void backward(
        float[] x,
        int steps,
        int batch,
        Optional<float[]> mask,
        float[][] parameters,
        float[] dy,
        float[][] gradients,
        float[] dx) {
      for (int i = 0; i < batch * width; i++) {
        dx[i] = (float) (dy[i] * factor(parameters, i % width));
      }
    }

    private double factor(float[][] parameters, int j) {
      return parameters[0][j] / Math.sqrt(parameters[3][j] + epsilon);
    }
  }
}
