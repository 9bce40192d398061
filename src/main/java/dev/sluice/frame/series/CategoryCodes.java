package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.spec.ColumnSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Numbers for the words of columns: codes in the order of first appearance until the training part
 * is known, then the ids that were learned from it.
 */
final class CategoryCodes {
  private static final int LISTED = 5;

  private final Map<Integer, Map<String, Integer>> byColumn = new HashMap<>();
  private final boolean fitted;

  private CategoryCodes(boolean fitted) {
    this.fitted = fitted;
  }

  /** For the data to train on. */
  static CategoryCodes unfitted() {
    return new CategoryCodes(false);
  }

  /** For new rows, in which unknown words are 0. */
  static CategoryCodes of(SeriesLayout layout, List<FittedCategory> categories) {
    CategoryCodes codes = new CategoryCodes(true);
    for (int i = 0; i < categories.size(); i++) {
      codes.byColumn.put(layout.categories()[i], categories.get(i).ids());
    }
    return codes;
  }

  double code(int column, String word) {
    Map<String, Integer> codes = byColumn.computeIfAbsent(column, c -> new LinkedHashMap<>());
    if (fitted) {
      return codes.getOrDefault(word, 0);
    }
    Integer known = codes.putIfAbsent(word, codes.size());
    return known == null ? codes.size() - 1 : known;
  }

  /**
   * Learns the categories from the training rows, and replaces the codes by their ids in all rows.
   *
   * @param trainingEnds for each series, the row after the last one of its training part
   * @param problems receives columns that teach nothing
   * @return one for each of {@link SeriesLayout#categories}
   */
  List<FittedCategory> fit(
      SeriesLayout layout, List<Series> series, int[] trainingEnds, List<Problem> problems) {
    List<FittedCategory> all = new ArrayList<>();
    for (int column : layout.categories()) {
      List<String> words = List.copyOf(byColumn.getOrDefault(column, Map.of()).keySet());
      int[] counts = new int[words.size()];
      for (int s = 0; s < trainingEnds.length; s++) {
        double[] codes = series.get(s).values()[column];
        IntStream.range(0, trainingEnds[s]).forEach(row -> counts[(int) codes[row]]++);
      }
      int least = layout.specs().get(column).categories().orElseThrow().minCount();
      int[] kept =
          IntStream.range(0, counts.length)
              .filter(code -> counts[code] >= least)
              .boxed()
              .sorted(Comparator.comparingInt(code -> -counts[code]))
              .mapToInt(code -> code)
              .toArray();
      boolean rare = IntStream.of(counts).anyMatch(count -> count > 0 && count < least);
      constant(layout, column, words, counts, kept, rare).ifPresent(problems::add);
      boolean unknownAhead = layout.readsAhead() && column < layout.pastColumns();
      all.add(
          new FittedCategory(
              layout.columns().get(column),
              IntStream.of(kept).mapToObj(words::get).toList(),
              rare || unknownAhead));
      int[] ids = new int[words.size()];
      IntStream.range(0, kept.length).forEach(i -> ids[kept[i]] = i + 1);
      for (Series one : series) {
        double[] codes = one.values()[column];
        IntStream.range(0, codes.length).forEach(row -> codes[row] = ids[(int) codes[row]]);
      }
    }
    return all;
  }

  private static Optional<Problem> constant(
      SeriesLayout layout, int column, List<String> words, int[] counts, int[] kept, boolean rare) {
    String name = layout.columns().get(column);
    if (kept.length > 1 || kept.length == 1 && rare) {
      return Optional.empty();
    }
    List<String> seen =
        IntStream.range(0, counts.length)
            .filter(code -> counts[code] > 0)
            .mapToObj(code -> "'" + words.get(code) + "'")
            .toList();
    String listed = String.join(", ", seen.subList(0, Math.min(LISTED, seen.size())));
    return Optional.of(
        kept.length == 1
            ? Problem.atKey(
                layout.keyOf(column),
                "'%s' is the same (%s) in all training rows: nothing to learn"
                    .formatted(name, listed),
                "remove it")
            : Problem.atKey(
                layout.keyOf(column),
                "'%s' has no word in %s or more training rows: nothing to learn (%s%s)"
                    .formatted(
                        name,
                        layout.specs().get(column).categories().orElseThrow().minCount(),
                        listed,
                        seen.size() > LISTED ? ", ..." : ""),
                "set %s: {categories: {min_count: 1}}, or remove it"
                    .formatted(ColumnSpec.path(name))));
  }
}
