package dev.sluice.cli;

import dev.sluice.experiment.Experiment;
import dev.sluice.frame.Part;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.train.Progress;
import dev.sluice.train.TrainedNetwork;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.bytedeco.javacpp.Pointer;

/**
 * The cost of a training, estimated from its first batches on this machine.
 *
 * @param batches how many were measured, after the same number of warm-up batches
 * @param epochs the maximum number, over all networks of an ensemble
 * @param secondsPerEpoch of training, without scoring the validation part
 * @param memory of the whole process while it trains, in bytes
 */
record Measurement(int batches, double secondsPerEpoch, int epochs, long memory) {
  private static final int MOST = 40; // batches, including warm-up
  private static final double LONGEST = 20; // seconds, for slow batches

  /**
   * @param clock in nanoseconds
   */
  static Measurement of(Experiment checked, LongSupplier clock) {
    Watch watch = new Watch(clock);
    TrainedNetwork trained = checked.train(watch, watch::isDone, Optional.empty());
    if (watch.seconds.isEmpty()) {
      throw new UserException(
          Problem.atKey(
              "training", "cannot be measured: no batch was trained", trained.cause().orElse("")));
    }
    int warm = watch.seconds.size() / 2;
    double seconds = 0;
    int examples = 0;
    for (int i = warm; i < watch.seconds.size(); i++) {
      seconds += watch.seconds.get(i);
      examples += watch.examples.get(i);
    }
    return new Measurement(
        watch.seconds.size() - warm,
        seconds / examples * checked.data().examples(Part.TRAINING).targets(),
        checked.loaded().config().training().epochs()
            * checked.loaded().config().training().networks(),
        Pointer.physicalBytes());
  }

  /** For all epochs; early stopping may need fewer. */
  double secondsAtMost() {
    return secondsPerEpoch * epochs;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("batches", batches);
    json.put("seconds_per_epoch", secondsPerEpoch);
    json.put("seconds_at_most", secondsAtMost());
    json.put("memory", memory);
    return json;
  }

  /** Measures the time of each batch, without the time between two epochs. */
  private static final class Watch implements Progress {
    private final List<Double> seconds = new ArrayList<>(); // (batches)
    private final List<Integer> examples = new ArrayList<>(); // (batches)
    private final LongSupplier clock;
    private OptionalLong start = OptionalLong.empty(); // of the first epoch
    private long last;

    Watch(LongSupplier clock) {
      this.clock = clock;
    }

    @Override
    public void epochStarted(int epoch, int all) {
      last = clock.getAsLong();
      start = start.isPresent() ? start : OptionalLong.of(last);
    }

    @Override
    public void batchTrained(int epoch, int inBatch, double loss) {
      long now = clock.getAsLong();
      seconds.add((now - last) / 1e9);
      examples.add(inBatch);
      last = now;
    }

    /** Never before a batch, whatever a start at a line takes. */
    boolean isDone() {
      return seconds.size() >= MOST
          || start.isPresent() && (clock.getAsLong() - start.getAsLong()) / 1e9 > LONGEST;
    }
  }
}
