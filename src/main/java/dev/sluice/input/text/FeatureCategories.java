package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.drift.Observed;
import dev.sluice.drift.Watched;
import dev.sluice.frame.FittedJson;
import dev.sluice.frame.NormalForm;
import dev.sluice.frame.Rows;
import dev.sluice.input.InputColumn;
import dev.sluice.problem.Problem;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Categories beside a text, one-hot encoded: a number for each, 1 in its rows and 0 in others, and,
 * if the training part has rare ones, a last number for `other`. Without that, an unknown category
 * is encoded as the average row.
 *
 * @param values those that are not rare, the most frequent first
 */
record FeatureCategories(String name, Map<String, Integer> values, boolean other, float[] average)
    implements FittedFeature {
  private static final int LISTED = 5;
  private static final String UNSEEN = "(rare or unseen)";

  /**
   * @param key that names the column
   * @param minCount the number of rows from which a category is not rare
   * @return empty with a problem
   */
  static Optional<FeatureCategories> fit(
      String key, String name, int minCount, Rows training, List<Problem> problems) {
    int column = training.table().indexOf(name);
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < training.size(); i++) {
      counts.merge(category(training.value(i, column)), 1, Integer::sum);
    }
    List<String> kept =
        counts.entrySet().stream()
            .filter(category -> category.getValue() >= minCount)
            .sorted(Comparator.comparingInt(category -> -category.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    boolean rare = kept.size() < counts.size();
    if (kept.isEmpty() || kept.size() == 1 && !rare) {
      problems.add(useless(key, name, minCount, List.copyOf(counts.keySet())));
      return Optional.empty();
    }
    float[] average = new float[kept.size() + (rare ? 1 : 0)];
    int left = training.size();
    for (int i = 0; i < kept.size(); i++) {
      average[i] = (float) counts.get(kept.get(i)) / training.size();
      left -= counts.get(kept.get(i));
    }
    if (rare) {
      average[kept.size()] = (float) left / training.size();
    }
    return Optional.of(new FeatureCategories(name, numbered(kept), rare, average));
  }

  private static Problem useless(String key, String name, int minCount, List<String> seen) {
    String listed =
        String.join("', '", seen.subList(0, Math.min(LISTED, seen.size())))
            + (seen.size() > LISTED ? "', ..." : "'");
    return seen.size() == 1
        ? Problem.atKey(
            key,
            "'%s' is the same ('%s) in all training rows: nothing to learn".formatted(name, listed),
            "leave it out")
        : Problem.atKey(
            key,
            "'%s' has no category in %s or more training rows: nothing to learn ('%s)"
                .formatted(name, minCount, listed),
            "lower features.min_count, or leave the column out");
  }

  /** In the form in which it is compared. */
  private static String category(String cell) {
    return NormalForm.NFC.of(cell).strip();
  }

  private static Map<String, Integer> numbered(List<String> values) {
    Map<String, Integer> numbers = new HashMap<>();
    values.forEach(value -> numbers.put(value, numbers.size()));
    return numbers;
  }

  @Override
  public InputColumn reads() {
    return InputColumn.of(name, InputColumn.Holds.NAME);
  }

  @Override
  public String example() {
    return values.keySet().iterator().next();
  }

  @Override
  public int width() {
    return values.size() + (other ? 1 : 0);
  }

  @Override
  public void write(Rows rows, float[][] into, int at, List<Problem> problems) {
    int column = rows.table().indexOf(name);
    for (int i = 0; i < into.length; i++) {
      Integer known = values.get(category(rows.value(i, column)));
      if (known != null || other) {
        into[i][at + (known == null ? values.size() : known)] = 1;
      } else {
        System.arraycopy(average, 0, into[i], at, average.length);
      }
    }
  }

  /** Categories that are rare or did not occur in training are one category. */
  @Override
  public List<Observed> observed(Rows rows) {
    int column = rows.table().indexOf(name);
    List<String> categories =
        IntStream.range(0, rows.size())
            .mapToObj(i -> category(rows.value(i, column)))
            .map(category -> values.containsKey(category) ? category : UNSEEN)
            .toList();
    return List.of(
        Observed.categories(Watched.INPUT, "'%s'".formatted(name), Observed.counts(categories))
            .besideHeldOut());
  }

  @Override
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("categories", values.size());
    summary.put("inputs", width());
    return summary;
  }

  /** {@code values} in order, and whether {@code other} has rows. */
  @Override
  public void write(ObjectNode json) {
    values.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .forEach(json.putArray("values")::add);
    json.put("other", other);
  }

  static FeatureCategories fromJson(String name, JsonNode json, float[] average) {
    return new FeatureCategories(
        name,
        numbered(FittedJson.distinct(json, "values")),
        json.path("other").asBoolean(),
        average);
  }
}
