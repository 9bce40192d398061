package dev.sluice.network;

import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.ScheduleSpec;
import dev.sluice.spec.TrainingSpec;
import java.util.Optional;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** ND4J's updaters under their usual names. */
final class Optimizers {
  private Optimizers() {}

  /**
   * The updater at its constant learning rate.
   *
   * @param threads the most that a step of it may use
   */
  static IUpdater of(OptimizerSpec optimizer, int threads) {
    if (optimizer instanceof OptimizerSpec.Sgd o) {
      return o.momentum() == 0
          ? new Sgd(o.learningRate())
          : new Nesterovs(o.learningRate(), o.momentum());
    }
    if (optimizer instanceof OptimizerSpec.Adam o) {
      return new FusedAdam(o.learningRate(), o.beta1(), o.beta2(), o.epsilon(), threads);
    }
    if (optimizer instanceof OptimizerSpec.Adamax o) {
      return new AdaMax(o.learningRate(), o.beta1(), o.beta2(), AdaMax.DEFAULT_ADAMAX_EPSILON);
    }
    if (optimizer instanceof OptimizerSpec.Nadam o) {
      return new CorrectedNadam(o.learningRate(), o.beta1(), o.beta2(), o.epsilon());
    }
    if (optimizer instanceof OptimizerSpec.Amsgrad o) {
      return new AMSGrad(o.learningRate(), o.beta1(), o.beta2(), o.epsilon());
    }
    if (optimizer instanceof OptimizerSpec.Adabelief o) {
      return new FlatAdaBelief(o.learningRate(), o.beta1(), o.beta2(), o.epsilon());
    }
    if (optimizer instanceof OptimizerSpec.Adagrad o) {
      return new AdaGrad(o.learningRate(), o.epsilon());
    }
    if (optimizer instanceof OptimizerSpec.Adadelta o) {
      return new AdaDelta(o.rho(), o.epsilon());
    }
    OptimizerSpec.Rmsprop o = (OptimizerSpec.Rmsprop) optimizer;
    return new RmsProp(o.learningRate(), o.rho(), o.epsilon());
  }

  /**
   * An updater of stock ND4J, for users who continue the training there: the configured one, or
   * Adam in its place.
   */
  static IUpdater stock(OptimizerSpec optimizer) {
    IUpdater updater = of(optimizer, 1);
    if (updater instanceof FusedAdam adam) {
      return adam.stock();
    }
    return updater.getClass().getPackage() == Adam.class.getPackage()
        ? updater
        : new Adam(updater.getLearningRate(0, 0));
  }

  /** The learning rate over a training; none for AdaDelta. */
  static Optional<LearningRate> learningRate(
      IUpdater updater, TrainingSpec training, int batchesPerEpoch) {
    return updater.hasLearningRate()
        ? Optional.of(new LearningRate(updater.getLearningRate(0, 0), training, batchesPerEpoch))
        : Optional.empty();
  }

  /** Lets the updater follow the learning rate; a constant one is left unchanged. */
  static void schedule(IUpdater updater, LearningRate learningRate, ScheduleSpec schedule) {
    if (!(schedule instanceof ScheduleSpec.Constant)) {
      updater.setLrAndSchedule(learningRate.at(0), learningRate);
    }
  }
}
