package dev.sluice.draft;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the user has said about a data file; each part answers a question that {@link Draft} may
 * ask.
 *
 * @param data the file
 * @param config the config to be written; relative paths in it start at its folder
 * @param targets what to predict; empty: as the data suggest
 * @param text the column of texts
 * @param task what to learn, as {@code data.target} names it
 * @param by the column that tells sequences apart, each of several rows
 * @param order the column that numbers their steps
 * @param time the column of times, or {@link #NO_TIME}
 * @param timeFormat how the times are written
 * @param zone the time zone whose clock the times show
 * @param decimal the decimal separator, a point or a comma
 * @param missing what replaces a missing row or value: {@code forward}, {@code interpolate}, {@code
 *     mask} or a number
 * @param columns the names of the columns, for a file without a header
 * @param effort how much time a training may take
 * @param form how the user gives answers; in a shell, a command
 */
public record Wishes(
    Path data,
    Path config,
    List<String> targets,
    Optional<String> text,
    Optional<String> task,
    Optional<String> by,
    Optional<String> order,
    Optional<String> time,
    Optional<String> timeFormat,
    Optional<String> zone,
    Optional<String> decimal,
    Optional<String> missing,
    Optional<List<String>> columns,
    Effort effort,
    Form form) {

  /**
   * A question, {@code target}, {@code text}, {@code time}, {@code time-format}, and its answer;
   * without a text if the question is the answer, as for {@code fast}.
   */
  public record Answer(String question, Optional<String> text) {
    public Answer(String question, String text) {
      this(question, Optional.of(text));
    }
  }

  /** How answers are given, so that questions can quote them. */
  @FunctionalInterface
  public interface Form {
    String of(Path data, List<Answer> answers);
  }

  /** In place of a column: the rows are in time order and equally spaced. */
  public static final String NO_TIME = "none";

  public Wishes {
    targets = List.copyOf(targets);
    columns = columns.map(List::copyOf);
  }

  public boolean withoutTime() {
    return time.filter(NO_TIME::equals).isPresent();
  }

  /** The same, and the names of the columns. */
  Wishes withColumns(List<String> names) {
    return with(targets, time, timeFormat, zone, missing, Optional.of(names));
  }

  /** The same with this target alone. */
  Wishes withTarget(String target) {
    return with(List.of(target), time, timeFormat, zone, missing, columns);
  }

  /** The same with another answer for missing values. */
  Wishes withMissing(String value) {
    return with(targets, time, timeFormat, zone, Optional.of(value), columns);
  }

  /** The same with rows that are in time order and equally spaced. */
  Wishes withRowsForTime() {
    return with(
        targets, Optional.of(NO_TIME), Optional.empty(), Optional.empty(), missing, columns);
  }

  private Wishes with(
      List<String> newTargets,
      Optional<String> newTime,
      Optional<String> newTimeFormat,
      Optional<String> newZone,
      Optional<String> newMissing,
      Optional<List<String>> newColumns) {
    return new Wishes(
        data,
        config,
        newTargets,
        text,
        task,
        by,
        order,
        newTime,
        newTimeFormat,
        newZone,
        decimal,
        newMissing,
        newColumns,
        effort,
        form);
  }

  /** Whether the file's extension matches this regular expression, ignoring case. */
  boolean hasExtension(String pattern) {
    return data.toString().toLowerCase(Locale.ROOT).matches("(?s).*\\.(" + pattern + ")");
  }

  /** Whether the user wants this task, or has not said which. */
  boolean allow(String target) {
    return task.map(target::equals).orElse(true);
  }

  /** Whether the user has named this task. */
  boolean name(String target) {
    return task.filter(target::equals).isPresent();
  }

  /**
   * The user's answers and more, in the form in which the user would give them.
   *
   * @param more questions, each followed by its answer
   */
  public String answered(String... more) {
    List<Answer> answers = new ArrayList<>();
    columns.ifPresent(names -> answers.add(new Answer("columns", String.join(",", names))));
    targets.forEach(target -> answers.add(new Answer("target", target)));
    text.ifPresent(column -> answers.add(new Answer("text", column)));
    task.ifPresent(name -> answers.add(new Answer("task", name)));
    by.ifPresent(column -> answers.add(new Answer("by", column)));
    order.ifPresent(column -> answers.add(new Answer("order", column)));
    time.ifPresent(column -> answers.add(new Answer("time", column)));
    timeFormat.ifPresent(format -> answers.add(new Answer("time-format", format)));
    zone.ifPresent(name -> answers.add(new Answer("zone", name)));
    decimal.ifPresent(sign -> answers.add(new Answer("decimal", sign)));
    missing.ifPresent(value -> answers.add(new Answer("missing", value)));
    effort.option().ifPresent(option -> answers.add(new Answer(option, Optional.empty())));
    for (int i = 0; i < more.length; i += 2) {
      answers.add(new Answer(more[i], more[i + 1]));
    }
    return form.of(data, answers);
  }
}
