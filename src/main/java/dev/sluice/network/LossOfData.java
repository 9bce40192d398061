package dev.sluice.network;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * A network whose score is the loss of the data alone. DL4J adds the penalties on the weights,
 * which may be thousands of times as large, and cannot be compared with a validation loss. Steps
 * follow the gradients of both all the same.
 */
@SuppressWarnings("overrides") // within DL4J
final class LossOfData extends ShowingItsInput {
  private static final long serialVersionUID = 1L;

  LossOfData(MultiLayerConfiguration configuration) {
    super(configuration);
  }

  @Override
  public double calcRegularizationScore(boolean backpropParamsOnly) {
    return 0;
  }
}
