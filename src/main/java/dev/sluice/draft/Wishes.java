package dev.sluice.draft;

import java.nio.file.Path;
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
 * @param columns the names of the columns, for a file without a header
 */
public record Wishes(
    Path data,
    Path config,
    List<String> targets,
    Optional<String> text,
    Optional<String> time,
    Optional<String> timeFormat,
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

  /** A command that says the same and more; an argument with blanks or signs in quotes. */
  public String command(String... more) {
    StringBuilder command = new StringBuilder("sluice init ").append(quoted(data.toString()));
    columns.ifPresent(
        names -> command.append(" --columns ").append(quoted(String.join(",", names))));
    targets.forEach(target -> command.append(" --target ").append(quoted(target)));
    text.ifPresent(column -> command.append(" --text ").append(quoted(column)));
    time.ifPresent(column -> command.append(" --time ").append(quoted(column)));
    timeFormat.ifPresent(format -> command.append(" --time-format ").append(quoted(format)));
    for (String each : more) {
      command.append(' ').append(quoted(each));
    }
    return command.toString();
  }

  private static String quoted(String argument) {
    return argument.matches("[\\p{L}\\p{N}_./:,+=@\\\\-]+")
        ? argument
        : "'" + argument.replace("'", "'\\''") + "'";
  }
}
