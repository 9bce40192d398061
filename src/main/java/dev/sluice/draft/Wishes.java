package dev.sluice.draft;

import dev.sluice.problem.ShellWord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the user has said about a file of data; each part answers a question that {@link Draft} may
 * ask.
 *
 * @param data the file
 * @param config the config that is to be written; relative paths in it start at its folder
 * @param targets what to predict; empty: as the data suggest
 * @param text the column of texts
 * @param time the column of times, or {@link #NO_TIME}
 * @param timeFormat how the times are written
 * @param decimal the sign before decimals, a point or a comma
 * @param columns the names of the columns, for a file without a header
 */
public record Wishes(
    Path data,
    Path config,
    List<String> targets,
    Optional<String> text,
    Optional<String> time,
    Optional<String> timeFormat,
    Optional<String> decimal,
    Optional<List<String>> columns) {

  /** In the place of a column: the rows are in time order and equally far apart. */
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
    return new Wishes(data, config, targets, text, time, timeFormat, decimal, Optional.of(names));
  }

  /**
   * A command that says the same and more, to be pasted into a shell.
   *
   * @param more options, each followed by its value
   */
  public String command(String... more) {
    List<String> options = new ArrayList<>();
    columns.ifPresent(names -> options.addAll(List.of("--columns", String.join(",", names))));
    targets.forEach(target -> options.addAll(List.of("--target", target)));
    text.ifPresent(column -> options.addAll(List.of("--text", column)));
    time.ifPresent(column -> options.addAll(List.of("--time", column)));
    timeFormat.ifPresent(format -> options.addAll(List.of("--time-format", format)));
    decimal.ifPresent(sign -> options.addAll(List.of("--decimal", sign)));
    options.addAll(List.of(more));
    StringBuilder command = new StringBuilder("sluice init ").append(ShellWord.of(data));
    for (int i = 0; i < options.size(); i += 2) {
      String value = options.get(i + 1);
      command.append(' ').append(options.get(i));
      command.append(value.startsWith("-") ? '=' : ' ').append(ShellWord.of(value));
    }
    return command.toString();
  }
}
