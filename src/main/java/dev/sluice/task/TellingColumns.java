package dev.sluice.task;

import dev.sluice.batch.Examples;
import dev.sluice.batch.OtherColumn;
import dev.sluice.batch.Texts;
import dev.sluice.frame.Foretelling;
import dev.sluice.problem.Problem;
import dev.sluice.problem.ShellWord;
import dev.sluice.problem.YamlWord;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Columns beside a text that have the target's name, or tell it almost by themselves. */
public final class TellingColumns {
  private static final int MOST_SHOWN = 200; // characters of a setting

  private TellingColumns() {}

  /**
   * @param target the column of the classes
   * @param classes of the training part, (examples)
   */
  public static List<Warning> ofClasses(Examples training, String target, int[] classes) {
    return look(
        training,
        target,
        (column, values) -> {
          Foretelling.OfClasses told = Foretelling.classes(values, classes);
          return told.isNearPerfect()
              ? Optional.of(
                  "'%s' gives '%s' away: it alone predicts %s of %s training rows correctly, the most frequent value predicts %s"
                      .formatted(column, target, told.right(), told.rows(), told.usual()))
              : Optional.empty();
        });
  }

  /**
   * @param target the column of the numbers
   * @param numbers of the training part, (examples)
   */
  public static List<Warning> ofNumbers(Examples training, String target, double[] numbers) {
    return look(
        training,
        target,
        (column, values) -> {
          Foretelling.OfNumbers told = Foretelling.numbers(values, numbers);
          return told.isNearPerfect()
              ? Optional.of(
                  "'%s' gives '%s' away: it alone explains %s of its variance in the training part"
                      .formatted(column, target, Warning.percent(1 - told.left())))
              : Optional.empty();
        });
  }

  /**
   * @param leak says of a column and its values how it gives the target away
   */
  private static List<Warning> look(
      Examples training, String target, BiFunction<String, double[], Optional<String>> leak) {
    List<OtherColumn> columns = training.input().texts().map(Texts::otherColumns).orElse(List.of());
    List<Warning> warnings = new ArrayList<>();
    if (columns.isEmpty()) {
      return warnings;
    }
    float[][] beside = training.input().texts().orElseThrow().allBeside();
    int at = 0;
    for (OtherColumn column : columns) {
      double[] values = column.values(beside, at);
      at += column.average().length;
      leak.apply(column.name(), values)
          .map(what -> warning(Check.NEAR_PERFECT_PREDICTOR, column, what, columns))
          .or(
              () ->
                  Foretelling.isNamedAlike(column.name(), target)
                      ? Optional.of(
                          warning(
                              Check.TARGET_AMONG_INPUTS,
                              column,
                              "'%s' has the same name as the target '%s'"
                                  .formatted(column.name(), target),
                              columns))
                      : Optional.empty())
          .ifPresent(warnings::add);
    }
    return warnings;
  }

  private static Warning warning(
      Check check, OtherColumn column, String what, List<OtherColumn> all) {
    return new Warning(
        check,
        Problem.atKey(column.key(), what, "leave it out" + setting(column, all)),
        "such a column is usually computed from the target, so new rows will not have it, or not"
            + " with the same meaning");
  }

  /** How to leave it out, where a list of other columns is short enough to be read. */
  private static String setting(OtherColumn column, List<OtherColumn> all) {
    if (all.size() == 1) {
      return ": remove features";
    }
    String list = list(column);
    String left =
        all.stream()
            .filter(other -> other != column && list(other).equals(list))
            .map(other -> YamlWord.of(other.name()))
            .collect(Collectors.joining(", ", list + "=[", "]"));
    return left.length() > MOST_SHOWN ? "" : ": --set " + ShellWord.of(left);
  }

  /** The key of the list that names a column. */
  private static String list(OtherColumn column) {
    return column.key().replaceFirst("\\[\\d+]$", "");
  }
}
