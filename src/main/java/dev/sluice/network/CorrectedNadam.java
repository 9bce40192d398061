package dev.sluice.network;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.NadamUpdater;
import org.nd4j.linalg.learning.config.Nadam;

/**
 * ND4J's Nadam with the bias correction of the squared gradients (Dozat 2016, algorithm 8). ND4J
 * omits it, so that its first steps are too long by up to 1 / sqrt(1 - beta2), a factor of 32 with
 * the usual beta2 of 0.999.
 */
final class CorrectedNadam extends Nadam {
  private static final long serialVersionUID = 1L;

  /** For the JSON of DL4J, which fills in the rest. */
  private CorrectedNadam() {}

  CorrectedNadam(double learningRate, double beta1, double beta2, double epsilon) {
    super(learningRate, beta1, beta2, epsilon);
  }

  /**
   * @param state (2 * parameters)
   */
  @Override
  public GradientUpdater<Nadam> instantiate(INDArray state, boolean initialize) {
    NadamUpdater updater = new Updater(this);
    INDArray flat = state.reshape(state.length());
    updater.setStateViewArray(flat, new long[] {flat.length() / 2}, flat.ordering(), initialize);
    return updater;
  }

  @Override
  public CorrectedNadam clone() {
    CorrectedNadam copy =
        new CorrectedNadam(getLearningRate(), getBeta1(), getBeta2(), getEpsilon());
    copy.setLearningRateSchedule(getLearningRateSchedule());
    return copy;
  }

  private static final class Updater extends NadamUpdater {
    private final double beta2;

    Updater(CorrectedNadam nadam) {
      super(nadam);
      this.beta2 = nadam.getBeta2();
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
      super.applyUpdater(gradient, iteration, epoch);
      gradient.muli(Math.sqrt(1 - Math.pow(beta2, iteration + 1.0)));
    }
  }
}
