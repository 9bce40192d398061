package dev.sluice.drift;

import dev.sluice.drift.Change.Measure;
import dev.sluice.problem.Shortened;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Categories, the most frequent first.
 *
 * @param counts of each, above 0; if there are many, rare ones are combined in {@link #OTHERS}
 */
public record CategoryQuantity(Watched of, String name, Map<String, Long> counts)
    implements Quantity {
  /** Stands for all categories that are not counted separately or were not in training. */
  static final String OTHERS = "(others)";

  private static final int MOST = 100; // categories
  private static final int LONGEST = 24; // characters of a category in a table

  public CategoryQuantity {
    if (of == null
        || name == null
        || counts == null
        || counts.isEmpty()
        || counts.size() > MOST + 1) {
      throw new IllegalArgumentException("no categories");
    }
    if (counts.values().stream().anyMatch(count -> count == null || count < 1)) {
      throw new IllegalArgumentException("a category without values");
    }
    counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
  }

  static Optional<CategoryQuantity> of(Observed.Categories observed) {
    Map<String, Long> kept = new LinkedHashMap<>();
    observed.counts().entrySet().stream()
        .filter(of -> of.getValue() > 0)
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .forEach(
            of -> kept.merge(kept.size() < MOST ? of.getKey() : OTHERS, of.getValue(), Long::sum));
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(new CategoryQuantity(observed.of(), observed.name(), kept));
  }

  @Override
  public Optional<Change> change(Observed now) {
    return now.asCategories()
        .filter(categories -> sum(categories.counts()) > 0)
        .map(categories -> change(placed(categories.counts()), categories.good()));
  }

  /** The counts of these categories, in the order of those kept here. */
  private Map<String, Long> placed(Map<String, Long> observed) {
    Map<String, Long> found = new LinkedHashMap<>();
    counts.keySet().forEach(category -> found.put(category, 0L));
    observed.forEach(
        (category, count) ->
            found.merge(counts.containsKey(category) ? category : OTHERS, count, Long::sum));
    return found;
  }

  /**
   * @param good the category to show; else the one that changed most
   */
  private Change change(Map<String, Long> found, Optional<String> good) {
    long all = sum(found);
    long[] before =
        found.keySet().stream().mapToLong(category -> counts.getOrDefault(category, 0L)).toArray();
    long[] after = found.values().stream().mapToLong(Long::longValue).toArray();
    String shown = good.orElseGet(() -> mostChanged(found, all));
    return new Change(
        of,
        name,
        Measure.JENSEN_SHANNON,
        Shares.distance(before, after),
        Shares.p(before, after),
        words(shown, counts, total()),
        words(shown, found, all),
        shares(counts, total()),
        shares(found, all),
        Optional.empty(),
        /* better= */ false);
  }

  private long total() {
    return sum(counts);
  }

  private static long sum(Map<String, Long> of) {
    return of.values().stream().mapToLong(Long::longValue).sum();
  }

  private String mostChanged(Map<String, Long> found, long all) {
    return found.keySet().stream()
        .max(
            Comparator.comparingDouble(
                category ->
                    Math.abs(share(found, category, all) - share(counts, category, total()))))
        .orElseThrow();
  }

  private static double share(Map<String, Long> counts, String category, long all) {
    return (double) counts.getOrDefault(category, 0L) / all;
  }

  private static String words(String category, Map<String, Long> counts, long all) {
    return String.format(
        Locale.ROOT,
        "%.1f%% %s",
        100 * share(counts, category, all),
        Shortened.to(LONGEST, category));
  }

  private static Map<String, Object> shares(Map<String, Long> counts, long all) {
    Map<String, Object> shares = new LinkedHashMap<>();
    counts.keySet().forEach(category -> shares.put(category, share(counts, category, all)));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", all);
    json.put("shares", shares);
    return json;
  }
}
