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
 * One tracker and the thread that calls it. Epochs wait here, a bounded number of them, so that
 * nobody who adds one ever waits.
 */
final class Follower {
  private static final int MOST_WAITING = 10_000; // epochs
  private static final Duration PAUSE = Duration.ofSeconds(5); // after a failure

  private final String name;
  private final Tracker tracker;
  private final Thread thread;
  private final Deque<Epoch> waiting = new ArrayDeque<>();
  private boolean ending;
  private boolean begun;
  private boolean done;
  private boolean told; // a failure, once
  private long dropped;
  private Optional<String> warning = Optional.empty(); // not yet taken

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

  /** What the user should know, once. */
  synchronized Optional<String> takeWarning() {
    Optional<String> taken = warning;
    warning = Optional.empty();
    return taken;
  }

  /**
   * Sends the rest.
   *
   * @param most how long to wait for it
   * @return whether all was sent
   */
  boolean end(Duration most) {
    synchronized (this) {
      ending = true;
      notifyAll();
    }
    try {
      thread.join(Math.max(1, most.toMillis())); // 0 would wait for ever
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

  /** Until it is tried again, or the run ends. */
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
        if (waiting.peekFirst() == sent) { // else dropped meanwhile, and counted
          waiting.removeFirst();
        }
      }
    }
  }

  private interface Step {
    void run() throws IOException, InterruptedException;
  }

  /** Whether it succeeded. A tracker that fails, in whatever way, costs no run. */
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
