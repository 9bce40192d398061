package dev.sluice.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AdaBelief;

/**
 * AdaBelief for DL4J networks. ND4J's own expects its state as (1, n), DL4J 1.0.0-M2.1 hands it
 * over as (n), and it fails on the first step.
 */
final class FlatAdaBelief extends AdaBelief {
  private static final long serialVersionUID = 1L;

  FlatAdaBelief(double learningRate, double beta1, double beta2, double epsilon) {
    super(learningRate, beta1, beta2, epsilon);
  }

  @Override
  @SuppressWarnings("rawtypes") // as inherited
  public GradientUpdater instantiate(INDArray viewArray, boolean initializeViewArray) {
    return super.instantiate(viewArray.reshape(1, viewArray.length()), initializeViewArray);
  }

  @Override
  public AdaBelief clone() {
    FlatAdaBelief copy = new FlatAdaBelief(getLearningRate(), getBeta1(), getBeta2(), getEpsilon());
    copy.setLearningRateSchedule(getLearningRateSchedule());
    return copy;
  }
}
