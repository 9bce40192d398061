package dev.sluice.serve;

import java.time.Duration;

/**
 * The limits of requests.
 *
 * @param bytes of a body
 * @param rows of a request
 * @param time until a request is answered
 * @param requests that are being answered or waiting at the same time; more are turned away
 */
public record Limits(int bytes, int rows, Duration time, int requests) {
  public static final Limits USUAL = new Limits(10 << 20, 10_000, Duration.ofSeconds(30), 256);

  public Limits {
    if (bytes < 1 || rows < 1 || requests < 1 || time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("limits must be above 0");
    }
  }
}
