package dev.sluice.drift;

import java.util.Map;
import java.util.Optional;

/**
 * How the values of a quantity in new rows differ from those in training.
 *
 * @param effect the size of the difference, in units of {@code measure}; 0 if there is none
 * @param p the probability of a difference at least as large if nothing has changed
 * @param before the training values, in a few words
 * @param now those of the new rows
 * @param training the same as plain values for JSON
 * @param rows those of the new rows
 * @param note what a reader should know besides the table
 * @param better whether the new values are better than those of training
 */
public record Change(
    Watched of,
    String name,
    Measure measure,
    double effect,
    double p,
    String before,
    String now,
    Map<String, Object> training,
    Map<String, Object> rows,
    Optional<String> note,
    boolean better) {

  /** The measure of an effect. */
  public enum Measure {
    /**
     * The Wasserstein distance, the mean distance that a value has to be moved, in standard
     * deviations of training.
     */
    WASSERSTEIN("wasserstein", 0.1),
    /** The Jensen-Shannon distance of shares, base 2, from 0 to 1. */
    JENSEN_SHANNON("jensen_shannon", 0.1);

    private final String word;
    private final double threshold;

    Measure(String word, double threshold) {
      this.word = word;
      this.threshold = threshold;
    }

    String word() {
      return word;
    }

    /** The smallest effect that matters; docs/monitor.md gives the reasons. */
    double threshold() {
      return threshold;
    }
  }

  /** The same for new values that are better than those of training, or not. */
  Change better(boolean improved) {
    return new Change(of, name, measure, effect, p, before, now, training, rows, note, improved);
  }

  boolean matters() {
    return effect >= measure.threshold();
  }
}
