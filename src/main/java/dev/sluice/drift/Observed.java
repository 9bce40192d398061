package dev.sluice.drift;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The values of one quantity for some examples. */
public sealed interface Observed {
  Watched of();

  /**
   * The name for a reader, such as {@code length in tokens}; each quantity of a {@link Watched} has
   * its own.
   */
  String name();

  /**
   * Whether new rows are compared with held-out rows instead of those of the training part, which
   * are special in this quantity: for example, none of their tokens are unknown if the vocabulary
   * was learned from them.
   */
  boolean heldOut();

  /**
   * Whether these values are better than those of training, such as fewer errors. A change of
   * values that are neither good nor bad is never an improvement.
   */
  boolean improves(Quantity training);

  /** The summary of them that is kept; empty if there are none. */
  Optional<? extends Quantity> kept();

  /** These values, if they are numbers. */
  default Optional<Numbers> asNumbers() {
    return Optional.empty();
  }

  /** These values, if they are categories. */
  default Optional<Categories> asCategories() {
    return Optional.empty();
  }

  /** Observes a numeric quantity. */
  static Numbers numbers(Watched of, String name, double[] values) {
    return new Numbers(of, name, values, false, of != Watched.INPUT, Numbers.Good.NEITHER);
  }

  /** Observes a quantity that is one of a few words. */
  static Categories categories(Watched of, String name, Map<String, Long> counts) {
    return new Categories(of, name, counts, of != Watched.INPUT, Optional.empty());
  }

  /** The count of each value, in the order of first appearance. */
  static Map<String, Long> counts(Iterable<String> values) {
    Map<String, Long> counts = new LinkedHashMap<>();
    values.forEach(value -> counts.merge(value, 1L, Long::sum));
    return counts;
  }

  /** A column of numbers: its values, and the share of them that is missing. */
  static List<Observed> column(String name, double[] values, boolean inOrder) {
    double[] missing = new double[values.length];
    for (int i = 0; i < missing.length; i++) {
      missing[i] = Double.isNaN(values[i]) ? 1 : 0;
    }
    Numbers known = numbers(Watched.INPUT, "'%s'".formatted(name), values);
    Numbers gaps = numbers(Watched.INPUT, "missing of '%s'".formatted(name), missing);
    return inOrder ? List.of(known.inTimeOrder(), gaps.inTimeOrder()) : List.of(known, gaps);
  }

  /**
   * Observes numbers.
   *
   * @param values NaN where there is none; not copied, never written
   * @param inOrder whether successive values depend on each other, as the rows of a series do
   * @param good which values are better
   */
  record Numbers(
      Watched of, String name, double[] values, boolean inOrder, boolean heldOut, Good good)
      implements Observed {

    /** Which values of a quantity are better. */
    public enum Good {
      /** Neither, as of what goes in, or of errors with a sign. */
      NEITHER,
      LOW,
      HIGH
    }

    @Override
    public boolean improves(Quantity training) {
      double mean = Arrays.stream(values).filter(Double::isFinite).average().orElse(Double.NaN);
      return training instanceof NumberQuantity before
          && (good == Good.LOW && mean < before.mean()
              || good == Good.HIGH && mean > before.mean());
    }

    @Override
    public Optional<NumberQuantity> kept() {
      return NumberQuantity.of(this);
    }

    @Override
    public Optional<Numbers> asNumbers() {
      return Optional.of(this);
    }

    /** The same for values that depend on the ones before them. */
    public Numbers inTimeOrder() {
      return new Numbers(of, name, values, true, heldOut, good);
    }

    /** The same for errors or the like, of which low values are better. */
    public Numbers betterLow() {
      return new Numbers(of, name, values, inOrder, heldOut, Good.LOW);
    }

    /** The same for scores or the like, of which high values are better. */
    public Numbers betterHigh() {
      return new Numbers(of, name, values, inOrder, heldOut, Good.HIGH);
    }

    /** The same, see {@link Observed#heldOut}. */
    public Numbers besideHeldOut() {
      return new Numbers(of, name, values, inOrder, true, good);
    }
  }

  /**
   * Observes categories.
   *
   * @param counts how many examples have each
   * @param good the category of which more is better, if there is one
   */
  record Categories(
      Watched of, String name, Map<String, Long> counts, boolean heldOut, Optional<String> good)
      implements Observed {
    public Categories {
      counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    @Override
    public boolean improves(Quantity training) {
      return good.isPresent()
          && training instanceof CategoryQuantity before
          && share(good.get(), counts) > share(good.get(), before.counts());
    }

    private static double share(String category, Map<String, Long> of) {
      double all = of.values().stream().mapToLong(Long::longValue).sum();
      return of.getOrDefault(category, 0L) / all;
    }

    /** The same, of which more of one category is better. */
    public Categories betterWithMore(String category) {
      return new Categories(of, name, counts, heldOut, Optional.of(category));
    }

    @Override
    public Optional<CategoryQuantity> kept() {
      return CategoryQuantity.of(this);
    }

    @Override
    public Optional<Categories> asCategories() {
      return Optional.of(this);
    }

    /** The same, see {@link Observed#heldOut}. */
    public Categories besideHeldOut() {
      return new Categories(of, name, counts, true, good);
    }
  }
}
