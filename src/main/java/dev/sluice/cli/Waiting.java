package dev.sluice.cli;

import dev.sluice.evaluate.Patience;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Prints a line before work that takes long, so that nobody wonders; small data do not need one.
 */
final class Waiting implements Patience {
  private static final long QUIET = Duration.ofSeconds(2).toNanos();

  private final PrintWriter out;
  private final BooleanSupplier over;
  private long told = System.nanoTime();

  Waiting(PrintWriter out, BooleanSupplier over) {
    this.out = out;
    this.over = over;
  }

  @Override
  public boolean isOver() {
    return over.getAsBoolean();
  }

  @Override
  public void begins(String what) {
    if (System.nanoTime() - told > QUIET) {
      told = System.nanoTime();
      out.println(what);
      out.flush();
    }
  }
}
