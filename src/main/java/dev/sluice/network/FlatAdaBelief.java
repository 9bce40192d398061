package dev.sluice.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdaBeliefUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AdaBelief;

/**
 * ND4J's AdaBelief, without its `instantiate`, which always fails: it halves the second axis of an
 * array that has only one.
 */
final class FlatAdaBelief extends AdaBelief {
  private static final long serialVersionUID = 1L;

  /** For the JSON of DL4J, which fills in the rest. */
  private FlatAdaBelief() {}

  FlatAdaBelief(double learningRate, double beta1, double beta2, double epsilon) {
    super(learningRate, beta1, beta2, epsilon);
  }

  /**
   * @param state (2 * parameters)
   */
  @Override
  public GradientUpdater<AdaBelief> instantiate(INDArray state, boolean initialize) {
    AdaBeliefUpdater updater = new AdaBeliefUpdater(this);
    INDArray row = state.reshape(1, state.length());
    updater.setStateViewArray(row, new long[] {1, row.length() / 2}, row.ordering(), initialize);
    return updater;
  }

  @Override
  public FlatAdaBelief clone() {
    FlatAdaBelief copy = new FlatAdaBelief(getLearningRate(), getBeta1(), getBeta2(), getEpsilon());
    copy.setLearningRateSchedule(getLearningRateSchedule());
    return copy;
  }
}
