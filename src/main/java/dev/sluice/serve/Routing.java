package dev.sluice.serve;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which model answers the requests for a model.
 *
 * @param splits by the requested model, the shares of the models that answer, including itself
 * @param shadows by the model that answers, another one that gets the same request; its answers are
 *     compared, never sent
 */
public record Routing(Map<String, Map<String, Double>> splits, Map<String, String> shadows) {
  private static final double ROUNDING = 1e-9;

  /** Each model answers for itself. */
  public static final Routing NONE = new Routing(Map.of(), Map.of());

  public Routing {
    splits = copy(splits);
    shadows = Map.copyOf(shadows);
    for (Map<String, Double> shares : splits.values()) {
      if (shares.values().stream().anyMatch(share -> !(share > 0))) {
        throw new IllegalArgumentException("shares must be above 0");
      }
      double sum = shares.values().stream().mapToDouble(share -> share).sum();
      if (!(Math.abs(sum - 1) <= ROUNDING)) {
        throw new IllegalArgumentException(
            "shares must add up to 1, not to %s".formatted((float) sum));
      }
    }
  }

  private static Map<String, Map<String, Double>> copy(Map<String, Map<String, Double>> splits) {
    Map<String, Map<String, Double>> copy = new LinkedHashMap<>();
    splits.forEach(
        (name, shares) -> copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(shares))));
    return Collections.unmodifiableMap(copy);
  }

  /**
   * The model that answers a request.
   *
   * @param chance from 0 to 1
   */
  String choose(String asked, double chance) {
    double left = chance;
    String last = asked;
    for (Map.Entry<String, Double> share : splits.getOrDefault(asked, Map.of()).entrySet()) {
      last = share.getKey();
      left -= share.getValue();
      if (left < 0) {
        break;
      }
    }
    return last;
  }

  Optional<String> shadow(String answering) {
    return Optional.ofNullable(shadows.get(answering));
  }

  /**
   * @throws UserException if it names a model that is not there
   */
  void require(Set<String> models) {
    List<Problem> problems = new ArrayList<>();
    splits.values().stream()
        .flatMap(shares -> shares.keySet().stream())
        .filter(name -> !models.contains(name))
        .forEach(name -> problems.add(unknown("--split", name, models)));
    shadows.forEach(
        (name, shadow) -> {
          for (String each : List.of(name, shadow)) {
            if (!models.contains(each)) {
              problems.add(unknown("--shadow", each, models));
            }
          }
        });
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  private static Problem unknown(String option, String name, Set<String> models) {
    return Problem.inFile(
        option,
        "there is no model '%s'".formatted(name),
        "models: %s; use NAME=RUN to name one".formatted(String.join(", ", models)));
  }
}
