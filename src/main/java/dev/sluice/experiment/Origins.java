package dev.sluice.experiment;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.util.Optional;

/**
 * The origins of a backtest: {@code count} cutoffs, {@code stride} rows apart. The forecast of the
 * last one ends with the last row of the data.
 */
public record Origins(int count, int stride, Refit refit) {
  public Origins {
    if (count < 1 || stride < 1) {
      throw new UserException(
          new Problem(
              "",
              "",
              "%s must be 1 or more; found %s"
                  .formatted(count < 1 ? "--origins" : "--stride", count < 1 ? count : stride),
              ""));
    }
  }

  /**
   * When a new network is trained.
   *
   * @param every after how many origins; empty: once, before the first
   */
  public record Refit(Optional<Integer> every) {
    /** One network forecasts from all origins. */
    public static final Refit NEVER = new Refit(Optional.empty());

    /** Each origin has its own network. */
    public static final Refit EACH = new Refit(Optional.of(1));

    /**
     * @param word never, each, or every:6 and the like
     * @throws UserException if it is none of them
     */
    public static Refit parse(String word) {
      if (word.equals("never") || word.equals("each")) {
        return word.equals("each") ? EACH : NEVER;
      }
      if (word.matches("every:[1-9]\\d{0,8}")) {
        return new Refit(Optional.of(Integer.parseInt(word.substring("every:".length()))));
      }
      throw new UserException(
          new Problem(
              "",
              "",
              "--refit: '%s' is not never, each or every:N".formatted(word),
              "every:6 trains a new network before each sixth origin"));
    }

    /** The word that {@link #parse} reads. */
    @Override
    public String toString() {
      return every.map(n -> n == 1 ? "each" : "every:" + n).orElse("never");
    }
  }

  /** The number of origins per network; the last network may have fewer. */
  int perFit() {
    return Math.min(count, refit.every().orElse(count));
  }

  int fits() {
    return (count + perFit() - 1) / perFit();
  }

  /**
   * The number of rows from the first that an origin, counted from 0, does not see to the last row
   * of all.
   */
  int rowsAfter(int origin, int rowsAhead) {
    return rowsAhead + (count - 1 - origin) * stride;
  }
}
