package dev.sluice.evaluate;

import java.util.Optional;
import java.util.OptionalDouble;

/** The result of a metric: a number, or the reason why there is none. */
public sealed interface Score {

  /**
   * A finite number.
   *
   * @param leftOut how many points (or classes, in a mean over classes) do not count because the
   *     metric is undefined for them
   */
  record Value(double value, long leftOut) implements Score {
    public Value {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a score is finite, not " + value);
      }
    }
  }

  /**
   * No number.
   *
   * @param reason why, in words for the user, without a full stop
   */
  record Absent(String reason) implements Score {}

  static Score of(double value) {
    return of(value, 0);
  }

  /** The value; an absent score if it is not finite. */
  static Score of(double value, long leftOut) {
    return Double.isFinite(value)
        ? new Value(value, leftOut)
        : new Absent("the errors are too large to add up");
  }

  static Score absent(String reason) {
    return new Absent(reason);
  }

  default OptionalDouble number() {
    return this instanceof Value v ? OptionalDouble.of(v.value()) : OptionalDouble.empty();
  }

  /** Why there is no number, if there is none. */
  default Optional<String> whyAbsent() {
    return this instanceof Absent absent ? Optional.of(absent.reason()) : Optional.empty();
  }
}
