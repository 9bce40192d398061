package dev.sluice.network;

import dev.sluice.kernel.AdamStep;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

/** ND4J's Adam with the same state and the same results, computed by {@link AdamStep}. */
final class FusedAdam extends Adam {
  private static final long serialVersionUID = 1L;

  private int threads;

  /** For the JSON of DL4J, which fills in the rest. */
  private FusedAdam() {}

  /**
   * @param threads the most that a step may use; results do not depend on it
   */
  FusedAdam(double learningRate, double beta1, double beta2, double epsilon, int threads) {
    super(learningRate, beta1, beta2, epsilon);
    this.threads = threads;
  }

  public int getThreads() {
    return threads;
  }

  public void setThreads(int threads) {
    this.threads = threads;
  }

  /** The equivalent updater of stock DL4J. */
  Adam stock() {
    return new Adam(getLearningRate(), getBeta1(), getBeta2(), getEpsilon());
  }

  /**
   * @param state (2 * parameters), both moments one after the other
   */
  @Override
  public GradientUpdater<Adam> instantiate(INDArray state, boolean initialize) {
    AdamUpdater updater = new Updater(this);
    INDArray row = state.reshape(1, state.length());
    updater.setStateViewArray(row, new long[] {1, row.length() / 2}, row.ordering(), initialize);
    return updater;
  }

  @Override
  public FusedAdam clone() {
    FusedAdam copy =
        new FusedAdam(getLearningRate(), getBeta1(), getBeta2(), getEpsilon(), threads);
    copy.setLearningRateSchedule(getLearningRateSchedule());
    return copy;
  }

  /** The two moments are the halves of the state. */
  static final class Updater extends AdamUpdater {
    private final int threads;

    private Updater(FusedAdam adam) {
      super(adam);
      threads = adam.threads;
    }

    /** The settings for a step, the first being 0. */
    AdamStep.Settings settings(int iteration, int epoch) {
      Adam adam = getConfig();
      double correction =
          Math.sqrt(1 - Math.pow(adam.getBeta2(), iteration + 1.0))
              / (1 - Math.pow(adam.getBeta1(), iteration + 1.0));
      return new AdamStep.Settings(
          adam.getBeta1(),
          adam.getBeta2(),
          adam.getLearningRate(iteration, epoch) * correction,
          adam.getEpsilon());
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
      if (gradient.dataType() != DataType.FLOAT) {
        super.applyUpdater(gradient, iteration, epoch);
        return;
      }
      AdamStep.toUpdate(
          Views.floats(gradient),
          Views.floats(getM()),
          Views.floats(getV()),
          Math.toIntExact(gradient.length()),
          settings(iteration, epoch),
          threads);
    }
  }
}
