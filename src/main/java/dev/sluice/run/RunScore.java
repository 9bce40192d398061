package dev.sluice.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The score by which a run is compared with others, the `deciding` of its results.
 *
 * @param metric its name in configs
 * @param loss the value, turned so that less is better
 * @param comparable the same for runs that were scored by this metric on the same rows
 */
public record RunScore(String metric, double value, double loss, List<String> comparable) {

  /**
   * @param deciding what {@code results.json} says of the test part, if anything
   * @return empty if the run was not scored
   */
  public static Optional<RunScore> of(JsonNode deciding) {
    if (!deciding.path("value").isNumber()) {
      return Optional.empty();
    }
    String metric = deciding.path("metric").asText();
    double value = deciding.path("value").asDouble();
    return Optional.of(
        new RunScore(
            metric.toLowerCase(Locale.ROOT),
            value,
            deciding.path("better").asText().equals("higher") ? -value : value,
            List.of(metric, deciding.path("test_sha256").asText())));
  }
}
