package dev.sluice.report;

import dev.sluice.run.DataSummary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The number of rows of each class in each part, from the summary of the data.
 *
 * @param byClass class to counts, one for each part; 0 where a part has none
 */
record ClassCounts(List<String> parts, Map<String, List<Long>> byClass) {
  /** The entry of the summary that counts classes; that of labels is called after them. */
  static final String CLASSES = "classes";

  /** Empty if nothing was counted. */
  static Optional<ClassCounts> of(DataSummary data) {
    Map<String, List<Long>> byClass = new LinkedHashMap<>();
    for (DataSummary.Row row : data.byPart()) {
      if (row.name().equals(CLASSES) && row.of().isPresent()) {
        byClass.put(
            row.of().get(),
            row.values().stream()
                .map(value -> value.filter(Number.class::isInstance).map(Number.class::cast))
                .map(number -> number.map(Number::longValue).orElse(0L))
                .toList());
      }
    }
    return byClass.isEmpty()
        ? Optional.empty()
        : Optional.of(new ClassCounts(data.parts(), byClass));
  }

  /** The counts of one part; empty if there is no such part. */
  Optional<Map<String, Long>> in(String part) {
    int index = parts.indexOf(part);
    if (index < 0) {
      return Optional.empty();
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    byClass.forEach((name, values) -> counts.put(name, values.get(index)));
    return Optional.of(counts);
  }

  /** The most frequent class of the training part; empty if several are equally frequent. */
  Optional<String> mostFrequent() {
    Map<String, Long> counts = in("training").orElse(Map.of());
    long most = counts.values().stream().mapToLong(count -> count).max().orElse(0);
    List<String> classes =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() == most)
            .map(Map.Entry::getKey)
            .toList();
    return classes.size() == 1 ? Optional.of(classes.get(0)) : Optional.empty();
  }
}
