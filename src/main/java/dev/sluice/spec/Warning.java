package dev.sluice.spec;

import dev.sluice.problem.Problem;
import java.util.Locale;
import java.util.Objects;

/**
 * Something that is allowed but rarely intended.
 *
 * @param problem where it is, what was found, in numbers, and what to do about it
 * @param why it matters, one sentence without a full stop
 */
public record Warning(Check check, Problem problem, String why) {
  public Warning {
    Objects.requireNonNull(check);
    Objects.requireNonNull(problem);
    Objects.requireNonNull(why);
  }

  /** The name of the check as users write it: {@code class_imbalance}. */
  public String name() {
    return check.name().toLowerCase(Locale.ROOT);
  }

  /** A share in the notation of warnings: {@code 12.5%}. */
  public static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f%%", 100 * share);
  }

  /** The same as a complete problem: its name, the reason, how to correct or silence it. */
  public Problem toProblem() {
    return new Problem(
        problem.path(),
        problem.location(),
        name() + ": " + problem.what(),
        "%s\n%s\nor silence this warning: checks: {ignore: [%s]}"
            .formatted(why, problem.advice(), name()));
  }
}
