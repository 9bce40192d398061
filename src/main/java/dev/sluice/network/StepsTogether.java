package dev.sluice.network;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** DL4J's class, which refuses the mask of one sequence of one step. */
final class StepsTogether extends FeedForwardToRnnPreProcessor {
  private static final long serialVersionUID = 1L;

  /** For the JSON of DL4J, which fills in the rest. */
  private StepsTogether() {}

  StepsTogether(RNNFormat format) {
    super(format);
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int batch) {
    return mask != null && mask.length() == 1
        ? new Pair<>(mask, state)
        : super.feedForwardMaskArray(mask, state, batch);
  }

  @Override
  public StepsTogether clone() {
    return new StepsTogether(getRnnDataFormat());
  }
}
