package dev.sluice.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The score by which a run is compared with others, the `deciding` of its results.
 *
 * @param metric its name in configs
 * @param loss the value, converted so that less is better
 * @param comparable the same for runs that were scored by this metric on the same rows
 */
public record RunScore(String metric, double value, double loss, List<String> comparable) {

  /** Empty if the run was not scored. */
  public static Optional<RunScore> of(Optional<Results> results) {
    return results
        .flatMap(Results::test)
        .flatMap(TestScores::deciding)
        .flatMap(deciding -> deciding.value().map(value -> of(deciding, value)));
  }

  private static RunScore of(TestScores.Deciding deciding, double value) {
    return new RunScore(
        deciding.metric().toLowerCase(Locale.ROOT).replace(' ', '_'),
        value,
        deciding.better().equals("higher") ? -value : value,
        List.of(deciding.metric(), deciding.testSha256().orElse("")));
  }
}
