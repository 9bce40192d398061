package dev.sluice.cli;

import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which runs are listed, such as {@code accuracy>0.9} or {@code learning_rate=0.01}.
 *
 * @param key `name`, `task`, `status` or `epochs`; else a metric of the test part; else a key of
 *     the config, as a whole or as its end: {@code units} is {@code network[1].lstm.units}, too
 */
record RunCondition(String key, Operator operator, String value) {
  private static final Pattern FORM =
      Pattern.compile("\\s*([^=<>!]+?)\\s*(!=|<=|>=|=|<|>)\\s*((?![=<>]).*?)\\s*", Pattern.DOTALL);

  /** Not 1d, which Java reads as a number and which is a day in a config. */
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

  private static final Set<String> OWN = Set.of("name", "task", "status", "epochs");

  /** How a value of a run is to be beside the one that is asked for. */
  enum Operator {
    EQUAL("=", sign -> sign == 0),
    OTHER("!=", sign -> sign != 0),
    LESS("<", sign -> sign < 0),
    AT_MOST("<=", sign -> sign <= 0),
    MORE(">", sign -> sign > 0),
    AT_LEAST(">=", sign -> sign >= 0);

    private final String text;
    private final IntPredicate holds;

    Operator(String text, IntPredicate holds) {
      this.text = text;
      this.holds = holds;
    }

    private static Operator of(String text) {
      return List.of(values()).stream().filter(o -> o.text.equals(text)).findFirst().orElseThrow();
    }

    /** Numbers are compared as numbers, 0.010 is 1e-2; the rest as text, by = and != alone. */
    boolean holds(String found, String asked) {
      OptionalDouble one = number(found);
      OptionalDouble other = number(asked);
      if (one.isPresent() && other.isPresent()) {
        return holds.test(Double.compare(one.getAsDouble(), other.getAsDouble()));
      }
      return this == EQUAL ? found.equals(asked) : this == OTHER && !found.equals(asked);
    }

    private static OptionalDouble number(String text) {
      return NUMBER.matcher(text).matches()
          ? OptionalDouble.of(Double.parseDouble(text) + 0.0) // -0 is 0
          : OptionalDouble.empty();
    }
  }

  /**
   * @throws UserException if it has another form
   */
  static RunCondition parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new UserException(
          Problem.inFile(
              "--where",
              "'%s' is not a condition".formatted(text),
              "write a key, one of = != < <= > >=, and a value: --where 'accuracy>0.9'"));
    }
    Operator operator = Operator.of(parts.group(2));
    boolean ordered = operator != Operator.EQUAL && operator != Operator.OTHER;
    if (ordered && Operator.number(parts.group(3)).isEmpty()) {
      throw new UserException(
          Problem.inFile(
              "--where",
              "'%s': '%s' is not a number".formatted(text, parts.group(3)),
              "compare with a number, or use = or !="));
    }
    return new RunCondition(parts.group(1), operator, parts.group(3));
  }

  /** Whether the config of a run is needed to tell. */
  boolean needsConfig(ListedRun run) {
    return switch (key) {
      case "name" -> run.name().isEmpty();
      case "task" -> run.task().isEmpty();
      default -> !OWN.contains(key) && !run.metrics().containsKey(key);
    };
  }

  /**
   * Of several values with this end of a key, one is enough; for != all have to be others. Nobody
   * knows of a run that cannot be read: it is listed, with the reason.
   */
  boolean holds(ListedRun run) {
    if (run.broken().isPresent() && !key.equals("status")) {
      return true;
    }
    List<String> values = values(run);
    return operator == Operator.OTHER
        ? values.stream().allMatch(found -> operator.holds(found, value))
        : values.stream().anyMatch(found -> operator.holds(found, value));
  }

  private List<String> values(ListedRun run) {
    switch (key) {
      case "name":
        return List.of(run.name());
      case "task":
        return List.of(run.task());
      case "status":
        return List.of(run.status());
      case "epochs":
        return List.of(Integer.toString(run.epochs()));
      default:
        if (run.metrics().containsKey(key)) {
          return List.of(Double.toString(run.metrics().get(key)));
        }
        List<String> values = new ArrayList<>();
        for (Map.Entry<String, String> each : run.config().entrySet()) {
          if (isEndOf(each.getKey())) {
            values.add(each.getValue());
          }
        }
        return values;
    }
  }

  private boolean isEndOf(String path) {
    return path.equals(key) || path.endsWith("." + key);
  }

  /**
   * @throws UserException if no run has such a key, which is probably misspelt
   */
  void requireKnown(List<ListedRun> runs) {
    if (OWN.contains(key)
        || runs.stream().anyMatch(run -> run.metrics().containsKey(key))
        || runs.stream().flatMap(run -> run.config().keySet().stream()).anyMatch(this::isEndOf)) {
      return;
    }
    Set<String> known = new LinkedHashSet<>(OWN);
    for (ListedRun run : runs) {
      known.addAll(run.metrics().keySet());
      for (String path : run.config().keySet()) {
        known.add(path.substring(path.lastIndexOf('.') + 1));
        known.add(path);
      }
    }
    throw new UserException(
        Problem.inFile(
            "--where",
            "no run has a key or a score '%s'".formatted(key),
            NearNames.question(key, known)
                .orElse("use name, task, status, epochs, a metric, or a key of the config")));
  }
}
