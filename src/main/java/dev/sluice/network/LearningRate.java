package dev.sluice.network;

import dev.sluice.spec.ScheduleSpec;
import dev.sluice.spec.TrainingSpec;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The learning rate of each training step, based only on DL4J's count of steps: its count of epochs
 * depends on which `fit` is called.
 */
final class LearningRate implements ISchedule {
  private static final long serialVersionUID = 1L;

  @JsonProperty private final double initial;
  private final transient ScheduleSpec spec;
  @JsonProperty private final int epochs;
  @JsonProperty private final int batchesPerEpoch;
  private final transient Optional<Plateau> plateau;

  LearningRate(double initial, TrainingSpec training, int batchesPerEpoch) {
    this.initial = initial;
    this.spec = training.schedule();
    this.epochs = training.epochs();
    this.batchesPerEpoch = batchesPerEpoch;
    this.plateau = plateauOf(spec, 0);
  }

  /** From DL4J's JSON; the plateau continues from where it was, independent of the original. */
  @JsonCreator
  private LearningRate(
      @JsonProperty("initial") double initial,
      @JsonProperty("schedule") String schedule,
      @JsonProperty("epochs") int epochs,
      @JsonProperty("batchesPerEpoch") int batchesPerEpoch,
      @JsonProperty("plateau") double[] state) {
    this.initial = initial;
    this.spec = ScheduleText.read(schedule);
    this.epochs = epochs;
    this.batchesPerEpoch = batchesPerEpoch;
    this.plateau = plateauOf(spec, 0);
    plateau.ifPresent(p -> p.restore(new Plateau.State(state[0], state[1], (int) state[2])));
  }

  @JsonProperty("schedule")
  private String schedule() {
    return ScheduleText.of(spec);
  }

  /** (3): scale, best, waited; empty without a plateau. */
  @JsonProperty("plateau")
  private double[] state() {
    return plateau
        .map(Plateau::state)
        .map(state -> new double[] {state.scale(), state.best(), state.waited()})
        .orElseGet(() -> new double[0]);
  }

  private static Optional<Plateau> plateauOf(ScheduleSpec spec, double warmUpEpochs) {
    if (spec instanceof ScheduleSpec.WarmUp warmUp) {
      return plateauOf(warmUp.then(), warmUp.epochs());
    }
    return spec instanceof ScheduleSpec.Plateau p
        ? Optional.of(new Plateau(p, warmUpEpochs))
        : Optional.empty();
  }

  /**
   * @param step training steps done before, from 0
   */
  double at(int step) {
    return initial * share(spec, step, (double) epochs * batchesPerEpoch);
  }

  /** The plateau that must be told of each epoch, if the schedule has one. */
  Optional<Plateau> plateau() {
    return plateau;
  }

  private double share(ScheduleSpec schedule, double step, double steps) {
    double epoch = Math.floor(step / batchesPerEpoch);
    if (schedule instanceof ScheduleSpec.Step s) {
      return Math.pow(s.factor(), Math.floor(epoch / s.every()));
    }
    if (schedule instanceof ScheduleSpec.Exponential e) {
      return Math.pow(e.factor(), epoch);
    }
    if (schedule instanceof ScheduleSpec.Cosine c) {
      // No steps are left if the warm-up takes all: its last step has the full rate.
      double done = steps > 0 ? Math.min(1, step / steps) : 0;
      return c.finalShare() + (1 - c.finalShare()) * (1 + Math.cos(Math.PI * done)) / 2;
    }
    if (schedule instanceof ScheduleSpec.SlantedTriangular s) {
      double cut = Math.max(1, Math.floor(steps * s.rise()));
      double height = step < cut ? step / cut : 1 - (step - cut) / Math.max(1, steps - cut);
      return (1 + Math.max(0, height) * (s.ratio() - 1)) / s.ratio();
    }
    if (schedule instanceof ScheduleSpec.WarmUp w) {
      double rise = w.epochs() * batchesPerEpoch;
      // Step 0 already has a part of the warm-up: with a rate of 0 it would do nothing.
      return step + 1 < rise
          ? (step + 1) / rise
          : share(w.then(), afterRise(step, rise), steps - rise);
    }
    return plateau.map(p -> p.state().scale()).orElse(1.0);
  }

  private static double afterRise(double step, double rise) {
    return Math.max(0, step - Math.ceil(rise));
  }

  @Override
  public double valueAt(int iteration, int epoch) {
    return at(iteration);
  }

  /** This schedule itself: DL4J copies configurations, and the copies must share the plateau. */
  @Override
  public ISchedule clone() {
    return this;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LearningRate rate
        && rate.initial == initial
        && rate.spec.equals(spec)
        && rate.epochs == epochs
        && rate.batchesPerEpoch == batchesPerEpoch;
  }

  @Override
  public int hashCode() {
    return Objects.hash(initial, spec, epochs, batchesPerEpoch);
  }

  private Object writeReplace() {
    return new Saved(initial, schedule(), epochs, batchesPerEpoch, state());
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("a learning rate is written as " + Saved.class);
  }

  /** The form that Java's serialization writes. */
  private record Saved(
      double initial, String schedule, int epochs, int batchesPerEpoch, double[] state)
      implements Serializable {
    private Object readResolve() {
      return new LearningRate(initial, schedule, epochs, batchesPerEpoch, state);
    }
  }
}
