package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Times an action in windows: it is repeated until a window is over, and the window's figure is the
 * mean, so that garbage collections and whatever else comes now and then count.
 *
 * @param warmUp seconds before the first window, at least one call
 * @param window seconds, at least one call
 */
record Stopwatch(double warmUp, double window, int windows) {

  /** Milliseconds per call, of each window. */
  List<Double> time(Runnable action) {
    millisPerCall(action, warmUp);
    List<Double> figures = new ArrayList<>();
    for (int i = 0; i < windows; i++) {
      figures.add(millisPerCall(action, window));
    }
    return figures;
  }

  Stopwatch shorter(double factor) {
    return new Stopwatch(warmUp * factor, window * factor, windows);
  }

  private static double millisPerCall(Runnable action, double seconds) {
    long start = System.nanoTime();
    long calls = 0;
    do {
      action.run();
      calls++;
    } while (System.nanoTime() - start < seconds * 1e9);
    return (System.nanoTime() - start) / 1e6 / calls;
  }
}
