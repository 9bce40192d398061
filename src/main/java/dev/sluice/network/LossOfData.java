package dev.sluice.network;

import java.util.Optional;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network whose score is the loss of the data alone. DL4J adds the penalties on the weights,
 * which may be thousands of times as large and make it incomparable with a validation loss. Steps
 * still follow the gradients of both.
 *
 * <p>It can be trained on long sequences chunk by chunk.
 */
@SuppressWarnings("overrides") // within DL4J
final class LossOfData extends ShowingItsInput {
  private static final long serialVersionUID = 1L;

  private final transient Optional<ChunkedPass> chunks;
  private transient INDArray mask; // of the features of the batch; or null
  private transient INDArray labelsMask;

  LossOfData(MultiLayerConfiguration configuration, Optional<ChunkedPass> chunks) {
    super(configuration);
    this.chunks = chunks;
  }

  @Override
  public double calcRegularizationScore(boolean backpropParamsOnly) {
    return 0;
  }

  @Override
  public void setLayerMaskArrays(INDArray featuresMask, INDArray ofLabels) {
    mask = featuresMask;
    labelsMask = ofLabels;
    super.setLayerMaskArrays(featuresMask, ofLabels);
  }

  @Override
  public void computeGradientAndScore() {
    INDArray whole = getInput();
    if (chunks.filter(pass -> pass.cuts(whole)).isEmpty()) {
      super.computeGradientAndScore();
      return;
    }
    INDArray wholeMask = mask;
    INDArray ofLabels = labelsMask;
    chunks.get().differentiate(this, whole, wholeMask, ofLabels);
    clearLayerMaskArrays();
    setInput(whole);
    setLayerMaskArrays(wholeMask, ofLabels);
  }

  /** The next pass is of these features. */
  void read(INDArray features, INDArray featuresMask, INDArray ofLabels) {
    clearLayerMaskArrays();
    setInput(features);
    super.setLayerMaskArrays(featuresMask, ofLabels);
  }

  /** The backward pass for the features that were read. */
  void differentiate() {
    super.computeGradientAndScore();
  }
}
