package dev.sluice.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Times an action in windows: it is repeated until a window is over, and the window's figure is the
 * mean, so that garbage collections and whatever else comes now and then count. Before the first
 * window the JVM's compilers come to rest.
 *
 * @param warmUp seconds before the first window, at least one call; four times as many while the
 *     compilers are at work
 * @param window seconds, at least one call
 */
record Stopwatch(double warmUp, double window, int windows) {
  private static final double LONGEST = 4;
  private static final double AT_REST = 0.02; // the share of the time in which they compile

  /**
   * @param began seconds since 1970
   * @param ended seconds since 1970
   * @param ms milliseconds per call
   */
  record Window(double began, double ended, double ms) {}

  List<Window> time(Runnable action) {
    warmUp(action);
    List<Window> figures = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      figures.add(repeat(action, window));
    }
    return figures;
  }

  Stopwatch shorter(double factor) {
    return new Stopwatch(warmUp * factor, window * factor, windows);
  }

  private void warmUp(Runnable action) {
    CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
    long start = System.nanoTime();
    repeat(action, warmUp);
    double compiling;
    do {
      long compiledBefore = compilers.getTotalCompilationTime();
      long begin = System.nanoTime();
      repeat(action, warmUp / 2);
      compiling =
          (compilers.getTotalCompilationTime() - compiledBefore)
              / ((System.nanoTime() - begin) / 1e6);
    } while (compiling > AT_REST && System.nanoTime() - start < LONGEST * warmUp * 1e9);
  }

  private static Window repeat(Runnable action, double seconds) {
    double began = System.currentTimeMillis() / 1e3;
    long start = System.nanoTime();
    long calls = 0;
    do {
      action.run();
      calls++;
    } while (System.nanoTime() - start < seconds * 1e9);
    double elapsed = (System.nanoTime() - start) / 1e9;
    return new Window(began, began + elapsed, elapsed * 1e3 / calls);
  }
}
