package dev.sluice.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Turns Ctrl-C into a request to stop: the JVM keeps running until the current work has been
 * finished and this is closed, or a minute has passed. Exit codes are then those of the signal, 130
 * for Ctrl-C.
 */
final class Interruption implements BooleanSupplier, AutoCloseable {
  private static final int PATIENCE = 60; // seconds
  private static final int KILLED = 130;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::request, "interruption");
  private volatile boolean requested;

  Interruption() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void request() {
    requested = true;
    asked.countDown();
    try {
      boolean inTime = ended.await(PATIENCE, TimeUnit.SECONDS);
      if (!inTime) {
        Runtime.getRuntime().halt(KILLED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the work should stop. */
  @Override
  public boolean getAsBoolean() {
    return requested;
  }

  /** Waits until the work should stop. */
  void await() {
    try {
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    ended.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The request has just arrived, when the work was already done.
      }
    }
  }
}
