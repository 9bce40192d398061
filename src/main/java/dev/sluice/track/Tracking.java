package dev.sluice.track;

import dev.sluice.plugin.Factories;
import dev.sluice.plugin.Kinds;
import dev.sluice.run.Epoch;
import dev.sluice.run.History;
import dev.sluice.spec.TrackerSpec;
import dev.sluice.spec.TrackingSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The trackers of one run, each with its own thread. Reporting an epoch never blocks, and a
 * tracker's failure is a warning, never an exception.
 */
public final class Tracking implements AutoCloseable {
  private static final Factories<TrackerFactory<?>> FACTORIES = Factories.of(TrackerFactory.class);

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(3);

  private final List<Follower> followers = new ArrayList<>();
  private boolean ended;

  private Tracking() {}

  /**
   * Begins or continues to track a run: trackers receive the epochs that its folder already has.
   * There are threads only if the config names trackers.
   */
  public static Tracking of(TrackedRun run) {
    Tracking tracking = new Tracking();
    List<TrackerSpec> specs = run.config().tracking().map(TrackingSpec::trackers).orElse(List.of());
    if (!specs.isEmpty()) {
      List<Epoch> before = History.read(run.folder().metrics());
      for (TrackerSpec spec : specs) {
        tracking.followers.add(new Follower(Kinds.installed().nameOf(spec), open(spec, run)));
      }
      before.forEach(tracking::add);
    }
    return tracking;
  }

  @SuppressWarnings("unchecked") // the factory is registered for the class of its record
  private static <S extends TrackerSpec> Tracker open(S spec, TrackedRun run) {
    return ((TrackerFactory<S>) FACTORIES.forSpec(spec)).open(spec, run);
  }

  /** Called when an epoch has been written to the run folder. */
  public void add(Epoch epoch) {
    followers.forEach(follower -> follower.add(epoch));
  }

  /** Warnings that have not been shown yet, at most one for each tracker. */
  public List<String> takeWarnings() {
    return followers.stream()
        .flatMap(
            follower ->
                follower.takeWarning().stream()
                    .map(why -> "warning: %s: %s".formatted(follower.name(), why)))
        .toList();
  }

  /** Whether {@link #end} has to wait for any tracker. */
  public boolean isFollowed() {
    return !followers.isEmpty();
  }

  /** How long {@link #end} may take. */
  public Duration patience() {
    return followers.stream()
        .map(follower -> follower.tracker().patience())
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  /**
   * Sends what is left once the run has ended, and stops the trackers.
   *
   * @param most how long to wait, if the trackers would wait longer
   * @return lines for the user: where the run can be seen, and what was not sent
   */
  public List<String> end(Duration most) {
    ended = true;
    long began = System.nanoTime();
    List<String> lines = new ArrayList<>();
    for (Follower follower : followers) {
      Duration own = follower.tracker().patience();
      Duration wait = own.compareTo(most) < 0 ? own : most;
      boolean all = follower.end(wait.minusNanos(System.nanoTime() - began));
      String place = follower.tracker().place().map(" "::concat).orElse("");
      lines.add(
          all
              ? follower.name() + place
              : "%s%s did not receive all of the run; the run folder has everything"
                  .formatted(follower.name(), place));
    }
    return lines;
  }

  /** Stops the trackers, after a moment in which they may report that the run has failed. */
  @Override
  public void close() {
    if (!ended) {
      end(AFTER_FAILURE);
    }
  }
}
