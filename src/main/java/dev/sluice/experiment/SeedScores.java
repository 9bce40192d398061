package dev.sluice.experiment;

import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.Evidence;
import dev.sluice.evaluate.Verdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The scores of trainings that differ only in their seed, on the same test part.
 *
 * @param values name of the metric to the value of each seed, for metrics that every run has
 * @param verdict on the mean of the seeds
 */
public record SeedScores(Map<String, List<Double>> values, Verdict verdict) {

  public SeedScores {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * @param seeds of each, two at least
   */
  public static SeedScores of(List<Evaluation> seeds) {
    Map<String, List<Double>> values = new LinkedHashMap<>();
    for (String metric : seeds.get(0).values().keySet()) {
      if (seeds.stream().allMatch(seed -> seed.values().containsKey(metric))) {
        values.put(metric, seeds.stream().map(seed -> seed.values().get(metric)).toList());
      }
    }
    List<Evidence> evidence = seeds.stream().flatMap(seed -> seed.evidence().stream()).toList();
    return new SeedScores(
        values,
        evidence.size() < seeds.size()
            ? new Verdict(
                Verdict.Outcome.UNKNOWN,
                "There is no baseline to compare the seeds with, or no score to compare.")
            : Evidence.verdict(evidence));
  }

  public double mean(String metric) {
    return values.get(metric).stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /** The standard deviation between seeds. */
  public double spread(String metric) {
    double mean = mean(metric);
    double squares = values.get(metric).stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.get(metric).size() - 1));
  }
}
