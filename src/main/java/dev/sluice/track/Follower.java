package dev.sluice.track;

import dev.sluice.run.Epoch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A tracker and the thread that calls it. A limited number of epochs is queued here, so that adding
 * one never blocks.
 */
final class Follower {
  private static final int MOST_WAITING = 10_000; // epochs
  private static final Duration PAUSE = Duration.ofSeconds(5); // between attempts after a failure

  private final String name;
  private final Tracker tracker;
  private final Thread thread;
  private final Deque<Epoch> waiting = new ArrayDeque<>();
  private boolean ending;
  private boolean begun;
  private boolean done;
  private boolean told; // a failure, shown once
  private long dropped;
  private Optional<String> warning = Optional.empty(); // not yet shown

  /**
   * @param name of the tracker, as the user wrote it
   */
  Follower(String name, Tracker tracker) {
    this.name = name;
    this.tracker = tracker;
    thread = new Thread(this::follow, "tracking-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  String name() {
    return name;
  }

  Tracker tracker() {
    return tracker;
  }

  synchronized void add(Epoch epoch) {
    if (waiting.size() == MOST_WAITING) {
      waiting.removeFirst();
      dropped++;
    }
    waiting.addLast(epoch);
    notifyAll();
  }

  /** What the user should know, returned once. */
  synchronized Optional<String> takeWarning() {
    Optional<String> taken = warning;
    warning = Optional.empty();
    return taken;
  }

  /**
   * Sends the rest.
   *
   * @param most how long to wait for it
   * @return whether everything was sent
   */
  boolean end(Duration most) {
    synchronized (this) {
      ending = true;
      notifyAll();
    }
    try {
      thread.join(Math.max(1, most.toMillis())); // 0 would wait forever
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
    synchronized (this) {
      if (!done && !told) {
        told = true;
        warning = Optional.of("did not answer within %s seconds".formatted(most.toSeconds()));
      }
      return done && dropped == 0;
    }
  }

  private void follow() {
    try {
      boolean last = false;
      attempt(() -> {});
      while (!last) {
        synchronized (this) {
          while (waiting.isEmpty() && !ending) {
            wait();
          }
          last = ending;
        }
        boolean sent = attempt(this::send);
        if (!sent && !last) {
          pause();
        }
        if (last && sent) {
          boolean ended = attempt(tracker::end);
          synchronized (this) {
            done = ended;
          }
        }
      }
    } catch (InterruptedException e) {
      // Nobody waits any longer.
    }
  }

  /** Waits until the next attempt, or until the run ends. */
  private synchronized void pause() throws InterruptedException {
    long until = System.nanoTime() + PAUSE.toNanos();
    for (long left = PAUSE.toMillis(); left > 0 && !ending; ) {
      wait(left);
      left = (until - System.nanoTime()) / 1_000_000;
    }
  }

  private void send() throws IOException, InterruptedException {
    List<Epoch> epochs;
    synchronized (this) {
      epochs = new ArrayList<>(waiting);
    }
    if (epochs.isEmpty()) {
      return;
    }
    tracker.add(epochs);
    synchronized (this) {
      for (Epoch sent : epochs) {
        if (waiting.peekFirst() == sent) { // otherwise dropped meanwhile, and counted
          waiting.removeFirst();
        }
      }
    }
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  /** Whether it succeeded. No failure of a tracker may cost a run. */
  private boolean attempt(Step step) throws InterruptedException {
    try {
      if (!begun) {
        tracker.begin();
        begun = true;
      }
      step.run();
      return true;
    } catch (IOException | RuntimeException e) {
      synchronized (this) {
        if (!told) {
          told = true;
          warning = Optional.of(e instanceof IOException ? e.getMessage() : e.toString());
        }
      }
      return false;
    }
  }
}
